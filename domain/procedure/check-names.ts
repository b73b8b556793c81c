import { finding, pathText, type Finding, type Path } from './finding';
import { isChoice, isParallel, isStep, type Procedure } from './procedure';
import { outcomesOf, type Located } from './walk';

/** Lower-case words joined by hyphens. */
export const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Facts stand in forms and may be written in camel case. */
export const FACT_NAME = /^[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/;

interface Named {
  readonly name: string;
  readonly path: Path;
}

/**
 * Names are well formed and each occurs once among its kind. Steps, parallel blocks and choices share one space, because the state
 * numbers the occurrences of all of them.
 */
export const checkNames = (procedure: Procedure, blocks: readonly Located[]): Finding[] => {
  const inRoute = blocks.flatMap(({ block, path }): Named[] => {
    if (isStep(block)) return [{ name: block.step, path: [...path, 'step'] }];
    if (isParallel(block)) return [{ name: block.parallel, path: [...path, 'parallel'] }];
    return isChoice(block) ? [{ name: block.choice, path: [...path, 'choice'] }] : [];
  });
  const branches = blocks.flatMap(({ block, path }) =>
    isParallel(block) ? [block.branches.map(({ branch }, i) => ({ name: branch, path: [...path, 'branches', i, 'branch'] }))] : [],
  );
  const outcomes = blocks.flatMap(({ block, path }) =>
    isStep(block) ? [outcomesOf(block).map((name, i) => ({ name, path: [...path, 'outcomes', i] }))] : [],
  );
  const options = (procedure.facts ?? []).map((fact, i) => (fact.options ?? []).map((name, j) => ({ name, path: ['facts', i, 'options', j] })));
  const consulted = blocks.flatMap(({ block, path }) =>
    isStep(block) && block.consult ? [block.consult.agencies.map((name, i) => ({ name, path: [...path, 'consult', 'agencies', i] }))] : [],
  );
  const facts = (procedure.facts ?? []).map(({ fact }, i) => ({ name: fact, path: ['facts', i, 'fact'] }));
  const lists = [
    inRoute,
    ...branches,
    ...outcomes,
    ...options,
    ...consulted,
    procedure.documents.map(({ document }, i) => ({ name: document, path: ['documents', i, 'document'] })),
    procedure.fees.map(({ fee }, i) => ({ name: fee, path: ['fees', i, 'fee'] })),
    (procedure.timeLimit.phases ?? []).map(({ phase }, i) => ({ name: phase, path: ['timeLimit', 'phases', i, 'phase'] })),
    procedure.offeredAt.tiers.map((name, i) => ({ name, path: ['offeredAt', 'tiers', i] })),
  ];
  return [
    ...lists.flatMap((names) => malformed(names, NAME)),
    ...malformed(facts, FACT_NAME),
    ...[...lists, facts].flatMap(repeated),
  ];
};

/** A name is also a key of plain objects in the state, so that it must not be one that every object has. */
const malformed = (names: readonly Named[], form: RegExp): Finding[] =>
  names
    .filter(({ name }) => !form.test(name) || name in Object.prototype)
    .map(({ name, path }) => finding('PROCEDURE_NAME_FORM', path, { value: name }));

const repeated = (names: readonly Named[]): Finding[] => {
  const first = new Map<string, Path>();
  return names.flatMap(({ name, path }) => {
    const earlier = first.get(name);
    if (earlier) return [finding('PROCEDURE_NAME_TWICE', path, { value: name, first: pathText(earlier) })];
    first.set(name, path);
    return [];
  });
};

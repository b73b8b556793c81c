import { isChoice, isParallel, isStep, type Block, type Condition, type Procedure, type Step, type StepId } from './procedure';
import type { Path } from './finding';

/** A block with its surroundings. */
export interface Located {
  readonly block: Block;
  readonly path: Path;
  /** 1 at the top level. */
  readonly depth: number;
  /** Branches it stands in, outermost first. */
  readonly within: readonly string[];
  /** Steps completed before it on at least one way to here. A sibling branch is never before. */
  readonly before: ReadonlySet<StepId>;
  /** What the choices around it ask to let a dossier come here, with the place of each choice. */
  readonly guards: readonly Guard[];
}

export interface Guard {
  readonly choice: Path;
  readonly conditions: readonly Condition[];
}

/** A condition as it is written somewhere, with the steps whose outcome it may ask for. */
export interface LocatedCondition {
  readonly condition: Condition;
  readonly path: Path;
  readonly before: ReadonlySet<StepId>;
}

type Surroundings = Omit<Located, 'block' | 'path'>;

const START: Surroundings = { depth: 1, within: [], before: new Set(), guards: [] };

/** Every block of a route, outer before inner, in the order of the file. */
export const blocksOf = (procedure: Procedure): Located[] => {
  const found: Located[] = [];
  walk(procedure.route, ['route'], START, found);
  return found;
};

export const stepsOf = (blocks: readonly Located[]): (Located & { readonly block: Step })[] =>
  blocks.filter((located): located is Located & { readonly block: Step } => isStep(located.block));

/** Appends what it meets to `found`; answers the steps completed on at least one way to the end of the sequence. */
const walk = (route: readonly Block[], base: Path, around: Surroundings, found: Located[]): ReadonlySet<StepId> => {
  let before = around.before;
  route.forEach((block, i) => {
    const path = [...base, i];
    found.push({ ...around, before, block, path });
    before = after(block, path, { ...around, before }, found);
  });
  return before;
};

const after = (block: Block, path: Path, around: Surroundings, found: Located[]): ReadonlySet<StepId> => {
  const inner = { ...around, depth: around.depth + 1 };
  if (isStep(block)) return new Set([...around.before, block.step]);
  if (isParallel(block)) {
    return union(
      block.branches.map((branch, i) =>
        walk(branch.route, [...path, 'branches', i, 'route'], { ...inner, within: [...around.within, `${block.parallel}/${branch.branch}`] }, found),
      ),
      around.before,
    );
  }
  if (isChoice(block)) {
    const asked = block.cases.map(({ when }) => when);
    const guarded = (conditions: readonly Condition[]): Surroundings => ({ ...inner, guards: [...around.guards, { choice: path, conditions }] });
    const cases = block.cases.map(({ route }, i) => walk(route, [...path, 'cases', i, 'route'], guarded(asked.slice(0, i + 1)), found));
    return union([...cases, walk(block.otherwise, [...path, 'otherwise'], guarded(asked), found)], around.before);
  }
  return around.before;
};

const union = (sets: readonly ReadonlySet<StepId>[], also: ReadonlySet<StepId>): ReadonlySet<StepId> =>
  new Set([...also, ...sets.flatMap((set) => [...set])]);

/** Every condition of a procedure. Those of time limits and documents are asked at acceptance, when no step has an outcome yet. */
export const conditionsOf = (procedure: Procedure, blocks: readonly Located[]): LocatedCondition[] => [
  ...(procedure.timeLimit.variants ?? []).map(({ when }, i) => ({ condition: when, path: ['timeLimit', 'variants', i, 'when'], before: START.before })),
  ...procedure.documents.flatMap(({ when }, i) => (when ? [{ condition: when, path: ['documents', i, 'when'], before: START.before }] : [])),
  ...blocks.flatMap(({ block, path, before }) => {
    if (isParallel(block)) {
      return block.branches.flatMap(({ when }, i) => (when ? [{ condition: when, path: [...path, 'branches', i, 'when'], before }] : []));
    }
    return isChoice(block) ? block.cases.map(({ when }, i) => ({ condition: when, path: [...path, 'cases', i, 'when'], before })) : [];
  }),
];

export type Test = Extract<Condition, { fact: string } | { outcome: string }>;

/** The single tests a condition is made of, each with its place below `path`. */
export const testsOf = (condition: Condition, path: Path = []): { readonly test: Test; readonly path: Path }[] => {
  if ('not' in condition) return testsOf(condition.not, [...path, 'not']);
  if ('every' in condition) return condition.every.flatMap((part, i) => testsOf(part, [...path, 'every', i]));
  if ('some' in condition) return condition.some.flatMap((part, i) => testsOf(part, [...path, 'some', i]));
  return [{ test: condition, path }];
};

/** What a step may be decided as. */
export const outcomesOf = (step: Step): readonly string[] => step.outcomes ?? ['done'];

import { finding, listed, type Finding, type Path } from './finding';
import { isChoice, isGoBack, isParallel, isStep, type Block, type Procedure, type StepId } from './procedure';
import { stepsOf, testsOf, type Located } from './walk';

/** Every path ends: nothing goes back for ever, nothing stands where no dossier comes, and going back leads to where it has been. */
export const checkFlow = (procedure: Procedure, blocks: readonly Located[]): Finding[] => [
  ...endless(procedure.route, ['route'], true),
  ...goBacks(procedure, blocks),
];

/** Whether at least one way leads through the block to what follows it. */
const finishes = (block: Block): boolean => {
  if (isGoBack(block)) return false;
  return isChoice(block) ? [...block.cases.map(({ route }) => route), block.otherwise].some((route) => route.every(finishes)) : true;
};

/** `mustFinish` holds for the whole route and for every branch, since the join waits for it. */
const endless = (route: readonly Block[], path: Path, mustFinish: boolean): Finding[] => {
  const stuck = route.findIndex((block) => !finishes(block));
  return [
    ...(stuck >= 0 && mustFinish ? [finding('PROCEDURE_NEVER_ENDS', [...path, stuck])] : []),
    ...(stuck >= 0 && stuck < route.length - 1 ? [finding('PROCEDURE_UNREACHABLE', [...path, stuck + 1])] : []),
    ...route.flatMap((block, i) => inside(block, [...path, i])),
  ];
};

const inside = (block: Block, path: Path): Finding[] => {
  if (isParallel(block)) return block.branches.flatMap(({ route }, i) => endless(route, [...path, 'branches', i, 'route'], true));
  if (!isChoice(block)) return [];
  return [
    ...block.cases.flatMap(({ route }, i) => endless(route, [...path, 'cases', i, 'route'], false)),
    ...endless(block.otherwise, [...path, 'otherwise'], false),
  ];
};

const goBacks = (procedure: Procedure, blocks: readonly Located[]): Finding[] => {
  const steps = new Map(stepsOf(blocks).map((located) => [located.block.step, located]));
  const order = new Map(blocks.flatMap(({ block }, i): [StepId, number][] => (isStep(block) ? [[block.step, i]] : [])));

  return blocks.flatMap((here, index): Finding[] => {
    if (!isGoBack(here.block)) return [];
    const to = here.block.goBackTo;
    const path = [...here.path, 'goBackTo'];
    const sees = (step: StepId): boolean => steps.get(step)?.within.every((branch, i) => here.within[i] === branch) ?? false;
    const samePhase = (step: StepId): boolean => phaseOf(procedure, steps.get(step)?.path ?? []) === phaseOf(procedure, here.path);
    const allowed = listed([...here.before].filter((step) => sees(step) && samePhase(step)));

    if (!here.before.has(to)) return [finding('PROCEDURE_GO_BACK_UNKNOWN', path, { value: to, allowed })];
    if (!sees(to)) return [finding('PROCEDURE_GO_BACK_INTO_BLOCK', path, { value: to, allowed })];
    if (!samePhase(to)) return [finding('PROCEDURE_GO_BACK_ACROSS_PHASE', path, { value: to, allowed })];
    return decidesAnew(here, blocks, order.get(to) ?? 0, index, order) ? [] : [finding('PROCEDURE_LOOP_UNDECIDED', path, { value: to })];
  });
};

/** Which phase a place belongs to: how many financial obligations stand before it at the top level. */
const phaseOf = (procedure: Procedure, [, index]: Path): number =>
  procedure.route.slice(0, Number(index)).filter((block) => isStep(block) && block.kind === 'financial-obligation').length;

/**
 * Whether what the loop asks can change while it runs: the outcome of a step inside it, or a fact, which any step may set. Choices that
 * stand around the loop as a whole are not asked again.
 */
const decidesAnew = (here: Located, blocks: readonly Located[], from: number, to: number, order: ReadonlyMap<StepId, number>): boolean => {
  const places = new Map(blocks.map(({ path }, i) => [path.join('.'), i]));
  const asked = here.guards.filter(({ choice }) => (places.get(choice.join('.')) ?? 0) > from);
  // Without a choice the loop never ends at all, which has been found already.
  if (asked.length === 0) return true;
  return asked
    .flatMap(({ conditions }) => conditions)
    .flatMap((condition) => testsOf(condition))
    .some(({ test }) => {
      if ('fact' in test) return true;
      const place = order.get(test.outcome);
      return place !== undefined && place >= from && place < to;
    });
};

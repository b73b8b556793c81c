import type { Block, Procedure, Step, StepId } from './procedure';
import { isChoice, isParallel, isStep } from './procedure';
import { holds } from './route';
import { outcomesOf, blocksOf, stepsOf } from './walk';

type Facts = Readonly<Record<string, string | number | boolean>>;
type Outcomes = Readonly<Record<StepId, string>>;

/**
 * The steps a dossier goes through, in the order of the file: by its facts and by what was decided so far, every decision still
 * to come taken for the ordinary one.
 */
export function expectedSteps(procedure: Procedure, facts: Facts, outcomes: Outcomes): readonly Step[] {
  const ordinary = Object.fromEntries(stepsOf(blocksOf(procedure)).map(({ block }) => [block.step, outcomesOf(block)[0] ?? 'done']));
  const likely = { ...ordinary, ...outcomes };
  const along = (route: readonly Block[]): readonly Step[] =>
    route.flatMap((block) => {
      if (isStep(block)) return [block];
      if (isParallel(block)) return block.branches.filter(({ when }) => when === undefined || holds(when, facts, likely)).flatMap((branch) => along(branch.route));
      if (isChoice(block)) return along(block.cases.find(({ when }) => holds(when, facts, likely))?.route ?? block.otherwise);
      return [];
    });
  return along(procedure.route);
}

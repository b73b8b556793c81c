import type { Block, Branch, Choice, Condition, Parallel, Procedure, Step, StepId } from './procedure';
import { isChoice, isParallel, isStep } from './procedure';

/** A place in a route: before a block, at the end of a branch, or at the end of everything. */
export type Place =
  | { readonly at: 'step'; readonly step: Step; readonly next: Place; readonly within: readonly string[]; readonly phase: number }
  | { readonly at: 'fork'; readonly parallel: Parallel; readonly branches: readonly { readonly branch: Branch; readonly first: Place }[]; readonly next: Place }
  | { readonly at: 'choice'; readonly choice: Choice; readonly cases: readonly { readonly when: Condition; readonly first: Place }[]; readonly otherwise: Place }
  | { readonly at: 'go-back'; readonly to: StepId }
  | { readonly at: 'branch-end'; readonly parallel: string; readonly branch: string }
  | { readonly at: 'end' };

/** A route made walkable: every step by its id, what follows it, and which branch it stands in. */
export interface RouteGraph {
  readonly first: Place;
  readonly steps: Readonly<Record<StepId, Extract<Place, { at: 'step' }>>>;
  readonly forks: Readonly<Record<string, Extract<Place, { at: 'fork' }>>>;
  readonly returnStep: StepId;
  /** `step=outcome` pairs that a choice asks about: the route itself says what follows a refusal there. */
  readonly asked: ReadonlySet<string>;
}

const built = new WeakMap<Procedure, RouteGraph>();

/** The graph of a procedure's route. Remembered per procedure object: a dossier asks for it at every act. */
export function routeOf(procedure: Procedure): RouteGraph {
  const known = built.get(procedure);
  if (known) return known;
  const graph = build(procedure);
  built.set(procedure, graph);
  return graph;
}

function build(procedure: Procedure): RouteGraph {
  const steps: Record<StepId, Extract<Place, { at: 'step' }>> = {};
  const forks: Record<string, Extract<Place, { at: 'fork' }>> = {};
  const asked = new Set<string>();
  let returnStep: StepId = '';

  const note = (condition: Condition): void => {
    if ('outcome' in condition) asked.add(`${condition.outcome}=${condition.is}`);
    else if ('not' in condition) note(condition.not);
    else if ('every' in condition) condition.every.forEach(note);
    else if ('some' in condition) condition.some.forEach(note);
  };

  const sequence = (blocks: readonly Block[], end: Place, within: readonly string[], phaseAt: (index: number) => number): Place => {
    let next = end;
    for (let i = blocks.length - 1; i >= 0; i--) next = place(blocks[i]!, next, within, phaseAt(i));
    return next;
  };

  const place = (block: Block, next: Place, within: readonly string[], phase: number): Place => {
    if (isStep(block)) {
      const here = { at: 'step', step: block, next, within, phase } as const;
      steps[block.step] = here;
      if (block.kind === 'return') returnStep = block.step;
      return here;
    }
    if (isParallel(block)) {
      const branches = block.branches.map((branch) => {
        if (branch.when) note(branch.when);
        const end: Place = { at: 'branch-end', parallel: block.parallel, branch: branch.branch };
        return { branch, first: sequence(branch.route, end, [...within, branchKey(block.parallel, branch.branch)], () => phase) };
      });
      const here = { at: 'fork', parallel: block, branches, next } as const;
      forks[block.parallel] = here;
      return here;
    }
    if (isChoice(block)) {
      const cases = block.cases.map(({ when, route }) => {
        note(when);
        return { when, first: sequence(route, next, within, () => phase) };
      });
      return { at: 'choice', choice: block, cases, otherwise: sequence(block.otherwise, next, within, () => phase) };
    }
    return { at: 'go-back', to: block.goBackTo };
  };

  // A phase ends with the top-level obligation that the applicant must settle; what follows belongs to the next one.
  const phases = procedure.route.map((_, i) => procedure.route.slice(0, i).filter((b) => isStep(b) && b.kind === 'financial-obligation').length);
  const first = sequence(procedure.route, { at: 'end' }, [], (i) => phases[i]!);
  return { first, steps, forks, returnStep, asked };
}

export const branchKey = (parallel: string, branch: string): string => `${parallel}/${branch}`;

/** Whether a condition holds for these facts and outcomes. What is unknown does not hold. */
export function holds(
  condition: Condition,
  facts: Readonly<Record<string, string | number | boolean>>,
  outcomes: Readonly<Record<StepId, string>>,
): boolean {
  if ('fact' in condition) {
    const value = facts[condition.fact];
    return 'is' in condition ? value === condition.is : typeof value === 'number' && value >= condition.atLeast;
  }
  if ('outcome' in condition) return outcomes[condition.outcome] === condition.is;
  if ('not' in condition) return !holds(condition.not, facts, outcomes);
  if ('every' in condition) return condition.every.every((c) => holds(c, facts, outcomes));
  return condition.some.some((c) => holds(c, facts, outcomes));
}


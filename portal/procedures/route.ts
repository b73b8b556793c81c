import type { Schemas } from '../app/api';
import type { Text } from '../app/language';

/** What the API answers in `route`: blocks as docs/procedure-format.md describes them. */
type Limit = Schemas['TimeLimit'];
export type Condition = Readonly<Record<string, unknown>>;
export type Join = 'all' | 'any' | { readonly quorum: number };

export interface Step {
  readonly step: string;
  readonly kind: string;
  readonly name: Text;
  readonly agency: string;
  readonly officer: string;
  readonly limit?: Limit;
  readonly waitAtMost?: Limit;
  readonly outcomes?: readonly string[];
  readonly consult?: { readonly agencies: readonly string[]; readonly replyWithin: Limit; readonly silence: 'consent' | 'escalate'; readonly countsFrom?: 'acknowledged' | 'sent'; readonly need?: Join };
  readonly provenance?: { readonly source: readonly string[]; readonly confidence: 'H' | 'M' | 'L'; readonly assumed?: readonly string[]; readonly note?: string };
}
export interface Parallel {
  readonly parallel: string;
  readonly name?: Text;
  readonly join: Join;
  readonly refusal?: 'ends-siblings' | 'continues';
  readonly branches: readonly { readonly branch: string; readonly name?: Text; readonly when?: Condition; readonly route: readonly Block[] }[];
}
export interface Choice {
  readonly choice: string;
  readonly cases: readonly { readonly when: Condition; readonly route: readonly Block[] }[];
  readonly otherwise: readonly Block[];
}
export interface GoBack {
  readonly goBackTo: string;
}
export type Block = Step | Parallel | Choice | GoBack;

export const isStep = (block: Block): block is Step => 'step' in block;
export const isParallel = (block: Block): block is Parallel => 'parallel' in block;
export const isChoice = (block: Block): block is Choice => 'choice' in block;

export const routeOf = (procedure: Pick<Schemas['Procedure'], 'route'>): readonly Block[] => procedure.route as unknown as readonly Block[];

/** Every step, in the order of the file. */
export const stepsOf = (route: readonly Block[]): Step[] =>
  route.flatMap((block): Step[] => {
    if (isStep(block)) return [block];
    if (isParallel(block)) return block.branches.flatMap((branch) => stepsOf(branch.route));
    if (isChoice(block)) return [...block.cases.flatMap((each) => stepsOf(each.route)), ...stepsOf(block.otherwise)];
    return [];
  });

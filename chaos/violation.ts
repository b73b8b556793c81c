/** One way in which the installation broke its promises, with a few of the cases. */
export interface Violation {
  readonly what: string;
  readonly count: number;
  readonly examples: readonly unknown[];
}

const SHOWN = 8;

/** The cases of one kind as a violation; none where there is no case. */
export const violation = (what: string, cases: readonly unknown[]): readonly Violation[] =>
  cases.length === 0 ? [] : [{ what, count: cases.length, examples: cases.slice(0, SHOWN) }];

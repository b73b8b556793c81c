import type { RunArguments } from './chaos-arguments';

/** A run that once ended with violations. */
export interface Regression {
  readonly name: string;
  readonly run: Partial<RunArguments>;
}

/**
 * Seeds that once failed, each with what broke. `npm run chaos -- --regressions` runs them all. Whoever meets another
 * one adds it here in the commit that mends it.
 */
export const REGRESSIONS: readonly Regression[] = [
  {
    name: 'kill -9 of Temporal between a recording and the completion of its workflow task wedged the dossier',
    run: { seed: 9, minutes: 6, faults: 12, only: ['kill-temporal'] },
  },
];

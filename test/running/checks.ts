import type { Report } from '../../workers/servers/progress';
import { withProgress } from '../../workers/servers/progress';

/** Something that counts as one test: it passes if it resolves, and fails with the message it throws. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the checks one after another; a failed one is told with its reason and stops nothing. */
export async function runChecks(checks: readonly Check[], report: Report): Promise<Counts> {
  let failed = 0;
  for (const { name, run } of checks) {
    try {
      await withProgress(report, name, run);
      report(`PASS ${name}`);
    } catch (error) {
      failed += 1;
      report(`FAIL ${name}\n${(error as Error).message}`);
    }
  }
  return { passed: checks.length - failed, failed };
}

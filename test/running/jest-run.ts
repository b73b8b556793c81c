import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from '../../workers/servers/run-command';
import type { Counts } from './checks';

export interface JestRun {
  readonly root: string;
  /** The user's: patterns of paths, or jest's own options. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly resultFile: string;
  readonly interrupted: AbortSignal;
}

export interface JestCounts extends Counts {
  /** Skipped for a reason other than a missing server, with their titles. */
  readonly skipped: number;
  readonly skippedTitles: readonly string[];
  /** How many were skipped for lack of the server of this name. */
  skippedFor(name: string): number;
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

export const NO_TESTS: JestCounts = { passed: 0, failed: 0, skipped: 0, skippedTitles: [], skippedFor: () => 0 };

const JEST = require.resolve('jest/bin/jest');

/** The test files that these arguments pick. */
export async function listTestFiles(root: string, args: readonly string[]): Promise<readonly string[]> {
  const { output } = await runCommand(process.execPath, [JEST, '--listTests', ...args], { cwd: root });
  return output.split('\n').filter((line) => line.endsWith('.test.ts'));
}

/** Runs jest to its end, which an interruption hastens but does not cut short: it has children of its own to stop. */
export async function runJest({ root, args, env, resultFile, interrupted }: JestRun): Promise<JestCounts> {
  if (interrupted.aborted) return countsOf(undefined, 0);
  const workers = args.some((arg) => /^(-w|-i|--maxWorkers|--runInBand)/.test(arg)) ? [] : ['--maxWorkers=2'];
  const child = spawn(process.execPath, [JEST, ...workers, '--json', `--outputFile=${resultFile}`, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A terminal's Ctrl-C has reached jest too; a signal to us alone has not.
  const forward = (): void => { if (interrupted.reason !== 'SIGINT' || !process.stdin.isTTY) child.kill('SIGTERM'); };
  interrupted.addEventListener('abort', forward);
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (status) => resolve(status ?? 1));
  });
  interrupted.removeEventListener('abort', forward);
  return countsOf(existsSync(resultFile) ? (JSON.parse(readFileSync(resultFile, 'utf8')) as JestReport) : undefined, code);
}

/** A file that does not even load counts as one failure, and so does jest itself failing without naming a test. */
function countsOf(report: JestReport | undefined, code: number): JestCounts {
  const named = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  const pending = (report?.testResults ?? [])
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);
  const other = pending.filter((title) => !title.includes('[needs '));
  return {
    passed: report?.numPassedTests ?? 0,
    failed: named === 0 && code !== 0 ? 1 : named,
    skipped: other.length,
    skippedTitles: other,
    skippedFor: (name) => pending.filter((title) => title.includes(`[needs ${name}]`)).length,
  };
}

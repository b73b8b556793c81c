import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from './progress';
import { withProgress } from './progress';
import { runCommand } from './run-command';

/** Long enough for a slow line to begin; a download that moves at all is given what an image of this size needs. */
const SILENCE_MS = 60_000;
const WHOLE_MS = 15 * 60_000;

/** Run by another Node: the SDK's runtime is one per process, and belongs to the worker. */
const SCRIPT = `
const { TestWorkflowEnvironment } = require('@temporalio/testing');
const [kind, downloadDir, version] = process.argv.slice(1);
const server = { executable: { type: 'cached-download', downloadDir, version, ttl: 0 } };
const made = kind === 'cli' ? TestWorkflowEnvironment.createLocal({ server }) : TestWorkflowEnvironment.createTimeSkipping({ server });
made.then((env) => env.teardown()).then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1); });
`;

export interface SdkDownload {
  readonly kind: 'cli' | 'time-skipping';
  /** As the SDK names it: "v1.5.1", or "default" for the newest. */
  readonly version: string;
  /** Where the binary shall be. */
  readonly target: string;
  readonly report: Report;
}

/**
 * Has the Temporal SDK download a server, which is what a machine on the internet needs. Undefined when it worked, else why
 * not: at once where there is no network, after a minute without a byte where one swallows everything.
 */
export async function sdkDownload({ kind, version, target, report }: SdkDownload): Promise<string | undefined> {
  const downloadDir = `${target}.download`;
  rmSync(downloadDir, { recursive: true, force: true });
  mkdirSync(downloadDir, { recursive: true });
  try {
    const result = await withProgress(report, `downloading ${kind === 'cli' ? 'Temporal' : "Temporal's time-skipping server"}`, (note) => {
      const ended = new AbortController();
      const guard = watch(downloadDir, note, ended);
      const run = runCommand(process.execPath, ['-e', SCRIPT, kind, downloadDir, version], { cwd: __dirname, timeoutMs: WHOLE_MS, signal: ended.signal });
      return run.finally(() => clearInterval(guard));
    });
    const file = readdirSync(downloadDir).find((name) => !name.endsWith('.downloading'));
    if (!result.ok || file === undefined) return lastLine(result.output) || 'nothing came';
    mkdirSync(dirname(target), { recursive: true });
    chmodSync(join(downloadDir, file), 0o755);
    renameSync(join(downloadDir, file), target);
    return undefined;
  } finally {
    rmSync(downloadDir, { recursive: true, force: true });
  }
}

function watch(directory: string, note: (detail: string) => void, silent: AbortController): NodeJS.Timeout {
  let [bytes, since] = [0, Date.now()];
  return setInterval(() => {
    const now = sizeOf(directory);
    if (now !== bytes) [bytes, since] = [now, Date.now()];
    if (bytes > 0) note(`${Math.round(bytes / 1024 / 1024)} MB`);
    if (Date.now() - since > SILENCE_MS) silent.abort();
  }, 500);
}

const sizeOf = (directory: string): number =>
  existsSync(directory)
    ? readdirSync(directory).reduce((sum, name) => sum + (statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0), 0)
    : 0;

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

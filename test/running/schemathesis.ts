import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../../workers/servers/cache-dir';
import type { Report } from '../../workers/servers/progress';
import { withProgress } from '../../workers/servers/progress';
import { runCommand } from '../../workers/servers/run-command';

const REQUIREMENTS = join(__dirname, 'schemathesis-requirements.txt');
const INSTALL_MS = 10 * 60_000;

/** The Python that runs `-m schemathesis.cli`: kept in the cache, or installed there from the package index; an error says why there is none. */
export async function provideSchemathesis(report: Report): Promise<string> {
  // Another list of versions is another place, so that an older checkout keeps its own.
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const home = join(cacheDir(), `schemathesis-${digest}`);
  const python = join(home, 'bin', 'python');
  if (existsSync(python) && (await runCommand(python, ['-m', 'schemathesis.cli', '--version'], { timeoutMs: 60_000 })).ok) return python;
  await withProgress(report, 'installing schemathesis', () => install(home));
  return python;
}

/** Whole or not at all: made beside its place, then put there. */
async function install(home: string): Promise<void> {
  mkdirSync(cacheDir(), { recursive: true });
  const unfinished = mkdtempSync(`${home}-`);
  try {
    await must('python3', ['-c', 'import sys, venv; assert sys.version_info >= (3, 10), "Python 3.10 or newer is needed"']);
    await must('python3', ['-m', 'venv', unfinished]);
    await must(join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS]);
    rmSync(home, { recursive: true, force: true });
    renameSync(unfinished, home);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { ok, output } = await runCommand(command, args, { timeoutMs: INSTALL_MS });
  if (!ok) throw new Error(output.trim().split('\n').at(-1) || `${command} could not be run`);
}

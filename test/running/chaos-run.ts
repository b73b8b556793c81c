import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Check } from './checks';
import type { TestServers } from './test-servers';

interface ChaosRun {
  /** Where the run may write what it saw. */
  readonly directory: string;
  readonly interrupted: AbortSignal;
}

const ROOT = resolve(__dirname, '..', '..');
/** Kinds that once broke something, and that are soon over. */
const KINDS = ['kill-temporal', 'kill-worker', 'kill-postmaster', 'kill-api'];
const SHORT = ['--seed', '1', '--minutes', '1', '--clients', '4', '--faults', '6', '--only', KINDS.join(',')];
const LONGEST_MS = 12 * 60_000;
const SHOWN_LINES = 60;

/**
 * A minute of faults on an installation of its own, as one check, or what it lacks. The long runs:
 * docs/reliability.md.
 */
export function prepareChaosRun(run: ChaosRun): Pick<TestServers, 'missing'> & { readonly checks: readonly Check[] } {
  if (process.platform === 'linux') return { checks: [chaosRun(run)], missing: [] };
  return { checks: [], missing: [{ name: 'Linux', reason: 'the short run of faults' }] };
}

const chaosRun = ({ directory, interrupted }: ChaosRun): Check => ({
  name: 'whatever dies, everybody was told the truth (npm run chaos, short)',
  run: async () => {
    const { code, output } = await runChaos([...SHORT, '--out', join(directory, 'chaos')], interrupted);
    if (code !== 0) throw new Error(output.trim().split('\n').slice(-SHOWN_LINES).join('\n'));
  },
});

/** Told to end, it first stops its installation, which nobody else would. */
function runChaos(
  args: readonly string[],
  interrupted: AbortSignal,
): Promise<{ readonly code: number; readonly output: string }> {
  const entry = ['--import', 'tsx', join(ROOT, 'chaos', 'main.ts')];
  const child = spawn(process.execPath, [...entry, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  const end = (): void => void child.kill('SIGTERM');
  const timer = setTimeout(() => {
    output += `\nstopped after ${LONGEST_MS / 60_000} minutes`;
    end();
  }, LONGEST_MS);
  interrupted.addEventListener('abort', end);
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 1, output: error.message }));
    child.once('close', (code) => {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', end);
      done({ code: code ?? 1, output });
    });
  });
}

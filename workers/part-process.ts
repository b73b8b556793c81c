import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { withoutDatabaseUrls } from '../gateway/database-logins';
import { Interrupted, unlessInterrupted, within } from './servers/interrupted';
import type { Life } from './servers/life';
import { stopProcess, untilEnded, type StopStep } from './servers/processes';

export interface PartProcess {
  readonly name: string;
  /** The program's file. */
  readonly entry: string;
  readonly dataDir: string;
}

const GENTLY: readonly StopStep[] = [
  ['SIGTERM', 25_000],
  ['SIGKILL', 5_000],
];
const HASTILY: readonly StopStep[] = [
  ['SIGTERM', 3_000],
  ['SIGKILL', 5_000],
];
/** One that is not ready by then waits for something that will not come. */
const READY_MS = 120_000;
/** Of what it said last, so much is kept as the reason why it ended. */
const LAST_WORDS = 2_000;

/**
 * Starts a part as a process of its own, and resolves when that is ready. It is out of the terminal's group: Ctrl-C
 * reaches it only through us, in order.
 */
export async function startPartProcess({ name, entry, dataDir }: PartProcess, signal: AbortSignal): Promise<Life> {
  if (signal.aborted) throw new Interrupted();
  const child = fork(entry, {
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
    env: { ...withoutDatabaseUrls(process.env), LIENTHONG_DATA: dataDir, TZ: 'UTC' },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started from ${entry}`);
  let lastWords = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  const ended = untilEnded(pid, child);
  const endedEarly = ended.then(async (how) => {
    // What it said last arrives a moment after its end.
    await sleep(100);
    throw new Error(lastWords.trim().split('\n').at(-1) || how);
  });
  const ready = new Promise<void>((resolve) => child.once('message', () => resolve()));
  try {
    await unlessInterrupted(signal, within(READY_MS, name, Promise.race([ready, endedEarly])));
  } catch (error) {
    await stopProcess(pid, HASTILY);
    throw error;
  }
  return { pid, ended, stop: (hastily = false) => stopProcess(pid, hastily ? HASTILY : GENTLY) };
}

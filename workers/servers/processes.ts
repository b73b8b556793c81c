import { spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process runs. A zombie does not: an init that never reaps would keep a killed server "alive" for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return process.platform !== 'linux';
  }
}

/** A process's command line, words separated by blanks; empty if it cannot be known. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

/**
 * Whether this process is the one we started: alive, with these words in its command line. A number alone proves nothing,
 * for after a restart of the machine it may belong to a stranger.
 */
export const isOurs = (pid: number, words: readonly string[]): boolean =>
  isAlive(pid) && words.every((word) => commandLine(pid).includes(word));

/**
 * What tells a process from every other that ever had its number: when the machine was started, and when the process.
 * Empty if it does not run.
 */
export function birthOf(pid: number): string {
  if (!isAlive(pid)) return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const sinceBoot = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${sinceBoot}`;
  } catch {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

/** The processes with all these words in their command lines. */
export const processesWith = (words: readonly string[]): readonly number[] =>
  allProcesses().filter((pid) => pid !== process.pid && isOurs(pid, words));

function allProcesses(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter((pid) => pid > 0);
  } catch {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid='], { encoding: 'utf8' });
    return (stdout ?? '').split('\n').map(Number).filter((pid) => pid > 0);
  }
}

const LOOK_EVERY_MS = 200;

/** Resolves when a process has ended, and says how; of one that is not our child only that it has. */
export const untilEnded = (pid: number, child?: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    if (child !== undefined) {
      const tell = (): void => resolve(child.signalCode ?? `exit code ${child.exitCode}`);
      if (child.exitCode !== null || child.signalCode !== null) tell();
      else child.once('exit', tell);
      return;
    }
    const look = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(look);
      resolve(`process ${pid} is gone`);
    }, LOOK_EVERY_MS);
    look.unref();
  });

/** Waits until a process has gone; false if it has not within `ms`. */
export async function waitForExit(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(25);
  }
  return true;
}

/** One step of asking a process to leave: the signal, and how many milliseconds it is given. */
export type StopStep = readonly [signal: NodeJS.Signals, waitMs: number];

/** Sends each signal in turn until the process has gone. Throws, naming it, if it survives them all. */
export async function stopProcess(pid: number, steps: readonly StopStep[]): Promise<void> {
  for (const [signal, waitMs] of steps) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    if (await waitForExit(pid, waitMs)) return;
  }
  throw new Error(`process ${pid} (${commandLine(pid)}) did not stop; end it by hand, then try again`);
}

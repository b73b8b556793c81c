import { readFileSync, readdirSync } from 'node:fs';
import { isAlive } from '../../workers/servers/processes';

/** A process as Linux shows it. */
export interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly words: readonly string[];
  readonly command: string;
}

/** Every process that lives, zombies left out. Linux only: elsewhere nothing is seen, and nothing is ever signalled. */
export function livingProcesses(): readonly Seen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => seen(Number(name)) ?? []);
}

function seen(pid: number): Seen | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((word) => word !== '');
    return { pid, parent: Number(parent), words, command: words.join(' ') };
  } catch {
    return undefined;
  }
}

/** Whether a process was given this value in its environment: what tells our processes from everybody else's. */
export function hasVariable(pid: number, name: string, value: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${name}=${value}`);
  } catch {
    return false;
  }
}

/** Sends a signal; false where the process has gone. */
export function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  if (pid === undefined || pid <= 1 || !isAlive(pid)) return false;
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

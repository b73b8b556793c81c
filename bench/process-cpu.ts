import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;

/**
 * CPU milliseconds a process and its children have used, those that have ended included; undefined where there is no
 * /proc. PostgreSQL is one process for every connection, so that its children are most of it.
 */
export function cpuOf(pid: number): number | undefined {
  try {
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === pid);
    return [String(pid), ...children].reduce((ms, name) => ms + (statOf(name)?.cpuMs ?? 0), 0);
  } catch {
    return undefined;
  }
}

function statOf(pid: string): { readonly parent: number; readonly cpuMs: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name, may hold blanks; the third begins after its bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].map((i) => Number(fields[i]));
    return { parent: Number(fields[1]), cpuMs: ticks.reduce((a, b) => a + b, 0) * TICK_MS };
  } catch {
    return undefined;
  }
}

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createWhole, writeWhole } from '../gateway/whole-file';
import { birthOf, isOurs } from './servers/processes';

/** Who holds a data directory. The birth tells the launcher from a stranger who was given its number later. */
interface Holder {
  readonly pid: number;
  readonly birth: string;
}

/** In the command line of every launcher. */
const LAUNCHER = 'workers/start.ts';
const NOBODY: Holder = { pid: 0, birth: '' };

/**
 * One launcher per data directory: a second would take over the first one's servers and stop them with its own Ctrl-C.
 * Answers how to give it back, or throws naming the process that holds it. A killed launcher's lock is taken over.
 *
 * The lock is a file with a number in `lock/`, and the highest number holds. Whoever finds its holder dead creates the
 * next number, which the file system lets only one do. So no launcher ever removes a lock that another relies on.
 * `start.pid` is for people and programs that want to know the launcher's process number.
 */
export function lockDataDir(dataDir: string): () => void {
  const locks = join(dataDir, 'lock');
  const pidFile = join(dataDir, 'start.pid');
  // A launcher of an earlier version knew of `start.pid` alone.
  if (!existsSync(locks)) refuseIfHeld(launcherIn(pidFile), dataDir);
  mkdirSync(locks, { recursive: true });
  const mine = take(locks, dataDir);
  writeWhole(pidFile, `${process.pid}\n`);
  return () => {
    // In this order, for the next launcher writes its own number there as soon as it has the lock.
    rmSync(pidFile, { force: true });
    writeWhole(join(locks, String(mine)), JSON.stringify(NOBODY));
  };
}

/** The number under which this process holds the lock. */
function take(locks: string, dataDir: string): number {
  for (;;) {
    const highest = Math.max(0, ...numbersIn(locks));
    refuseIfHeld(holderIn(join(locks, String(highest)), join(dataDir, 'start.pid')), dataDir);
    const mine = highest + 1;
    const me: Holder = { pid: process.pid, birth: birthOf(process.pid) };
    if (!createWhole(join(locks, String(mine)), JSON.stringify(me))) continue;
    // A launcher that looked long ago may have created a number that was already given up.
    if (numbersIn(locks).some((other) => other > mine)) {
      rmSync(join(locks, String(mine)), { force: true });
      continue;
    }
    for (const older of numbersIn(locks)) if (older < mine) rmSync(join(locks, String(older)), { force: true });
    return mine;
  }
}

const numbersIn = (locks: string): number[] => readdirSync(locks).map(Number).filter(Number.isInteger);

/** Whoever the lock names, if that very process still runs. Where somebody has emptied the lock, `start.pid` tells. */
function holderIn(file: string, pidFile: string): number | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { pid, birth } = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return pid !== process.pid && birth !== '' && birthOf(pid) === birth ? pid : undefined;
  } catch {
    return launcherIn(pidFile);
  }
}

function launcherIn(pidFile: string): number | undefined {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isOurs(pid, [LAUNCHER]) ? pid : undefined;
}

function refuseIfHeld(holder: number | undefined, dataDir: string): void {
  if (holder === undefined) return;
  const wayOut = `use it, or stop that process with Ctrl-C or "kill ${holder}"`;
  throw new Error(`this installation is running already (process ${holder}, ${dataDir}); ${wayOut}`);
}

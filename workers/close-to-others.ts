import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OF_OTHERS = 0o077;
/** Others pass through to what is theirs, and see nothing on the way. */
const BUT_PASSING = 0o066;

/**
 * Closes a data directory to every other user of the machine, and what an earlier version left readable in it. Where root
 * starts, PostgreSQL runs as another user and passes through to its cluster, which belongs to that user.
 */
export function closeToOthers(dataDir: string): void {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  withdraw(dataDir, uid === 0 ? BUT_PASSING : OF_OTHERS);
  for (const path of [dataDir, join(dataDir, 'log')].flatMap(entriesOf)) {
    if (statSync(path, { throwIfNoEntry: false })?.uid === uid) withdraw(path, OF_OTHERS);
  }
}

function entriesOf(directory: string): readonly string[] {
  const found = statSync(directory, { throwIfNoEntry: false });
  return found?.isDirectory() ? readdirSync(directory).map((name) => join(directory, name)) : [];
}

function withdraw(path: string, rights: number): void {
  const { mode } = statSync(path);
  if ((mode & rights) !== 0) chmodSync(path, mode & 0o7777 & ~rights);
}

import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, isOurs, stopProcess } from './processes';
import type { Report } from './progress';
import { readServerBook } from './server-book';
import { isTemporal } from './temporal';

/** Who a throw-away directory belongs to: the process number, in this file. */
export const OWNER_FILE = 'owner.pid';

/**
 * Removes the directories of throw-away runs whose owner was killed before it could: every directory in `parent` whose name
 * begins with `prefix` and whose owner no longer lives.
 */
export async function reapAbandoned(parent: string, prefix: string, report: Report): Promise<void> {
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const directory = join(parent, name);
    const ownerFile = join(directory, OWNER_FILE);
    if (!existsSync(ownerFile) || isAlive(Number(readFileSync(ownerFile, 'utf8')))) continue;
    report(`removing what an interrupted run left in ${directory}`);
    await removeThrowAway(directory);
  }
}

/** Removes a throw-away directory, and first ends every server that has its data in it: nobody wants that data any more. */
export async function removeThrowAway(directory: string): Promise<void> {
  for (const dataDir of dataDirectoriesIn(directory)) {
    const { postgres, temporal } = readServerBook(dataDir);
    if (temporal?.pid !== undefined && isTemporal(temporal)) {
      await stopProcess(temporal.pid, [['SIGKILL', 5_000]]);
    }
    if (postgres?.pid !== undefined && isOurs(postgres.pid, ['postgres', `port=${postgres.port}`])) {
      await stopProcess(postgres.pid, [['SIGQUIT', 5_000], ['SIGKILL', 5_000]]);
    }
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

const dataDirectoriesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('servers.json'))
    .map((path) => join(directory, dirname(path)));

import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, isOurs, stopProcess, type StopStep } from './processes';
import type { Report } from './progress';
import { readServerBook } from './server-book';

const AT_ONCE: readonly StopStep[] = [['SIGKILL', 5_000]];

/** Who a throw-away data directory belongs to: the process number, in this file. */
export const OWNER_FILE = 'owner.pid';

/**
 * Ends the servers and removes the directories of throw-away runs whose owner was killed before it could: every directory
 * in `parent` whose name begins with `prefix` and whose owner no longer lives.
 */
export async function reapAbandoned(parent: string, prefix: string, report: Report): Promise<void> {
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const directory = join(parent, name);
    const ownerFile = join(directory, OWNER_FILE);
    if (!existsSync(ownerFile) || isAlive(Number(readFileSync(ownerFile, 'utf8')))) continue;
    report(`removing what an interrupted run left in ${directory}`);
    const { postgres, temporal } = readServerBook(directory);
    if (temporal?.pid !== undefined && isOurs(temporal.pid, ['start-dev', `--port ${temporal.port}`])) await stopProcess(temporal.pid, AT_ONCE);
    if (postgres?.pid !== undefined && isOurs(postgres.pid, ['postgres', `port=${postgres.port}`])) await stopProcess(postgres.pid, [['SIGQUIT', 5_000], ...AT_ONCE]);
    rmSync(directory, { recursive: true, force: true });
  }
}

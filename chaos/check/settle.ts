import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';
import { readUnsettled } from './stores';
import type { Unsettled } from './stores';

const LONGEST_MS = 420_000;
/** What does not move for so long will not settle by waiting. */
const STUCK_MS = 75_000;

/** Waits until nothing is on its way any more, or nothing moves; what was left then. */
export async function settle(db: Kysely<Schema>, longestMs = LONGEST_MS): Promise<Unsettled> {
  const began = Date.now();
  let before = '';
  let since = Date.now();
  for (;;) {
    const left = await readUnsettled(db);
    if (Object.values(left).every((count) => count === 0)) return left;
    if (JSON.stringify(left) !== before) [before, since] = [JSON.stringify(left), Date.now()];
    if (Date.now() - began > longestMs || Date.now() - since > STUCK_MS) return left;
    await sleep(1_000);
  }
}

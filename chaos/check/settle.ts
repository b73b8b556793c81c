import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';
import { unmovedTimers } from '../../db/reads/unmoved-timers';
import { readUnsettled } from './stores';
import type { Unsettled } from './stores';

const LONGEST_MS = 420_000;
/** What does not move for so long will not settle by waiting. */
const STUCK_MS = 75_000;

/** What is on its way, and what fell due by official time and has not happened. */
export interface Left extends Unsettled {
  readonly deadlines: number;
  readonly rungs: number;
}

/** Waits until nothing is on its way any more, or nothing moves; what was left then. */
export async function settle(
  db: Kysely<Schema>,
  officialNow: () => Promise<number>,
  longestMs = LONGEST_MS,
): Promise<Left> {
  const began = Date.now();
  let before = '';
  let since = Date.now();
  for (;;) {
    const left = await readLeft(db, await officialNow());
    if (Object.values(left).every((count) => count === 0)) return left;
    if (JSON.stringify(left) !== before) [before, since] = [JSON.stringify(left), Date.now()];
    if (Date.now() - began > longestMs || Date.now() - since > STUCK_MS) return left;
    await sleep(1_000);
  }
}

/** What falls due this minute is nobody's delay. */
const JUST_DUE_MS = 60_000;

async function readLeft(db: Kysely<Schema>, official: number): Promise<Left> {
  const due = Math.floor(official - JUST_DUE_MS);
  const rungs = await db.selectFrom('watches').select('dossier_id').where('fire_at', '<', due).execute();
  const deadlines = await unmovedTimers(db, official, JUST_DUE_MS);
  return { ...(await readUnsettled(db)), rungs: rungs.length, deadlines: deadlines.length };
}

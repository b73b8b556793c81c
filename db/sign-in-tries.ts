import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from './schema';

/** How many wrong tries are free, and how long the rest after each further one grows. */
export interface Budget {
  readonly free: number;
  readonly firstRestMs: number;
  readonly longestRestMs: number;
}

const MINUTE_MS = 60_000;
/** After so long without a try a budget is whole again. */
const FORGOTTEN_MS = 24 * 60 * MINUTE_MS;
/** Doubled so often a rest is longer than any longest one; more would overflow. */
const MOST_DOUBLED = 20;

/** All browsers together that a person has never signed in with: at most 33 wrong tries in 24 hours. */
export const OF_STRANGERS: Budget = { free: 5, firstRestMs: MINUTE_MS, longestRestMs: 60 * MINUTE_MS };
/** One browser that has signed in with success before: at most 108 wrong tries in 24 hours. */
export const OF_KNOWN_DEVICE: Budget = { free: 10, firstRestMs: MINUTE_MS, longestRestMs: 15 * MINUTE_MS };
/** One address, whomever it tries, at most 128 in 24 hours; a whole office may stand behind it. */
export const OF_ADDRESS: Budget = { free: 30, firstRestMs: MINUTE_MS, longestRestMs: 15 * MINUTE_MS };
/** Codes that are typed after the right password. */
export const OF_CODES: Budget = OF_STRANGERS;

/**
 * Takes one try from a budget before it is looked at, so that tries at one moment do not share it. Answers 0, or in how
 * many milliseconds the next try is looked at; a try that rests costs nothing. `giveBack` and `clearTries` undo it.
 */
export async function takeTry(db: Kysely<Schema>, bucket: string, budget: Budget, realNow: number): Promise<number> {
  const { rows } = await sql<{ failed: number }>`
    insert into sign_in_tries as t (bucket, failed, last_real_at, rests_until_real_at)
    values (${bucket}, 1, ${realNow}, 0)
    on conflict (bucket) do update set
      failed = case when t.last_real_at < ${realNow - FORGOTTEN_MS}::bigint then 1 else t.failed + 1 end,
      last_real_at = ${realNow}::bigint,
      rests_until_real_at = ${realNow}::bigint
        + ${restAfter(budget)}
    where t.rests_until_real_at <= ${realNow}::bigint
    returning failed`.execute(db);
  if (rows[0]?.failed === 1) await forgetOld(db, realNow);
  return rows.length === 1 ? 0 : restsFor(db, bucket, realNow);
}

/** The rest that the try which is just counted brings with it; `t` is the row before. */
const restAfter = ({ free, firstRestMs, longestRestMs }: Budget) => sql`
  case when t.failed + 1 < ${free}::integer then 0
       else least(${longestRestMs}::bigint,
                  ${firstRestMs}::bigint * (1 << least(t.failed + 1 - ${free}::integer, ${MOST_DOUBLED}::integer))) end`;

/** In how many milliseconds this budget takes a try; 0 when it does now. */
export async function restsFor(db: Kysely<Schema>, bucket: string, realNow: number): Promise<number> {
  const row = await db
    .selectFrom('sign_in_tries')
    .select('rests_until_real_at')
    .where('bucket', '=', bucket)
    .executeTakeFirst();
  return Math.max(0, (row?.rests_until_real_at ?? 0) - realNow);
}

/** A try that turned out right was none. */
export const giveBack = async (db: Kysely<Schema>, bucket: string): Promise<void> => {
  await db
    .updateTable('sign_in_tries')
    .set({ failed: sql`greatest(failed - 1, 0)`, rests_until_real_at: 0 })
    .where('bucket', '=', bucket)
    .execute();
};

export const clearTries = async (db: Kysely<Schema>, ...buckets: readonly string[]): Promise<void> => {
  await db.deleteFrom('sign_in_tries').where('bucket', 'in', buckets).execute();
};

const forgetOld = async (db: Kysely<Schema>, realNow: number): Promise<void> => {
  await db
    .deleteFrom('sign_in_tries')
    .where('last_real_at', '<', realNow - FORGOTTEN_MS)
    .execute();
};

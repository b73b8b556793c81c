import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { Schema } from './schema';

/** From `realStart` on, official time is `officialStart + (real − realStart) × speed` (design.md law 4). */
export interface ClockSegment {
  readonly realStart: number;
  readonly officialStart: Instant;
  /** Official milliseconds per real one; 1 in production. */
  readonly speed: number;
}

/** The segments of the installation's clock, oldest first; the last one holds now. */
export const clockSegments = async (db: Kysely<Schema>): Promise<readonly ClockSegment[]> => {
  const rows = await db.selectFrom('clock_segments').selectAll().orderBy('segment').execute();
  return rows.map((row) => ({ realStart: row.real_start, officialStart: row.official_start, speed: row.speed }));
};

/**
 * Begins a new segment after `count` known ones. False when another process began one first: read again and use that.
 */
export const appendClockSegment = async (db: Kysely<Schema>, count: number, segment: ClockSegment): Promise<boolean> => {
  const inserted = await db
    .insertInto('clock_segments')
    .values({ segment: count + 1, real_start: segment.realStart, official_start: segment.officialStart, speed: segment.speed })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
};

/** Notes the official time last seen, never moving it back. A stopped demonstration resumes from here. */
export const beatClock = async (db: Kysely<Schema>, officialAt: Instant, realAt: number): Promise<void> => {
  await db
    .insertInto('clock_beat')
    .values({ official_at: officialAt, real_at: realAt })
    .onConflict((conflict) =>
      conflict.column('single').doUpdateSet({ official_at: officialAt, real_at: realAt }).where(sql<boolean>`clock_beat.official_at < excluded.official_at`),
    )
    .execute();
};

export const lastClockBeat = async (db: Kysely<Schema>): Promise<{ readonly officialAt: Instant; readonly realAt: number } | null> => {
  const row = await db.selectFrom('clock_beat').select(['official_at', 'real_at']).executeTakeFirst();
  return row ? { officialAt: row.official_at, realAt: row.real_at } : null;
};

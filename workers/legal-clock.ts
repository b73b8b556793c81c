import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { appendClockSegment, clockSegments, lastClockBeat } from '../db/clock';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';

/**
 * Sets the demonstration's clock going again: from where it stood when it was last seen, or from `begin` the first
 * time. It never goes back behind an event that is recorded.
 */
export async function resumeClock(db: Kysely<Schema>, begin: Instant, speed: number): Promise<Instant> {
  const [segments, beat, last] = await Promise.all([clockSegments(db), lastClockBeat(db), lastEventAt(db)]);
  const official = Math.max(begin, beat?.officialAt ?? 0, last ?? 0);
  await appendClockSegment(db, segments.length, { realStart: Date.now(), officialStart: official, speed });
  return official;
}

/** Changes the speed at this instant of official time. */
export async function changeSpeed(db: Kysely<Schema>, official: Instant, speed: number): Promise<void> {
  const segments = await clockSegments(db);
  await appendClockSegment(db, segments.length, { realStart: Date.now(), officialStart: official, speed });
}

const lastEventAt = async (db: Kysely<Schema>): Promise<Instant | null> =>
  (await sql<{ at: number | null }>`select max(at) as at from events`.execute(db)).rows[0]?.at ?? null;


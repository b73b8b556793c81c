import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { appendClockSegment, clockSegments, lastClockBeat } from '../db/clock';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';

/**
 * Where the demonstration's clock stands: where it was last seen, or at `begin` the first time, and never behind an
 * event that is recorded. It stands until `changeSpeed` lets it go, so that starting takes no official time.
 */
export async function standClock(db: Kysely<Schema>, begin: Instant): Promise<Instant> {
  const [beat, last] = await Promise.all([lastClockBeat(db), lastEventAt(db)]);
  const official = Math.max(begin, beat?.officialAt ?? 0, last ?? 0);
  await changeSpeed(db, official, 0);
  return official;
}

/** Changes the speed at this instant of official time; 0 stops it. */
export async function changeSpeed(db: Kysely<Schema>, official: Instant, speed: number): Promise<void> {
  const segments = await clockSegments(db);
  await appendClockSegment(db, segments.length, { realStart: Date.now(), officialStart: official, speed });
}

const lastEventAt = async (db: Kysely<Schema>): Promise<Instant | null> =>
  (await sql<{ at: number | null }>`select max(at) as at from events`.execute(db)).rows[0]?.at ?? null;


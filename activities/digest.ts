import type { Kysely } from 'kysely';
import { findCalendar } from '../db/catalogue';
import { writeDigests } from '../db/write-digests';
import type { Schema } from '../db/schema';
import { localDateOf, minuteOfDay } from '../domain/calendar/local-time';
import { closeOfOffice, isWorkingDay } from '../domain/calendar/working-time';
import type { Instant } from '../domain/calendar/calendar';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';

export interface DigestActivities {
  /** Writes today's digests if it is time and they are not written yet; answers how many agencies got one. */
  sendDigests(): Promise<number>;
}

/** Heads read their list before the office opens. */
const SEND_FROM_MINUTE = 7 * 60;

export const createDigestActivities = ({ db, clock }: { readonly db: Kysely<Schema>; readonly clock: { now(): Instant } }): DigestActivities => ({
  async sendDigests() {
    const now = clock.now();
    const date = localDateOf(now);
    const calendar = await findCalendar(db, PROVINCIAL_CALENDAR);
    if (!calendar || !isWorkingDay(calendar, date) || minuteOfDay(now) < SEND_FROM_MINUTE) return 0;
    return writeDigests(db, { date, now, endOfDay: closeOfOffice(calendar, date) });
  },
});

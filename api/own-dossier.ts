import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { ComplaintGiven, OwnComplaint, Rating, RatingGiven, Tracking } from '../contracts/http/tracking';
import { findCalendar, findKnownAgencies } from '../db/catalogue';
import { dossierByIdOrCode } from '../db/reads/dossier-by-id-or-code';
import { eventsOf } from '../db/reads/history-of';
import { openingOf } from '../db/reads/rebuild-dossier';
import type { Schema } from '../db/schema';
import { complaintsOf, findRating, saveRating, storeComplaint } from '../db/voices';
import type { Complaint } from '../db/voices';
import { nameIn } from '../domain/agency/topology';
import type { Instant, Limit } from '../domain/calendar/calendar';
import { dueOf } from '../domain/calendar/due';
import { localDateOf } from '../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import { replay } from '../domain/dossier/engine';
import type { DossierRow } from '../domain/dossier/recording';
import { refusal } from '../domain/errors';
import type { Caller } from './caller';
import { Refused, valueOf } from './problem';
import { timestamp, timestampOrNull } from './views/time';
import { mayRate, ratingView, trackingView } from './views/tracking';

/** Complaints are answered within ten working days (domain.md §9). */
const ANSWER_WITHIN: Limit = { amount: 10, unit: 'working-days' };
const MOST_OWN_COMPLAINTS = 50;

/** The dossier of the receipt. It may have been submitted and not be recorded yet. */
export async function ownDossier(db: Kysely<Schema>, caller: Caller): Promise<DossierRow> {
  const row = caller.kind === 'applicant' ? await dossierByIdOrCode(db, caller.reader.dossier) : undefined;
  if (!row) throw new Refused(refusal('TRACKING_UNKNOWN'));
  return row;
}

/** Where it stands at an instant, as its applicant may know it. */
export async function trackOwn(db: Kysely<Schema>, { dossierId }: DossierRow, now: Instant): Promise<z.output<typeof Tracking>> {
  const [events, rating, known] = await Promise.all([
    eventsOf(db, dossierId),
    findRating(db, dossierId),
    findKnownAgencies(db),
  ]);
  const opening = await openingOf(db, dossierId, events[0]);
  if (!opening) throw new Refused(refusal('TRACKING_UNKNOWN'));
  const nameOf = (agency: string) => (known && nameIn(known, agency)) ?? { vi: agency, en: agency };
  return trackingView({ state: replay(opening, events), events, rating, now, nameOf });
}

export async function rateOwn(db: Kysely<Schema>, { dossierId, receivingUnit, stage }: DossierRow, given: z.output<typeof RatingGiven>, caller: Caller, now: Instant): Promise<z.output<typeof Rating>> {
  const { comment = null, ...scores } = given;
  if (!mayRate({ stage })) throw new Refused(refusal('RATING_TOO_EARLY', { stage }));
  return ratingView(valueOf(await saveRating(db, { dossierId, unit: receivingUnit, comment, receiptSeenBy: seenBy(caller), ...scores }, now)));
}

const seenBy = (caller: Caller): string | null => (caller.kind === 'applicant' ? (caller.receiptSeenBy ?? null) : null);

/** Takes a complaint in, once per key. */
export async function complainOfOwn(db: Kysely<Schema>, { dossierId, receivingUnit }: DossierRow, given: z.output<typeof ComplaintGiven>, caller: Caller, commandId: string, receivedAt: Instant): Promise<z.output<typeof OwnComplaint>> {
  const { text, contact = null } = given;
  const calendar = await findCalendar(db, PROVINCIAL_CALENDAR);
  if (!calendar) throw new Refused(refusal('CATALOGUE_EMPTY'));
  const dueAt = dueOf(calendar, { day: localDateOf(receivedAt), at: receivedAt }, ANSWER_WITHIN);
  return complaintView(valueOf(await storeComplaint(db, { dossierId, unit: receivingUnit, commandId, text, contact, receivedAt, dueAt, receiptSeenBy: seenBy(caller) })));
}

/** The applicant's own complaints, the newest first. */
export const complaintsOfOwn = async (db: Kysely<Schema>, { dossierId }: DossierRow): Promise<z.output<typeof OwnComplaint>[]> => (await complaintsOf(db, dossierId, MOST_OWN_COMPLAINTS)).map(complaintView);

const complaintView = ({ complaintId, receivedAt, dueAt, text, contact, answeredAt, answer }: Complaint): z.output<typeof OwnComplaint> => ({
  complaintId, text, contact, answer,
  receivedAt: timestamp(receivedAt),
  dueAt: timestamp(dueAt),
  answeredAt: timestampOrNull(answeredAt),
});

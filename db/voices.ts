import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import { DAY_MS, formatInstant } from '../domain/calendar/local-time';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Schema } from './schema';

/** Days in which whoever rated may think again. */
export const RATING_DAYS = 10;

export interface RatingToStore {
  readonly dossierId: string;
  readonly unit: AgencyCode;
  readonly attitude: number;
  readonly time: number;
  readonly ease: number;
  readonly comment: string | null;
  /** Officer who was shown the receipt within the hour before: the rating may be theirs. */
  readonly receiptSeenBy: string | null;
}

export interface StoredRating extends Omit<RatingToStore, 'dossierId' | 'unit' | 'receiptSeenBy'> {
  readonly ratedAt: Instant;
  readonly changeableUntil: Instant;
}

/** Rates a dossier, or changes its rating while that may be done; refused afterwards. */
export const saveRating = (db: Kysely<Schema>, rating: RatingToStore, at: Instant): Promise<Result<StoredRating>> =>
  db.transaction().execute(async (trx) => {
    const { dossierId, unit, attitude, time, ease, comment, receiptSeenBy } = rating;
    const saved = await trx
      .insertInto('ratings')
      .values({ dossier_id: dossierId, unit, attitude, time, ease, rated_at: at, changed_at: at, receipt_seen_by: receiptSeenBy })
      .onConflict((conflict) => conflict.column('dossier_id').doUpdateSet({ attitude, time, ease, changed_at: at, receipt_seen_by: receiptSeenBy }).where('ratings.rated_at', '>', at - RATING_DAYS * DAY_MS))
      .returning(['rating_id', 'rated_at'])
      .executeTakeFirst();
    if (!saved) return refuse(refusal('RATING_FINAL', { days: RATING_DAYS }));
    await trx.deleteFrom('voice_texts').where('voice_id', '=', saved.rating_id).where('part', '=', 'comment').execute();
    if (comment !== null) await trx.insertInto('voice_texts').values({ voice_id: saved.rating_id, part: 'comment', dossier_id: dossierId, text: comment }).execute();
    return ok({ attitude, time, ease, comment, ratedAt: saved.rated_at, changeableUntil: saved.rated_at + RATING_DAYS * DAY_MS });
  });

export const findRating = async (db: Kysely<Schema>, dossierId: string): Promise<StoredRating | undefined> => {
  const row = await db
    .selectFrom('ratings')
    .leftJoin('voice_texts', (join) => join.onRef('voice_id', '=', 'rating_id').on('part', '=', 'comment'))
    .select(['attitude', 'time', 'ease', 'rated_at', 'text'])
    .where('ratings.dossier_id', '=', dossierId)
    .executeTakeFirst();
  return row && { attitude: row.attitude, time: row.time, ease: row.ease, comment: row.text, ratedAt: row.rated_at, changeableUntil: row.rated_at + RATING_DAYS * DAY_MS };
};

export interface Complaint {
  readonly complaintId: string;
  /** Its number, for reading on from it. */
  readonly entry: number;
  readonly dossierId: string;
  readonly code: string | null;
  readonly unit: AgencyCode;
  readonly receivedAt: Instant;
  readonly dueAt: Instant;
  readonly answeredAt: Instant | null;
  readonly answeredBy: string | null;
  readonly version: number;
  /** Null after erasure. */
  readonly text: string | null;
  readonly contact: string | null;
  readonly answer: string | null;
  /** Officer who was shown the receipt within the hour before. */
  readonly receiptSeenBy: string | null;
}

export interface ComplaintToStore {
  readonly dossierId: string;
  readonly unit: AgencyCode;
  readonly commandId: string;
  readonly text: string;
  readonly contact: string | null;
  readonly receivedAt: Instant;
  readonly dueAt: Instant;
  readonly receiptSeenBy: string | null;
}

/** Complaints of one dossier that may wait for their answers at the same time. */
const MOST_WAITING = 3;

/** Takes a complaint in, once per command id; the same id with other words is refused. */
export async function storeComplaint(db: Kysely<Schema>, complaint: ComplaintToStore): Promise<Result<Complaint>> {
  const { dossierId, unit, commandId, text, contact, receivedAt, dueAt, receiptSeenBy } = complaint;
  const stored = async (): Promise<Complaint | undefined> => (await select(db).where('complaints.dossier_id', '=', dossierId).where('command_id', '=', commandId).execute()).map(complaintOf)[0];
  const earlier = await stored();
  if (earlier) return earlier.text === text && earlier.contact === contact ? ok(earlier) : refuse(refusal('IDEMPOTENCY_KEY_REUSED', { key: commandId }, 'header.idempotency-key'));
  const waiting = await db.selectFrom('complaints').select('due_at').where('dossier_id', '=', dossierId).where('answered_at', 'is', null).orderBy('due_at', 'desc').execute();
  if (waiting.length >= MOST_WAITING) return refuse(refusal('COMPLAINTS_WAITING', { count: waiting.length, due: formatInstant(waiting[0]!.due_at) }));
  await db.transaction().execute(async (trx) => {
    const inserted = await trx
      .insertInto('complaints')
      .values({ dossier_id: dossierId, unit, command_id: commandId, received_at: receivedAt, due_at: dueAt, answered_at: null, answered_by: null, receipt_seen_by: receiptSeenBy })
      .onConflict((conflict) => conflict.columns(['dossier_id', 'command_id']).doNothing())
      .returning('complaint_id')
      .executeTakeFirst();
    if (!inserted) return;
    const parts = [{ part: 'complaint' as const, text }, ...(contact === null ? [] : [{ part: 'contact' as const, text: contact }])];
    await trx.insertInto('voice_texts').values(parts.map((part) => ({ voice_id: inserted.complaint_id, dossier_id: dossierId, ...part }))).execute();
  });
  return ok((await stored())!);
}

export const findComplaint = async (db: Kysely<Schema>, complaintId: string): Promise<Complaint | undefined> =>
  (await select(db).where('complaint_id', '=', complaintId).execute()).map(complaintOf)[0];

/** All complaints of a dossier, the newest first. */
export const complaintsOf = async (db: Kysely<Schema>, dossierId: string, limit: number): Promise<readonly Complaint[]> =>
  (await select(db).where('complaints.dossier_id', '=', dossierId).orderBy('entry', 'desc').limit(limit).execute()).map(complaintOf);

export interface ComplaintQuestion {
  readonly state: 'open' | 'answered' | 'all';
  readonly dossierId?: string;
  /** Null: whatever the reader may see. */
  readonly units: readonly AgencyCode[] | null;
  readonly after?: readonly [dueAt: number, entry: number];
  readonly limit: number;
}

/** Complaints, what has to be answered first on top. */
export async function complaintList(db: Kysely<Schema>, { state, dossierId, units, after, limit }: ComplaintQuestion): Promise<readonly Complaint[]> {
  let query = select(db).orderBy('complaints.due_at').orderBy('entry').limit(limit);
  if (state !== 'all') query = query.where('answered_at', state === 'open' ? 'is' : 'is not', null);
  if (dossierId !== undefined) query = query.where('complaints.dossier_id', '=', dossierId);
  if (units !== null) query = query.where(sql<boolean>`complaints.unit = any(${sql.val([...units])}::text[])`);
  if (after) query = query.where(sql<boolean>`(complaints.due_at, entry) > (${after[0]}::bigint, ${after[1]}::bigint)`);
  return (await query.execute()).map(complaintOf);
}

/** Answers a complaint that still is as it was read; `changed` where it is not. */
export const answerComplaint = (db: Kysely<Schema>, complaint: Complaint, answer: { readonly text: string; readonly by: string; readonly at: Instant }): Promise<'answered' | 'changed'> =>
  db.transaction().execute(async (trx) => {
    const { complaintId, dossierId, version } = complaint;
    const updated = await trx
      .updateTable('complaints')
      .set({ answered_at: answer.at, answered_by: answer.by, version: version + 1 })
      .where('complaint_id', '=', complaintId)
      .where('version', '=', version)
      .where('answered_at', 'is', null)
      .executeTakeFirst();
    if (updated.numUpdatedRows !== 1n) return 'changed';
    await trx.insertInto('voice_texts').values({ voice_id: complaintId, part: 'answer', dossier_id: dossierId, text: answer.text }).execute();
    return 'answered';
  });

const select = (db: Kysely<Schema>) =>
  db
    .selectFrom('complaints')
    .leftJoin('dossiers', 'dossiers.dossier_id', 'complaints.dossier_id')
    .leftJoin('voice_texts as said', (join) => join.onRef('said.voice_id', '=', 'complaint_id').on('said.part', '=', 'complaint'))
    .leftJoin('voice_texts as contact', (join) => join.onRef('contact.voice_id', '=', 'complaint_id').on('contact.part', '=', 'contact'))
    .leftJoin('voice_texts as answer', (join) => join.onRef('answer.voice_id', '=', 'complaint_id').on('answer.part', '=', 'answer'))
    .selectAll('complaints')
    .select(['dossiers.code', 'said.text as said', 'contact.text as contact', 'answer.text as answer']);

type ComplaintRow = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const complaintOf = (row: ComplaintRow): Complaint => ({
  receiptSeenBy: row.receipt_seen_by,
  complaintId: row.complaint_id,
  entry: row.entry,
  dossierId: row.dossier_id,
  code: row.code,
  unit: row.unit,
  receivedAt: row.received_at,
  dueAt: row.due_at,
  answeredAt: row.answered_at,
  answeredBy: row.answered_by,
  version: row.version,
  text: row.said,
  contact: row.contact,
  answer: row.answer,
});

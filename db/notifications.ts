import { sql, type Kysely, type Selectable } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import { ENGINE_PARTS } from '../domain/person-id';
import type { ChannelName, Language } from './contact-preferences';
import type { Schema } from './schema';

export type NoticeStatus = Selectable<Schema['notices']>['status'];
export type RecipientKind = Selectable<Schema['notices']>['recipient_kind'];

/** What somebody is to be told, before it is known how. */
export interface NewNotice {
  /** The message it comes from, the same in each repetition. */
  readonly messageId: string;
  readonly recipientKind: RecipientKind;
  /** `applicant`, a person, an agency's code. */
  readonly recipient: string;
  readonly template: string;
  /** The event it is about, or the list an agency is told. */
  readonly about: { readonly dossierId: string; readonly seq: number } | { readonly list: unknown };
  /** Whose matter it is. */
  readonly agency: AgencyCode;
}

export interface Notice {
  readonly notice: string;
  readonly recipientKind: RecipientKind;
  readonly recipient: string;
  readonly template: string;
  readonly dossierId: string | null;
  readonly seq: number | null;
  readonly list: unknown;
  readonly agency: AgencyCode;
  readonly channel: ChannelName | null;
  readonly attempts: number;
  readonly plannedAt: Instant;
}

/** Real milliseconds after which a process that took a notice and said nothing is taken for dead. */
export const LEASE_MS = 5 * 60_000;

/** Writes what is not written yet: a message that is delivered again finds its notices there. */
export const planNotices = async (db: Kysely<Schema>, notices: readonly NewNotice[], plannedAt: Instant, realNow: number): Promise<void> => {
  if (notices.length === 0) return;
  await db
    .insertInto('notices')
    .values(
      notices.map(({ messageId, recipientKind, recipient, template, about, agency }) => ({
        message_id: messageId,
        recipient_kind: recipientKind,
        recipient,
        template,
        agency,
        planned_at: plannedAt,
        next_real_at: realNow,
        ...('list' in about ? { list: JSON.stringify(about.list) } : { dossier_id: about.dossierId, seq: about.seq }),
      })),
    )
    .onConflict((conflict) => conflict.columns(['message_id', 'recipient_kind', 'recipient']).doNothing())
    .execute();
};

/**
 * Takes notices that are due, for LEASE_MS; another process passes them by. What a recipient is told of one dossier
 * comes in order: a later notice waits until the earlier one is settled.
 */
export const takeDueNotices = async (db: Kysely<Schema>, official: Instant, realNow: number, limit: number): Promise<readonly Notice[]> => {
  const { rows } = await sql<Selectable<Schema['notices']>>`
    with due as (
      select n.notice from notices n
       where n.status = 'waiting' and n.next_real_at <= ${realNow}
         and (n.hold_until_at is null or n.hold_until_at <= ${official})
         and not exists (select from notices e
                          where e.dossier_id = n.dossier_id and e.recipient = n.recipient and e.recipient_kind = n.recipient_kind
                            and e.entry < n.entry and e.status in ('waiting', 'sending'))
       order by n.entry limit ${limit}
         for update skip locked
    )
    update notices n set next_real_at = ${realNow + LEASE_MS}, hold_until_at = null
      from due where n.notice = due.notice
    returning n.*`.execute(db);
  return rows.map(noticeOf).sort((a, b) => a.plannedAt - b.plannedAt);
};

export interface Attempt {
  readonly channel: ChannelName;
  readonly language: Language;
  readonly addressDigest: string;
}

/** Marks a taken notice as being sent, before anything leaves. False when it is no longer this process's to send. */
export const beginSending = async (db: Kysely<Schema>, notice: Notice, { channel, language, addressDigest }: Attempt, realNow: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('notices')
    .set({ status: 'sending', channel, language, address_digest: addressDigest, attempts: sql`attempts + 1`, next_real_at: realNow + LEASE_MS })
    .where('notice', '=', notice.notice)
    .where('status', '=', 'waiting')
    .where('attempts', '=', notice.attempts)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export type Settled =
  | { readonly status: 'sent'; readonly at: Instant }
  | { readonly status: 'failed' | 'unknown'; readonly error: string }
  | { readonly status: 'no-address' | 'overtaken' }
  /** Again, not before this real instant. */
  | { readonly status: 'waiting'; readonly error: string; readonly nextRealAt: number }
  /** Again, when the quiet hours have ended. */
  | { readonly status: 'waiting'; readonly holdUntil: Instant; readonly realNow: number };

export const settleNotice = async (db: Kysely<Schema>, notice: string, settled: Settled): Promise<void> => {
  await db
    .updateTable('notices')
    .set({
      status: settled.status,
      ...('error' in settled ? { last_error: settled.error } : {}),
      ...('nextRealAt' in settled ? { next_real_at: settled.nextRealAt } : {}),
      ...('holdUntil' in settled ? { hold_until_at: settled.holdUntil, next_real_at: settled.realNow } : {}),
      ...(settled.status === 'sent' ? { sent_at: settled.at, last_error: null } : {}),
    })
    .where('notice', '=', notice)
    .where('status', 'in', ['waiting', 'sending'])
    .execute();
};

/**
 * What a process was sending when it died. The messaging gateway knows a notice by its id and gets it again. A mail server
 * may or may not have taken the letter, and would deliver a second one: that is left to a person.
 */
export const settleAbandoned = async (db: Kysely<Schema>, realNow: number): Promise<number> => {
  const { numUpdatedRows } = await db
    .updateTable('notices')
    .set({ status: sql`case when channel = 'email' then 'unknown' else 'waiting' end`, last_error: 'process-ended', next_real_at: realNow })
    .where('status', '=', 'sending')
    .where('next_real_at', '<=', realNow)
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

export const TROUBLED: readonly NoticeStatus[] = ['failed', 'unknown', 'no-address'];

/** A notice as it is shown to those who look after it. */
export interface TroubledNotice {
  readonly notice: string;
  /** Position in the list; the cursor of the next page. */
  readonly entry: number;
  readonly status: NoticeStatus;
  readonly recipientKind: RecipientKind;
  readonly recipient: string;
  readonly template: string;
  readonly dossierId: string | null;
  readonly agency: AgencyCode;
  readonly channel: ChannelName | null;
  readonly attempts: number;
  /** A code such as `smtp-550` or `process-ended`. */
  readonly error: string | null;
  readonly plannedAt: Instant;
}

/** Notices that a person should look at, newest first: refused, of unknown fate, or without an address. */
export const troubledNotices = async (
  db: Kysely<Schema>,
  { before, limit, statuses = TROUBLED }: { readonly before?: number; readonly limit: number; readonly statuses?: readonly NoticeStatus[] },
): Promise<readonly TroubledNotice[]> => {
  const rows = await db
    .selectFrom('notices')
    .selectAll()
    .where('status', 'in', TROUBLED)
    .where('status', 'in', statuses)
    .$if(before !== undefined, (query) => query.where('entry', '<', before!))
    .orderBy('entry', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    notice: row.notice,
    entry: row.entry,
    status: row.status,
    recipientKind: row.recipient_kind,
    recipient: row.recipient,
    template: row.template,
    dossierId: row.dossier_id,
    agency: row.agency,
    channel: row.channel,
    attempts: row.attempts,
    error: row.last_error,
    plannedAt: row.planned_at,
  }));
};

/**
 * Somebody has looked and wants it sent once more, over whatever channel there is now. False when it is not (or no longer)
 * among the troubled ones, so that two people who press at once send it once.
 */
export const resendNotice = async (db: Kysely<Schema>, notice: string, by: string): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('notices')
    .set({ status: 'waiting', channel: null, attempts: 0, last_error: null, hold_until_at: null, next_real_at: 0, resent_by: by })
    .where('notice', '=', notice)
    .where('status', 'in', TROUBLED)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** How an applicant, or whoever handed in for them, can be reached. */
export interface ApplicantContact {
  readonly subject: 'applicant' | 'submitter';
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly salt: Buffer;
}

/**
 * The people of a dossier, the applicant first; nobody after erasure. Reading and the entry in the access log are one
 * statement: none without the other.
 */
export const readApplicantContacts = async (db: Kysely<Schema>, dossierId: string, at: Instant, template: string): Promise<readonly ApplicantContact[]> => {
  const { rows } = await sql<ApplicantContact>`
    with logged as (
      insert into access_log (at, who, action, dossier_id, detail) values (${at}, ${ENGINE_PARTS.notices}, 'read-personal-data', ${dossierId}, ${template})
    )
    select subject, name, phone, email, salt from personal_data where dossier_id = ${dossierId} order by subject`.execute(db);
  return rows;
};

const noticeOf = (row: Selectable<Schema['notices']>): Notice => ({
  notice: row.notice,
  recipientKind: row.recipient_kind,
  recipient: row.recipient,
  template: row.template,
  dossierId: row.dossier_id,
  seq: row.seq,
  list: row.list,
  agency: row.agency,
  channel: row.channel,
  attempts: row.attempts,
  plannedAt: row.planned_at,
});

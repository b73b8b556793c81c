import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { canonicalJson } from '../domain/canonical-json';
import type { ConfirmationKind, Proposed } from '../domain/second-person';
import type { Text } from '../domain/text';
import type { Schema } from './schema';

export type ConfirmationState = Schema['confirmations']['state']['__select__'];

/** What somebody proposed, and what became of it. */
export interface Confirmation extends Proposed {
  readonly id: string;
  readonly payload: unknown;
  /** What it was decided on. */
  readonly basis: Readonly<Record<string, unknown>>;
  readonly summary: Text;
  readonly proposedAt: Instant;
  readonly expiresRealAt: number;
  readonly state: ConfirmationState;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly decidedHow: 'second-person' | 'operator' | null;
  readonly reason: string | null;
}

export interface NewConfirmation extends Proposed {
  readonly payload: unknown;
  readonly basis: Readonly<Record<string, unknown>>;
  readonly summary: Text;
  readonly at: Instant;
  readonly realAt: number;
  readonly expiresRealAt: number;
}

const digestOf = (kind: ConfirmationKind, payload: unknown): string =>
  createHash('sha256').update(canonicalJson([kind, payload]), 'utf8').digest('hex');

/** Keeps a request; the one that waits already where the very same was proposed, by whomever. */
export async function saveConfirmation(
  trx: Kysely<Schema>,
  given: NewConfirmation,
): Promise<{ readonly confirmation: Confirmation; readonly present: boolean }> {
  const { kind, payload, basis, concerns, summary, proposedBy, at, realAt, expiresRealAt } = given;
  const digest = digestOf(kind, payload);
  await trx
    .updateTable('confirmations')
    .set({ state: 'expired', decided_at: at, decided_real_at: realAt })
    .where('digest', '=', digest)
    .where('state', '=', 'open')
    .where('expires_real_at', '<=', realAt)
    .execute();
  const row = {
    confirmation: randomUUID(),
    kind,
    digest,
    concerns,
    payload: JSON.stringify(payload),
    basis: JSON.stringify(basis),
    summary_vi: summary.vi,
    summary_en: summary.en,
    proposed_by: proposedBy,
    proposed_at: at,
    proposed_real_at: realAt,
    expires_real_at: expiresRealAt,
  };
  const inserted = await trx
    .insertInto('confirmations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { confirmation: confirmationOf(inserted), present: false };
  const open = trx.selectFrom('confirmations').selectAll().where('digest', '=', digest).where('state', '=', 'open');
  const found = await open.executeTakeFirst();
  if (!found) throw new Error('a request that is there already cannot be found');
  return { confirmation: confirmationOf(found), present: true };
}

export const findConfirmation = async (db: Kysely<Schema>, id: string): Promise<Confirmation | undefined> => {
  const row = await db.selectFrom('confirmations').selectAll().where('confirmation', '=', id).executeTakeFirst();
  return row && confirmationOf(row);
};

/** For whoever decides it now: others wait until the transaction ends. */
export const lockConfirmation = async (trx: Kysely<Schema>, id: string): Promise<Confirmation | undefined> => {
  const row = await trx.selectFrom('confirmations').selectAll().where('confirmation', '=', id).forUpdate().executeTakeFirst();
  return row && confirmationOf(row);
};

/** The latest, those that wait or those that were decided. */
export const confirmationsIn = async (
  db: Kysely<Schema>,
  which: 'open' | 'decided',
  limit: number,
): Promise<readonly Confirmation[]> => {
  const rows = await db
    .selectFrom('confirmations')
    .selectAll()
    .where('state', which === 'open' ? '=' : '<>', 'open')
    .orderBy('proposed_real_at', 'desc')
    .orderBy('confirmation')
    .limit(limit)
    .execute();
  return rows.map(confirmationOf);
};

/**
 * The last request for this very thing that was confirmed since an instant, for what is carried out by asking again.
 */
export const confirmedSince = async (
  db: Kysely<Schema>,
  kind: ConfirmationKind,
  payload: unknown,
  sinceRealAt: number,
): Promise<Confirmation | undefined> => {
  const row = await db
    .selectFrom('confirmations')
    .selectAll()
    .where('digest', '=', digestOf(kind, payload))
    .where('state', '=', 'confirmed')
    .where('decided_real_at', '>=', sinceRealAt)
    .orderBy('decided_real_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && confirmationOf(row);
};

export interface Decision {
  readonly state: Exclude<ConfirmationState, 'open'>;
  readonly at: Instant;
  readonly realAt: number;
  /** Null where its time was over, or what it was decided on had changed. */
  readonly by: string | null;
  readonly how?: 'second-person' | 'operator';
  readonly reason?: string;
}

/** Decides what is open; false where somebody has done so already. */
export const decideConfirmation = async (
  trx: Kysely<Schema>,
  id: string,
  { state, at, realAt, by, how, reason }: Decision,
): Promise<boolean> => {
  const decided = await trx
    .updateTable('confirmations')
    .set({ state, decided_by: by, decided_at: at, decided_real_at: realAt, decided_how: how ?? null, reason: reason ?? null })
    .where('confirmation', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return decided.numUpdatedRows === 1n;
};

/** Everybody who can sign in and holds what a say could follow from. */
export const peopleWithASay = async (db: Kysely<Schema>, at: Instant): Promise<readonly string[]> => {
  const { rows } = await sql<{ person: string }>`
    select person from accounts
     where disabled_real_at is null and (has_password or oidc_subject is not null)
       and (exists (select from person_grants g where g.person = accounts.person)
         or exists (select from postings p where p.person = accounts.person and p.role in ('leader', 'procedure-control')
                       and p.from_at <= ${at}::bigint and (p.to_at is null or p.to_at > ${at}::bigint)))
     order by 1`.execute(db);
  return rows.map(({ person }) => person);
};

const confirmationOf = (row: Selectable<Schema['confirmations']>): Confirmation => ({
  id: row.confirmation,
  kind: row.kind,
  payload: row.payload,
  basis: row.basis as Record<string, unknown>,
  concerns: row.concerns,
  summary: { vi: row.summary_vi, en: row.summary_en },
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  expiresRealAt: row.expires_real_at,
  state: row.state,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  decidedHow: row.decided_how,
  reason: row.reason,
});

import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { ClientBase } from 'pg';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import { canonicalJson } from '../domain/canonical-json';
import { refusal } from '../domain/errors';
import { ok, refuse, type Result } from '../domain/result';
import { storePersonalData, type PersonalData } from './personal-data';
import type { Schema } from './schema';

export interface Submission {
  /** Chosen by the caller, 1–200 characters; the same key is the same submission, for ever. */
  readonly idempotencyKey: string;
  readonly unit: AgencyCode;
  /** Of everything that was asked for; see requestDigestOf. */
  readonly requestDigest: string;
  /** What the workflow starts with: references and codes, no personal data. JSON. */
  readonly input: unknown;
  readonly people: readonly PersonalData[];
  /** Official instant at which the server received it. */
  readonly at: Instant;
}

export interface Submitted {
  readonly dossierId: string;
  /** True when this key was there already: `input` and `at` are then those of the first time. */
  readonly repeated: boolean;
  readonly started: boolean;
  readonly input: unknown;
  readonly at: Instant;
  /** Salted digests of the people, which the workflow's events may hold. */
  readonly digests: Readonly<Partial<Record<PersonalData['subject'], string>>>;
}

/**
 * Stores a submission exactly once by its key, together with its people (issue: exactly-once). The caller starts the
 * workflow afterwards and calls markStarted; a crash in between is repaired by the sweep over findUnstartedSubmissions.
 * The same key with another request is refused, as is a key that belongs to a unit the caller cannot see.
 */
export const submitOnce = (db: Kysely<Schema>, submission: Submission): Promise<Result<Submitted>> =>
  db.isTransaction ? submit(db, submission) : db.transaction().execute((trx) => submit(trx, submission));

const submit = async (trx: Kysely<Schema>, submission: Submission): Promise<Result<Submitted>> => {
  const { idempotencyKey, unit, requestDigest, input, people, at } = submission;
  const dossierId = dossierIdOf(idempotencyKey);
  // A concurrent submission of the same key makes this insert wait for its commit, and then do nothing.
  const inserted = await trx
    .insertInto('submissions')
    .values({ idempotency_key: idempotencyKey, dossier_id: dossierId, unit, request_digest: requestDigest, input: JSON.stringify(input), at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const stored = await trx.selectFrom('submissions').selectAll().where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
  if (stored?.request_digest === RESTORED && isSameRequest(stored.input, input))
    await sql`select confirm_submission(${idempotencyKey}, ${requestDigest})`.execute(trx);
  else if (stored?.request_digest !== requestDigest) return refuse(refusal('IDEMPOTENCY_KEY_REUSED', { key: idempotencyKey }, 'idempotencyKey'));
  const repeated = inserted.numInsertedOrUpdatedRows === 0n;
  const digests = await storePersonalData(trx, dossierId, repeated && stored.request_digest !== RESTORED ? [] : people);
  return ok({ dossierId, repeated, started: stored.started, input: stored.input, at: stored.at, digests });
};

/**
 * In the place of a digest: the row was lost and written anew from the dossier's workflow, which knows nothing of the people.
 * Handed in once more under its key, the submission is what it was, and the people are stored again.
 */
const RESTORED = '';

/** As far as the workflow knows what was asked for: everything but the people. */
const isSameRequest = (restored: unknown, asked: unknown): boolean =>
  canonicalJson(askedIn(restored)) === canonicalJson(askedIn(asked));

interface StoredShape {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly envelope?: { readonly command?: Readonly<Record<string, unknown>> };
}

const askedIn = (stored: unknown) => {
  const { input = {}, envelope } = stored as StoredShape;
  const { procedureCode = null, receivingUnit = null, place = null, channel = null, facts = null } = input;
  return { procedureCode, receivingUnit, place, channel, facts, documents: envelope?.command?.['documents'] ?? null };
};

/** Writes a submission anew that a restored database has lost. What is there stays. */
export const restoreSubmission = async (connection: ClientBase, lost: Omit<Submission, 'requestDigest' | 'people'>): Promise<void> => {
  await connection.query(
    `insert into lienthong.submissions (idempotency_key, dossier_id, unit, request_digest, input, at, started)
       values ($1, $2, $3, $4, $5, $6, true) on conflict do nothing`,
    [lost.idempotencyKey, dossierIdOf(lost.idempotencyKey), lost.unit, RESTORED, JSON.stringify(lost.input), lost.at],
  );
};

/** What was stored under a key, if it was this very request. */
export const findSubmission = async (db: Kysely<Schema>, idempotencyKey: string, requestDigest: string): Promise<Pick<Submitted, 'dossierId' | 'input' | 'digests'> | undefined> => {
  const stored = await db
    .selectFrom('submissions')
    .select(['dossier_id', 'input'])
    .where('idempotency_key', '=', idempotencyKey)
    .where('request_digest', '=', requestDigest)
    .executeTakeFirst();
  return stored && { dossierId: stored.dossier_id, input: stored.input, digests: await storePersonalData(db, stored.dossier_id, []) };
};

/**
 * The opaque dossier id that a key fixes (design.md law 1): a UUID of version 8 over the key's SHA-256. Derived and not
 * drawn, so that a submission repeated after the database was restored meets the workflow it had started.
 */
export const dossierIdOf = (idempotencyKey: string): string => {
  const bytes = createHash('sha256').update(`lienthong:submission:${idempotencyKey}`, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** The digest of a request, bound to its key: it says whether two requests are one without telling what they hold. */
export const requestDigestOf = (idempotencyKey: string, request: unknown): string =>
  createHash('sha256').update(`${idempotencyKey}\n${canonicalJson(request)}`, 'utf8').digest('hex');

/** Says that the workflow runs. Safe to repeat. */
export const markStarted = async (db: Kysely<Schema>, dossierId: string): Promise<void> => {
  await db.updateTable('submissions').set({ started: true }).where('dossier_id', '=', dossierId).where('started', '=', false).execute();
};

export interface UnstartedSubmission {
  readonly idempotencyKey: string;
  readonly dossierId: string;
  readonly unit: AgencyCode;
  readonly input: unknown;
  readonly at: Instant;
}

/** Submissions stored longer ago than this many real milliseconds whose workflow was never seen to start, oldest first. */
export const findUnstartedSubmissions = async (db: Kysely<Schema>, olderThanRealMs: number, limit = 500): Promise<readonly UnstartedSubmission[]> => {
  const rows = await db
    .selectFrom('submissions')
    .select(['idempotency_key', 'dossier_id', 'unit', 'input', 'at'])
    .where('started', '=', false)
    .where('stored_real_at', '<=', sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint - ${olderThanRealMs}::bigint`)
    .orderBy('stored_real_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ idempotencyKey: row.idempotency_key, dossierId: row.dossier_id, unit: row.unit, input: row.input, at: row.at }));
};

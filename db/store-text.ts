import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { refusal } from '../domain/errors';
import { ok, refuse, type Result } from '../domain/result';
import { digestOf } from './personal-data';
import type { Schema } from './schema';

/** Unicode characters (code points), not bytes: the limit a person can count. */
export const TEXT_LIMIT = 10_000;

const LONE_SURROGATE = /\p{Cs}/u;

export interface TextToStore {
  readonly dossierId: string;
  readonly commandId: string;
  /** Which text of the command it is: `note`, `reason` … */
  readonly field: string;
  readonly text: string;
}

/** What an event holds instead of the text. */
export interface StoredText {
  readonly textId: string;
  readonly digest: string;
}

/**
 * Keeps a free text in NFC, otherwise exactly as written, where it can be erased. The same command's same field gets
 * the same answer; another text there is refused, for the first one's digest may be in the log already.
 */
export const storeText = async (db: Kysely<Schema>, { dossierId, commandId, field, text }: TextToStore): Promise<Result<StoredText>> => {
  const normal = text.normalize('NFC');
  const length = lengthOf(normal);
  if (length > TEXT_LIMIT) return refuse(refusal('TEXT_TOO_LONG', { length, limit: TEXT_LIMIT }, field));
  if (normal.includes('\0') || LONE_SURROGATE.test(normal)) return refuse(refusal('TEXT_NOT_STORABLE', {}, field));
  const salt = randomBytes(16);
  await db
    .insertInto('texts')
    .values({ dossier_id: dossierId, command_id: commandId, field, text: normal, salt, digest: digestOf(salt, normal) })
    .onConflict((conflict) => conflict.columns(['dossier_id', 'command_id', 'field']).doNothing())
    .execute();
  const stored = await db
    .selectFrom('texts')
    .select(['text_id', 'digest', 'text'])
    .where('dossier_id', '=', dossierId)
    .where('command_id', '=', commandId)
    .where('field', '=', field)
    .executeTakeFirst();
  if (stored?.text !== normal) return refuse(refusal('IDEMPOTENCY_KEY_REUSED', { key: commandId }, field));
  return ok({ textId: stored.text_id, digest: stored.digest });
};

/** Spread only where it could matter: a ten-megabyte note must not become an array of ten million strings. */
const lengthOf = (text: string): number => (text.length > 2 * TEXT_LIMIT ? text.length : [...text].length);

/** The texts of a dossier by id; those that were erased are missing. */
export const textsOf = async (db: Kysely<Schema>, dossierId: string): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.selectFrom('texts').select(['text_id', 'text']).where('dossier_id', '=', dossierId).execute();
  return new Map(rows.map((row) => [row.text_id, row.text]));
};

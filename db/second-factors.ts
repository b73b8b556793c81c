import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { ChallengePurpose, Schema } from './schema';

export type FactorKind = 'totp' | 'webauthn';

/** What a person proves besides their password, without what it is checked against. */
export interface SecondFactor {
  readonly id: string;
  readonly kind: FactorKind;
  readonly label: string;
  readonly createdRealAt: number;
  readonly usedRealAt: number | null;
}

/** What a proof is checked against. */
export interface FactorMaterial {
  readonly id: string;
  readonly kind: FactorKind;
  readonly confirmed: boolean;
  /** TOTP: the sealed secret. WebAuthn: the public key. */
  readonly material: Buffer;
  readonly credentialId: string | null;
  readonly transports: readonly string[];
  readonly counter: number;
}

export interface NewFactor {
  readonly id: string;
  readonly person: string;
  readonly kind: FactorKind;
  readonly label: string;
  readonly material: Uint8Array;
  readonly credentialId?: string;
  readonly transports?: readonly string[];
  readonly counter?: number;
}

/** Those that count: each has proved once that it works. */
export async function secondFactorsOf(db: Kysely<Schema>, person: string): Promise<readonly SecondFactor[]> {
  const rows = await db
    .selectFrom('second_factors')
    .selectAll()
    .where('person', '=', person)
    .where('confirmed_real_at', 'is not', null)
    .orderBy('created_real_at')
    .execute();
  return rows.map(({ factor_id: id, kind, label, created_real_at: createdRealAt, used_real_at: usedRealAt }) => ({
    id,
    kind,
    label,
    createdRealAt,
    usedRealAt,
  }));
}

/** Adds one that counts at once (WebAuthn), or as soon as it is first used (TOTP). */
export async function addSecondFactor(
  trx: Kysely<Schema>,
  factor: NewFactor,
  realNow: number,
  confirmed: boolean,
): Promise<void> {
  const { id, person, kind, label, material, credentialId = null, transports = [], counter = 0 } = factor;
  await trx
    .insertInto('second_factors')
    .values({
      factor_id: id,
      person,
      kind,
      label,
      created_real_at: realNow,
      confirmed_real_at: confirmed ? realNow : null,
      used_real_at: null,
    })
    .execute();
  await trx
    .insertInto('second_factor_secrets')
    .values({
      factor_id: id,
      material: Buffer.from(material),
      credential_id: credentialId,
      transports: [...transports],
      counter,
    })
    .execute();
}

/** An app that was never set up to its end is begun anew. */
export const dropUnconfirmed = async (trx: Kysely<Schema>, person: string): Promise<void> => {
  await trx.deleteFrom('second_factors').where('person', '=', person).where('confirmed_real_at', 'is', null).execute();
};

export async function removeSecondFactor(trx: Kysely<Schema>, person: string, id: string): Promise<boolean> {
  const removed = await trx
    .deleteFrom('second_factors')
    .where('person', '=', person)
    .where('factor_id', '=', id)
    .executeTakeFirst();
  return removed.numDeletedRows === 1n;
}

/** Takes away all of them with their recovery codes: the next sign-in begins as if there had been none. */
export async function resetSecondFactors(trx: Kysely<Schema>, person: string): Promise<number> {
  const removed = await trx.deleteFrom('second_factors').where('person', '=', person).executeTakeFirst();
  await replaceRecoveryCodes(trx, person, []);
  return Number(removed.numDeletedRows);
}

export async function materialOf(db: Kysely<Schema>, person: string): Promise<readonly FactorMaterial[]> {
  const { rows } = await sql<MaterialRow>`select * from second_factor_material(${person})`.execute(db);
  return rows.map(({ factor_id: id, credential_id: credentialId, counter, ...rest }) => ({
    ...rest,
    id,
    credentialId,
    counter: Number(counter),
  }));
}

interface MaterialRow {
  readonly factor_id: string;
  readonly kind: FactorKind;
  readonly confirmed: boolean;
  readonly material: Buffer;
  readonly credential_id: string | null;
  readonly transports: string[];
  readonly counter: number;
}

export async function personOfCredential(db: Kysely<Schema>, credentialId: string): Promise<string | null> {
  const { rows } = await sql<{ person: string | null }>`
    select person_of_credential(${credentialId}) as person`.execute(db);
  return rows[0]?.person ?? null;
}

/** Uses a step or counter up; false where somebody has used it before. */
export async function useSecondFactor(
  db: Kysely<Schema>,
  id: string,
  counter: number,
  realNow: number,
): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select use_second_factor(${id}::uuid, ${counter}::bigint, ${realNow}::bigint) as used`.execute(db);
  return rows[0]!.used;
}

export const replaceRecoveryCodes = async (
  trx: Kysely<Schema>,
  person: string,
  hashes: readonly Buffer[],
): Promise<void> => {
  const hex = hashes.map((hash) => `\\x${hash.toString('hex')}`);
  await sql`select replace_recovery_codes(${person}, ${sql.val(hex)}::bytea[])`.execute(trx);
};

export async function useRecoveryCode(
  db: Kysely<Schema>,
  person: string,
  hash: Buffer,
  realNow: number,
): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select use_recovery_code(${person}, ${hash}, ${realNow}::bigint) as used`.execute(db);
  return rows[0]!.used;
}

export async function recoveryCodesLeft(db: Kysely<Schema>, person: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`select recovery_codes_left(${person}) as left`.execute(db);
  return rows[0]!.left;
}

/** Remembers a challenge that was given out; what is over goes on the way. */
export async function giveChallenge(
  db: Kysely<Schema>,
  challenge: string,
  { person, purpose, untilRealAt, realNow }: GivenChallenge,
): Promise<void> {
  await db.deleteFrom('web_authn_challenges').where('until_real_at', '<', realNow).execute();
  await db
    .insertInto('web_authn_challenges')
    .values({ challenge, person, purpose, until_real_at: untilRealAt })
    .execute();
}

export interface GivenChallenge {
  readonly person: string | null;
  readonly purpose: ChallengePurpose;
  readonly untilRealAt: number;
  readonly realNow: number;
}

/**
 * Takes a challenge back with its answer: true for the first who answers it in time, for whom and for
 * what it was given.
 */
export async function takeChallenge(
  db: Kysely<Schema>,
  challenge: string,
  { person, purpose, realNow }: Omit<GivenChallenge, 'untilRealAt'>,
): Promise<boolean> {
  const given = db
    .deleteFrom('web_authn_challenges')
    .where('challenge', '=', challenge)
    .where('purpose', '=', purpose)
    .where('until_real_at', '>', realNow);
  const mine = person === null ? given.where('person', 'is', null) : given.where('person', '=', person);
  return (await mine.executeTakeFirst()).numDeletedRows === 1n;
}

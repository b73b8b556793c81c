import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { inTransaction } from './in-transaction';
import type { Schema } from './schema';
import { secondFactorsOf } from './second-factors';
import type { FactorKind } from './second-factors';

export const GRANTS = ['auditor', 'administrator'] as const;
/** What a person may do that is no post at an agency. */
export type Grant = (typeof GRANTS)[number];

export interface Account {
  readonly person: string;
  readonly name: string;
  readonly disabled: boolean;
}

export async function findAccount(db: Kysely<Schema>, person: string): Promise<Account | undefined> {
  return accountOf(await accounts(db).where('accounts.person', '=', person).executeTakeFirst());
}

/**
 * argon2id in PHC form; null where the person signs in through the identity provider only. Only whoever reads as this
 * very person is told.
 */
export async function passwordHashOf(db: Kysely<Schema>, person: string): Promise<string | null> {
  const { rows } = await sql<{ hash: string | null }>`select password_hash_of(${person}) as hash`.execute(db);
  return rows[0]?.hash ?? null;
}

/** Whom the identity provider means by this subject. */
export async function findAccountOf(db: Kysely<Schema>, issuer: string, subject: string): Promise<Account | undefined> {
  return accountOf(await accounts(db).where('oidc_issuer', '=', issuer).where('oidc_subject', '=', subject).executeTakeFirst());
}

/** Whether a person may sign in through this provider. */
export const isLinkedTo = async (db: Kysely<Schema>, person: string, issuer: string): Promise<boolean> =>
  (await db.selectFrom('accounts').select('person').where('person', '=', person).where('oidc_issuer', '=', issuer).executeTakeFirst()) !== undefined;

const accounts = (db: Kysely<Schema>) =>
  db
    .selectFrom('accounts')
    .innerJoin('people', 'people.person', 'accounts.person')
    .select(['accounts.person', 'people.name', 'disabled_real_at']);

interface AccountRow {
  readonly person: string;
  readonly name: string;
  readonly disabled_real_at: number | null;
}

const accountOf = (row: AccountRow | undefined): Account | undefined =>
  row && {
    person: row.person,
    name: row.name,
    disabled: row.disabled_real_at !== null,
  };

/** How somebody signs in, without anything secret. */
export interface AccountState {
  readonly password: boolean;
  readonly oidc: { readonly issuer: string; readonly subject: string } | null;
  readonly disabled: boolean;
  readonly secondFactors: FactorKind[];
}

export const accountState = async (db: Kysely<Schema>, person: string): Promise<AccountState | undefined> => {
  const row = await db.selectFrom('accounts').select(['has_password', 'oidc_issuer', 'oidc_subject', 'disabled_real_at']).where('person', '=', person).executeTakeFirst();
  if (!row) return undefined;
  const { oidc_issuer: issuer, oidc_subject: subject } = row;
  const secondFactors = (await secondFactorsOf(db, person)).map(({ kind }) => kind);
  return { secondFactors, password: row.has_password, oidc: issuer === null || subject === null ? null : { issuer, subject }, disabled: row.disabled_real_at !== null };
};

export interface AccountChange {
  readonly passwordHash?: string | null;
  /** Whether the new password is somebody else's choice, and good for choosing one's own only. */
  readonly mustChangePassword?: boolean;
  readonly oidc?: { readonly issuer: string; readonly subject: string } | null;
  readonly disabledRealAt?: number | null;
}

/** Creates the account of a registered person, or changes what is named. */
export const saveAccount = async (db: Kysely<Schema>, person: string, { passwordHash, mustChangePassword = false, oidc, disabledRealAt }: AccountChange): Promise<void> => {
  const given = {
    ...(passwordHash === undefined ? {} : { password_hash: passwordHash, must_change_password: mustChangePassword }),
    ...(oidc === undefined ? {} : { oidc_issuer: oidc?.issuer ?? null, oidc_subject: oidc?.subject ?? null }),
    ...(disabledRealAt === undefined ? {} : { disabled_real_at: disabledRealAt }),
  };
  await db
    .insertInto('accounts')
    .values({ person, password_hash: null, oidc_issuer: null, oidc_subject: null, disabled_real_at: null, ...given })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ ...given, version: sql`accounts.version + 1` }))
    .execute();
};

export const grantsOf = async (db: Kysely<Schema>, person: string): Promise<readonly Grant[]> =>
  (await db.selectFrom('person_grants').select('grant_name').where('person', '=', person).orderBy('grant_name').execute()).map((row) => row.grant_name);

/** Gives exactly these grants, taking away the others; what somebody has already stays as it was given. */
export const setGrants = (
  db: Kysely<Schema>,
  person: string,
  grants: readonly Grant[],
  { at, by, confirmation = null }: { readonly at: Instant; readonly by: string; readonly confirmation?: string | null },
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const held = await grantsOf(trx, person);
    const gone = held.filter((grant) => !grants.includes(grant));
    if (gone.length > 0) await trx.deleteFrom('person_grants').where('person', '=', person).where('grant_name', 'in', gone).execute();
    const added = grants.filter((grant) => !held.includes(grant));
    const rows = added.map((grant_name) => ({ person, grant_name, granted_at: at, granted_by: by, confirmation }));
    if (rows.length > 0) await trx.insertInto('person_grants').values(rows).execute();
  });

/** Whether somebody can sign in; who has no account works at the command line, and can. */
export const canSignIn = async (db: Kysely<Schema>, person: string): Promise<boolean> => {
  const account = await db
    .selectFrom('accounts')
    .select(['has_password', 'oidc_subject', 'disabled_real_at'])
    .where('person', '=', person)
    .executeTakeFirst();
  if (!account) return true;
  return account.disabled_real_at === null && (account.has_password || account.oidc_subject !== null);
};

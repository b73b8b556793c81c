import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { AgencyCode } from '../domain/agency/agency';
import type { Schema } from './schema';
import { hashOfToken, newToken } from './sessions';

/** What a machine client may be allowed to do. */
export const SCOPES = ['dossiers:submit', 'dossiers:read', 'acts:partner', 'acts:agency', 'statistics:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** Another organisation's system. */
export interface MachineClient {
  readonly clientId: string;
  readonly name: string;
  /** The partner it acts as; null for an agency's own system, which acts from the agency's posts. */
  readonly system: string | null;
  readonly scopes: readonly Scope[];
  /** Whose work it may see and do. */
  readonly agencies: readonly AgencyCode[];
  readonly disabled: boolean;
  /** For If-Match. */
  readonly version: number;
}

const TOKEN_MS = 10 * 60_000;

/** A client with a secret that is shown this once. */
export async function registerClient(
  db: Kysely<Schema>,
  client: Omit<MachineClient, 'disabled' | 'version'>,
  { at, by }: { readonly at: Instant; readonly by: string },
): Promise<{ readonly secret: string } | undefined> {
  const secret = newToken();
  const { clientId, name, system, scopes, agencies } = client;
  const inserted = await db
    .insertInto('clients')
    .values({ client_id: clientId, name, system, scopes: [...scopes], agencies: [...agencies], secret_hash: hashOfToken(secret), disabled_real_at: null, created_at: at, created_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n ? { secret } : undefined;
}

export const listClients = async (db: Kysely<Schema>): Promise<readonly MachineClient[]> =>
  (await clients(db).orderBy('client_id').execute()).map(clientOf);

export const clientById = async (db: Kysely<Schema>, clientId: string): Promise<MachineClient | undefined> => {
  const row = await clients(db).where('client_id', '=', clientId).executeTakeFirst();
  return row && clientOf(row);
};

/** The client, if the secret is its own. */
export async function findClient(db: Kysely<Schema>, clientId: string, secret: string): Promise<MachineClient | undefined> {
  const isItsOwn = sql<boolean>`lienthong.is_secret_of(${clientId}, ${hashOfToken(secret)})`;
  const row = await clients(db).where('client_id', '=', clientId).where(isItsOwn).executeTakeFirst();
  return row && row.disabled_real_at === null ? clientOf(row) : undefined;
}

/** Disables or enables a client; false where somebody has changed it since that version. Disabled, its tokens end at once. */
export const disableClient = async (db: Kysely<Schema>, clientId: string, version: number, disabledRealAt: number | null): Promise<boolean> => {
  const changed = await db
    .updateTable('clients')
    .set({ disabled_real_at: disabledRealAt, version: version + 1 })
    .where('client_id', '=', clientId)
    .where('version', '=', version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
};

/**
 * A token for whoever shows the client's secret; undefined where the secret is not the client's, or it may not do what is
 * asked. The database looks at the secret once more: nobody makes a token by writing a row.
 */
export async function issueToken(
  db: Kysely<Schema>,
  asked: { readonly clientId: string; readonly secret: string; readonly scopes: readonly Scope[] },
  realNow: number,
): Promise<{ readonly token: string; readonly expiresInS: number } | undefined> {
  const token = newToken();
  const { clientId, secret, scopes } = asked;
  await db.deleteFrom('access_tokens').where('expires_real_at', '<', realNow).execute();
  const { rows } = await sql<{ given: boolean }>`
    select lienthong.give_token(${clientId}, ${hashOfToken(secret)}, ${hashOfToken(token)}, ${sql.val([...scopes])}::text[],
                                ${realNow}::bigint, ${realNow + TOKEN_MS}::bigint) as given`.execute(db);
  return rows[0]?.given === true ? { token, expiresInS: TOKEN_MS / 1_000 } : undefined;
}

/** Whose token this is, with the scopes it was given; undefined when it has expired or its client was disabled. */
export async function findToken(db: Kysely<Schema>, token: string, realNow: number): Promise<MachineClient | undefined> {
  const row = await clients(db)
    .innerJoin(
      sql<{ client_id: string; granted: string[] }>`lienthong.client_of_token(${hashOfToken(token)}, ${realNow}::bigint)`.as('shown'),
      'shown.client_id',
      'clients.client_id',
    )
    .select('shown.granted')
    .where('disabled_real_at', 'is', null)
    .executeTakeFirst();
  return row && { ...clientOf(row), scopes: row.granted as Scope[] };
}

const clients = (db: Kysely<Schema>) =>
  db.selectFrom('clients').select(['clients.client_id', 'clients.name', 'clients.system', 'clients.scopes', 'clients.agencies', 'clients.disabled_real_at', 'clients.version']);

const clientOf = (row: { client_id: string; name: string; system: string | null; scopes: string[]; agencies: string[]; disabled_real_at: number | null; version: number }): MachineClient => ({
  clientId: row.client_id,
  name: row.name,
  system: row.system,
  scopes: row.scopes as Scope[],
  agencies: row.agencies,
  disabled: row.disabled_real_at !== null,
  version: row.version,
});

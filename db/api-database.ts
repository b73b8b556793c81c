import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient } from 'pg';
import type { AgencyCode } from '../domain/agency/agency';
import { shareCatalogue } from './catalogue';
import { openDatabase } from './database';
import { requireOwnLogin } from './logins';
import { sealKeyOf, sealOf } from './reader-seal';
import type { Schema } from './schema';
import { textArray } from './text-array';

/** For whom statements run: a person or client, the agencies whose work they may see, or the one dossier whose receipt they hold. */
export interface Reader {
  readonly person: string;
  readonly agencies: readonly AgencyCode[];
  readonly dossier?: string;
  /** Reads everything and changes nothing, in the database role `auditor`. */
  readonly audits?: boolean;
}

export const NOBODY: Reader = { person: '', agencies: [] };

/** The API's way to PostgreSQL. There is no handle without a reader: row-level security always knows for whom it decides. */
export interface ApiDatabase {
  as(reader: Reader): Kysely<Schema>;
  /** Throws UnfitLogin when one of the logins is more than its role. */
  requireOwnLogins(): Promise<void>;
  close(): Promise<void>;
}

/** The URLs of the API's two logins: for auditors it connects apart. */
export interface ApiLogins {
  readonly api: string;
  readonly auditor: string;
}

/** Of all connections the part that belongs to nobody: who is calling is looked up by short questions only. */
const NOBODYS_PART = 4;
/**
 * A connection lives no longer than this. What an injected expression may have put by in one, say the seal of whoever it
 * served, is gone with it.
 */
const LONGEST_LIFE_S = 600;
/** Auditors count over everything there is. */
const AUDIT_MS = 30_000;

/**
 * Every connection that is taken from the pool is given its reader, sealed, before its first statement, so that nobody's
 * rights outlive their request; row-level security (design.md law 9) does the rest. Nobody has connections apart, which are never
 * given a reader, so that looking up who is calling, with every request, is one round trip and not two.
 */
export function openApiDatabase(logins: ApiLogins, max: number, answerMs?: number): ApiDatabase {
  const own = { url: logins.api, ...(answerMs === undefined ? {} : { answerMs }) };
  const forApi = { ...own, role: 'api', applicationName: 'lienthong-api', maxLifetimeS: LONGEST_LIFE_S } as const;
  const give = readerGiver(logins.api);
  const nobodys = openDatabase({ ...forApi, max: Math.ceil(max / NOBODYS_PART) });
  const api = openDatabase({ ...forApi, max: max - Math.floor(max / NOBODYS_PART) });
  const auditor = openDatabase({ answerMs: AUDIT_MS, ...own, url: logins.auditor, role: 'auditor', max: 4, applicationName: 'lienthong-api-auditor' });
  const handleFor = (reader: Reader): Kysely<Schema> => {
    // Auditors read everything, whoever they are.
    if (reader.audits) return handleOn(auditor.pool);
    const connect = async (): Promise<PoolClient> => {
      const client = await api.pool.connect();
      try {
        await give(client, reader);
        return client;
      } catch (error) {
        client.release(true);
        throw error;
      }
    };
    return handleOn({ connect });
  };
  return {
    as: (reader) => {
      if (reader === NOBODY) return nobodys.db;
      const handle = handleFor(reader);
      shareCatalogue(nobodys.db, handle);
      return handle;
    },
    requireOwnLogins: async () => {
      await Promise.all([requireOwnLogin(nobodys.pool, 'api'), requireOwnLogin(auditor.pool, 'auditor')]);
    },
    close: async () => {
      await Promise.all([nobodys.close(), api.close(), auditor.close()]);
    },
  };
}

/** A handle of its own on connections that others use too; closing it is nobody's business. */
const handleOn = (pool: { connect(): Promise<PoolClient> }): Kysely<Schema> =>
  new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: { connect: () => pool.connect() as never, end: async () => undefined } }),
  });

/** Several questions of one reader over one connection, which is given them once. Nothing slower than the database may be waited for meanwhile. */
export const onOneConnection = <T>(db: Kysely<Schema>, ask: (one: Kysely<Schema>) => Promise<T>): Promise<T> =>
  db.connection().execute((one) => {
    shareCatalogue(db, one);
    return ask(one);
  });

/** With it ends what an expression of the former reader may have set of what all statements depend on. */
const SET_READER = `select set_config('lienthong.person', $1, false), set_config('lienthong.agencies', $2, false),
  set_config('lienthong.dossier', $3, false), set_config('lienthong.seal', $4, false),
  set_config('search_path', 'lienthong', false), set_config('row_security', 'on', false)`;

/** Tells connections of the API's login for whom they read from now on. */
export function readerGiver(apiUrl: string): (client: PoolClient, reader: Reader) => Promise<void> {
  const key = sealKeyOf(apiUrl);
  return async (client, { person, agencies: held, dossier = '' }) => {
    const agencies = textArray(held);
    const seal = sealOf(key, await sessionOf(client), { dossier, person, agencies });
    await client.query({ name: 'reader', text: SET_READER, values: [person, agencies, dossier, seal] });
  };
}

/** How the database calls each connection; asked once. */
const sessions = new WeakMap<PoolClient, string>();

async function sessionOf(client: PoolClient): Promise<string> {
  const known = sessions.get(client);
  if (known !== undefined) return known;
  const { rows } = await client.query<{ session: string }>('select lienthong.this_session() as session');
  sessions.set(client, rows[0]!.session);
  return rows[0]!.session;
}

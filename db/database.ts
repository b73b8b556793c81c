import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { roleName, type Role } from './ensure-roles';
import type { Schema } from './schema';

/** One process's way to PostgreSQL in one role: the pool for the hot paths in plain SQL, kysely for everything else. */
export interface Database {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Taken on by every connection from its first statement (design.md law 9). */
  readonly role: Role;
  /** Connections at most. Default 10; raise it for a worker with more recordings in flight than that. */
  readonly max?: number;
  /** Shown in pg_stat_activity. Default `lienthong-<role>`. */
  readonly applicationName?: string;
}

const INT8 = types.builtins.INT8;
const INT8_ARRAY = 1016;

/** Instants and positions are int8 and stay below 2^53 (the year 287396), so they are numbers, parsed here once for all. */
const toNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value "${text}" does not fit a JavaScript number`);
  return value;
};

const int8Types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return toNumber;
    if (oid === INT8_ARRAY) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(toNumber));
    return types.getTypeParser(oid, format as 'text');
  }) as typeof types.getTypeParser,
};

/**
 * Opens lazily: the first query connects. An idle connection that dies is dropped by the pool; the next
 * query opens another.
 */
export const openDatabase = ({ url, role, max = 10, applicationName }: DatabaseOptions): Database => {
  // The driver would let them replace the role, and whoever connects might be a superuser.
  if (/[?&]options=/.test(url)) throw new TypeError('the database URL holds "options", which would replace the role; leave them out and set them on the login role instead');
  const pool = new Pool({
    connectionString: url,
    max,
    application_name: applicationName ?? `lienthong-${role}`,
    options: `-c role=${roleName(role)} -c search_path=lienthong`,
    types: int8Types,
  });
  // Without listeners a connection that dies, idle or inside a transaction, would end the process. Whoever uses it gets
  // the error from their query; the pool opens another for the next one.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  // Kysely holds nothing but the pool, and would not end one that it has never used.
  return { pool, db, close: () => pool.end() };
};

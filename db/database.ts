import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { LoginRole } from './logins';
import { PatientClient } from './patient-client';
import type { Schema } from './schema';

/** One process's way to PostgreSQL in one role: the pool for the hot paths in plain SQL, kysely for everything else. */
export interface Database {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Of the login that has this role's rights and no others (design.md law 9). */
  readonly url: string;
  readonly role: LoginRole;
  /** Connections at most. Default 10; raise it for a worker with more recordings in flight than that. */
  readonly max?: number;
  /** Shown in pg_stat_activity. Default `lienthong-<role>`. */
  readonly applicationName?: string;
  /** A connection is given up when it comes back after so many real seconds. Default: it lives as long as it is used. */
  readonly maxLifetimeS?: number;
  /** Real milliseconds within which a statement is answered, or given up. Default by role. */
  readonly answerMs?: number;
}

/** A server that takes no connection, or has none to spare, within this time is not there. */
const CONNECT_MS = 5_000;
/**
 * No statement is waited for without end, for a server may hang instead of dying. People wait for the API. The
 * others have whole tables to go through, and somebody who tries again.
 */
const ANSWER_MS: Record<LoginRole, number> = {
  api: 10_000,
  auditor: 60_000,
  recorder: 60_000,
  relay: 60_000,
};
/** A transaction whose caller fell silent holds its locks no longer. Nobody in the API waits within one. */
const IDLE_IN_TRANSACTION_MS = 30_000;
/** The server is asked to give up a little before its caller does, so that the caller hears of it. */
const SOONER_MS = 500;
const KEEP_ALIVE_MS = 10_000;
/** Whoever closes a database that hangs does not wait for it. */
const CLOSE_MS = 5_000;

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
export const openDatabase = (given: DatabaseOptions): Database => {
  const { url, role, max = 10, applicationName, maxLifetimeS = 0, answerMs = ANSWER_MS[role] } = given;
  // The driver would let them replace ours.
  if (/[?&]options=/.test(url)) {
    throw new TypeError('the database URL holds "options", which would replace ours; leave them out and set them on the login instead');
  }
  const pool = new Pool({
    connectionString: url,
    max,
    application_name: applicationName ?? `lienthong-${role}`,
    options: settingsOf(role, answerMs).map((setting) => `-c ${setting}`).join(' '),
    maxLifetimeSeconds: maxLifetimeS,
    types: int8Types,
    Client: PatientClient,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: answerMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  // Without listeners a connection that dies, idle or inside a transaction, would end the process. Whoever uses it gets
  // the error from their query; the pool opens another for the next one.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  // Kysely holds nothing but the pool, and would not end one that it has never used.
  return { pool, db, close: () => closeWithin(pool, CLOSE_MS) };
};

const settingsOf = (role: LoginRole, answerMs: number): string[] => [
  'search_path=lienthong',
  `statement_timeout=${answerMs - SOONER_MS}`,
  ...(role === 'api' ? [`idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`] : []),
];

async function closeWithin(pool: Pool, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([pool.end(), late]);
  clearTimeout(timer);
}

import { sql, type Kysely, type Transaction } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import { textArray } from './text-array';
import type { Schema } from './schema';

/** For whom a transaction reads: a person, and the agencies whose work they may see (a supervisor's: all below them). */
export interface Identity {
  readonly person: string;
  readonly agencies: readonly AgencyCode[];
}

/**
 * Runs `fn` in one transaction of the api's login under this identity; row-level security then shows exactly its rows.
 * The identity ends with the transaction: a pooled connection never carries it on to somebody else.
 */
export const asApi = <T>(db: Kysely<Schema>, identity: Identity, fn: (trx: Transaction<Schema>) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (trx) => {
    await sql`select set_config('lienthong.agencies', ${textArray(identity.agencies)}, true),
                     set_config('lienthong.person', ${identity.person}, true)`.execute(trx);
    return fn(trx);
  });

import type { Kysely } from 'kysely';
import type { Schema } from './schema';

/** Does something in one transaction: the one that is open already, where there is one. */
export const inTransaction = <T>(db: Kysely<Schema>, work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db) : db.transaction().execute(work);

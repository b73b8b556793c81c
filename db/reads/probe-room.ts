import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/**
 * Has PostgreSQL write some megabytes and forget them again: a full disk refuses that, though it still answers
 * questions.
 */
export const probeRoom = (db: Kysely<Schema>): Promise<void> =>
  db
    .transaction()
    .execute(async (trx) => {
      await sql`create temporary table room_probe on commit drop as
                select n, repeat(md5(n::text), 25) as filling from generate_series(1, 5000) n`.execute(trx);
      throw ENOUGH;
    })
    .catch((error: unknown) => {
      if (error !== ENOUGH) throw error;
    });

const ENOUGH = new Error('rolled back');

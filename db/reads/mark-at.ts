import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** The mark of one event of a log, by which two logs are told apart; undefined where there is no such event. */
export const markAt = async (db: Kysely<Schema>, dossierId: string, seq: number): Promise<string | undefined> => {
  const row = await db
    .selectFrom('events')
    .select(sql<string>`mark_of(hash)`.as('mark'))
    .where('dossier_id', '=', dossierId)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.mark;
};

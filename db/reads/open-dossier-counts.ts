import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/** How many dossiers are open in the whole province, and how many of them the reader sees. */
export const openDossierCounts = async (db: Kysely<Schema>): Promise<{ readonly open: number; readonly visible: number }> => {
  const { rows } = await sql<{ open: number; visible: number }>`
    select (select count(*) from open_dossiers()) as open,
           (select count(*) from dossiers where stage in ('submitted', 'processing', 'resolved')) as visible`.execute(db);
  return rows[0]!;
};

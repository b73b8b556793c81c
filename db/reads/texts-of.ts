import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** The free text of a dossier's acts by its id; what was erased is not there. */
export const textsOf = async (db: Kysely<Schema>, dossierId: string): Promise<Readonly<Record<string, string>>> => {
  const rows = await db.selectFrom('texts').select(['text_id', 'text']).where('dossier_id', '=', dossierId).execute();
  return Object.fromEntries(rows.map((row) => [row.text_id, row.text]));
};

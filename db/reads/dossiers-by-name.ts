import { sql, type Kysely } from 'kysely';
import { foldName } from '../fold-name';
import type { Schema } from '../schema';

export interface NamedDossier {
  readonly dossierId: string;
  readonly subject: 'applicant' | 'submitter';
  readonly name: string;
}

/** Dossiers whose applicant or submitter has `text` in the name, with or without diacritics; what it holds is only text. */
export const dossiersByName = async (db: Kysely<Schema>, text: string, limit = 100): Promise<readonly NamedDossier[]> => {
  const folded = foldName(text);
  if (folded === '') return [];
  const rows = await db
    .selectFrom('personal_data')
    .select(['dossier_id', 'subject', 'name'])
    .where(sql<boolean>`position(${folded} in search_key) > 0`)
    .orderBy('search_key')
    .orderBy('dossier_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ dossierId: row.dossier_id, subject: row.subject, name: row.name }));
};

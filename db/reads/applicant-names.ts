import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Names of the applicants of dossiers, by dossier; those erased or not for this reader are missing. */
export const applicantNames = async (db: Kysely<Schema>, dossierIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (dossierIds.length === 0) return new Map();
  const rows = await db.selectFrom('personal_data').select(['dossier_id', 'name']).where('subject', '=', 'applicant').where('dossier_id', 'in', [...dossierIds]).execute();
  return new Map(rows.map((row) => [row.dossier_id, row.name]));
};

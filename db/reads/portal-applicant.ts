import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** What the national portal is told of the person a dossier is about. */
export interface PortalApplicant {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly email: string;
}

/** The applicant, with empty text for what is not known; undefined after erasure. Log the reading first. */
export const portalApplicant = async (db: Kysely<Schema>, dossierId: string): Promise<PortalApplicant | undefined> => {
  const row = await db
    .selectFrom('personal_data')
    .select(['name', 'id_number', 'phone', 'email'])
    .where('dossier_id', '=', dossierId)
    .where('subject', '=', 'applicant')
    .executeTakeFirst();
  return row && { name: row.name, idNumber: row.id_number ?? '', phone: row.phone ?? '', email: row.email ?? '' };
};

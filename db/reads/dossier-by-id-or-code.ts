import type { Kysely } from 'kysely';
import type { DossierRow } from '../../domain/dossier/recording';
import type { Schema } from '../schema';
import { toDossierRow } from './dossier-row';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isDossierId = (reference: string): boolean => UUID.test(reference);

/** The dossier of a legal code (`H35.12-260213-0001`) or of an opaque id; commands and people use either. */
export const dossierByIdOrCode = async (db: Kysely<Schema>, reference: string): Promise<DossierRow | undefined> => {
  const row = await db
    .selectFrom('dossiers')
    .selectAll()
    .where(isDossierId(reference) ? 'dossier_id' : 'code', '=', reference)
    .executeTakeFirst();
  return row && toDossierRow(row);
};

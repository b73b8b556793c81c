import type { Kysely } from 'kysely';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import type { Schema } from '../../db/schema';
import type { DossierRow } from '../../domain/dossier/recording';
import { refusal } from '../../domain/errors';
import { shown } from '../../domain/calendar/shown';
import { Refused } from '../exit';

/** The dossier of a code or an id; DOSSIER_UNKNOWN. */
export async function getDossier(db: Kysely<Schema>, reference: string): Promise<DossierRow> {
  const found = await dossierByIdOrCode(db, reference.trim());
  if (!found) throw new Refused(refusal('DOSSIER_UNKNOWN', { value: shown(reference) }, 'dossier'));
  return found;
}

import type { FastifyRequest } from 'fastify';
import { dossierByIdOrCode } from '../db/reads/dossier-by-id-or-code';
import type { DossierRow } from '../domain/dossier/recording';
import { refusal } from '../domain/errors';
import { Refused } from './problem';

/** The dossier a route's address names, where the caller may see it; one they may not see does not exist for them. */
export async function dossierOr404({ db, params }: FastifyRequest): Promise<DossierRow> {
  const { reference } = params as { reference: string };
  const row = await dossierByIdOrCode(db, reference);
  if (!row) throw new Refused(refusal('DOSSIER_UNKNOWN', { value: reference }, 'path.reference'));
  return row;
}

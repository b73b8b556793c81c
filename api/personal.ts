import type { FastifyRequest } from 'fastify';
import { logAccess } from '../db/access-log';
import { accessOf } from './authenticate';
import type { ApiContext } from './context';

/** Whoever is shown personal data is written down, with the dossier it belongs to, before it is shown. */
export const logPersonalRead = async (context: ApiContext, request: FastifyRequest, dossierIds: readonly string[], detail: string | null = null): Promise<void> => {
  const entry = { ...accessOf(context, request), action: 'read-personal-data' as const, detail };
  if (dossierIds.length > 0) await logAccess(request.db, dossierIds.map((dossier_id) => ({ ...entry, dossier_id })));
};

import type { FastifyRequest } from 'fastify';
import { accessOf, writeAccess } from './authenticate';
import type { ApiContext } from './context';

/** Whoever is shown personal data is written down, with the dossier it belongs to, before it is shown. */
export const logPersonalRead = async (context: ApiContext, request: FastifyRequest, dossierIds: readonly string[], detail: string | null = null): Promise<void> => {
  const entry = { ...accessOf(context, request), action: 'read-personal-data' as const, detail };
  if (dossierIds.length > 0) await writeAccess(context, request, dossierIds.map((dossier_id) => ({ ...entry, dossier_id })));
};

/** A search by name is written down whoever was found: that somebody has no dossier is told by it, too. */
export const logSearch = async (
  context: ApiContext,
  request: FastifyRequest,
  found: readonly string[],
): Promise<void> => {
  const entry = { ...accessOf(context, request), action: 'search' as const };
  await writeAccess(context, request, { ...entry, detail: `by name, ${found.length} found` });
  await logPersonalRead(context, request, found, 'searched by name');
};

export const logRecordsRead = (context: ApiContext, request: FastifyRequest, dossierId: string): Promise<void> =>
  writeAccess(context, request, { ...accessOf(context, request), action: 'read-records', dossier_id: dossierId });

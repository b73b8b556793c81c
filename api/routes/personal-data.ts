import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  CorrectionGiven,
  ErasureAsked,
  ErasureReport,
  ExportAsked,
  PersonCorrected,
  PersonalExport,
} from '../../contracts/http/personal-data';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { dossiersOfIdentity, personalExport } from '../../db/reads/personal-export';
import { refusal } from '../../domain/errors';
import { USUAL_RETENTION } from '../../domain/retention';
import { correctPerson, erasePerson } from '../../gateway/personal-data';
import type { Office } from '../../gateway/personal-data';
import { guarded } from '../answers';
import { accessOf, writeAccess } from '../authenticate';
import { readerOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { dossierOr404 } from '../find-dossier';
import { Refused, valueOf } from '../problem';
import { timestampOrNull } from '../views/time';

/** Whoever may read every dossier and answers for the law; an administrator may not even read one. */
const CONTROL: Access = { people: ['control'] };
const tags = ['personal data'];
const Reference = z.object({ reference: z.string().min(1).max(100).describe('Dossier id or legal code') });

/** What citizens may ask for by law 91/2025: what is kept of them, its correction, its erasure. */
export async function personalDataRoutes(app: Api, context: ApiContext): Promise<void> {
  app.post(
    '/v1/personal-data/export',
    {
      config: { access: CONTROL },
      schema: {
        tags,
        summary: 'Everything that is kept about somebody, to be handed over to them',
        description: 'POST, so that no identity number stands in an address. Each dossier is in the access log.',
        body: ExportAsked,
        response: guarded({ 200: PersonalExport }, 404, 413, 415),
      },
    },
    async (request) => {
      const { body, caller } = request;
      // The access log belongs to it, which only this role reads.
      const db = context.database.as({ ...readerOf(caller), audits: true });
      const found = body.dossier === undefined ? undefined : await dossierByIdOrCode(db, body.dossier);
      if (body.dossier !== undefined && !found) {
        throw new Refused(refusal('DOSSIER_UNKNOWN', { value: body.dossier }, 'body.dossier'));
      }
      const dossierIds = found ? [found.dossierId] : [...(await dossiersOfIdentity(db, body.idNumber!))];
      const entry = { ...accessOf(context, request), action: 'personal-data' as const };
      await writeAccess(context, request, [
        { ...entry, detail: `export ${body.reference}, ${dossierIds.length} dossiers` },
        ...dossierIds.map((dossier_id) => ({ ...entry, dossier_id, detail: `export ${body.reference}` })),
      ]);
      const tables = await personalExport(db, dossierIds);
      return { dossierIds, tables: tables as z.input<typeof PersonalExport>['tables'] };
    },
  );

  app.post(
    '/v1/dossiers/:reference/personal-data/correct',
    {
      config: { access: CONTROL },
      schema: {
        tags,
        summary: 'Correct what is kept of the applicant or submitter',
        params: Reference,
        body: CorrectionGiven,
        response: guarded({ 200: PersonCorrected }, 404, 409, 413, 415),
      },
    },
    async (request) => {
      const { dossierId } = await dossierOr404(request);
      const { version, fields } = valueOf(await correctPerson(officeOf(context, request), dossierId, request.body));
      return { version, fields: [...fields] };
    },
  );

  app.post(
    '/v1/dossiers/:reference/personal-data/erase',
    {
      config: { access: CONTROL },
      schema: {
        tags,
        summary: 'Erase what may be erased of an ended dossier, and hear what stays and why',
        params: Reference,
        body: ErasureAsked,
        response: guarded({ 200: ErasureReport }, 404, 409, 413, 415),
      },
    },
    async (request) => {
      const dossier = await dossierOr404(request);
      const office = officeOf(context, request);
      const { retention = USUAL_RETENTION } = context;
      const { keptUntil, lines, whole } = valueOf(await erasePerson(office, dossier, request.body, retention));
      return { whole, keptUntil: timestampOrNull(keptUntil), lines: [...lines] };
    },
  );
}

const officeOf = (context: ApiContext, request: FastifyRequest): Office => ({
  db: request.db,
  as: 'control',
  signing: context.signing,
  entry: accessOf(context, request),
});

import { z } from 'zod';
import { STAGES } from '../../domain/dossier/state';
import { AgencyCode } from './common';

/** What an `event: dossier` carries. */
export const LiveDossier = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable(),
    seq: z.number().int().describe('Number of the event in its dossier'),
    type: z.string().nullable(),
    stage: z.enum(STAGES),
    agencies: z.array(AgencyCode).describe('Who holds it now'),
    tasks: z.array(z.object({ taskId: z.string(), agency: AgencyCode, version: z.number().int() })).describe("Open tasks of the caller's agencies, as they are now"),
  })
  .meta({ id: 'LiveDossier' });

export const StreamQuery = z.object({ agency: AgencyCode.optional().describe('Only what this agency has to do with') });
export const StreamHeaders = z.object({ 'last-event-id': z.string().max(60).optional().describe('Where to go on, as browsers send it when they come again') });

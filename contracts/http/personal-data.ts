import { z } from 'zod';
import { GROUNDS, PERSON_FIELDS, SUBJECTS } from '../../domain/personal-data';
import { Bilingual, Timestamp, line } from './common';

/** Number of the letter or decision: it stays in the log for ever, so it is no sentence and no name. */
export const ReferenceNumber = z
  .string()
  .regex(/^[\w./-]{1,60}$/, 'the number of the letter or decision: letters, digits and ./-_, without a name')
  .describe('Number of the letter or decision; stays for ever, so without a name');
const Why = { ground: z.enum(GROUNDS), reference: ReferenceNumber };

export const ExportAsked = z
  .strictObject({
    dossier: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[\w.-]+$/)
      .optional()
      .describe('Dossier id or legal code'),
    idNumber: line(50).optional().describe('Identity number: every dossier in which it stands, or stood'),
    reference: ReferenceNumber,
  })
  .refine(
    ({ dossier, idNumber }) => (dossier === undefined) !== (idNumber === undefined),
    'name either dossier or idNumber',
  )
  .meta({ id: 'PersonalDataAsked' });
export const PersonalExport = z
  .object({
    dossierIds: z.array(z.uuid()),
    tables: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .describe('By table: every row that is kept'),
  })
  .meta({ id: 'PersonalDataExport' });

const contact = z.string().regex(/^\+?[\d .()-]{6,30}$/);
export const CorrectionGiven = z
  .strictObject({
    subject: z.enum(SUBJECTS).default('applicant'),
    values: z
      .strictObject({
        name: line(200).optional(),
        idNumber: line(50).nullable().optional(),
        phone: contact.nullable().optional(),
        email: z.email().max(200).nullable().optional(),
        address: line(500).nullable().optional(),
      })
      .refine((values) => Object.keys(values).length > 0, 'name what is wrong, with its right value')
      .describe('Right values; null takes one away'),
    forget: z.boolean().default(false).describe('What was wrong is forgotten at once'),
    ...Why,
  })
  .meta({ id: 'PersonalDataCorrection' });
export const PersonCorrected = z
  .object({ version: z.number().int(), fields: z.array(z.enum(PERSON_FIELDS)) })
  .meta({ id: 'PersonalDataCorrected' });

export const ErasureAsked = z
  .strictObject({ dryRun: z.boolean().default(false).describe('Says what would go'), ...Why })
  .meta({ id: 'PersonalDataErasure' });
export const ErasureReport = z
  .object({
    whole: z.boolean().describe('The period for keeping dossiers is over, or a court has decided'),
    keptUntil: Timestamp.nullable().describe('When the rest may go; null: it has gone, or is kept for ever'),
    lines: z.array(
      z.object({
        table: z.string(),
        done: z.enum(['erased', 'partly', 'kept']),
        rows: z.number().int().nullable(),
        ground: Bilingual,
      }),
    ),
  })
  .meta({ id: 'PersonalDataErasureReport' });

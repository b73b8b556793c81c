import { z } from 'zod';
import { AGENCY_CHANGE_KINDS } from '../../domain/agency/compare-topologies';
import { PUBLICATION_KINDS } from '../../domain/agency/publication';
import { AgencyCode, Bilingual, LocalDate, Timestamp, line } from './common';

const File = z.object({
  file: line(200).describe('What it is called in messages'),
  text: z.string().min(1).max(1_000_000).describe('YAML, as the files in catalogue/agencies are'),
});
const Same = z
  .array(z.object({ old: AgencyCode, new: AgencyCode }))
  .max(500)
  .default([])
  .describe('With a correction: the same agency under another code, where that is not plain from its name');

export const AgencyFilesGiven = z.object({
  kind: z.enum(PUBLICATION_KINDS).describe('publish: from a date on; correct: what was wrong all along'),
  files: z.array(File).min(1).max(20).describe('All files of the province together'),
  from: LocalDate.optional().describe('With publish: from when on it holds, today or later. Default today'),
  same: Same,
});
export const AgencyVersionGiven = AgencyFilesGiven.extend({
  legalBasis: line(500).describe('The decision; shown with every dossier it moves'),
});

const FileProblem = z.object({ file: z.string(), line: z.number().int(), field: z.string(), message: z.string() });
const Change = z.object({
  kind: z.enum(AGENCY_CHANGE_KINDS),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const count = z.number().int();

export const AgencyPreviewView = z
  .object({
    version: count.describe('The version that would be replaced; also the ETag'),
    problems: z.array(FileProblem).describe('What is wrong in the files; where there is any, nothing else is said'),
    unchanged: z.boolean().describe('The files say just what is published'),
    concerned: count.describe('Agencies of which something changes'),
    agencies: z
      .array(
        z.object({
          code: z.string(),
          name: Bilingual,
          changes: z.array(Change),
          goesTo: z.string().nullable().describe('Where its open work goes; null where somebody must be assigned'),
          openTasks: count,
          openDossiers: count,
          postings: count,
          clients: count,
          subscriptions: count,
          codesGiven: count.describe('Legal codes of dossiers given there; they stay'),
        }),
      )
      .describe('Those with most open tasks first; at most 500'),
    obstacle: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it cannot be published so'),
  })
  .meta({ id: 'AgencyPreview' });

export const AgencyVersionNumber = z.coerce.number().int().min(1).max(1_000_000);

export const AgencyVersionView = z
  .object({
    version: count,
    publishedAt: Timestamp,
    publishedBy: z.string(),
    kind: z.enum(PUBLICATION_KINDS).nullable().describe('null: it came with the program'),
    from: LocalDate.nullable(),
    legalBasis: z.string().nullable(),
    renamed: z.array(z.object({ old: z.string(), new: z.string() })).describe('Codes that a correction replaced'),
    progress: z
      .object({
        state: z.enum(['waiting', 'moving', 'done']).describe('waiting: its day has not come'),
        total: count.describe('Dossiers open at publication'),
        done: count.describe('Of them those that were looked at'),
        moved: count,
        refused: z.array(
          z.object({ dossierId: z.string(), code: z.string().nullable(), reason: z.string(), detail: z.string() }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'AgencyVersion' });
export const AgencyVersionList = z.object({ items: z.array(AgencyVersionView) });

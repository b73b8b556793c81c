import { z } from 'zod';
import { TIERS } from '../../domain/agency/agency';
import { CLOCK_START_RULES } from '../../domain/calendar/calendar';
import { AgencyCode, Bilingual, LocalDate, Timestamp, line, pageOf } from './common';
import { OnDate } from './on-date';

export const ProcedureCode = z
  .string()
  .regex(/^\d\.\d{6}(\.(000\.00\.00\.)?H\d{2})?$/)
  .meta({ id: 'ProcedureCode', description: 'National code, with a local suffix where the province issued it', examples: ['2.000908', '1.014459.H35'] });
export const ProcedureVersion = z.coerce.number().int().min(1).max(1_000_000);

export const LimitView = z
  .object({ text: z.string().describe('As "when would it be due" takes it: "3 working days"'), label: Bilingual })
  .meta({ id: 'TimeLimit' });
const Condition = z.record(z.string(), z.unknown()).describe('A test on a fact or an outcome, as in the definition: {"fact": "deathVerification", "is": true}');

const SupplementRule = z.object({
  noticeWithin: LimitView.describe('How soon the complete list is sent'),
  respondWithin: LimitView.describe('How long the applicant has; then the dossier closes'),
  confirmWithin: LimitView.describe('How soon what was sent is confirmed'),
  times: z.number().int().describe('How often at this stage'),
  inBranch: z.enum(['stops-branch', 'stops-dossier']).describe('What one asked inside a parallel block stops'),
});

export const ProcedureSummary = z
  .object({
    code: ProcedureCode,
    version: z.number().int(),
    name: Bilingual,
    sector: Bilingual,
    tier: z.enum(TIERS).describe('That decides'),
    serviceLevel: z.enum(['full-online', 'partial-online', 'in-person']),
    from: LocalDate,
    to: LocalDate.nullable().describe('First day it is no longer in force'),
    limits: z.array(LimitView).describe('The statutory limit, or those of its phases'),
  })
  .meta({ id: 'ProcedureSummary' });
export const ProcedureList = pageOf(ProcedureSummary).meta({ id: 'ProcedureList' });

const listing = {
  on: OnDate.optional().describe('In force on this date; default today'),
  q: line(100).optional().describe('Words of the name, the sector or the code, with or without diacritics'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('"next" of the page before, unchanged'),
};
export const ProcedureQuery = z.object({
  ...listing,
  unit: AgencyCode.optional().describe('Offered at this one-stop unit'),
  code: z.string().regex(/^[\d.H]{1,40}$/).optional().describe('Code, or its beginning'),
});
export const AgencyProcedureQuery = z.object(listing);

export const ProcedureView = ProcedureSummary.extend({
  versions: z.array(z.number().int()),
  offeredAt: z.object({ role: z.string(), tiers: z.array(z.enum(TIERS)) }).describe('Units that play this role in these tiers'),
  documents: z.array(
    z.object({
      document: z.string().describe('As a submission names it'),
      name: Bilingual,
      required: z.boolean(),
      originals: z.number().int(),
      copies: z.number().int(),
      when: Condition.nullable().describe('Only asked for where this holds'),
    }),
  ),
  facts: z.array(
    z.object({ fact: z.string(), label: Bilingual, type: z.enum(['boolean', 'number', 'choice']), options: z.array(z.string()), optionNames: z.record(z.string(), Bilingual).describe('What people read in place of an option; not every option has to have one'), required: z.boolean() }),
  ).describe('What the form asks, for the answers decide the way it goes'),
  fees: z.array(
    z.object({ fee: z.string(), name: Bilingual, amount: z.number().describe('Dong'), amountOnline: z.number().nullable(), when: z.enum(['before', 'after', 'exempt']), refundable: z.boolean() }),
  ),
  timeLimit: z.object({
    clockStart: z.enum(CLOCK_START_RULES),
    expires: z.enum(['close-of-office', 'midnight']),
    limit: LimitView.nullable(),
    phases: z.array(z.object({ phase: z.string(), name: Bilingual, limit: LimitView })),
    variants: z.array(z.object({ when: Condition, limit: LimitView })).describe('The first that holds takes the place of the limit'),
  }),
  supplement: z.object({ reception: SupplementRule, examination: SupplementRule }).describe('Asked for at the window, and by the agency that examines'),
  apology: z.object({ owed: z.enum(['one-day-before', 'at-expiry']), oncePer: z.enum(['dossier', 'phase']), atMost: LimitView.nullable().describe('How far the date may be moved; null: the limit once more') }),
  appeal: z.object({ law: Bilingual, body: Bilingual, days: z.number().int() }).nullable().describe('Where a refusal is complained of; null: by the Law on Complaints'),
  acknowledgeWithin: LimitView.describe('How soon a receiving agency acknowledges a hand-over'),
  result: Bilingual,
  legalBasis: z.array(z.string()),
  provenance: z.object({ source: z.array(z.string()), confidence: z.enum(['H', 'M', 'L']), assumed: z.array(z.string()).describe('What nobody has confirmed'), note: z.string().nullable() }),
  route: z.array(z.record(z.string(), z.unknown())).describe('As published, limits as TimeLimit; docs/procedure-format.md explains it'),
}).meta({ id: 'Procedure' });

export const VersionView = z
  .object({
    version: z.number().int(),
    from: LocalDate,
    to: LocalDate.nullable(),
    endReason: z.string().nullable().describe('The decision that abolished it'),
    publishedAt: Timestamp,
    publishedBy: z.string(),
    openDossiers: z.number().int().optional().describe('Dossiers that go on under it; for those who publish'),
  })
  .meta({ id: 'ProcedureVersion' });
export const VersionList = z.object({ items: z.array(VersionView) }).meta({ id: 'ProcedureVersions' });

export const ProcedureFile = z
  .strictObject({ file: z.string().min(1).max(1_000_000).describe('The definition as YAML 1.2 or JSON text; docs/procedure-format.md') })
  .meta({ id: 'ProcedureFile' });
export const PublishedView = z
  .object({
    code: ProcedureCode,
    version: z.number().int(),
    outcome: z.enum(['published', 'present', 'fit']).describe('present: published before with this very text; fit: checked only'),
    from: LocalDate,
    ended: z.object({ version: z.number().int(), on: LocalDate }).nullable().describe('The version it replaces; dossiers accepted under that one keep it'),
  })
  .meta({ id: 'Published' });

export const Ending = z
  .strictObject({ date: OnDate.describe('First day it is no longer in force'), reason: line(500).describe('The decision that says so') })
  .meta({ id: 'ProcedureEnding' });

import { z } from 'zod';
import { Facts, FreeText } from '../act-request';
import { STAGES } from '../../domain/dossier/state';
import { AgencyCode, Bilingual, LocalDate, Post, Timestamp, line, pageOf } from './common';
import { TaskView } from './task';

const Timeliness = z.enum(['early', 'on-time', 'late']);

export const PersonView = z
  .object({ name: z.string(), idNumber: z.string().optional(), phone: z.string().optional(), email: z.string().optional(), address: z.string().optional() })
  .meta({ id: 'PersonView' });

export const DossierSummary = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable().describe('Legal code, from acceptance on'),
    procedureCode: z.string(),
    procedureVersion: z.number().int(),
    channel: z.enum(['counter', 'online', 'post']),
    receivingUnit: AgencyCode,
    place: AgencyCode,
    stage: z.enum(STAGES),
    money: z.string(),
    delivery: z.string(),
    nationalStatus: z.number().int().min(1).max(10),
    clock: z.enum(['not-started', 'running', 'stopped', 'ended']),
    submittedAt: Timestamp,
    acceptedAt: Timestamp.nullable(),
    dueAt: Timestamp.nullable().describe('Present appointment'),
    originalDueAt: Timestamp.nullable(),
    endedAt: Timestamp.nullable(),
    returnedAt: Timestamp.nullable(),
    overdue: z.boolean(),
    holders: z.array(AgencyCode).describe('Agencies with an open task'),
    timeliness: z.object({ legal: Timeliness, portal: Timeliness }).nullable(),
    version: z.number().int().describe('Events so far'),
  })
  .meta({ id: 'DossierSummary' });

const ListedDossier = DossierSummary.extend({ applicantName: z.string().nullable().optional().describe('Only with=applicant; each reading of a name is logged') }).meta({ id: 'ListedDossier' });

export const LikelyDuplicate = z
  .object({ dossierId: z.uuid(), code: z.string().nullable(), receivingUnit: AgencyCode, stage: z.string(), submittedAt: Timestamp, sameContent: z.boolean().describe('Facts and documents are the same, too') })
  .meta({ id: 'LikelyDuplicate' });

const Duplicates = {
  duplicates: z
    .array(LikelyDuplicate)
    .describe('While it is not accepted: dossiers that look like this one, as far as the caller may see them; for clients none'),
  duplicatesElsewhere: z.boolean().describe('There is one, too, that the caller may not see'),
};

/** An act on a task that somebody may do now, or the reason why not. */
export const PossibleAct = z
  .object({
    act: z.string(),
    taskId: z.string().nullable(),
    allowed: z.boolean(),
    by: z.array(z.string()).describe("The caller's posts it may be done from; for those who may not, everybody's"),
    whyNot: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'PossibleAct' });

export const DossierView = DossierSummary.extend({
  procedureName: Bilingual,
  nationalStatusName: Bilingual,
  applicant: PersonView.nullable().describe('Null after erasure, or where the caller may not'),
  submitter: PersonView.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  documents: z.array(z.string()),
  tasks: z.array(TaskView),
  reading: z
    .enum(['whole', 'own-part'])
    .describe('An agency whose part is over reads its own part: its tasks, and what it did itself'),
  wanting: z
    .object({
      documents: z.array(z.object({ document: z.string(), name: Bilingual })),
      fees: z.array(z.object({ fee: z.string(), name: Bilingual, amount: z.number().int().describe('Dong') })),
    })
    .describe('What its acceptance wants and is not there: papers, and fees due before'),
  exceptions: z
    .array(z.object({ document: z.string().nullable(), fee: z.string().nullable(), reason: z.string().nullable().describe('Null after erasure') }))
    .describe('What the acceptance let off'),
  newDate: z
    .object({ open: z.boolean().describe('It is or will be late'), from: Timestamp.describe('When it counts as near its appointment'), latest: Timestamp })
    .nullable()
    .describe('Whether an apology may name a new date now, and until when; null where none may'),
  refusal: z
    .object({
      ground: z.string(),
      reason: z.string().nullable().describe('Null after erasure'),
      appeal: z.object({ law: Bilingual, body: Bilingual, days: z.number().int() }),
      taskId: z.string().nullable().describe('Null: of the intake'),
    })
    .nullable()
    .describe('What the paper of its refusal says'),
  acts: z.array(PossibleAct).describe('What may be done next'),
  ...Duplicates,
  workflowUrl: z.string().nullable().describe("Its workflow in Temporal's own pages, for those who operate; null for others, and where there are no such pages"),
}).meta({ id: 'Dossier' });

export const DossierList = pageOf(ListedDossier).meta({ id: 'DossierList' });
export const DossierQuery = z.object({
  code: z.string().max(100).optional().describe('Legal code, or its beginning'),
  applicant: line(200).optional().describe('Name, with or without diacritics; the search is logged'),
  unit: AgencyCode.optional().describe('Receiving unit'),
  holder: AgencyCode.optional().describe('Agency with an open task'),
  procedure: z.string().max(100).optional(),
  stage: z.enum(STAGES).optional(),
  overdue: z.stringbool().optional(),
  with: z.enum(['applicant']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

const PersonGiven = z
  .strictObject({ name: line(200), idNumber: line(50).optional(), phone: z.string().regex(/^\+?[\d .()-]{6,30}$/).optional(), email: z.email().max(200).optional(), address: line(500).optional() })
  .meta({ id: 'PersonGiven' });

export const Submission = z
  .strictObject({
    procedure: line(100),
    unit: AgencyCode.describe('The one-stop unit that receives it'),
    place: AgencyCode.optional().describe("Committee of the applicant's place; the unit's own where it serves one"),
    channel: z.enum(['counter', 'online', 'post']).default('counter'),
    facts: Facts.default({}),
    documents: z.array(line(100)).max(100).default([]).describe('Documents of the checklist that were handed in'),
    applicant: PersonGiven,
    submitter: PersonGiven.optional().describe('Who brought it, where it is somebody else'),
    as: Post.optional().describe("Of the caller's posts the one to act from"),
  })
  .meta({ id: 'Submission' });

export const Recorded = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable(),
    seq: z.number().int().describe('Last event of the act'),
    at: Timestamp,
    events: z.array(z.string()),
    stage: z.enum(STAGES),
    nationalStatus: z.number().int(),
    dueAt: Timestamp.nullable(),
  })
  .meta({ id: 'Recorded' });

export const Submitted = Recorded.extend({
  trackingSecret: z.string().nullable().describe('Opens the public tracking, with the code; null for officers, who print it on the receipt'),
  ...Duplicates,
}).meta({ id: 'Submitted' });

export const Pending = z
  .object({ commandId: z.string(), status: z.literal('pending'), outcome: z.string().describe('Where to ask what became of it') })
  .meta({ id: 'Pending' });

export const CommandView = z
  .object({
    commandId: z.string(),
    dossierId: z.uuid(),
    act: z.string(),
    status: z.enum(['pending', 'recorded', 'refused']),
    receivedAt: Timestamp,
    recorded: Recorded.nullable(),
    refused: z.object({ code: z.string(), detail: z.string(), field: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Command' });

export const HistoryItem = z
  .object({
    kind: z.enum(['event', 'escalation']),
    seq: z.number().int().nullable(),
    at: Timestamp,
    type: z.string(),
    text: Bilingual.describe('In plain words'),
    by: z.string(),
    note: z.string().nullable().describe('Free text that goes with it; null after erasure'),
    detail: z.record(z.string(), z.unknown()).describe('As it stands in the log'),
  })
  .meta({ id: 'HistoryItem' });
export const History = z.object({ items: z.array(HistoryItem), intact: z.boolean().describe('The hash chain holds') }).meta({ id: 'History' });

export const Receipt = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable(),
    trackingSecret: z.string().nullable().describe('Only of the very printing that is asked for; else null'),
    printed: z
      .array(z.object({ at: Timestamp, by: z.string().describe('Name of who printed it') }))
      .describe('Every printing, the first one first; each has a secret of its own, and only the last one opens the tracking'),
    trackingUrl: z.string().nullable().describe('Null before it has a code'),
    applicant: z.string().nullable(),
    procedureName: Bilingual,
    receivingUnitName: Bilingual,
    documents: z.array(Bilingual),
    acceptedAt: Timestamp.nullable(),
    acceptedBy: z.string().nullable().describe('Name of who accepted it'),
    dueAt: Timestamp.nullable().describe('As promised at acceptance, whatever moved it since'),
  })
  .meta({ id: 'Receipt' });

export { FreeText, LocalDate };

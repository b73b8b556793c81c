import { z } from 'zod';
import type { Instant } from '../domain/calendar/calendar';
import { ABSENCE_GROUNDS } from '../domain/dossier/absence';
import type { DossierEvent, EventType } from '../domain/dossier/event';

/** Official time in RFC 3339 with its offset and milliseconds: `2026-02-13T14:59:00.000+07:00`. */
export const officialTimestamp = (instant: Instant): string => new Date(instant + OFFSET_MS).toISOString().replace('Z', '+07:00');
const OFFSET_MS = 7 * 3_600_000;

/** The log counts milliseconds; other systems read a timestamp. */
const instant = z
  .number()
  .transform(officialTimestamp)
  .pipe(z.string().meta({ format: 'date-time', examples: ['2026-02-13T14:59:00.000+07:00'] }));
const agency = z.string().describe('Code of an agency');
const taskId = z.string().describe('One occurrence of a step: examine#1');
const textRef = z
  .object({ textId: z.string(), digest: z.string() })
  .nullable()
  .describe('Stands for text that does not leave: where it is kept, and its salted digest');

const task = z.object({
  taskId,
  step: z.string(),
  kind: z.string(),
  agency,
  officerRole: z.string(),
  status: z.string(),
  assignee: z.string().nullable().describe('Person of the register'),
  version: z.number().int(),
  openedAt: instant,
  dueAt: instant.nullable(),
  acknowledgeBy: instant.nullable().describe('Last instant to acknowledge the hand-over'),
  consultation: taskId.nullable().describe('The consultation it answers'),
});
const appointment = z.object({
  phase: z.number().int(),
  startAt: instant,
  due: instant.describe('Present date of the promise'),
  original: instant.describe('What the receipt promised'),
  movedTo: instant.nullable().describe('Set by the one re-appointment the law allows'),
});
const supplement = z.object({
  n: z.number().int(),
  stage: z.enum(['reception', 'examination']),
  taskId: taskId.nullable(),
  stopsDossier: z.boolean(),
  requestedAt: instant,
  respondBy: instant,
  requestedLate: z.boolean(),
});
const block = z.object({ block: z.string(), parallel: z.string(), branches: z.array(z.string()) });
const movedTask = z.object({ taskId, dueAt: instant.nullable(), acknowledgeBy: instant.optional() });
const missed = z.object({
  kind: z.enum(['appointment', 'hand-over', 'consultation', 'supplement']),
  due: instant,
  phase: z.number().int().optional(),
  taskId: taskId.optional(),
  n: z.number().int().optional(),
});
const exception = z.object({ document: z.string().optional(), fee: z.string().optional(), reason: textRef });
const bilingual = z.object({ vi: z.string(), en: z.string() });
const appeal = z
  .object({ law: bilingual, body: bilingual, days: z.number().int() })
  .describe('By which law, to whom and within how many days the applicant may complain');
const n = z.number().int().describe('Which supplement, from 1');
const stopRule = z.enum(['supplement', 'financial-obligation', 'outside-confirmation']);
const cancelGround = z.enum(['joined', 'refused', 'sent-back', 'recalled', 'went-back', 'ended', 'corrected']);

/** Does not leave: words a person wrote, answers about the applicant's circumstances, or a copy of what is published. */
const INSIDE = null;

type Fields<T extends EventType> = { readonly [F in Exclude<keyof Extract<DossierEvent, { type: T }>, 'type'>]-?: z.ZodType | typeof INSIDE };

/** What of each event leaves, and how it looks there. A new event, or a new field of one, has to be decided here. */
const FIELDS = {
  DossierSubmitted: {
    procedureCode: z.string(),
    procedureVersion: z.number().int(),
    calendarVersion: z.number().int(),
    agenciesVersion: INSIDE,
    channel: z.enum(['counter', 'online', 'post']),
    receivingUnit: agency,
    place: agency,
    facts: INSIDE,
    documents: z.array(z.string()).describe('Ids from the list of documents of the procedure'),
    applicantDigest: z.string().describe('Salted digest of the applicant'),
    feeOwed: z.boolean(),
  },
  DossierAccepted: { code: z.string().describe('The legal code'), procedureVersion: z.number().int(), procedure: INSIDE, agencies: INSIDE, appointment, exceptions: z.array(exception).optional().describe('Papers that are not there and fees that were let off'), feeOwed: z.boolean().optional() },
  IntakeRefused: { reason: textRef, ground: INSIDE, appeal: appeal.optional() },
  FeePaid: { reference: INSIDE },
  SupplementRequested: { supplement, items: INSIDE, note: textRef },
  SupplementProvided: { n, confirmBy: instant },
  SupplementConfirmed: { n },
  SupplementLapsed: { n },
  LapseUndone: { n, providedAt: instant, confirmBy: instant, reason: textRef },
  DocumentAttached: {
    attachmentId: z.string(),
    document: z.string().nullable().describe('Id from the list of documents that it fulfils'),
    mediaType: z.string(),
    size: z.number().int().describe('Bytes'),
    sha256: z.string().describe('Of the content, hex'),
    origin: z.string(),
  },
  DocumentWithdrawn: { attachmentId: z.string(), reason: textRef },
  StepAssigned: { task },
  OfficerAssigned: { taskId, person: z.string() },
  TaskTakenUp: { taskId, person: z.string() },
  TaskReleased: { taskId },
  TaskReturnedToDesk: { taskId, agency, from: z.string(), because: z.enum(ABSENCE_GROUNDS) },
  StepCompleted: { taskId, outcome: z.string(), facts: INSIDE, note: textRef, refusal: z.object({ appeal }).optional() },
  StepCancelled: { taskId, ground: cancelGround },
  StepSentBack: { taskId, toStep: z.string(), reason: textRef },
  StepRecalled: { taskId, toStep: z.string(), reason: textRef },
  StepRerouted: { taskId, from: agency, to: agency, info: INSIDE, acknowledgeBy: instant, reason: textRef, replyBy: instant.optional() },
  TransferReturned: { taskId, from: agency, to: agency, role: z.string().describe('Post of the sender that has it now'), since: instant, acknowledgeBy: instant, reason: textRef },
  HandOverSent: { taskId, from: agency, to: agency, acknowledgeBy: instant },
  HandOverAcknowledged: { taskId, replyBy: instant.nullable() },
  ConsultationReplied: { taskId, opinion: z.enum(['agree', 'disagree', 'no-objection']), late: z.boolean(), note: textRef },
  SilenceTakenAsConsent: { taskId },
  BlockOpened: { block },
  BranchFinished: { block: z.string(), branch: z.string(), refused: z.boolean() },
  BlockJoined: { block: z.string() },
  BlockLeft: { block: z.string(), ground: cancelGround },
  ClockStopped: { rule: stopRule },
  ClockResumed: { rule: stopRule, appointment },
  ClockReset: { from: instant, appointment: appointment.nullable(), tasks: z.array(movedTask) },
  DeadlineMissed: { deadline: missed },
  ApologyIssued: { reason: textRef, inTime: z.boolean(), appointment: appointment.nullable() },
  PhaseMet: { phase: z.number().int() },
  ObligationNoticed: { taskId, reference: INSIDE },
  SlipReturned: { taskId, erred: z.enum(['sender', 'tax-office']), reason: textRef },
  ObligationSettled: { taskId, by: z.enum(['payment', 'exemption', 'debt']), reference: INSIDE, appointment },
  DossierResolved: { outcome: z.string(), refused: z.boolean(), refusal: z.object({ reason: textRef, appeal, taskId: taskId.nullable() }).optional() },
  ResultReturned: { way: z.enum(['counter', 'post', 'electronic']) },
  DossierStopped: { reason: textRef },
  DossierWithdrawn: { reason: textRef },
  CorrectionOpened: { reason: textRef },
  DossierArchived: {},
  CalendarAmended: {
    from: z.number().int(),
    to: z.number().int(),
    change: INSIDE,
    appointment: appointment.nullable(),
    tasks: z.array(movedTask),
    supplements: z.array(z.object({ n, respondBy: instant, confirmBy: instant.optional() })),
  },
  AgenciesReorganised: {
    agencies: INSIDE,
    receivingUnit: agency,
    place: agency,
    moved: z.array(z.object({ taskId, from: agency, to: agency })),
    renamed: INSIDE,
    legalBasis: INSIDE,
  },
  RulesAdopted: { rules: z.number().int() },
  SyncReported: { acknowledgedSeq: z.number().int(), failure: INSIDE },
} as const satisfies { readonly [T in EventType]: Fields<T> };

export const EVENT_TYPES = Object.keys(FIELDS) as readonly EventType[];

const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('officer'), person: z.string().describe('Person of the register, or the post'), agency, role: z.string() }),
  z.object({ kind: z.literal('applicant') }),
  z.object({ kind: z.literal('partner'), system: z.string() }),
  z.object({ kind: z.literal('engine') }),
]);

const dataOf = (fields: Readonly<Record<string, z.ZodType | typeof INSIDE>>): z.ZodObject =>
  z.object({ ...Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, z.ZodType] => entry[1] !== INSIDE)), actor });

/** Whoever acted, and what leaves of the event itself. Whatever is not named here stays inside. */
export const EVENT_DATA = Object.fromEntries(Object.entries(FIELDS).map(([type, fields]) => [type, dataOf(fields)])) as Readonly<Record<EventType, z.ZodObject>>;

/** What an agency is told by the escalation batch, and by the daily digest. */
export const NOTICE_DATA = {
  escalation: z.object({
    addressee: agency,
    firedAt: instant,
    entries: z.array(
      z.object({
        dossierId: z.string(),
        subject: z.string().describe('What is watched: task:examine#1, appointment:1'),
        generation: z.number().int(),
        level: z.string().describe('warning, overdue, escalation-1 …'),
        agency: agency.describe('Whose work it is'),
        dueAt: instant,
        at: instant.describe('Legal instant of the level'),
        to: z.array(z.object({ agency, role: z.string() })),
      }),
    ),
  }),
  digest: z.object({
    agency,
    date: z.string(),
    dueToday: z.number().int(),
    overdue: z.number().int(),
    escalated: z.number().int(),
    tasks: z.array(z.object({ dossierId: z.string(), code: z.string().nullable(), taskId, dueAt: instant, escalated: z.boolean() })),
  }),
} as const;

/** What occurs in several of them, by the name under which it is documented. */
export const SHARED_DATA = { Actor: actor, Task: task, Appointment: appointment, Supplement: supplement, MovedTask: movedTask, TextRef: textRef } as const;

export type NoticeKind = keyof typeof NOTICE_DATA;
export const NOTICE_KINDS = Object.keys(NOTICE_DATA) as readonly NoticeKind[];

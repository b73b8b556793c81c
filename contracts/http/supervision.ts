import { z } from 'zod';
import { TIERS } from '../../domain/agency/agency';
import { AgencyCode, Bilingual, Cursor, LocalDate, Timestamp, pageOf } from './common';
import { LimitView, ProcedureCode } from './procedure';

const Page = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: Cursor.optional() };
const Period = { from: LocalDate.optional().describe('Default: 1 January'), to: LocalDate.optional().describe('The last day; default: today') };
const Count = z.number().int();
const Minutes = z.number().describe('Nominal working minutes, 480 a day');

export const FIGURE_NAMES = [
  'received', 'inPeriod', 'carried', 'solved', 'closedOtherwise', 'beingSolved', 'overdue', 'stopped',
  'legalEarly', 'legalOnTime', 'legalLate', 'portalEarly', 'portalOnTime', 'portalLate',
] as const;
export const FigureQuery = z.object({
  figure: z.enum(FIGURE_NAMES).describe('Of a row of /v1/statistics; legalLate is legal.late there'),
  unit: AgencyCode.optional().describe('Receiving unit'),
  procedure: ProcedureCode.optional(),
  level: z.enum(TIERS).optional().describe('Of the receiving unit'),
  of: z
    .string()
    .max(200)
    .regex(/^(decider|sector|channel):./)
    .optional()
    .describe('A row grouped by decider, sector or channel: `decider:H35.12`, `channel:online`'),
  ...Period,
  ...Page,
});

export const StepTimes = z
  .object({
    procedure: z.string(),
    step: z.string(),
    name: Bilingual,
    planned: LimitView.nullable().describe("The step's own limit in the newest version; null where the law sets none"),
    plannedMinutes: Minutes.nullable().describe('Null without a limit, and for one in calendar days'),
    count: Count.describe('Tasks closed in the period'),
    median: Minutes,
    p90: Minutes,
    late: Count.describe('Closed after their date'),
    lateMinutes: Minutes.describe('By how much those were late in all'),
  })
  .meta({ id: 'StepTimes' });
export const StepTimesView = z.object({ from: LocalDate, to: LocalDate, items: z.array(StepTimes) }).meta({ id: 'StepTimesList' });
export const StepTimesQuery = z.object({ procedure: ProcedureCode.optional(), agency: AgencyCode.optional().describe('Only its tasks'), ...Period });

export const StepTask = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable(),
    taskId: z.string(),
    agency: AgencyCode,
    openedAt: Timestamp,
    dueAt: Timestamp.nullable(),
    closedAt: Timestamp,
    minutes: Minutes,
    lateMinutes: Minutes,
  })
  .meta({ id: 'StepTask' });
export const StepTaskList = pageOf(StepTask).meta({ id: 'StepTaskList' });
export const StepTaskQuery = z.object({
  procedure: ProcedureCode,
  step: z.string().regex(/^[a-z0-9-]{1,100}$/),
  agency: AgencyCode.optional(),
  late: z.stringbool().optional().describe('Only those closed after their date'),
  ...Period,
  ...Page,
});

export const Workload = z
  .object({
    now: Timestamp,
    queues: z.array(
      z.object({
        agency: AgencyCode,
        dossiers: Count.describe('In which it has an open task'),
        tasks: Count,
        sent: Count.describe('Handed over to it and not yet acknowledged'),
        unassigned: Count,
        overdue: Count,
        today: Count.describe('Due today and not yet past'),
        stopped: Count.describe('Whose time does not run'),
      }),
    ),
    days: z.array(z.object({ date: LocalDate, appointments: Count, tasks: Count })).describe('What falls due on each of the coming working days, with the days off before it; see /v1/deadlines?on='),
  })
  .meta({ id: 'Workload' });
export const WorkloadQuery = z.object({ agency: AgencyCode.optional().describe('Only its tasks, and appointments of dossiers it received or holds'), days: z.coerce.number().int().min(1).max(30).default(10).describe('Working days, beginning with today') });

export const WAITING_FOR = ['person', 'applicant', 'timer', 'consultation', 'hand-over', 'unmoved', 'unstarted'] as const;
export const WaitingDossier = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable().describe('Null before acceptance, and for who may not read dossiers'),
    agencies: z.array(z.string()).describe('Who has it, or who is silent'),
    taskId: z.string().nullable(),
    since: Timestamp.nullable().describe('Handed in; for what is silent or unmoved the date that passed'),
    next: Timestamp.nullable().describe('The date that moves it by itself'),
  })
  .meta({ id: 'WaitingDossier' });
export const WaitingList = pageOf(WaitingDossier).meta({ id: 'WaitingList' });
export const WaitingQuery = z.object({ for: z.enum(WAITING_FOR).describe('As /v1/operations counts them; all but the first three are bounded and have one page'), ...Page });

export const Retrying = z
  .object({
    workflows: z
      .array(z.object({ dossierId: z.uuid(), what: z.enum(['workflow', 'activity']), name: z.string().nullable(), attempt: z.number().int() }))
      .nullable()
      .describe('Dossiers whose workflow tasks or activities fail and are tried again; null: Temporal does not answer'),
    asked: z.number().int().describe('Running dossiers that were asked one by one'),
    complete: z.boolean().describe('All running ones were'),
    commands: z.array(z.object({ commandId: z.string(), dossierId: z.uuid(), act: z.string(), receivedAt: Timestamp, attempts: z.number().int(), nextAttemptAt: Timestamp.describe('Real time') })).describe('Acts answered with 202'),
  })
  .meta({ id: 'Retrying' });

export const LatenessQuery = z.object({
  from: LocalDate.optional(),
  to: LocalDate.optional().describe('The last day'),
  unit: AgencyCode.optional().describe('Receiving unit; all that the caller may see by default'),
});

export const LatenessView = z
  .object({
    from: LocalDate,
    to: LocalDate,
    dossiers: z.number().int().describe('Decided late in the period'),
    counted: z.number().int().describe('Of these looked into: the latest accepted ones, at most 300'),
    days: z.number().int().describe('Working days beyond the appointments of those'),
    rows: z
      .array(
        z.object({
          to: z.enum(['agency', 'applicant', 'partner']).describe('Who answers for them'),
          agency: AgencyCode.nullable(),
          step: z.object({ step: z.string(), name: Bilingual }).nullable(),
          dossiers: z.number().int(),
          days: z.number().int(),
        }),
      )
      .describe('The most days first'),
  })
  .meta({ id: 'Lateness' });

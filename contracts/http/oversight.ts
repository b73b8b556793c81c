import { z } from 'zod';
import { ACCESS_ACTIONS } from '../../domain/access';
import { oneLine } from '../plain-text';
import { AgencyCode, Bilingual, Cursor, LocalDate, PersonId, Timestamp, pageOf } from './common';
import { OnDate } from './on-date';

const Page = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: Cursor.optional() };

/** A date that has passed or comes soon: an appointment with the applicant, or an open task's own. */
export const DueItem = z
  .object({
    kind: z.enum(['appointment', 'task']),
    dossierId: z.uuid(),
    code: z.string().nullable(),
    procedureCode: z.string(),
    taskId: z.string().nullable(),
    name: Bilingual.nullable().describe("The task's step; null for an appointment"),
    agency: AgencyCode.describe('Of a task the agency that has it; of an appointment the unit that gave it'),
    holders: z.array(AgencyCode).describe('Who holds the dossier now'),
    dueAt: Timestamp,
    workingMinutes: z.number().int().describe('Nominal working minutes (480 a day): until the date, or, where it has passed, since it'),
    workingDays: z.number().describe('The same in days, to one decimal'),
  })
  .meta({ id: 'DueItem' });
export const DueList = pageOf(DueItem).extend({ now: Timestamp }).meta({ id: 'DueList' });
export const OverdueQuery = z.object({ agency: AgencyCode.optional().describe('Only its tasks, and appointments of dossiers it received or holds'), ...Page });
export const DeadlineQuery = OverdueQuery.extend({ within: z.coerce.number().int().min(1).max(60).default(10).describe('Working days'), on: OnDate.optional().describe('Only what falls due on this day, or on the days off before it; within is not looked at then') });

export const EscalationItem = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable().describe('Null before acceptance, and for a dossier the caller may not see'),
    name: Bilingual.nullable().describe('Of a task its step'),
    subject: z.string().describe('What is late: task:ID, appointment:N, supplement:N, hand-over:N'),
    level: z.string(),
    agency: AgencyCode.describe('Whose work it is'),
    toldTo: z.array(AgencyCode),
    dueAt: Timestamp,
    at: Timestamp.describe('Legal instant of the level'),
    open: z.boolean().describe('What was late is still not done, and its date was not moved'),
  })
  .meta({ id: 'Escalation' });
export const EscalationList = pageOf(EscalationItem).meta({ id: 'EscalationList' });
export const EscalationQuery = z.object({ agency: AgencyCode.optional().describe('Whose work it is, or who was told'), state: z.enum(['open', 'closed', 'all']).default('open'), ...Page });

export const STATISTICS_GROUPS = [
  'agency',
  'decider',
  'procedure',
  'sector',
  'channel',
  'month',
  'level',
  'none',
] as const;
const Count = z.number().int();
const Timeliness = z.object({ early: Count, onTime: Count, late: Count });
/** One row of report II.06a: `received` = `inPeriod` + `carried` = `solved` + `closedOtherwise` + `beingSolved`. */
export const StatisticsRow = z
  .object({
    key: z.string().describe('What groupBy names: an agency, procedure, sector, channel, level, month YYYY-MM; "all" where nothing is grouped'),
    received: Count.describe('Accepted in the period, or before it and not ended then'),
    inPeriod: Count,
    carried: Count,
    solved: Count.describe('Decided in the period'),
    closedOtherwise: Count.describe('Withdrawn, stopped at request, or lapsed in the period'),
    beingSolved: Count.describe('Not ended when the period ended: what the next one carries over'),
    overdue: Count.describe('Of those, past their present appointment then'),
    stopped: Count.describe('Of those, with a clock that stands still now'),
    legal: Timeliness.describe("Of what was solved, by the law's reading: the end against the last valid appointment"),
    portal: Timeliness.describe("Of everything that ended, as the national portal reads it: by date alone, withdrawn as on time"),
    onTimePercent: z.number().nullable().describe('(early + on time) / solved, by law'),
    portalPercent: z.number().nullable().describe('All that is not late or overdue / received, as the portal computes it; what is paused counts as in time'),
  })
  .meta({ id: 'StatisticsRow' });
export const StatisticsView = z.object({ from: LocalDate, to: LocalDate, groupBy: z.enum(STATISTICS_GROUPS), rows: z.array(StatisticsRow) }).meta({ id: 'Statistics' });
export const StatisticsQuery = z.object({
  groupBy: z.enum(STATISTICS_GROUPS).default('none').describe(
      'agency: receiving unit; decider: whose work ended with the decision, of what was decided alone; ' +
        'level: commune, district or province of the receiving unit',
    ),
  unit: AgencyCode.optional().describe('Only dossiers this unit received'),
  from: LocalDate.optional().describe('Default: 1 January'),
  to: LocalDate.optional().describe('The last day; default: today'),
});

const PublicFigures = { received: Count, solved: Count, early: Count, onTime: Count, late: Count, onTimePercent: z.number().nullable(), portalLate: Count.describe('Late as the national portal reads it') };
const PublicMonth = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), ...PublicFigures });
export const PublicStatistics = z
  .object({
    year: z.number().int(),
    asOf: Timestamp,
    province: z.array(PublicMonth),
    units: z.array(z.object({ unit: AgencyCode, name: Bilingual, ...PublicFigures, months: z.array(PublicMonth) })),
  })
  .meta({ id: 'PublicStatistics' });

const Moment = z.object({ from: Timestamp.optional(), to: Timestamp.optional().describe('First instant after') });
export const AccessEntry = z
  .object({
    entry: z.number().int(),
    at: Timestamp.describe('Official time'),
    realAt: Timestamp,
    who: z.string(),
    action: z.enum(ACCESS_ACTIONS),
    route: z.string().nullable(),
    dossierId: z.uuid().nullable(),
    detail: z.string().nullable(),
    address: z.string().nullable(),
    correlationId: z.string().nullable(),
  })
  .meta({ id: 'AccessEntry' });
export const AccessList = pageOf(AccessEntry).meta({ id: 'AccessList' });
export const AccessQuery = Moment.extend({
  dossier: z.string().min(1).max(60).regex(/^[\w.-]+$/).optional().describe('Dossier id or legal code'),
  person: oneLine(z.string().min(1).max(110)).optional().describe('A person, client:ID, applicant, or a part of the engine'),
  action: z.enum(ACCESS_ACTIONS).optional(),
  ...Page,
});

export const AccessAlerts = z
  .object({
    items: z.array(
      z.object({
        alarm: z.number().int(),
        kind: z.enum(['mass-reading', 'night-reading', 'sign-in-failures']),
        who: z.string(),
        dossiers: z.number().int().describe('Whose data was read'),
        searches: z.number().int().describe('Searches by name; with sign-in-failures the tries'),
        first: Timestamp.describe('Real time'),
        last: Timestamp.describe('Real time'),
        raisedAt: Timestamp.describe('Real time'),
        closed: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AccessAlerts' });

export const AuditedEvent = z
  .object({
    dossierId: z.uuid(),
    seq: z.number().int(),
    type: z.string(),
    at: Timestamp,
    actor: z.object({ kind: z.string(), person: z.string().nullable(), agency: z.string().nullable(), role: z.string().nullable(), operator: z.string().nullable() }),
    commandId: z.string(),
  })
  .meta({ id: 'AuditedEvent' });
export const AuditedEvents = pageOf(AuditedEvent).meta({ id: 'AuditedEvents' });
export const AuditedEventsQuery = Moment.extend({
  actor: PersonId.optional().describe('The person who acted, or by whose hand'),
  type: z.string().max(60).regex(/^[A-Za-z]+$/).optional(),
  ...Page,
});

const Found = z.object({ count: z.number().int().describe('Up to 500'), dossierIds: z.array(z.uuid()).max(100).describe('The first hundred') });
export const VerificationReport = z
  .object({
    last: z
      .object({
        verification: z.number().int(),
        begunAt: Timestamp.describe('Real time'),
        finishedAt: Timestamp.describe('Real time'),
        dossiers: z.number().int(),
        events: z.number().int(),
        found: z.number().int().describe('Places that are not as they were written; the first thousand are named'),
        findings: z.array(
          z.object({
            kind: z.string(),
            dossierId: z.uuid().nullable(),
            code: z.string().nullable(),
            seq: z.number().int().nullable().describe('Event, entry, seal, alarm or anchor, by the kind'),
            detail: z.string().nullable(),
            message: z.object({ vi: z.string(), en: z.string() }),
          }),
        ),
      })
      .nullable()
      .describe('Null before the first'),
    anchor: z
      .object({ anchor: z.number().int(), at: Timestamp.describe('Real time'), root: z.string(), key: z.string().describe('Number of the key that signed it'), stamped: z.boolean() })
      .nullable()
      .describe('The newest anchor'),
  })
  .meta({ id: 'VerificationReport' });

export const Operations = z
  .object({
    at: Timestamp,
    waitingFor: z
      .object({ person: Count.describe('Open dossiers with work that somebody may do now'), applicant: Count.describe('With a supplement or a payment wanted, and no such work'), timer: Count.describe('With neither: only a date moves them') })
      .describe('Every open dossier once'),
    silentPartners: z.object({ consultations: Found.describe('Consulted agencies past their reply date'), handOvers: Found.describe('Hand-overs past their acknowledgement') }),
    unmovedTimers: Found.describe('Their deadline passed two minutes ago and their workflow has not moved'),
    orphanSubmissions: Found.describe('Stored and not started since 30 s'),
    openAlarms: z.object({ count: z.number().int(), items: z.array(z.object({ alarm: z.number().int(), kind: z.string(), dossierId: z.uuid().nullable(), raisedAt: Timestamp })).max(100) }),
    pendingCommands: z.object({ count: z.number().int(), oldestReceivedAt: Timestamp.nullable() }),
    overdueComplaints: z.number().int(),
    relay: z.array(z.object({ subscriber: z.string(), behind: z.number().int(), oldestMs: z.number().int().nullable().describe('Real milliseconds'), parked: z.number().int(), dead: z.number().int() })),
  })
  .meta({ id: 'Operations' });

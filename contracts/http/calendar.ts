import { z } from 'zod';
import { CLOCK_START_RULES } from '../../domain/calendar/calendar';
import { START_REASONS } from '../../domain/calendar/clock-start';
import { AgencyCode, Bilingual, LocalDate, Timestamp, line } from './common';
import { OnDate } from './on-date';
import { LimitView, ProcedureCode } from './procedure';

const Day = z.object({ date: LocalDate, reason: z.string() });
const Year = z.coerce.number().int().min(1900).max(2199);
const STATUSES = ['official', 'projected'] as const;

export const CalendarQuery = z.object({ year: Year.optional().describe('Default: all that are known') });
export const CalendarView = z
  .object({
    calendar: z.string(),
    version: z.number().int().describe('Raised by every amendment; also the ETag'),
    from: LocalDate,
    to: LocalDate,
    sessions: z.array(z.object({ from: z.string().describe('07:30'), to: z.string() })),
    weekend: z.array(z.number().int().min(0).max(6)).describe('0 is Sunday'),
    years: z.array(
      z.object({
        year: z.number().int(),
        status: z.enum(STATUSES).describe('projected: not announced yet, its dates may still move'),
        source: z.array(z.string()),
        daysOff: z.array(Day).describe('Weekdays without work'),
        makeUpDays: z.array(Day).describe('Days of the weekend that are worked'),
      }),
    ),
  })
  .meta({ id: 'Calendar' });

export const DueQuery = z.object({
  received: z.string().max(40).optional().describe('Instant of receipt, RFC 3339 with its offset; write the + as %2B. Default now, in official time').meta({ examples: ['2026-02-13T14:59+07:00'] }),
  limit: z.string().max(60).optional().describe('"3 working days", "15 calendar days", "8 working hours"; or else a procedure'),
  rule: z.enum(CLOCK_START_RULES).optional().describe('Where the clock starts; with a limit, default cutoff-15:00'),
  dayEnd: z.enum(['close-of-office', 'midnight']).optional().describe('When a limit in days expires; with a limit, default close-of-office'),
  procedure: ProcedureCode.optional().describe('The version in force at receipt says limit, rule and end of day'),
  phase: z.string().regex(/^[a-z0-9-]{1,100}$/).optional().describe('Of a procedure with phases; default the first'),
  unit: AgencyCode.optional().describe('Where it would be received; refused where the procedure is not offered there'),
});

const Interval = z.object({
  from: Timestamp,
  to: Timestamp,
  counted: z.boolean(),
  rule: z.string(),
  text: Bilingual.describe('The rule in words'),
  note: z.string().nullable().describe("The calendar's own reason"),
  days: z.number().nullable().describe('Days it used up, of a limit that counts dates'),
  minutes: z.number().nullable().describe('Nominal working minutes it used up, of one that counts hours'),
});

export const DueView = z
  .object({
    received: Timestamp,
    countsFrom: z.object({ date: LocalDate, at: Timestamp, moved: z.boolean().describe('Later than the date of receipt'), why: z.enum(START_REASONS), text: Bilingual }),
    due: LocalDate,
    dueAt: Timestamp,
    limit: LimitView,
    rule: z.enum(CLOCK_START_RULES),
    dayEnd: z.enum(['close-of-office', 'midnight']),
    calendarVersion: z.number().int(),
    status: z.enum(STATUSES).describe('projected: a year involved is not announced yet, the date may still move'),
    procedure: z.object({ code: ProcedureCode, version: z.number().int(), name: Bilingual, phase: z.string().nullable() }).nullable(),
    variants: z.array(z.object({ when: z.record(z.string(), z.unknown()), limit: LimitView, due: LocalDate, dueAt: Timestamp })).describe('The dates of cases that the law treats apart; the first that holds takes the place of the one above'),
    explanation: z.array(Interval),
  })
  .meta({ id: 'Due' });

const ChangedDay = z.strictObject({ date: OnDate, reason: line(200) });
export const CalendarChangeGiven = z
  .strictObject({
    addDaysOff: z.array(ChangedDay).max(100).default([]),
    removeDaysOff: z.array(OnDate).max(100).default([]),
    addMakeUpDays: z.array(ChangedDay).max(100).default([]),
    removeMakeUpDays: z.array(OnDate).max(100).default([]),
    years: z
      .array(z.strictObject({ year: Year, status: z.enum(STATUSES), source: z.array(line(200)).min(1).max(20), confidence: z.enum(['H', 'M', 'L']) }))
      .max(20)
      .default([])
      .describe('Years whose status or source changes: a projected one becomes official'),
    reason: line(200).describe('The notice, its number and date; stands with every date it moves'),
  })
  .meta({ id: 'CalendarChange' });

export const PreviewView = z
  .object({
    version: z.number().int().describe('That the change would follow; its ETag is the If-Match of the amendment'),
    open: z.number().int().describe('Open dossiers in the whole province: each will be told'),
    visible: z.number().int().describe('Of them those the caller may see'),
    examined: z.number().int().describe('Of these the ones the change could reach and that were counted again, due first'),
    complete: z.boolean().describe('Nothing visible was left out'),
    moved: z.number().int(),
    moves: z.array(z.object({ dossierId: z.uuid(), code: z.string().nullable(), from: Timestamp, to: Timestamp })).describe('Appointments that move, the first 500'),
    byDate: z.array(z.object({ from: LocalDate, to: LocalDate, dossiers: z.number().int() })).describe('All that move, by their dates'),
  })
  .meta({ id: 'AmendmentPreview' });

export const AmendmentView = z
  .object({
    version: z.number().int(),
    reason: z.string(),
    publishedAt: Timestamp,
    publishedBy: z.string(),
    state: z.enum(['telling', 'done']),
    total: z.number().int().describe('Dossiers open at publication'),
    done: z.number().int().describe('Of them those that have heard of it'),
    unreached: z.number().int().describe('Of them those whose workflow did not answer; they are asked again'),
  })
  .meta({ id: 'Amendment' });
export const AmendmentVersion = z.coerce.number().int().min(1).max(1_000_000);

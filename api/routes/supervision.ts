import { DossierList } from '../../contracts/http/dossier';
import { FigureQuery, LatenessQuery, LatenessView, StepTaskList, StepTaskQuery, StepTimesQuery, StepTimesView, Workload, WorkloadQuery } from '../../contracts/http/supervision';
import { findProcedure } from '../../db/catalogue';
import { dossiersOfFigure } from '../../db/reads/statistics-by';
import { stepTasks, stepTimes } from '../../db/reads/step-times';
import type { StepTaskKey } from '../../db/reads/step-times';
import { dueCounts, queues } from '../../db/reads/workload';
import type { Tier } from '../../domain/agency/agency';
import { versionsOf } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import type { Calendar, Instant, LocalDate } from '../../domain/calendar/calendar';
import { nominalMinutes } from '../../domain/calendar/limit';
import { atMinute, localDateOf } from '../../domain/calendar/local-time';
import { nextWorkingDay, onOrAfter, openMsPerNominalMinute } from '../../domain/calendar/working-time';
import { routeOf } from '../../domain/procedure/route';
import { latenessOf } from '../../gateway/lateness';
import { guarded } from '../answers';
import type { Access } from '../caller';
import { getCalendar, getKnownTopology } from '../catalogue';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { periodOf } from '../period';
import { dossierSummary } from '../views/dossier';
import { limitView } from '../views/procedure';
import { timestamp, timestampOrNull } from '../views/time';
import { agenciesAsked } from './tasks';

const WATCHERS: Access = { people: ['officer', 'supervisor', 'control', 'auditor'] };
const LONGEST_PERIOD_DAYS = 366 * 5;
const tags = ['oversight'];

/** What stands behind the figures, where time is lost, and what is coming. */
export async function supervisionRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/statistics/dossiers',
    { config: { access: WATCHERS }, schema: { tags, summary: 'The dossiers that a figure of /v1/statistics counts, the latest accepted first', querystring: FigureQuery, response: guarded({ 200: DossierList }) } },
    async ({ db, query }) => {
      const now = context.clock.now();
      const { figure, unit, procedure, level, limit } = query;
      const { fromAt: from, toAt: to } = periodOf(query, now, LONGEST_PERIOD_DAYS);
      const after = decodeCursor(query.cursor, ['number', 'uuid']) as [number, string] | undefined;
      const units = level === undefined ? undefined : unitsOf(await getKnownTopology(db), level);
      const found = await dossiersOfFigure(db, {
        figure, from, to, now, limit: limit + 1,
        ...(query.of === undefined ? {} : { of: rowOf(query.of) }),
        ...(unit === undefined ? {} : { unit }), ...(units === undefined ? {} : { units }), ...(procedure === undefined ? {} : { procedure }), ...(after === undefined ? {} : { after }),
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { items: page.map((row) => dossierSummary(row, now)), next: found.length > limit && last ? encodeCursor([last.acceptedAt!, last.dossierId]) : null };
    },
  );

  app.get(
    '/v1/statistics/lateness',
    {
      config: { access: WATCHERS },
      schema: {
        tags,
        summary: 'Who answers for the late days of what was decided late: agency and step, applicant, partner',
        description: 'By the same attribution as of each dossier, for the dossiers that legal.late of /v1/statistics counts.',
        querystring: LatenessQuery,
        response: guarded({ 200: LatenessView }),
      },
    },
    async ({ db, query }) => {
      const now = context.clock.now();
      const period = periodOf(query, now, LONGEST_PERIOD_DAYS);
      const { unit } = query;
      const lateness = await latenessOf(db, {
        from: period.fromAt,
        to: period.toAt,
        now,
        ...(unit === undefined ? {} : { unit }),
      });
      const rows = lateness.rows.map(({ kind: to, agency, step, stepName, dossiers, days }) => ({
        to,
        agency,
        step: step === null || stepName === null ? null : { step, name: stepName },
        dossiers,
        days,
      }));
      return { from: period.from, to: period.to, ...lateness, rows };
    },
  );

  app.get(
    '/v1/statistics/steps',
    {
      config: { access: WATCHERS },
      schema: {
        tags,
        summary: 'How long each step took, against its limit: of the tasks the caller may see',
        description: 'Working time from opening to closing, with whatever pauses lay in it. Steps that wait for the applicant or for somebody outside are left out.',
        querystring: StepTimesQuery,
        response: guarded({ 200: StepTimesView }),
      },
    },
    async ({ db, caller, query }) => {
      const { from, to, fromAt, toAt } = periodOf(query, context.clock.now(), LONGEST_PERIOD_DAYS);
      const calendar = await getCalendar(db);
      const agency = query.agency === undefined ? {} : { agency: agenciesAsked(caller, query.agency)[0]! };
      const found = await stepTimes(db, { calendar, from: fromAt, to: toAt, ...agency, ...(query.procedure === undefined ? {} : { procedure: query.procedure }) });
      const items = await Promise.all(
        found.map(async ({ version, nameVi, nameEn, ...times }) => {
          const procedure = await findProcedure(db, times.procedure, version);
          const limit = procedure && routeOf(procedure).steps[times.step]?.step.limit;
          return { ...times, name: { vi: nameVi, en: nameEn }, planned: limit ? limitView(limit) : null, plannedMinutes: limit ? nominalMinutes(limit) : null };
        }),
      );
      return { from, to, items };
    },
  );

  app.get(
    '/v1/statistics/steps/tasks',
    { config: { access: WATCHERS }, schema: { tags, summary: "The tasks behind a step's figures, the longest first", querystring: StepTaskQuery, response: guarded({ 200: StepTaskList }) } },
    async ({ db, caller, query }) => {
      const { procedure, step, late, limit } = query;
      const { fromAt, toAt } = periodOf(query, context.clock.now(), LONGEST_PERIOD_DAYS);
      const calendar = await getCalendar(db);
      const after = decodeCursor(query.cursor, ['number', 'uuid', 'string']) as StepTaskKey | undefined;
      const found = await stepTasks(db, {
        calendar, from: fromAt, to: toAt, procedure, step, limit: limit + 1,
        ...(query.agency === undefined ? {} : { agency: agenciesAsked(caller, query.agency)[0]! }), ...(late === undefined ? {} : { late }), ...(after === undefined ? {} : { after }),
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const minute = openMsPerNominalMinute(calendar);
      return {
        items: page.map(({ openedAt, dueAt, closedAt, openMs, lateMs, ...task }) => ({
          ...task, openedAt: timestamp(openedAt), dueAt: timestampOrNull(dueAt), closedAt: timestamp(closedAt), minutes: openMs / minute, lateMinutes: lateMs / minute,
        })),
        next: found.length > limit && last ? encodeCursor([last.openMs, last.dossierId, last.taskId]) : null,
      };
    },
  );

  app.get(
    '/v1/workload',
    { config: { access: WATCHERS }, schema: { tags, summary: 'What agencies have before them now, and what falls due on the coming working days', querystring: WorkloadQuery, response: guarded({ 200: Workload }) } },
    async ({ db, caller, query }) => {
      const now = context.clock.now();
      const calendar = await getCalendar(db);
      const agency = query.agency === undefined ? undefined : agenciesAsked(caller, query.agency)[0]!;
      const dates = comingDays(calendar, localDateOf(now), query.days);
      const [found, counts] = await Promise.all([
        queues(db, { now, endOfDay: endOf(localDateOf(now)), ...(agency === undefined ? {} : { agency }) }),
        dueCounts(db, [now, ...dates.map(endOf)], agency),
      ]);
      const of = (stretch: number) => counts.find((count) => count.stretch === stretch);
      return {
        now: timestamp(now),
        queues: [...found],
        days: dates.map((date, i) => ({ date, appointments: of(i)?.appointments ?? 0, tasks: of(i)?.tasks ?? 0 })),
      };
    },
  );
}

/** `decider:H35.12`, as the contract has it. */
function rowOf(of: string) {
  const at = of.indexOf(':');
  return { by: of.slice(0, at) as 'decider' | 'sector' | 'channel', key: of.slice(at + 1) };
}

/** Every unit of this level, as it was last: the figures by level count it there. */
const unitsOf = (topology: Topology, level: Tier): string[] =>
  [...new Set(topology.agencies.map(({ code }) => code))].filter((code) => versionsOf(topology, code).at(-1)?.tier === level);

const endOf = (date: LocalDate): Instant => atMinute(date, 1_440);

function comingDays(calendar: Calendar, today: LocalDate, days: number): LocalDate[] {
  const dates = [onOrAfter(calendar, today)];
  while (dates.length < days) dates.push(nextWorkingDay(calendar, dates.at(-1)!));
  return dates;
}

import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { DeadlineQuery, DueList, EscalationList, EscalationQuery, OverdueQuery } from '../../contracts/http/oversight';
import { findCalendar } from '../../db/catalogue';
import { dueKey, dueList } from '../../db/reads/due-list';
import type { DueKey } from '../../db/reads/due-list';
import { escalationList } from '../../db/reads/escalation-list';
import type { Calendar, Instant, LocalDate } from '../../domain/calendar/calendar';
import { atMinute, localDateOf } from '../../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { NOMINAL_MINUTES_PER_DAY, addWorkingDays, closeOfOffice, nominalMinutesBetween, subtractWorkingDays } from '../../domain/calendar/working-time';
import { refusal } from '../../domain/errors';
import { guarded } from '../answers';
import { READERS } from '../caller';
import type { Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { Refused } from '../problem';
import { timestamp } from '../views/time';
import { agenciesAsked } from './tasks';

export async function oversightRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/overdue',
    {
      config: { access: READERS },
      schema: { tags: ['oversight'], summary: 'Appointments and tasks whose date has passed, the longest first', querystring: OverdueQuery, response: guarded({ 200: DueList }) },
    },
    async (request) => {
      const now = context.clock.now();
      return duePage(request, request.query, { now, until: now, calendar: await calendarFor(request) });
    },
  );

  app.get(
    '/v1/deadlines',
    {
      config: { access: READERS },
      schema: { tags: ['oversight'], summary: 'Appointments and tasks that fall due soon, the first one on top', querystring: DeadlineQuery, response: guarded({ 200: DueList }) },
    },
    async (request) => {
      const now = context.clock.now();
      const calendar = await calendarFor(request);
      const { on, within } = request.query;
      if (on !== undefined) return duePage(request, request.query, { now, ...dueOn(calendar, on, now), calendar });
      const until = closeOfOffice(calendar, addWorkingDays(calendar, localDateOf(now), within));
      return duePage(request, request.query, { now, after: now, until, calendar });
    },
  );

  app.get(
    '/v1/escalations',
    {
      config: { access: READERS },
      schema: { tags: ['oversight'], summary: 'Who was told of what is late, the newest first', querystring: EscalationQuery, response: guarded({ 200: EscalationList }) },
    },
    async ({ db, caller, query }) => {
      const [before] = (decodeCursor(query.cursor, ['number']) ?? []) as number[];
      const found = await escalationList(db, { state: query.state, ...ofAgency(caller, query.agency), ...(before === undefined ? {} : { before }), limit: query.limit + 1 });
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return {
        items: page.map(({ entry: _, toldTo, dueAt, at, ...rest }) => ({ ...rest, toldTo: [...toldTo], dueAt: timestamp(dueAt), at: timestamp(at) })),
        next: found.length > query.limit && last ? encodeCursor([last.entry]) : null,
      };
    },
  );
}

interface Stretch {
  readonly now: Instant;
  readonly after?: Instant;
  readonly until: Instant;
  readonly calendar: Calendar;
}

async function duePage({ db, caller }: FastifyRequest, query: z.output<typeof OverdueQuery>, { now, after, until, calendar }: Stretch): Promise<z.output<typeof DueList>> {
  const afterEntry = decodeCursor(query.cursor, ['number', 'uuid', 'string']) as DueKey | undefined;
  const found = await dueList(db, { until, ...(after === undefined ? {} : { after }), ...ofAgency(caller, query.agency), ...(afterEntry === undefined ? {} : { afterEntry }), limit: query.limit + 1 });
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    now: timestamp(now),
    items: page.map(({ dueAt, holders, ...entry }) => {
      const workingMinutes = Math.round(dueAt > now ? nominalMinutesBetween(calendar, now, dueAt) : nominalMinutesBetween(calendar, dueAt, now));
      return { ...entry, holders: [...holders], dueAt: timestamp(dueAt), workingMinutes, workingDays: Math.round((workingMinutes / NOMINAL_MINUTES_PER_DAY) * 10) / 10 };
    }),
    next: found.length > query.limit && last ? encodeCursor(dueKey(last)) : null,
  };
}

/** A day with the days off before it, as far as it lies ahead: the days of /v1/workload follow one another without a gap. */
const dueOn = (calendar: Calendar, on: LocalDate, now: Instant): Required<Pick<Stretch, 'after' | 'until'>> => ({
  after: Math.max(now, atMinute(subtractWorkingDays(calendar, on, 1), 1_440)),
  until: atMinute(on, 1_440),
});

/** Without an agency everything the caller may see, which is row-level security's to say. */
const ofAgency = (caller: Caller, agency: string | undefined): { agency?: string } => (agency === undefined ? {} : { agency: agenciesAsked(caller, agency)[0]! });

async function calendarFor({ db }: FastifyRequest): Promise<Calendar> {
  const calendar = await findCalendar(db, PROVINCIAL_CALENDAR);
  if (!calendar) throw new Refused(refusal('CATALOGUE_EMPTY'));
  return calendar;
}

import { z } from 'zod';
import { ConfirmationView } from '../../contracts/http/confirmation';
import { AmendmentVersion, AmendmentView, CalendarChangeGiven, CalendarQuery, CalendarView, DueQuery, DueView, PreviewView } from '../../contracts/http/calendar';
import { findAmendment } from '../../db/amendments';
import type { PublishedAmendment } from '../../db/amendments';
import { openDossierCounts } from '../../db/reads/open-dossier-counts';
import type { CalendarChange } from '../../domain/calendar/amend';
import type { Calendar } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import type { Result } from '../../domain/result';
import { changeIn, previewAmendment } from '../../gateway/amend-calendar';
import type { AmendmentPreview } from '../../gateway/amend-calendar';
import { propose } from '../../gateway/second-person/confirmations';
import { PUBLISHERS, officeDb } from '../administration';
import { answers, guarded } from '../answers';
import { getCalendar } from '../catalogue';
import type { Api, ApiContext } from '../context';
import { dueOf } from '../due';
import { IfMatchHeader, etagOf, mustMatch } from '../if-match';
import { Refused, valueOf } from '../problem';
import { answerProposal, decisionDesk } from '../second-person';
import { clockOf } from '../views/clock';
import { timestamp } from '../views/time';

const tags = ['catalogue'];
/** More are counted again only when it is published: a preview has to answer while somebody waits. */
const MOST_EXAMINED = 2_000;
const MOST_SHOWN = 500;

export async function calendarRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/calendar',
    { config: { access: 'public' }, schema: { tags, summary: 'Working hours, days off and make-up days', querystring: CalendarQuery, response: answers({ 200: CalendarView }, 409) } },
    async ({ db, query }, reply) => {
      const calendar = await getCalendar(db);
      const known = Object.keys(calendar.years).sort();
      const asked = known.filter((year) => query.year === undefined || Number(year) === query.year);
      if (asked.length === 0) throw new Refused(refusal('DATE_OUT_OF_RANGE', { value: query.year ?? '–', from: calendar.from, to: calendar.to }, 'query.year'));
      reply.header('etag', etagOf(calendar.version));
      return calendarView(calendar, asked);
    },
  );

  app.get(
    '/v1/calendar/due',
    {
      config: { access: 'public' },
      schema: {
        tags: ['public'],
        summary: 'When would it be due, and why',
        description: 'Of a limit, or of a procedure: ?received=2026-02-13T14:59%2B07:00&limit=3 working days, or &procedure=2.000908&unit=H35.202.01.',
        querystring: DueQuery,
        response: answers({ 200: DueView }, 404, 409, 422),
      },
    },
    async ({ db, query }) => dueOf(db, query, context.clock.now()),
  );

  app.post(
    '/v1/calendar/preview',
    {
      config: { access: PUBLISHERS },
      schema: {
        tags,
        summary: 'What an amendment would move; nothing is published',
        description: 'Names the appointments of dossiers that the caller may see: procedure control sees all of the province, an administrator without such a post none but their number.',
        body: CalendarChangeGiven,
        response: guarded({ 200: PreviewView }, 409, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const [preview, counts] = await Promise.all([previewAmendment({ db, clock: context.clock }, changeOf(request.body), MOST_EXAMINED), openDossierCounts(db)]);
      const value = valueOf(inBody(preview));
      reply.header('etag', etagOf(value.version));
      return { ...counts, ...previewView(value) };
    },
  );

  app.post(
    '/v1/calendar/amendments',
    {
      config: { access: PUBLISHERS },
      schema: {
        tags,
        summary: 'Propose the next version of the calendar',
        description:
          'Waits for a second person, at the address in Location. Published, every open dossier is told, each exactly once, and counts ' +
          'again; how far that has come stands where the confirmation says. If-Match is the ETag of the calendar.',
        headers: IfMatchHeader,
        body: CalendarChangeGiven,
        response: guarded({ 202: ConfirmationView }, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      mustMatch(request, (await getCalendar(officeDb(context, request))).version);
      const proposed = await propose(decisionDesk(context, request), 'calendar', { change: changeOf(request.body) });
      return answerProposal(context, request, reply, valueOf(inBody(proposed)));
    },
  );

  app.get(
    '/v1/calendar/amendments/:version',
    { config: { access: PUBLISHERS }, schema: { tags, summary: 'How far an amendment has come', params: z.object({ version: AmendmentVersion }), response: guarded({ 200: AmendmentView }, 404) } },
    async (request) => {
      const { version } = request.params;
      const amendment = await findAmendment(officeDb(context, request), version);
      if (!amendment) throw new Refused(refusal('AMENDMENT_UNKNOWN', { value: version }, 'path.version'));
      return amendmentView(amendment);
    },
  );
}

const daysOf = (days: Calendar['daysOff'], year: string) =>
  Object.entries(days)
    .filter(([date]) => date.startsWith(`${year}-`))
    .sort()
    .map(([date, reason]) => ({ date, reason }));

const calendarView = ({ id, version, from, to, sessions, weekend, years, daysOff, makeUpDays }: Calendar, asked: readonly string[]): z.output<typeof CalendarView> => ({
  calendar: id,
  version,
  from,
  to,
  sessions: sessions.map((session) => ({ from: clockOf(session.from), to: clockOf(session.to) })),
  weekend: [...weekend],
  years: asked.map((year) => ({ year: Number(year), status: years[year]!.status, source: [...years[year]!.source], daysOff: daysOf(daysOff, year), makeUpDays: daysOf(makeUpDays, year) })),
});

/** Lists with a field for each part, as JSON is written; the core has dates with their reasons. */
function changeOf({ addDaysOff, addMakeUpDays, years, ...rest }: z.output<typeof CalendarChangeGiven>): CalendarChange {
  return {
    ...rest,
    addDaysOff: dated(addDaysOff, 'body.addDaysOff'),
    addMakeUpDays: dated(addMakeUpDays, 'body.addMakeUpDays'),
    ...(years.length === 0 ? {} : { years: Object.fromEntries(years.map(({ year, ...entry }) => [String(year), entry])) }),
  };
}

function dated(days: readonly { readonly date: string; readonly reason: string }[], field: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { date, reason } of days) {
    if (Object.hasOwn(found, date) && found[date] !== reason) throw new Refused(refusal('PAIR_TWICE', { name: date }, field));
    found[date] = reason;
  }
  return found;
}

/** The core names parts of the change; here they are parts of the body. */
function inBody<T>(result: Result<T>): Result<T> {
  if (result.ok || result.refusal.field === undefined) return result;
  const field = result.refusal.field === 'change' ? 'body' : `body.${result.refusal.field}`;
  return { ok: false, refusal: { ...result.refusal, field, details: { ...result.refusal.details, field } } };
}

function previewView({ version, moves, reached, examined }: AmendmentPreview): Omit<z.output<typeof PreviewView>, 'open' | 'visible'> {
  const byDate = new Map<string, { from: string; to: string; dossiers: number }>();
  for (const move of moves) {
    const [from, to] = [localDateOf(move.from), localDateOf(move.to)];
    const key = `${from} ${to}`;
    byDate.set(key, { from, to, dossiers: (byDate.get(key)?.dossiers ?? 0) + 1 });
  }
  return {
    version,
    examined,
    complete: examined === reached,
    moved: moves.length,
    moves: moves.slice(0, MOST_SHOWN).map(({ dossierId, code, from, to }) => ({ dossierId, code, from: timestamp(from), to: timestamp(to) })),
    byDate: [...byDate.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry),
  };
}

const amendmentView = ({ version, change, publishedAt, publishedBy, state, total, done, unreached }: PublishedAmendment): z.output<typeof AmendmentView> => ({
  version,
  reason: changeIn(change)?.reason ?? change,
  publishedAt: timestamp(publishedAt),
  publishedBy,
  state: state === 'done' ? 'done' : 'telling',
  total,
  // Those that began since were asked, too, and had nothing to hear.
  done: state === 'done' ? total : Math.min(done, total),
  unreached: unreached.length,
});

import { sql } from 'kysely';
import { findCalendar, publishCalendar } from '../db/catalogue';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import { amendCalendar, diffCalendars } from '../domain/calendar/amend';
import type { CalendarChange } from '../domain/calendar/amend';
import { atMinute } from '../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import type { Calendar, Instant, LocalDate } from '../domain/calendar/calendar';
import { decide } from '../domain/dossier/decide';
import { calendarId } from '../domain/dossier/engine-ids';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { sendAct } from './send-act';
import type { Desk } from './desk';

/** One promised date that an amended calendar moves. */
export interface MovedAppointment {
  readonly dossierId: string;
  readonly code: string | null;
  readonly from: Instant;
  readonly to: Instant;
}

export interface AmendmentPreview {
  /** The version that would be amended. */
  readonly version: number;
  /** What moves, of the dossiers examined. */
  readonly moves: readonly MovedAppointment[];
  /** Open dossiers that the reader sees and whose promised date the change could reach; examined are those due first. */
  readonly reached: number;
  readonly examined: number;
}

const EXAMINED_AT_ONCE = 8;

/** Which open dossiers a change would move, and by how much, before anything is published. Nothing is changed. At most `most` are examined. */
export async function previewAmendment(desk: Pick<Desk, 'db' | 'clock'>, change: CalendarChange, most = Infinity): Promise<Result<AmendmentPreview>> {
  const calendar = await findCalendar(desk.db, PROVINCIAL_CALENDAR);
  if (!calendar) return refuse(refusal('CATALOGUE_EMPTY'));
  const amended = amendCalendar(calendar, change);
  if (!amended.ok) return amended;
  const { firstDate } = diffCalendars(calendar, amended.value);
  const reached = firstDate === null ? [] : await openDossiersDueFrom(desk, firstDate);
  const examined = reached.slice(0, most);
  const moves: MovedAppointment[] = [];
  for (let i = 0; i < examined.length; i += EXAMINED_AT_ONCE) {
    const moved = await Promise.all(examined.slice(i, i + EXAMINED_AT_ONCE).map((dossier) => moveOf(desk, dossier, calendar, change)));
    moves.push(...moved.flatMap((move) => move ?? []));
  }
  return ok({ version: calendar.version, moves, reached: reached.length, examined: examined.length });
}

interface OpenDossier {
  readonly dossier_id: string;
  readonly code: string | null;
}

async function moveOf(desk: Pick<Desk, 'db' | 'clock'>, { dossier_id, code }: OpenDossier, calendar: Calendar, change: CalendarChange): Promise<MovedAppointment | undefined> {
  const state = await rebuildDossier(desk.db, dossier_id);
  const before = state?.appointments[state.phase];
  if (!state || !before || state.calendar.version !== calendar.version) return undefined;
  const at = Math.max(desk.clock.now(), state.lastAt);
  const decided = decide(state, { act: 'amend-calendar', from: calendar.version, to: calendar.version + 1, change }, { kind: 'engine' }, at);
  const after = decided.ok ? decided.value.state.appointments[state.phase] : undefined;
  return after && after.due !== before.due ? { dossierId: dossier_id, code, from: before.due, to: after.due } : undefined;
}

export interface AmendmentOptions {
  /** Who publishes it, for the record. Default `operator`. */
  readonly by?: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface Amendment {
  readonly version: number;
  /** Open dossiers that now count by the new version. */
  readonly dossiers: number;
}

const AT_ONCE = 20;

/**
 * Publishes the amended calendar and has every open dossier re-computed and re-armed, each exactly once, by an event that
 * says why. Interrupted, it is finished by `finishAmendment`: a dossier that has moved refuses a second time.
 */
export async function amendCalendarEverywhere(desk: Desk, change: CalendarChange, options: AmendmentOptions): Promise<Result<Amendment>> {
  const published = await publishAmendment(desk, change, options.by ?? 'operator');
  return published.ok ? ok(await tellDossiers(desk, published.value.version - 1, change, options)) : published;
}

/** Publishes the amended calendar alone; the dossiers are told by whoever publishes. CHANGED_MEANWHILE where another one was published just now. */
export async function publishAmendment({ db, clock }: Pick<Desk, 'db' | 'clock'>, change: CalendarChange, by: string): Promise<Result<Calendar>> {
  const calendar = await findCalendar(db, PROVINCIAL_CALENDAR);
  if (!calendar) return refuse(refusal('CATALOGUE_EMPTY'));
  const amended = amendCalendar(calendar, change);
  if (!amended.ok) return amended;
  const outcome = await publishCalendar(db, amended.value, JSON.stringify(change), { at: clock.now(), by });
  return outcome === 'published' ? amended : refuse(refusal('CHANGED_MEANWHILE'));
}

/** Goes on with an amendment whose telling was interrupted: the newest published change, to whoever has not heard it. */
export async function finishAmendment(desk: Desk, options: AmendmentOptions): Promise<Amendment | null> {
  const newest = await desk.db.selectFrom('calendars').select(['version', 'reason']).where('id', '=', PROVINCIAL_CALENDAR).orderBy('version', 'desc').executeTakeFirst();
  const change = newest && changeIn(newest.reason);
  return change ? tellDossiers(desk, newest.version - 1, change, options) : null;
}

/** The change that led to a published version; undefined for one that was published as a whole. */
export const changeIn = (reason: string): CalendarChange | undefined => (reason.startsWith('{') ? (JSON.parse(reason) as CalendarChange) : undefined);

async function tellDossiers(desk: Desk, from: number, change: CalendarChange, { onProgress }: AmendmentOptions): Promise<Amendment> {
  const open = await openDossiers(desk);
  let done = 0;
  let told = 0;
  for (let i = 0; i < open.length; i += AT_ONCE) {
    await Promise.all(
      open.slice(i, i + AT_ONCE).map(async ({ dossier_id }) => {
        if ((await tellDossier(desk, dossier_id, from, change)) === 'told') told += 1;
        onProgress?.({ done: ++done, total: open.length });
      }),
    );
  }
  return { version: from + 1, dossiers: told };
}

/**
 * Tells one dossier of the change that led from a version to the next. `not-concerned`: it was decided meanwhile, or began under the new version.
 * `not-yet`: it has still to hear of an earlier change, or its workflow has gone and must be recovered first.
 */
export async function tellDossier({ client, clock, signing }: Pick<Desk, 'client' | 'clock' | 'signing'>, dossierId: string, from: number, change: CalendarChange): Promise<'told' | 'not-concerned' | 'not-yet'> {
  const told = signing.sign(dossierId, {
    commandId: calendarId(from + 1),
    actor: { kind: 'engine' },
    stampedAt: clock.now(),
    command: { act: 'amend-calendar', from, to: from + 1, change },
  });
  const result = await sendAct({ client }, dossierId, told);
  if (result.ok) return 'told';
  const { code, details } = result.refusal;
  const later = code === 'DOSSIER_CLOSED' || (code === 'CALENDAR_VERSION_UNEXPECTED' && Number(details['have']) < from);
  return later ? 'not-yet' : 'not-concerned';
}

/** All of them, whoever asks: what concerns everybody must reach everybody. */
const openDossiers = async ({ db }: Pick<Desk, 'db'>): Promise<readonly OpenDossier[]> => (await sql<OpenDossier>`select dossier_id, code from open_dossiers()`.execute(db)).rows;

/** Those the reader sees with a promised date that is not over when the calendars part; what is over does not move. */
const openDossiersDueFrom = ({ db }: Pick<Desk, 'db'>, date: LocalDate): Promise<OpenDossier[]> =>
  db
    .selectFrom('dossiers')
    .select(['dossier_id', 'code'])
    .where('stage', 'in', ['submitted', 'processing', 'resolved'])
    .where('ended_at', 'is', null)
    .where('due_at', '>=', atMinute(date, 0))
    .orderBy('due_at')
    .orderBy('dossier_id')
    .execute();

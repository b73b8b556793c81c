import { findCalendar, publishCalendar } from '../db/catalogue';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import { amendCalendar } from '../domain/calendar/amend';
import type { CalendarChange } from '../domain/calendar/amend';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import type { Instant } from '../domain/calendar/calendar';
import { decide } from '../domain/dossier/decide';
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

/** Which open dossiers a change would move, and by how much, before anything is published. Nothing is changed. */
export async function previewAmendment(desk: Pick<Desk, 'db' | 'clock'>, change: CalendarChange): Promise<Result<readonly MovedAppointment[]>> {
  const calendar = await findCalendar(desk.db, PROVINCIAL_CALENDAR);
  if (!calendar) return refuse(refusal('CATALOGUE_EMPTY'));
  const amended = amendCalendar(calendar, change);
  if (!amended.ok) return amended;
  const moved: MovedAppointment[] = [];
  for (const { dossier_id, code } of await openDossiers(desk)) {
    const state = await rebuildDossier(desk.db, dossier_id);
    const before = state?.appointments[state.phase];
    if (!state || !before || state.calendar.version !== calendar.version) continue;
    const at = Math.max(desk.clock.now(), state.lastAt);
    const decided = decide(state, { act: 'amend-calendar', from: calendar.version, to: calendar.version + 1, change }, { kind: 'engine' }, at);
    const after = decided.ok ? decided.value.state.appointments[state.phase] : undefined;
    if (after && after.due !== before.due) moved.push({ dossierId: dossier_id, code, from: before.due, to: after.due });
  }
  return ok(moved);
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
  const calendar = await findCalendar(desk.db, PROVINCIAL_CALENDAR);
  if (!calendar) return refuse(refusal('CATALOGUE_EMPTY'));
  const amended = amendCalendar(calendar, change);
  if (!amended.ok) return amended;
  await publishCalendar(desk.db, amended.value, JSON.stringify(change), { at: desk.clock.now(), by: options.by ?? 'operator' });
  return ok(await tellDossiers(desk, calendar.version, change, options));
}

/** Goes on with an amendment whose telling was interrupted: the newest published change, to whoever has not heard it. */
export async function finishAmendment(desk: Desk, options: AmendmentOptions): Promise<Amendment | null> {
  const newest = await desk.db.selectFrom('calendars').select(['version', 'reason']).where('id', '=', PROVINCIAL_CALENDAR).orderBy('version', 'desc').executeTakeFirst();
  if (!newest || !newest.reason.startsWith('{')) return null;
  return tellDossiers(desk, newest.version - 1, JSON.parse(newest.reason) as CalendarChange, options);
}

async function tellDossiers(desk: Desk, from: number, change: CalendarChange, { onProgress }: AmendmentOptions): Promise<Amendment> {
  const open = await openDossiers(desk);
  let done = 0;
  let told = 0;
  for (let i = 0; i < open.length; i += AT_ONCE) {
    await Promise.all(
      open.slice(i, i + AT_ONCE).map(async ({ dossier_id }) => {
        const result = await sendAct(desk, dossier_id, {
          commandId: `calendar:${from + 1}`,
          actor: { kind: 'engine' },
          stampedAt: desk.clock.now(),
          command: { act: 'amend-calendar', from, to: from + 1, change },
        });
        // A dossier that ended meanwhile, or began under the new version, has nothing to move.
        if (result.ok) told += 1;
        onProgress?.({ done: ++done, total: open.length });
      }),
    );
  }
  return { version: from + 1, dossiers: told };
}

const openDossiers = (desk: Pick<Desk, 'db'>): Promise<{ dossier_id: string; code: string | null }[]> =>
  desk.db.selectFrom('dossiers').select(['dossier_id', 'code']).where('stage', 'in', ['submitted', 'processing', 'resolved']).orderBy('dossier_id').execute();

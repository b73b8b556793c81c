import type { z } from 'zod';
import type { TaskView, URGENCIES } from '../../contracts/http/task';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import { addDays, atMinute, localDateOf } from '../../domain/calendar/local-time';
import { NOMINAL_MINUTES_PER_DAY, addOpenMs, nominalMinutesBetween, openMsPerNominalMinute } from '../../domain/calendar/working-time';
import type { TaskRow } from '../../domain/dossier/recording';
import { timestamp, timestampOrNull } from './time';

export const taskView = (dossierId: string, row: TaskRow): z.output<typeof TaskView> => ({
  dossierId,
  taskId: row.taskId,
  step: row.step,
  kind: row.kind,
  name: { vi: row.nameVi, en: row.nameEn },
  agency: row.agency,
  officerRole: row.officerRole,
  status: row.status as z.output<typeof TaskView>['status'],
  assignee: row.assignee,
  version: row.version,
  openedAt: timestamp(row.openedAt),
  dueAt: timestampOrNull(row.dueAt),
  closedAt: timestampOrNull(row.closedAt),
  outcome: row.outcome,
});

export type Urgency = (typeof URGENCIES)[number];

/** What officers are warned of in colour: the last two working days before a task's own date. */
const SOON_MINUTES = 2 * NOMINAL_MINUTES_PER_DAY;

/** How a task stands towards its date at an instant, with the nominal working minutes that are left. */
export function urgencyOf(dueAt: Instant | null, stopped: boolean, now: Instant, calendar: Calendar): { readonly urgency: Urgency; readonly remainingMinutes: number | null } {
  if (dueAt === null) return { urgency: stopped ? 'stopped' : 'no-date', remainingMinutes: null };
  const left = dueAt >= now ? nominalMinutesBetween(calendar, now, dueAt) : -nominalMinutesBetween(calendar, dueAt, now);
  const remainingMinutes = Math.round(left);
  if (stopped) return { urgency: 'stopped', remainingMinutes };
  if (dueAt <= now) return { urgency: 'overdue', remainingMinutes };
  if (localDateOf(dueAt - 1) === localDateOf(now)) return { urgency: 'today', remainingMinutes };
  return { urgency: left <= SOON_MINUTES ? 'soon' : 'later', remainingMinutes };
}

/** Between which instants the dates of tasks of an urgency lie. */
export function duesOf(urgency: 'overdue' | 'today' | 'soon', now: Instant, calendar: Calendar): { readonly after?: Instant; readonly upTo: Instant } {
  const endOfDay = atMinute(addDays(localDateOf(now), 1), 0);
  switch (urgency) {
    case 'overdue':
      return { upTo: now };
    case 'today':
      return { after: now, upTo: endOfDay };
    case 'soon':
      return { after: endOfDay, upTo: addOpenMs(calendar, now, SOON_MINUTES * openMsPerNominalMinute(calendar)) };
  }
}

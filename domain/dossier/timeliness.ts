import { lastDayOf } from '../calendar/due';
import { localDateOf } from '../calendar/local-time';
import type { Instant } from '../calendar/calendar';
import { nationalStatus } from './national-status';
import type { DossierState } from './state';
import type { Timeliness } from './recording';

/**
 * On time in the sense of the law: the end against the last valid appointment. Early on an earlier date, late at or
 * after the due instant. A dossier in two phases is as late as its latest phase. Null before acceptance.
 */
export function legalTimeliness(state: DossierState, now: Instant): Timeliness | null {
  if (state.appointments.length === 0) return null;
  const each = state.appointments.map((a) => {
    // While the clock stands nobody gets late, also where the dossier ends in that time.
    const stands = state.stopped !== null && a.phase === state.phase;
    const end = a.metAt ?? (stands ? Math.min(state.stopped!.since, state.endedAt ?? now) : (state.endedAt ?? now));
    if (a.missedAt !== null || end >= a.due) return 'late';
    return localDateOf(end) < lastDayOf(a.due) ? 'early' : 'on-time';
  });
  if (each.includes('late')) return 'late';
  return each.every((t) => t === 'early') ? 'early' : 'on-time';
}

/**
 * On time as the national portal computes it (domain.md §9): by date alone, paused counts as in time, withdrawn as on
 * time, without a due date as in time.
 */
export function portalTimeliness(state: DossierState, now: Instant): Timeliness {
  const due = state.appointments[state.phase]?.due;
  // Its buckets go by the status code: 7 is on time, 5, 6 and 8 are paused, and a lapsed one is an 8 too.
  if (due === undefined) return 'on-time';
  // A decision is a fact of the past: a correction that waits for somebody changes nothing of it.
  if (state.decision === null && [5, 6, 7, 8].includes(nationalStatus(state))) return 'on-time';
  if (state.endedAt === null && state.stopped !== null) return 'on-time';
  const end = localDateOf(state.endedAt ?? now);
  const dueDate = lastDayOf(due);
  return end < dueDate ? 'early' : end === dueDate ? 'on-time' : 'late';
}

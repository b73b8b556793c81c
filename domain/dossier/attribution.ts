import type { AgencyCode } from '../agency/agency';
import type { Calendar, Instant, LocalDate } from '../calendar/calendar';
import { DAY_MS, addDays, atMinute, localDateOf } from '../calendar/local-time';
import { addOpenMs, openMsBetween } from '../calendar/working-time';
import type { StepId } from '../procedure/procedure';
import { calendarOf } from './explain';
import type { Appointment, DossierState, Task, TaskId } from './state';

/** Who answers for a late day. */
export type Attributed =
  | { readonly kind: 'agency'; readonly agency: AgencyCode; readonly step: StepId; readonly taskId: TaskId }
  /** A branch waited for the applicant's supplement while the dossier's clock ran on. */
  | { readonly kind: 'applicant' }
  /** Somebody outside the administration did not confirm. */
  | { readonly kind: 'partner'; readonly step: StepId };

export interface LateDay {
  readonly date: LocalDate;
  readonly to: Attributed;
}

/** A stretch of time somebody took beyond their own limit. */
interface Overrun {
  readonly from: Instant;
  readonly to: Instant;
  readonly by: Attributed;
}

/**
 * Attributes each working day after an appointment. Overruns are used up in the order they arose, each with its open
 * working time and no minute twice, however far before the appointment they lie; a returned slip's interval is the
 * error's of whoever erred. A day that no overrun explains goes to whoever held the dossier on it. A day shared by
 * several goes to the larger part, the earlier where parts are equal. Phases in order; nothing before acceptance, and
 * nothing while the clock stands.
 */
export const attributeLateness = (state: DossierState, now: Instant): LateDay[] => state.appointments.flatMap((a) => lateDaysOf(state, a, now));

/** How many late days of a dossier somebody answers for. */
export interface LateShare {
  readonly kind: Attributed['kind'];
  /** Null for the applicant and for a partner. */
  readonly agency: AgencyCode | null;
  /** Null for the applicant, and where no task lay with anybody. */
  readonly step: StepId | null;
  readonly days: number;
}

/** Late days by whoever answers for them, the most first. */
export function lateShares(days: readonly LateDay[]): readonly LateShare[] {
  const shares = new Map<string, LateShare>();
  for (const { to } of days) {
    const agency = to.kind === 'agency' ? to.agency : null;
    const step = to.kind === 'applicant' || to.step === '' ? null : to.step;
    const key = [to.kind, agency, step].join(' ');
    shares.set(key, { kind: to.kind, agency, step, days: (shares.get(key)?.days ?? 0) + 1 });
  }
  return [...shares.values()].sort((x, y) => y.days - x.days);
}

function lateDaysOf(state: DossierState, a: Appointment, now: Instant): LateDay[] {
  const calendar = calendarOf(state, a.calendarVersion);
  const end = endOf(state, a, now);
  if (end <= a.due) return [];
  const queue = disjoint(overrunsOf(state, a, end)).map((o) => ({ by: o.by, left: openMsBetween(calendar, o.from, o.to) }));
  return lateStretches(state, a, calendar, end).map(({ date, from, open }) => {
    const parts = new Map<string, { by: Attributed; ms: number }>();
    const give = (by: Attributed, ms: number): void => {
      const key = JSON.stringify(by);
      parts.set(key, { by, ms: (parts.get(key)?.ms ?? 0) + ms });
    };
    let left = open;
    for (const overrun of queue) {
      const taken = Math.min(left, overrun.left);
      if (taken > 0) give(overrun.by, taken);
      overrun.left -= taken;
      left -= taken;
    }
    if (left > 0) give(holderAt(state, from), left);
    const largest = [...parts.values()].reduce((most, part) => (part.ms > most.ms ? part : most));
    return { date, to: largest.by };
  });
}

/** When the phase was met, the dossier ended, or the clock last stood still; now, while it runs. */
function endOf(state: DossierState, a: Appointment, now: Instant): Instant {
  if (a.metAt !== null) return a.metAt;
  const until = Math.min(state.endedAt ?? now, now);
  return state.stopped !== null && a.phase === state.phase ? Math.min(state.stopped.since, until) : until;
}

/** Each date after the due instant on which the office was open and the clock ran: from when, and for how long. */
function lateStretches(state: DossierState, a: Appointment, calendar: Calendar, end: Instant): { date: LocalDate; from: Instant; open: number }[] {
  const stops = state.stops.filter((s) => s.phase === a.phase && s.to > a.due);
  const stretches = [];
  for (let date = localDateOf(a.due); atMinute(date, 0) < end; date = addDays(date, 1)) {
    const midnight = atMinute(date, 0);
    const [first, to] = [Math.max(a.due, midnight), Math.min(end, midnight + DAY_MS)];
    const stood = stops.reduce((sum, s) => sum + openMsBetween(calendar, Math.max(s.from, first), Math.min(s.to, to)), 0);
    const open = openMsBetween(calendar, first, to) - stood;
    const from = stops.reduce((at, s) => (s.from <= at && at < s.to ? s.to : at), first);
    if (open > 0) stretches.push({ date, from, open });
  }
  return stretches;
}

/** Everybody's time beyond their own limit within a phase, in the order it arose. */
function overrunsOf(state: DossierState, a: Appointment, end: Instant): Overrun[] {
  return [...Object.values(state.tasks).flatMap((task) => taskOverruns(state, task, end)), ...applicantsWaits(state, end)]
    .map((o) => ({ ...o, from: Math.max(o.from, a.receivedAt), to: Math.min(o.to, end) }))
    .filter((o) => o.to > o.from)
    .sort((x, y) => x.from - y.from);
}

function taskOverruns(state: DossierState, task: Task, end: Instant): Overrun[] {
  if (task.kind === 'return') return [];
  const by = answerFor(task);
  const asked = state.supplements.find((s) => s.status !== 'void' && s.status !== 'confirmed' && s.suspends.includes(task.taskId));
  const until = Math.min(task.closedAt ?? end, asked?.requestedAt ?? Infinity);
  const notice = task.noticed ?? { at: until, dueAt: task.dueAt };
  const own = notice.dueAt === null ? [] : detoursFirst(state, task, { from: notice.dueAt, to: Math.min(notice.at, until), by });
  if (task.erred === undefined) return own;
  // What was beyond the tax office's own limit stays with it, whoever erred.
  const previous = task.cameFrom === null ? undefined : state.tasks[task.cameFrom];
  const erred = task.erred === 'sender' && previous ? answerFor(previous) : by;
  return [{ from: task.openedAt, to: Math.min(until, notice.dueAt ?? until), by: erred }, ...own];
}

/** Of a task beyond its limit, what wrong transfers took of it is their senders'; the rest is whoever's it is now. */
function detoursFirst(state: DossierState, task: Task, overrun: Overrun): Overrun[] {
  let { from } = overrun;
  const senders = (task.detours ?? []).map((detour): Overrun => {
    const to = Math.min(overrun.to, addOpenMs(state.calendar, from, openMsBetween(state.calendar, detour.from, detour.to)));
    const part = { from, to, by: { kind: 'agency', agency: detour.sender, step: task.step, taskId: task.taskId } } as const;
    from = Math.max(from, to);
    return part;
  });
  return [...senders, { ...overrun, from }];
}

const answerFor = (task: Task): Attributed =>
  task.kind === 'await-outside' ? { kind: 'partner', step: task.step } : { kind: 'agency', agency: task.agency, step: task.step, taskId: task.taskId };

/** Only a branch's supplement can make a dossier late; one of the whole dossier stops its clock. */
const applicantsWaits = (state: DossierState, end: Instant): Overrun[] =>
  state.supplements
    .filter((s) => s.stage === 'examination' && !s.stopsDossier && s.status !== 'void')
    .map((s) => ({ from: s.requestedAt, to: s.providedAt ?? end, by: { kind: 'applicant' } }));

/** No minute counts for two: where overruns overlap it is the one that arose first. */
function disjoint(overruns: readonly Overrun[]): Overrun[] {
  let reached = -Infinity;
  return overruns.flatMap((o) => {
    const from = Math.max(o.from, reached);
    reached = Math.max(reached, o.to);
    return o.to > from ? [{ ...o, from }] : [];
  });
}

/** Who held the dossier at an instant: of several the one who had held it longest, an agency before others. */
function holderAt(state: DossierState, at: Instant): Attributed {
  const held = Object.values(state.tasks)
    .filter((t) => t.kind !== 'return' && t.openedAt <= at && (t.closedAt ?? Infinity) > at)
    .sort((x, y) => Number(x.kind === 'await-outside') - Number(y.kind === 'await-outside') || x.openedAt - y.openedAt);
  const holder = held[0];
  return holder ? answerFor(holder) : { kind: 'agency', agency: state.receivingUnit, step: '', taskId: '' };
}

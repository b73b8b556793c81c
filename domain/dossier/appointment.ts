import { effectiveStart } from '../calendar/clock-start';
import { dueOf, pausedOpenMs, resumeDue } from '../calendar/due';
import type { Calendar, Instant, Limit } from '../calendar/calendar';
import type { Procedure } from '../procedure/procedure';
import { holds } from '../procedure/route';
import type { Appointment, DossierState } from './state';

/** The statutory limit of a phase: its own, or the dossier's, or the variant that the facts call for. */
export function limitOfPhase(procedure: Procedure, phase: number, facts: DossierState['facts'], outcomes: DossierState['outcomes'] = {}): Limit {
  const { phases, variants, limit } = procedure.timeLimit;
  // A second obligation within the last phase brings no phase of its own.
  const own = (phases?.[phase] ?? phases?.at(-1))?.limit;
  if (own) return own;
  const variant = variants?.find((v) => holds(v.when, facts, outcomes));
  return variant?.limit ?? limit ?? { amount: 0, unit: 'working-days' };
}

/** A fresh promise: the limit counts from where the procedure's clock-start rule puts the receipt. */
export function startAppointment(state: DossierState, phase: number, receivedAt: Instant): Appointment {
  const { procedure, calendar } = state;
  const limit = limitOfPhase(procedure, phase, state.facts, state.outcomes);
  const start = effectiveStart(calendar, receivedAt, procedure.timeLimit.clockStart);
  const base = dueOf(calendar, start, limit, procedure.timeLimit.expires);
  return {
    phase,
    calendarVersion: calendar.version,
    receivedAt,
    startDay: start.day,
    startAt: start.at,
    limit,
    base,
    stoppedMs: 0,
    due: base,
    original: base,
    movedTo: null,
    metAt: null,
    missedAt: null,
  };
}

/** The running appointment after the stop that ends now: moved by the working time stopped in all, rounded once. */
export function resumeAppointment(state: DossierState, at: Instant): Appointment | null {
  const promised = state.appointments[state.phase];
  if (!promised) return null;
  // A slip may come back under another calendar than it went out.
  const a = promised.calendarVersion === state.calendar.version ? promised : countAgain(state, state.calendar, promised);
  return stoppedFor(state.calendar, state.procedure, a, a.stoppedMs + stoppedMs(state, a, at));
}

/** Open working time of the present stop, in milliseconds, between the beginning of the appointment's clock and its expiry: what is over gets no new time. */
const stoppedMs = (state: DossierState, a: Appointment, at: Instant): number =>
  state.stopped === null || state.stopped.since >= a.due ? 0 : pausedOpenMs(state.calendar, { at: a.startAt }, { from: state.stopped.since, to: at });

const stoppedFor = (calendar: Calendar, procedure: Procedure, a: Appointment, stoppedMs: number): Appointment => ({
  ...a,
  calendarVersion: calendar.version,
  stoppedMs,
  due: resumeDue(calendar, a.base, stoppedMs, a.limit, procedure.timeLimit.expires),
});

/** The one re-appointment: a new base, from which later stops count afresh. */
export const moveAppointment = (a: Appointment, to: Instant): Appointment => ({
  ...a,
  base: to,
  due: to,
  stoppedMs: 0,
  movedTo: to,
  isDate: true,
  missedAt: null,
});

/**
 * The same promise counted by another calendar. A date set by a re-appointment is a date, not a count, and stays.
 * A miss that the new calendar takes back (a holiday declared over it) is taken back.
 */
export function recountAppointment(state: DossierState, calendar: Calendar, at: Instant): Appointment | null {
  const a = state.appointments[state.phase];
  if (!a || a.metAt !== null || state.endedAt !== null) return null;
  const recounted = countAgain(state, calendar, a);
  return { ...recounted, missedAt: recounted.due > at ? null : a.missedAt };
}

function countAgain(state: DossierState, calendar: Calendar, a: Appointment): Appointment {
  const counted = { ...a, ...countFrom(state.procedure, calendar, a) };
  // After a supplement the limit counts again, although the date had been moved before.
  if (a.isDate) return stoppedFor(calendar, state.procedure, { ...counted, base: a.base }, a.stoppedMs);
  const stopped = state.stops
    .filter((stop) => stop.phase === a.phase && stop.from >= a.receivedAt && stop.rule !== 'supplement')
    .reduce((a, stop) => (stop.from >= a.due ? a : stoppedFor(calendar, state.procedure, a, a.stoppedMs + pausedOpenMs(calendar, { at: a.startAt }, stop))), stoppedFor(calendar, state.procedure, counted, 0));
  return stopped;
}

function countFrom(procedure: Procedure, calendar: Calendar, a: Appointment): Pick<Appointment, 'startDay' | 'startAt' | 'base'> {
  const start = effectiveStart(calendar, a.receivedAt, procedure.timeLimit.clockStart);
  return { startDay: start.day, startAt: start.at, base: dueOf(calendar, start, a.limit, procedure.timeLimit.expires) };
}

/** Due instant of a step's, a reply's or an acknowledgement's own limit, counted from an act inside the administration. */
export const limitFrom = (state: DossierState, from: Instant, limit: Limit, calendar: Calendar = state.calendar): Instant =>
  dueOf(calendar, effectiveStart(calendar, from, 'session-start'), limit, state.procedure.timeLimit.expires);

import { amendCalendar } from '../calendar/amend';
import type { Calendar, Instant, Limit } from '../calendar/calendar';
import { explainLimit, sumOf } from '../calendar/explain';
import type { Interval } from '../calendar/interval';
import { countsDates, nominalMinutes } from '../calendar/limit';
import type { Appointment, ClockStop, DossierState } from './state';

/** Why one phase is due when it is. */
export interface Explanation {
  readonly phase: number;
  readonly limit: Limit;
  /** What the receipt promised, and what is due now; between them every interval says why. */
  readonly original: Instant;
  readonly due: Instant;
  /** From the first receipt to the due instant without gaps: what counted, what did not, each with its rule. */
  readonly intervals: readonly Interval[];
  /** The calendar it was counted by; an amendment's reason stands in its event. */
  readonly calendarVersion: number;
  /** The new date, where the present one was set by a re-appointment and not counted. */
  readonly movedTo: Instant | null;
  /** A stop that has not ended: it will move the date by what it takes. */
  readonly stopped: DossierState['stopped'];
  /** Whether what counted is the limit exactly; for a date that was set, whether it lies within the intervals. */
  readonly addsUp: boolean;
}

/** Why time of a dossier does not count, beside the rules of a calendar (`INTERVAL_RULES`) and `paused:` stops. */
export const DOSSIER_INTERVAL_RULES = {
  restarted: { vi: 'Tính lại từ đầu sau khi bổ sung hồ sơ', en: 'counted anew from zero after a supplement (61/2018 Art. 19.4)' },
  're-appointment': { vi: 'Gia hạn theo văn bản xin lỗi và hẹn lại', en: 'promised by the one re-appointment (61/2018 Art. 19.9)' },
} as const;

/**
 * The intervals of each phase (or of one), by the calendar the phase was counted by. Stops are pauses; a supplement that
 * restarted the limit and a date that was moved are named. Before acceptance there is nothing to explain.
 */
export const explainDossier = (state: DossierState, phase?: number): Explanation[] =>
  state.appointments.filter((a) => phase === undefined || a.phase === phase).map((a) => explain(state, a));

function explain(state: DossierState, a: Appointment): Explanation {
  const calendar = calendarOf(state, a.calendarVersion);
  const isMoved = a.isDate === true;
  const counted = explainLimit(calendar, { receivedAt: a.receivedAt, day: a.startDay, at: a.startAt }, a.due, a.limit, pausesOf(state, a));
  const intervals = [...restarts(state, a), ...counted.map((i) => (isMoved && i.rule === 'after-limit' ? { ...i, rule: 're-appointment' } : i))];
  const sum = sumOf(counted);
  const [used, whole] = countsDates(a.limit) ? [sum.days, Math.ceil(a.limit.amount)] : [sum.minutes, nominalMinutes(a.limit) ?? 0];
  const endsAtDue = (intervals.at(-1)?.to ?? a.due) === a.due;
  return {
    phase: a.phase,
    limit: a.limit,
    original: a.original,
    due: a.due,
    intervals,
    calendarVersion: calendar.version,
    movedTo: isMoved ? a.movedTo : null,
    stopped: a.phase === state.phase ? state.stopped : null,
    addsUp: endsAtDue && (isMoved ? used <= whole : used === whole),
  };
}

/** Stops that moved this promise: within it and before it had passed, and not the one that began when the phase was met. */
const pausesOf = (state: DossierState, a: Appointment): readonly ClockStop[] =>
  state.stops.filter((s) => s.phase === a.phase && s.from >= a.receivedAt && s.from < a.due && s.to > s.from && s.rule !== 'supplement' && (a.metAt === null || s.from < a.metAt));

/** What ran before a supplement restarted the limit: it counts for nothing now. */
function restarts(state: DossierState, a: Appointment): Interval[] {
  const began = phaseBegan(state, a.phase);
  const stops = state.stops.filter((s) => s.phase === a.phase && s.from < a.receivedAt && s.from >= began);
  const intervals: Interval[] = [];
  let from = began;
  const add = (to: Instant, rule: string): void => {
    if (to > from) intervals.push({ from, to, counted: false, rule, note: null, countedMs: 0 });
    from = Math.max(from, to);
  };
  for (const stop of stops) {
    add(stop.from, 'restarted');
    add(Math.min(stop.to, a.receivedAt), `paused:${stop.rule}`);
  }
  add(a.receivedAt, 'restarted');
  return intervals;
}

/** The receipt that first started a phase: of the complete dossier, or of the proof that an obligation was settled. */
function phaseBegan(state: DossierState, phase: number): Instant {
  if (phase === 0) {
    const complete = state.supplements.filter((s) => s.stage === 'reception' && s.status === 'confirmed').at(-1)?.providedAt;
    return complete ?? state.acceptedAt ?? state.submittedAt;
  }
  return state.stops.filter((s) => s.phase === phase - 1 && s.rule === 'financial-obligation').at(-1)?.to ?? state.submittedAt;
}

/** The calendar as it was at an earlier version. */
export function calendarOf(state: DossierState, version: number): Calendar {
  return [...state.calendarHistory].reverse().reduce((calendar, { version: earlier, back }) => {
    if (earlier < version) return calendar;
    const before = amendCalendar(calendar, back);
    return before.ok ? { ...before.value, version: earlier } : calendar;
  }, state.calendar);
}

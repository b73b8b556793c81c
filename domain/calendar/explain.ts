import type { Calendar, Instant, Limit } from './calendar';
import type { ClockStart } from './clock-start';
import { dueOf, lastDayOf, pausedOpenMs, resumeDue, type Pause } from './due';
import { explainPiece, type Piece, type Reading } from './explain-piece';
import { sumOf, type Interval } from './interval';
import { countsDates, nominalMinutes } from './limit';
import { addDays, atMinute, localDateOf } from './local-time';
import { addOpenMs, isWorkingDay, openMsBetween, openMsPerNominalMinute, sessionsOn } from './working-time';

export { sumOf };

/** Where a limit began: a `ClockStart`, or what an appointment keeps of one. */
export type ExplainedStart = Pick<ClockStart, 'receivedAt' | 'day' | 'at'> & Partial<Pick<ClockStart, 'why'>>;

/**
 * Lists, without gaps from receipt to the due instant, what counted and what did not, each with its rule. What counted
 * adds up to the limit exactly (`sumOf`); the rest of a last day, a move off a day off, and whatever was promised beyond
 * the limit are intervals of their own. `pauses` are stops of this clock, in order and apart from each other.
 */
export function explainLimit(
  cal: Calendar,
  from: ExplainedStart,
  due: Instant,
  limit: Limit,
  pauses: readonly Pause[] = [],
): Interval[] {
  const reading = readingOf(cal, from, limit, pauses);
  let left = reading.budget;
  const pieces: Piece[] = [];
  const cuts = cutsOf(cal, from, due, pauses, reading);
  for (let i = 0; i + 1 < cuts.length; i++) {
    for (const part of splitWhereUsedUp(cal, cuts[i] ?? due, cuts[i + 1] ?? due, reading, left)) {
      const piece = explainPiece(cal, part, reading, left);
      left = piece.left;
      pieces.push(piece);
    }
  }
  return merged(pieces).map((piece) => toInterval(cal, piece, reading));
}

function readingOf(cal: Calendar, from: ExplainedStart, limit: Limit, pauses: readonly Pause[]): Reading {
  const dated = countsDates(limit);
  const msPerDay = openMsPerNominalMinute(cal) * 480;
  const paused = pauses.reduce((sum, pause) => sum + pausedOpenMs(cal, from, pause), 0);
  const endOfDayZero = atMinute(from.day, 1440);
  const onDayZero = pauses.reduce(
    (sum, pause) => sum + pausedOpenMs(cal, from, { from: pause.from, to: Math.min(pause.to, endOfDayZero) }),
    0,
  );
  return {
    start: from,
    pauses,
    unit: !dated ? 'minutes' : limit.unit === 'calendar-days' ? 'calendar-days' : 'working-days',
    msPerDay,
    lastDay: lastDayOf(resumeDue(cal, dueOf(cal, from, limit), paused, limit)),
    budget: {
      count: dated ? Math.ceil(limit.amount) * msPerDay : (nominalMinutes(limit) ?? 0) * openMsPerNominalMinute(cal),
      restored: dated ? onDayZero : 0,
    },
  };
}

/** Every instant at which the rule may change, in order, from receipt to due. */
function cutsOf(cal: Calendar, from: ExplainedStart, due: Instant, pauses: readonly Pause[], { unit }: Reading): Instant[] {
  if (!(due > from.receivedAt)) return [];
  const cuts = new Set<Instant>([from.receivedAt, due]);
  const add = (instant: Instant) => {
    if (instant > from.receivedAt && instant < due) cuts.add(instant);
  };
  if (unit === 'minutes') add(from.at);
  for (const edge of pauses.flatMap((pause) => [pause.from, pause.to])) {
    // A calendar day without work counts whole, paused or not.
    if (unit !== 'calendar-days' || isWorkingDay(cal, localDateOf(edge))) add(edge);
  }
  const [received, end] = [localDateOf(from.receivedAt), localDateOf(due)];
  const last = end < cal.to ? end : cal.to;
  for (let date = received > cal.from ? received : cal.from; date <= last; date = addDays(date, 1)) {
    add(atMinute(date, 0));
    if (unit === 'minutes') for (const session of sessionsOn(cal, date)) [session.from, session.to].forEach(add);
  }
  return [...cuts].sort((a, b) => a - b);
}

/** A pause may let the limit, or what is given back, be used up in the middle of a session. */
function splitWhereUsedUp(cal: Calendar, from: Instant, to: Instant, reading: Reading, left: Reading['budget']) {
  const open = openMsBetween(cal, from, to);
  const usedUp = [left.count, left.count + left.restored].filter((ms) => ms > 0 && ms < open).map((ms) => addOpenMs(cal, from, ms));
  const isRunning = reading.pauses.every((pause) => from >= pause.to || from < pause.from);
  const runs = isRunning && (reading.unit === 'minutes' ? from >= reading.start.at : localDateOf(from) > reading.start.day);
  const cuts = runs ? [from, ...new Set(usedUp), to] : [from, to];
  return cuts.slice(0, -1).map((cut, i) => ({ from: cut, to: cuts[i + 1] ?? to }));
}

function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const same = last && last.rule === piece.rule && last.note === piece.note && last.counted === piece.counted;
    if (same) result[result.length - 1] = { ...last, to: piece.to, countedMs: last.countedMs + piece.countedMs };
    else result.push(piece);
  }
  return result;
}

const toInterval = (cal: Calendar, { from, to, counted, rule, note, countedMs }: Piece, { unit, msPerDay }: Reading): Interval => ({
  from,
  to,
  counted,
  rule,
  note,
  countedMs,
  ...(unit === 'minutes' ? { countedMinutes: countedMs / openMsPerNominalMinute(cal) } : { countedDays: countedMs / msPerDay }),
});

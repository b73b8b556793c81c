import type { Limit } from '../calendar/calendar';
import { nominalMinutes } from '../calendar/limit';
import { NOMINAL_MINUTES_PER_DAY as DAY } from '../calendar/working-time';
import { isChoice, isParallel, isStep, type Block, type Condition, type Step, type StepId, type StepKind } from './procedure';
import { workingDaysWithin } from './working-days-within';

/** Time that one way through a route may take. */
export interface Thread {
  /** Nominal minutes of steps limited in working time. */
  readonly minutes: number;
  /** Calendar days of steps limited so; always 0 unless calendar days are counted apart. */
  readonly days: number;
  /** Whether it stands at the end of a day that a same-day step has already used. */
  readonly sameDay: boolean;
  readonly steps: readonly StepId[];
}

export interface Counting {
  /** Whether calendar days are kept apart, or taken as the most working days they may hold. */
  readonly inCalendarDays: boolean;
  /** Undefined where it cannot be told: then both ways are taken. */
  readonly holds: (condition: Condition) => boolean | undefined;
}

/** Their own limit watches somebody else than the dossier's clock does, or the clock stands still. */
const UNCOUNTED: readonly StepKind[] = ['return', 'await-outside', 'financial-obligation'];

/** Every way through the blocks that may be the longest. Never empty. */
export const threadsThrough = (blocks: readonly Block[], counting: Counting): Thread[] =>
  through(blocks, [{ minutes: 0, days: 0, sameDay: false, steps: [] }], counting);

const through = (blocks: readonly Block[], threads: Thread[], counting: Counting): Thread[] =>
  blocks.reduce((sofar, block) => longestOf(past(block, sofar, counting)), threads);

const past = (block: Block, threads: Thread[], counting: Counting): Thread[] => {
  if (isStep(block)) return pastStep(block, threads, counting);
  if (isParallel(block)) {
    // The longest branch decides, and which that is depends on what came before: so each is a way of its own.
    const running = block.branches.filter(({ when }) => !when || counting.holds(when) !== false);
    return running.length === 0 ? threads : running.flatMap(({ route }) => through(route, threads, counting));
  }
  if (!isChoice(block)) return threads;
  const ways: Thread[] = [];
  for (const { when, route } of block.cases) {
    const holds = counting.holds(when);
    if (holds !== false) ways.push(...through(route, threads, counting));
    if (holds === true) return ways;
  }
  return [...ways, ...through(block.otherwise, threads, counting)];
};

const pastStep = (step: Step, threads: Thread[], { inCalendarDays }: Counting): Thread[] => {
  if (UNCOUNTED.includes(step.kind)) return threads.map((thread) => ({ ...thread, sameDay: false }));
  const limits = [step.limit, step.consult?.replyWithin].filter((limit): limit is Limit => limit !== undefined);
  if (limits.length === 0) return threads;
  return threads.flatMap((thread) => limits.map((limit) => ({ ...lengthened(thread, limit, inCalendarDays), steps: [...thread.steps, step.step] })));
};

const lengthened = (thread: Thread, limit: Limit, inCalendarDays: boolean): Omit<Thread, 'steps'> => {
  const { minutes, days } = thread;
  // The same day ends with the day it stands in; several same-day steps in a row share it.
  if (limit.amount === 0) return { days, minutes: thread.sameDay ? minutes : (Math.floor(minutes / DAY) + 1) * DAY, sameDay: true };
  if (limit.unit !== 'calendar-days') return { days, minutes: minutes + (nominalMinutes(limit) ?? 0), sameDay: false };
  if (inCalendarDays) return { days: days + limit.amount, minutes, sameDay: false };
  return { days, minutes: minutes + workingDaysWithin(limit.amount).most * DAY, sameDay: false };
};

/** Of ways that have used the same calendar days and stand alike, only the longest can matter. */
const longestOf = (threads: readonly Thread[]): Thread[] => {
  const best = new Map<string, Thread>();
  for (const thread of threads) {
    const key = `${thread.days}/${thread.sameDay}`;
    const known = best.get(key);
    if (!known || thread.minutes > known.minutes) best.set(key, thread);
  }
  return [...best.values()];
};

import type { Limit } from '../calendar/calendar';
import { nominalMinutes } from '../calendar/limit';
import { NOMINAL_MINUTES_PER_DAY as DAY } from '../calendar/working-time';
import { casesOf, holdsIn, type Case } from './cases';
import { isStep, type Block, type Procedure, type StepId } from './procedure';
import { threadsThrough, type Thread } from './threads';
import { workingDaysWithin } from './working-days-within';

/** The longest way through one phase, against what the law gives for it. */
export interface PhasePath {
  /** 0 for the first phase, and where there is one limit only. */
  readonly phase: number;
  /** Index of the variant whose limit applies; null for the ordinary limit and for phases. */
  readonly variant: number | null;
  /** Nominal minutes of a 480-minute working day. Of a limit in calendar days, the fewest working minutes it may hold. */
  readonly minutes: number;
  readonly limitMinutes: number;
  /** The steps that take this time, in order. */
  readonly steps: readonly StepId[];
  /** Answers and outcomes that lead this way: `fact:difficult-area` → true. */
  readonly assuming: Readonly<Record<string, string | number | boolean>>;
}

interface Promised {
  readonly variant: number | null;
  readonly limit: Limit;
}

/**
 * The longest way a dossier may take, phase by phase and for each limit that may apply. The longer case of a choice and the longest branch
 * of a parallel block count; a loop counts once; a consulted agency's reply counts beside the step's own limit; returning, waiting
 * outside and the applicant's financial obligation do not count. Steps without a limit take no time.
 */
export const criticalPath = (procedure: Procedure): { readonly phases: readonly PhasePath[] } => {
  const worst = new Map<string, PhasePath>();
  for (const known of casesOf(procedure)) {
    segmentsOf(procedure).forEach((blocks, phase) => {
      const used = new Set<string>();
      const promised = promisedFor(procedure, phase, known, used);
      if (!promised) return;
      const path = longest(blocks, phase, promised, known, used);
      const key = `${phase}/${promised.variant ?? ''}`;
      const earlier = worst.get(key);
      if (!earlier || path.minutes - path.limitMinutes > earlier.minutes - earlier.limitMinutes) worst.set(key, path);
    });
  }
  const order = (path: PhasePath): number => path.phase * 1000 + (path.variant ?? -1);
  return { phases: [...worst.values()].sort((a, b) => order(a) - order(b)) };
};

/** The blocks of each phase: what stands before, between and after the financial obligations of the top level. */
const segmentsOf = (procedure: Procedure): Block[][] => {
  if (!procedure.timeLimit.phases) return [[...procedure.route]];
  const segments: Block[][] = [[]];
  for (const block of procedure.route) {
    if (isStep(block) && block.kind === 'financial-obligation') segments.push([]);
    else segments.at(-1)?.push(block);
  }
  return segments;
};

/** The limit that a dossier of this case is promised. Where the case does not tell which variant applies, the longest that may. */
const promisedFor = ({ timeLimit }: Procedure, phase: number, known: Case, used: Set<string>): Promised | undefined => {
  if (timeLimit.phases) {
    const limit = timeLimit.phases[phase]?.limit;
    return limit && { variant: null, limit };
  }
  const possible: Promised[] = [];
  for (const [variant, { when, limit }] of (timeLimit.variants ?? []).entries()) {
    const holds = holdsIn(when, known, used);
    if (holds !== false) possible.push({ variant, limit });
    if (holds === true) break;
    if (variant === (timeLimit.variants ?? []).length - 1 && timeLimit.limit) possible.push({ variant: null, limit: timeLimit.limit });
  }
  if (!timeLimit.variants?.length && timeLimit.limit) return { variant: null, limit: timeLimit.limit };
  return possible.sort((a, b) => budget(b.limit) - budget(a.limit))[0];
};

const longest = (blocks: readonly Block[], phase: number, { variant, limit }: Promised, known: Case, used: Set<string>): PhasePath => {
  const inCalendarDays = limit.unit === 'calendar-days';
  const limitMinutes = budget(limit);
  const threads = threadsThrough(blocks, { inCalendarDays, holds: (condition) => holdsIn(condition, known, used) });
  // Calendar days of steps come off a limit in calendar days as they are; only what is left has to hold the working time.
  const minutesOf = (thread: Thread): number => {
    if (!inCalendarDays) return thread.minutes;
    const left = limit.amount - thread.days;
    return limitMinutes - (left >= 0 ? workingDaysWithin(left).fewest * DAY : left * DAY) + thread.minutes;
  };
  const thread = threads.reduce((a, b) => (minutesOf(b) > minutesOf(a) ? b : a));
  const assuming = [...used].flatMap((key): [string, string | number | boolean][] => {
    const value = known.get(key) ?? null;
    return value === null || value === false ? [] : [[key, value]];
  });
  return { phase, variant, minutes: minutesOf(thread), limitMinutes, steps: thread.steps, assuming: Object.fromEntries(assuming) };
};

/** Working minutes a limit gives. The same day gives one day; calendar days give the fewest working days they may hold. */
const budget = (limit: Limit): number =>
  limit.unit === 'calendar-days' ? workingDaysWithin(limit.amount).fewest * DAY : nominalMinutes(limit) || DAY;

import { dueOf, lastDayOf } from '../calendar/due';
import type { Instant, Limit } from '../calendar/calendar';
import { nominalMinutes } from '../calendar/limit';
import { atMinute, localDateOf } from '../calendar/local-time';
import { NOMINAL_MINUTES_PER_DAY, openMsBetween, openMsPerNominalMinute, subtractWorkingDays } from '../calendar/working-time';
import type { Step } from '../procedure/procedure';
import { holds, routeOf } from '../procedure/route';
import type { Place } from '../procedure/route';
import { workingDaysWithin } from '../procedure/working-days-within';
import { openTasks } from './state';
import type { Appointment, DossierState, Task } from './state';

/**
 * Working days before the day of its appointment from which a dossier is near it. An apology is owed a whole day before
 * (61/2018 Art. 19.9): the other two are for whoever writes it and whoever signs it.
 */
const NEAR_DAYS = 3;

/**
 * From when on a dossier counts as near its appointment, so that a new date may be given. The number of days is ours:
 * no law names one.
 */
export const nearFrom = ({ calendar }: Pick<DossierState, 'calendar'>, { due }: Pick<Appointment, 'due'>): Instant =>
  atMinute(subtractWorkingDays(calendar, lastDayOf(due), NEAR_DAYS), 0);

/**
 * Whether a dossier is late or will be: its appointment has passed, is near, or what is left of the route's own limits
 * takes longer than there is time. Of what is not decided yet the shorter way counts, so that it is certain.
 */
export function isOrWillBeLate(state: DossierState, appointment: Appointment, at: Instant): boolean {
  if (at >= nearFrom(state, appointment)) return true;
  return openMsLeft(state, at) > openMsBetween(state.calendar, at, appointment.due);
}

/**
 * The last instant a re-appointment may name: what the procedure allows, or its own limit once more, from the present
 * date, or from now where that has passed. The law bounds how often and not how far (61/2018 Art. 19.9); the limit
 * once more is ours.
 */
export function latestNewDate(state: DossierState, appointment: Appointment, at: Instant): Instant {
  const limit = newDateLimit(state, appointment);
  const { due } = appointment;
  const from = at > due ? { day: localDateOf(at), at } : { day: lastDayOf(due), at: due };
  return dueOf(state.calendar, from, limit, state.procedure.timeLimit.expires);
}

/** By how much the date may be moved. What is done the same day gets one day. */
export function newDateLimit({ procedure }: DossierState, { limit }: Pick<Appointment, 'limit'>): Limit {
  if (procedure.apology.atMost) return procedure.apology.atMost;
  return limit.amount === 0 ? { amount: 1, unit: 'working-days' } : limit;
}

/** Open milliseconds that the route's own limits leave to be worked from an instant to the end of the phase. */
function openMsLeft(state: DossierState, at: Instant): number {
  const work = openTasks(state).filter((t) => t.consultation === null && t.kind !== 'return');
  const inAll = work.filter((t) => !mayBeCutShort(state, t)).map((t) => leftOf(state, t, at));
  // Where one branch is enough, the shortest of them is.
  const inAny = work.filter((t) => mayBeCutShort(state, t)).map((t) => leftOf(state, t, at));
  return Math.max(0, ...inAll, ...(inAny.length > 0 ? [Math.min(...inAny)] : []));
}

const mayBeCutShort = ({ blocks, procedure }: DossierState, { scope }: Task): boolean =>
  Object.values(blocks).some(
    ({ block, parallel }) =>
      scope.some((entry) => entry.startsWith(`${block}/`)) && routeOf(procedure).forks[parallel]?.parallel.join !== 'all',
  );

function leftOf(state: DossierState, task: Task, at: Instant): number {
  const { calendar, procedure } = state;
  const own = task.dueAt === null || isUncounted(task.kind) ? 0 : openMsBetween(calendar, at, task.dueAt);
  const after = shortest(state, routeOf(procedure).steps[task.step]!.next);
  return Math.max(0, own) + after * openMsPerNominalMinute(calendar);
}

const isUncounted = (kind: string): boolean => kind === 'return' || kind === 'await-outside';

/** Nominal minutes of the shortest way from a place to the end of the phase. A loop is not walked: nobody knows that it will be. */
function shortest(state: DossierState, place: Place): number {
  const graph = routeOf(state.procedure);
  switch (place.at) {
    case 'step':
      if (place.step.kind === 'financial-obligation') return 0;
      return minutesOf(place.step) + shortest(state, place.next);
    case 'fork': {
      const live = place.branches.filter(({ branch }) => !branch.when || mayHold(state, branch.when));
      const ways = live.map(({ first }) => shortest(state, first));
      if (ways.length === 0) return shortest(state, place.next);
      return place.parallel.join === 'all' ? Math.max(...ways) : Math.min(...ways);
    }
    case 'choice': {
      const ways = [...place.cases.map(({ first }) => first), place.otherwise];
      return Math.min(...ways.map((first) => shortest(state, first)));
    }
    case 'branch-end':
      return shortest(state, graph.forks[place.parallel]!.next);
    case 'go-back':
    case 'end':
      return 0;
  }
}

const mayHold = ({ facts, outcomes }: DossierState, when: Parameters<typeof holds>[0]): boolean =>
  holds(when, facts, outcomes);

function minutesOf(step: Step): number {
  if (isUncounted(step.kind) || step.limit === undefined) return 0;
  return nominalMinutes(step.limit) ?? workingDaysWithin(step.limit.amount).fewest * NOMINAL_MINUTES_PER_DAY;
}

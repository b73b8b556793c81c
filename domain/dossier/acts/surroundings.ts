import { amendCalendar } from '../../calendar/amend';
import type { Calendar, Instant, Limit } from '../../calendar/calendar';
import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { limitFrom, recountAppointment } from '../appointment';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import { openSupplements, openTasks } from '../state';
import type { DossierState } from '../state';
import { ownLimit, stepOf } from './advance';
import { EIGHT_HOURS } from './supplement';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

/** A swap announced in December moves what is still running, each date once, by an event that says why. */
export function amend(draft: Draft, command: Cmd<'amend-calendar'>): Refusal | null {
  const { state } = draft;
  if (state.calendar.version !== command.from || command.to <= command.from) {
    return refusal('CALENDAR_VERSION_UNEXPECTED', { have: state.calendar.version, from: command.from, to: command.to }, 'from');
  }
  const amended = amendCalendar(state.calendar, command.change);
  if (!amended.ok) return amended.refusal;
  const calendar = { ...amended.value, version: command.to };
  const tasks = openTasks(state).flatMap((task) => {
    const step = stepOf(state, task.step);
    const limit = task.consultation !== null ? step.consult?.replyWithin : ownLimit(step);
    const dueAt = task.dueAt === null || limit === undefined ? task.dueAt : limitFrom(state, task.countsFrom, limit, calendar);
    const acknowledgeBy = task.acknowledgementMissed ? task.acknowledgeBy : movedTo(state, task.acknowledgeBy, task.countsFrom, state.procedure.acknowledgeWithin, calendar);
    if (dueAt === task.dueAt && acknowledgeBy === task.acknowledgeBy) return [];
    return [{ taskId: task.taskId, dueAt, ...(acknowledgeBy === null ? {} : { acknowledgeBy }) }];
  });
  const supplements = openSupplements(state).flatMap((s) => {
    const { respondWithin, confirmWithin = EIGHT_HOURS } = state.procedure.supplement[s.stage];
    const respondBy = s.status === 'asked' ? limitFrom(state, s.requestedAt, respondWithin, calendar) : s.respondBy;
    const confirmBy = s.providedAt === null ? null : movedTo(state, s.confirmBy, s.providedAt, confirmWithin, calendar);
    if (respondBy === s.respondBy && confirmBy === s.confirmBy) return [];
    return [{ n: s.n, respondBy, ...(confirmBy === null ? {} : { confirmBy }) }];
  });
  const appointment = recountAppointment(state, calendar, draft.at);
  const present = state.appointments[state.phase];
  // A later stop counts on from base and stoppedMs, so they are kept even where the due instant stays.
  const moved = appointment !== null && (['due', 'base', 'stoppedMs', 'startAt', 'missedAt'] as const).some((part) => appointment[part] !== present?.[part]);
  emit(draft, {
    type: 'CalendarAmended',
    from: command.from,
    to: command.to,
    change: command.change,
    appointment: moved ? appointment : null,
    tasks,
    supplements,
  });
  return null;
}

/** The end of a limit by another calendar, where it is known to run from this instant; otherwise it stays. */
const movedTo = (state: DossierState, end: Instant | null, from: Instant, limit: Limit, calendar: Calendar): Instant | null =>
  end !== null && end === limitFrom(state, from, limit) ? limitFrom(state, from, limit, calendar) : end;

/** Tiers are dissolved, communes merged: open tasks go to the successors, and no clock restarts (Decree 140/2025 Art. 32). */
export function reorganise(draft: Draft, command: Cmd<'reorganise'>): Refusal | null {
  const { state } = draft;
  const successor = (agency: string): string | undefined => command.successors[agency] ?? (command.agencies.agencies[agency] ? agency : undefined);
  const moved = [];
  for (const task of openTasks(state)) {
    const to = successor(task.agency);
    if (to === undefined) return refusal('AGENCY_WITHOUT_SUCCESSOR', { agency: task.agency, taskId: task.taskId }, 'successors');
    if (to !== task.agency) moved.push({ taskId: task.taskId, from: task.agency, to });
  }
  // A consulted agency that let its date pass may still answer, and then its successor does.
  for (const task of Object.values(state.tasks).filter((t) => t.status === 'silent' && t.closedAt === null)) {
    const to = successor(task.agency);
    if (to !== undefined && to !== task.agency) moved.push({ taskId: task.taskId, from: task.agency, to });
  }
  emit(draft, {
    type: 'AgenciesReorganised',
    agencies: command.agencies,
    receivingUnit: successor(state.receivingUnit) ?? state.receivingUnit,
    place: command.successors[state.place] ?? state.place,
    moved,
    ...(command.renamed === undefined ? {} : { renamed: command.renamed }),
    legalBasis: command.legalBasis,
  });
  return null;
}

export function adoptRules(draft: Draft, command: Cmd<'adopt-rules'>): Refusal | null {
  if (command.rules <= draft.state.rules) return refusal('RULES_NOT_RAISED', { rules: command.rules, have: draft.state.rules }, 'rules');
  emit(draft, { type: 'RulesAdopted', rules: command.rules });
  return null;
}

export function reportSync(draft: Draft, command: Cmd<'report-sync'>): Refusal | null {
  emit(draft, { type: 'SyncReported', acknowledgedSeq: command.acknowledgedSeq, failure: command.failure });
  return null;
}

import { amendCalendar } from '../../calendar/amend';
import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { limitFrom, recountAppointment } from '../appointment';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import { openSupplements, openTasks } from '../state';
import { ownLimit, stepOf } from './advance';

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
    if (task.dueAt === null || limit === undefined) return [];
    const dueAt = limitFrom(state, task.countsFrom, limit, calendar);
    return dueAt === task.dueAt ? [] : [{ taskId: task.taskId, dueAt }];
  });
  const supplements = openSupplements(state)
    .filter((s) => s.status === 'asked')
    .map((s) => ({ n: s.n, respondBy: limitFrom(state, s.requestedAt, state.procedure.supplement[s.stage].respondWithin, calendar) }))
    .filter((s) => s.respondBy !== state.supplements.find((x) => x.n === s.n)?.respondBy);
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
  emit(draft, {
    type: 'AgenciesReorganised',
    agencies: command.agencies,
    receivingUnit: successor(state.receivingUnit) ?? state.receivingUnit,
    place: command.successors[state.place] ?? state.place,
    moved,
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

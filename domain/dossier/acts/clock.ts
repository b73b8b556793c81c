import { lastDayOf } from '../../calendar/due';
import { formatInstant, localDateOf } from '../../calendar/local-time';
import { isWorkingDay, sessionsOn } from '../../calendar/working-time';
import type { Instant } from '../../calendar/calendar';
import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { routeOf } from '../../procedure/route';
import { formatLimit } from '../../calendar/limit';
import { moveAppointment, startAppointment } from '../appointment';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import { isOrWillBeLate, latestNewDate, nearFrom, newDateLimit } from '../new-date';
import { isGuarded } from '../guarded';
import { openTasks } from '../state';
import type { Appointment, DossierState, Task } from '../state';
import { advance, fromTask, goBack, resumeClock } from './advance';
import { acknowledgeFirst, reopen } from './work';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

/** The applicant owes the State: national status 6 begins with the notice; the clock already stands. */
export function issueNotice(draft: Draft, command: Cmd<'issue-notice'>, task: Task): Refusal | null {
  if (task.kind !== 'financial-obligation') return wrongKind('issue-notice', task, 'complete');
  acknowledgeFirst(draft, task);
  emit(draft, { type: 'ObligationNoticed', taskId: task.taskId, reference: command.reference });
  return null;
}

/** An incorrect slip reopens phase 1 with what remained of it; the interval is put to whoever erred. */
export function returnSlip(draft: Draft, command: Cmd<'return-slip'>, task: Task): Refusal | null {
  if (task.kind !== 'financial-obligation') return wrongKind('return-slip', task, 'send-back');
  const previous = task.cameFrom === null ? undefined : draft.state.tasks[task.cameFrom];
  if (!previous) return refusal('SEND_BACK_IMPOSSIBLE', { taskId: task.taskId, reason: 'nothing came before it' });
  emit(draft, { type: 'SlipReturned', taskId: task.taskId, erred: command.erred, reason: command.reason });
  resumeClock(draft);
  if (previous.scope.join() === task.scope.join()) reopen(draft, previous, task);
  else goBack(draft, previous.step, fromTask(task)); // into the block it was worked out in
  return null;
}

/** Proof of payment, exemption or a recorded debt starts the next phase at its receipt (land rule 2025, Art. 5.3). */
export function settleObligation(draft: Draft, command: Cmd<'settle-obligation'>): Refusal | null {
  const task = openTasks(draft.state).find((t) => t.kind === 'financial-obligation');
  if (!task) return refusal('OBLIGATION_NOT_OPEN');
  emit(draft, {
    type: 'ObligationSettled',
    taskId: task.taskId,
    by: command.by,
    reference: command.reference,
    // While an error is mended no phase begins; the record of time stays as it was.
    appointment: draft.state.endedAt === null ? startAppointment(draft.state, draft.state.phase + 1, draft.at) : draft.state.appointments[draft.state.phase]!,
  });
  advance(draft, routeOf(draft.state.procedure).steps[task.step]!.next, fromTask(task));
  return null;
}

const wrongKind = (act: string, task: Task, instead: string): Refusal =>
  refusal('TASK_WRONG_KIND', { act, taskId: task.taskId, kind: task.kind, instead });

/**
 * A written apology; with a new date it moves the appointment, once (61/2018 Art. 19.9). A late apology is always
 * allowed, a second date never.
 */
export function apologise(draft: Draft, command: Cmd<'apologise'>): Refusal | null {
  const { state, at } = draft;
  const appointment = state.appointments[state.phase];
  if (!appointment) return refusal('APPOINTMENT_NOT_RUNNING', { reason: 'not accepted yet' });
  const inTime = state.procedure.apology.owed === 'at-expiry' ? at <= appointment.due : localDateOf(at) < lastDayOf(appointment.due);
  if (command.newDue === undefined) {
    emit(draft, { type: 'ApologyIssued', reason: command.reason, inTime, appointment: null });
    return null;
  }
  const moved = (state.procedure.apology.oncePer === 'phase' ? [appointment] : state.appointments).find((a) => a.movedTo !== null);
  if (moved) return refusal('APPOINTMENT_ALREADY_MOVED', { movedTo: formatInstant(moved.movedTo!) }, 'newDue');
  if (appointment.metAt !== null || state.endedAt !== null) return refusal('APPOINTMENT_NOT_RUNNING', { reason: 'it has been met' });
  if (state.stopped !== null) return refusal('APPOINTMENT_NOT_RUNNING', { reason: `the clock stands: ${state.stopped.rule}` });
  if (command.newDue <= appointment.due || command.newDue <= at || !inWorkingTime(state, command.newDue)) {
    return refusal('NEW_DATE_INVALID', { value: formatInstant(command.newDue), due: formatInstant(appointment.due) }, 'newDue');
  }
  const unbounded = isGuarded(state) ? unboundedDate(state, appointment, command.newDue, at) : null;
  if (unbounded) return unbounded;
  emit(draft, { type: 'ApologyIssued', reason: command.reason, inTime, appointment: moveAppointment(appointment, command.newDue) });
  return null;
}

/** A new date belongs to a dossier that is or will be late, and lies within its bound. */
function unboundedDate(state: DossierState, appointment: Appointment, newDue: Instant, at: Instant): Refusal | null {
  const due = formatInstant(appointment.due);
  if (!isOrWillBeLate(state, appointment, at)) return refusal('NEW_DATE_TOO_EARLY', { due, from: formatInstant(nearFrom(state, appointment)) }, 'newDue');
  const latest = latestNewDate(state, appointment, at);
  if (newDue <= latest) return null;
  const limit = formatLimit(newDateLimit(state, appointment));
  return refusal('NEW_DATE_TOO_FAR', { value: formatInstant(newDue), latest: formatInstant(latest), limit }, 'newDue');
}

function inWorkingTime(state: DossierState, instant: Instant): boolean {
  const date = localDateOf(instant);
  return isWorkingDay(state.calendar, date) && sessionsOn(state.calendar, date).some((s) => instant > s.from && instant <= s.to);
}

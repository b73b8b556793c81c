import { formatInstant } from '../../calendar/local-time';
import type { Limit } from '../../calendar/calendar';
import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { limitFrom, startAppointment } from '../appointment';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import { openSupplements, openTasks } from '../state';
import type { DossierState, Supplement, Task } from '../state';
import { resumeClock, stepOf } from './advance';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

/** How soon what was sent must be confirmed, unless the procedure says otherwise (domain.md §4.6). */
export const EIGHT_HOURS: Limit = { amount: 8, unit: 'working-hours' };

/** One complete list, once per stage (Decree 118/2025 Art. 6); the clock stops, and starts from zero when it is satisfied. */
export function requestSupplement(draft: Draft, command: Cmd<'request-supplement'>, task: Task | null): Refusal | null {
  const { state } = draft;
  if (command.items.length === 0) return refusal('SUPPLEMENT_EMPTY', {}, 'items');
  if (state.endedAt !== null) return refusal('ACT_NOT_IN_STAGE', { act: 'request-supplement', stage: 'decided', allowed: 'before the decision' });
  const stage = state.acceptedAt === null ? 'reception' : 'examination';
  const rule = state.procedure.supplement[stage];
  const times = rule.times ?? 1;
  if (task !== null && task.consultation !== null) return refusal('TASK_WRONG_KIND', { act: 'request-supplement', taskId: task.taskId, kind: 'consulted agency', instead: 'reply' });
  const asker = stage === 'reception' ? null : task;
  // What the slip lacks comes back with the slip; meanwhile nobody examines.
  const slip = openTasks(state).find((t) => t.kind === 'financial-obligation' && inBranchOf(t, asker));
  if (slip) return refusal('TASK_WRONG_KIND', { act: 'request-supplement', taskId: slip.taskId, kind: slip.kind, instead: 'return-slip' });
  // Inside a parallel block "once" is per branch: each agency examines its own part.
  const earlier = state.supplements.filter((s) => s.stage === stage && s.status !== 'void' && sameBranch(state, s, asker));
  if (earlier.length >= times) return refusal('SUPPLEMENT_ALREADY_REQUESTED', { times });
  const waiting = openSupplements(state).find((s) => s.stopsDossier || sameBranch(state, s, asker));
  if (waiting) return refusal('TASK_SUSPENDED', { taskId: waiting.suspends[0] ?? '' }, 'taskId');
  // A branch's supplement stops that branch, and the dossier only if the procedure says so (domain.md §4.7).
  const inBranch = asker !== null && asker.scope.length > 0 && rule.inBranch !== 'stops-dossier';
  const suspends = openTasks(state).filter((t) => t.kind !== 'await-outside' && (!inBranch || inBranchOf(t, asker))).map((t) => t.taskId);
  if (suspends.length === 0) return refusal('TASK_UNKNOWN', { taskId: '', open: 'nothing that is being examined' }, 'taskId');
  const n = state.supplements.length + 1;
  const stopsDossier = stage === 'examination' && !inBranch;
  // The list is owed from the receipt that the phase counts from; a supplement confirmed before was one.
  const since = Math.max(state.appointments[state.phase]?.receivedAt ?? state.submittedAt, ...earlier.map((s) => s.providedAt ?? 0));
  if (stopsDossier && state.stopped !== null) resumeClock(draft);
  emit(draft, {
    type: 'SupplementRequested',
    items: command.items,
    note: command.note,
    supplement: {
      n,
      stage,
      taskId: asker?.taskId ?? null,
      suspends,
      stopsDossier,
      requestedAt: draft.at,
      respondBy: limitFrom(state, draft.at, rule.respondWithin),
      providedAt: null,
      confirmBy: null,
      status: 'asked',
      requestedLate: draft.at >= limitFrom(state, since, rule.noticeWithin),
    },
  });
  if (stopsDossier) emit(draft, { type: 'ClockStopped', rule: 'supplement' });
  return null;
}

/** The branch of the route: entering it again after going back is no further stage. */
const branchOf = (task: Task | null | undefined): string => (task?.scope ?? []).map((entry) => entry.replace(/#\d+/, '')).join('>');
const sameBranch = (state: DossierState, s: Supplement, asker: Task | null): boolean =>
  branchOf(s.taskId === null ? null : state.tasks[s.taskId]) === branchOf(asker);

/** A branch's supplement stops that branch; one asked outside any block stops everything. */
const inBranchOf = (task: Task, asker: Task | null): boolean =>
  asker === null || asker.scope.every((entry, i) => task.scope[i] === entry);

/** Sending before the lapse stops the lapse; the officer then has a limit of their own to confirm. */
export function provideSupplement(draft: Draft, command: Cmd<'provide-supplement'>): Refusal | null {
  const asked = openSupplements(draft.state).find((s) => s.status === 'asked' && (command.n === undefined || s.n === command.n));
  if (!asked) return refusal('SUPPLEMENT_NOT_OPEN', { expected: 'awaited' });
  emit(draft, { type: 'SupplementProvided', n: asked.n, confirmBy: confirmBy(draft.state, asked, draft.at) });
  return null;
}

const confirmBy = (state: DossierState, supplement: Supplement, from: number): number =>
  limitFrom(state, from, state.procedure.supplement[supplement.stage].confirmWithin ?? EIGHT_HOURS);

/** Day zero is the receipt of the complete supplement, once confirmed (61/2018 Art. 19.4; Decree 297/2025 Art. 6.4a). */
export function confirmSupplement(draft: Draft, command: Cmd<'confirm-supplement'>, task: Task | null): Refusal | null {
  const provided = openSupplements(draft.state).find(
    (s) => s.status === 'provided' && (command.n === undefined || s.n === command.n) && (task === null || s.suspends.includes(task.taskId)),
  );
  if (!provided || provided.providedAt === null) return refusal('SUPPLEMENT_NOT_OPEN', { expected: 'waiting to be confirmed' });
  emit(draft, { type: 'SupplementConfirmed', n: provided.n });
  const from = provided.providedAt;
  const { state } = draft;
  const tasks = provided.suspends
    .filter((taskId) => state.tasks[taskId]?.closedAt === null && state.tasks[taskId]?.status !== 'suspended')
    .map((taskId) => ({ taskId, dueAt: ownDue(state, state.tasks[taskId]!, from), ...acknowledgedAnew(draft, state.tasks[taskId]!) }));
  const appointment = provided.stopsDossier ? restarted(state, from) : null;
  emit(draft, { type: 'ClockReset', from, appointment, tasks });
  return null;
}

/** A hand-over that the supplement held up is acknowledged within its limit from now. */
const acknowledgedAnew = ({ state, at }: Draft, task: Task): { acknowledgeBy?: number } =>
  task.acknowledgeBy === null || task.acknowledgementMissed ? {} : { acknowledgeBy: limitFrom(state, at, state.procedure.acknowledgeWithin) };

/** The current phase starts from zero; what was promised first stays on record. */
const restarted = (state: DossierState, from: number): ReturnType<typeof startAppointment> => ({
  ...startAppointment(state, state.phase, from),
  original: state.appointments[state.phase]?.original ?? state.lastAt,
  movedTo: state.appointments[state.phase]?.movedTo ?? null,
});

export function ownDue(state: DossierState, task: Task, from: number): number | null {
  const step = stepOf(state, task.step);
  const limit = task.consultation !== null ? step.consult?.replyWithin : step.limit;
  return task.dueAt === null || limit === undefined ? null : limitFrom(state, from, limit);
}

/** Procedure control undoes a lapse when the applicant had sent in time and only the recording was late (design.md law 2). */
export function undoLapse(draft: Draft, command: Cmd<'undo-lapse'>): Refusal | null {
  const lapsed = draft.state.supplements.find((s) => s.status === 'lapsed');
  if (!lapsed) return refusal('SUPPLEMENT_NOT_OPEN', { expected: 'lapsed' });
  if (command.providedAt >= lapsed.respondBy || command.providedAt < lapsed.requestedAt) {
    return refusal('LAPSE_NOT_UNDOABLE', { respondBy: formatInstant(lapsed.respondBy), providedAt: formatInstant(command.providedAt) }, 'providedAt');
  }
  emit(draft, {
    type: 'LapseUndone',
    n: lapsed.n,
    providedAt: command.providedAt,
    confirmBy: confirmBy(draft.state, lapsed, draft.at),
    reason: command.reason,
  });
  return null;
}

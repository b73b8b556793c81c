import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { routeOf } from '../../procedure/route';
import { appealOf, whyNotAppeal } from '../appeal';
import { limitFrom } from '../appointment';
import type { Command } from '../command';
import type { DossierEvent } from '../event';
import { emit } from '../draft';
import type { Draft } from '../draft';
import { isGuarded } from '../guarded';
import { openTasks } from '../state';
import type { DossierState, Task } from '../state';
import { advance, fromTask, groundOf, needed, openStep, refuseApplication, stepOf } from './advance';
import { factsRefusal } from './reception';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

export function acknowledge(draft: Draft, task: Task): Refusal | null {
  if (task.acknowledgeBy === null) return refusal('TASK_WRONG_KIND', { act: 'acknowledge', taskId: task.taskId, kind: task.status, instead: 'take-up' });
  emit(draft, { type: 'HandOverAcknowledged', taskId: task.taskId, replyBy: replyBy(draft, task) });
  return null;
}

/** Silence counts from acknowledged delivery: only now does the consulted agency's reply date run, and not its sender's. */
function replyBy(draft: Draft, task: Task): number | null {
  const consult = stepOf(draft.state, task.step).consult;
  return task.consultation !== null && !task.returned && task.dueAt === null && consult ? limitFrom(draft.state, draft.at, consult.replyWithin) : null;
}

export function assign(draft: Draft, command: Cmd<'assign'>, task: Task): Refusal | null {
  acknowledgeFirst(draft, task);
  emit(draft, { type: 'OfficerAssigned', taskId: task.taskId, person: command.person });
  return null;
}

export function takeUp(draft: Draft, task: Task, person: string): Refusal | null {
  if (task.assignee !== null && task.assignee !== person) return refusal('TASK_TAKEN', { taskId: task.taskId, assignee: task.assignee });
  acknowledgeFirst(draft, task);
  emit(draft, { type: 'TaskTakenUp', taskId: task.taskId, person });
  return null;
}

/** Taking work up, or deciding on it, acknowledges that it arrived. */
export function acknowledgeFirst(draft: Draft, task: Task): void {
  if (task.acknowledgeBy !== null) acknowledge(draft, task);
}

export function release(draft: Draft, task: Task): Refusal | null {
  if (task.assignee === null) return refusal('TASK_WRONG_KIND', { act: 'release', taskId: task.taskId, kind: 'taken by nobody', instead: 'take-up' });
  emit(draft, { type: 'TaskReleased', taskId: task.taskId });
  return null;
}

/**
 * Work in the hands of somebody who cannot do it any more is anybody's of that desk again: what an office has taken on
 * never waits for a person. Only the engine says this, because the register of people is none of a dossier's.
 */
export function returnToDesk(draft: Draft, command: Cmd<'return-to-desk'>, task: Task): Refusal | null {
  const { taskId, agency, assignee } = task;
  if (assignee !== command.person) return refusal('TASK_NOT_WITH', { taskId, person: command.person });
  emit(draft, { type: 'TaskReturnedToDesk', taskId, agency, from: assignee, because: command.because });
  if (command.to !== undefined) emit(draft, { type: 'OfficerAssigned', taskId, person: command.to });
  return null;
}

const OTHER_ACT: Readonly<Record<string, string>> = { 'financial-obligation': 'settle-obligation', return: 'return-result' };

export function complete(draft: Draft, command: Cmd<'complete'>, task: Task): Refusal | null {
  const { state } = draft;
  const step = stepOf(state, task.step);
  const instead = task.consultation !== null ? 'reply' : OTHER_ACT[task.kind];
  if (instead) return refusal('TASK_WRONG_KIND', { act: 'complete', taskId: task.taskId, kind: task.kind, instead });
  if (task.kind === 'receive' && state.acceptedAt === null) return refusal('NOT_ACCEPTED_YET');
  const allowed = step.outcomes ?? ['done'];
  const outcome = command.outcome ?? allowed[0]!;
  if (!allowed.includes(outcome)) return refusal('OUTCOME_UNKNOWN', { value: outcome, step: task.step, allowed: allowed.join(', ') }, 'outcome');
  const facts = command.facts ?? {};
  const wrong = factsRefusal(state.procedure, facts, false);
  if (wrong) return wrong;
  if (task.kind === 'consult') {
    const waiting = stillAwaited(state, task);
    if (waiting.length > 0) return refusal('CONSULTATION_OPEN', { waiting: waiting.map((t) => t.agency).join(', ') });
  }
  // A refusal is given in writing, with its reasons and the way of appeal.
  const isRefusal = outcome === 'refused' && isGuarded(state);
  if (isRefusal && command.note === null) return refusal('REASON_MISSING', { act: 'complete' }, 'note');
  const tooShort = isRefusal ? whyNotAppeal(state, task.agency, command.appeal) : null;
  if (tooShort) return tooShort;
  const ground = command.ground ?? groundOf(state);
  const paper = isRefusal ? { ground, appeal: appealOf(state, task.agency, command.appeal) } : undefined;
  acknowledgeFirst(draft, task);
  finish(draft, task, outcome, facts, command.note, paper);
  return null;
}

type Completed = Extract<DossierEvent, { type: 'StepCompleted' }>;

/** The step is decided; the route goes on from it, or a refusal that the route does not ask about ends it. */
function finish(
  draft: Draft,
  task: Task,
  outcome: string,
  facts: DossierState['facts'],
  note: Completed['note'],
  refusalPaper: Completed['refusal'] = undefined,
): void {
  const paper = refusalPaper === undefined ? {} : { refusal: refusalPaper };
  emit(draft, { type: 'StepCompleted', taskId: task.taskId, outcome, facts, note, ...paper });
  for (const part of openTasks(draft.state)) {
    if (part.consultation === task.taskId) emit(draft, { type: 'StepCancelled', taskId: part.taskId, ground: 'joined' });
  }
  const graph = routeOf(draft.state.procedure);
  const refusedHere = outcome === 'refused' && !graph.asked.has(`${task.step}=refused`);
  if (refusedHere) return refuseApplication(draft, fromTask(task));
  advance(draft, graph.steps[task.step]!.next, fromTask(task));
}

/**
 * Opinions that may still come in time: neither given, nor past their reply date, nor lost on the way and alarmed, nor
 * come back to whoever asked as a wrong transfer.
 */
const stillAwaited = (state: DossierState, lead: Task): Task[] =>
  openTasks(state).filter((t) => t.consultation === lead.taskId && !t.acknowledgementMissed && !t.returned);

export function reply(draft: Draft, command: Cmd<'reply'>, task: Task): Refusal | null {
  if (task.consultation === null) return refusal('TASK_WRONG_KIND', { act: 'reply', taskId: task.taskId, kind: task.kind, instead: 'complete' });
  const lead = draft.state.tasks[task.consultation];
  const waiting = lead !== undefined && lead.closedAt === null && draft.state.stage === 'processing';
  // A late answer is filed and changes nothing: past the reply date the lead decides, with it or without (domain.md §4.7).
  const late = !waiting || task.closedAt !== null || task.status === 'silent';
  if (!late) acknowledgeFirst(draft, task);
  emit(draft, { type: 'ConsultationReplied', taskId: task.taskId, opinion: command.opinion, late, note: command.note });
  if (!late) concludeConsultation(draft, lead!.taskId);
  return null;
}

/** The consultation ends by itself when enough opinions (or silences that are consent) are in. */
export function concludeConsultation(draft: Draft, leadId: string): void {
  const lead = draft.state.tasks[leadId];
  if (!lead || lead.closedAt !== null) return;
  const parts = Object.values(draft.state.tasks).filter((t) => t.consultation === leadId);
  const answered = parts.filter((t) => t.status === 'done' || (t.status === 'silent' && t.outcome === 'consent'));
  const step = stepOf(draft.state, lead.step);
  if (answered.length < needed(step.consult?.need, parts.length)) return;
  const disagreed = answered.some((t) => t.outcome === 'disagree');
  const outcomes = step.outcomes ?? ['done'];
  finish(draft, lead, disagreed && outcomes.includes('disagreed') ? 'disagreed' : outcomes[0]!, {}, null);
}

export function sendBack(draft: Draft, command: Cmd<'send-back'>, task: Task): Refusal | null {
  if (isGuarded(draft.state) && command.reason === null) return refusal('REASON_MISSING', { act: 'send-back' }, 'reason');
  const previous = reopenable(draft.state, task);
  const sender = typeof previous === 'string' && isGuarded(draft.state) ? transferredBy(draft.state, task) : null;
  if (sender) return returnTransfer(draft, command, task, sender);
  if (typeof previous === 'string') return refusal('SEND_BACK_IMPOSSIBLE', { taskId: task.taskId, reason: previous });
  emit(draft, { type: 'StepSentBack', taskId: task.taskId, toStep: previous.step, reason: command.reason });
  reopen(draft, previous, task);
  return null;
}

export function recall(draft: Draft, command: Cmd<'recall'>, task: Task): Refusal | null {
  if (task.assignee !== null) return refusal('RECALL_TOO_LATE', { taskId: task.taskId, assignee: task.assignee });
  const previous = reopenable(draft.state, task);
  if (typeof previous === 'string') return refusal('SEND_BACK_IMPOSSIBLE', { taskId: task.taskId, reason: previous });
  emit(draft, { type: 'StepRecalled', taskId: task.taskId, toStep: previous.step, reason: command.reason });
  reopen(draft, previous, task);
  return null;
}

/**
 * Who sent a task to another agency, where the step before it cannot open again: because others work beside it, or wait
 * for the same opinions. Null where nobody did.
 */
function transferredBy(state: DossierState, task: Task): Task | null {
  if (task.kind === 'financial-obligation') return null;
  const from = task.consultation ?? task.cameFrom;
  const sender = from === null ? undefined : state.tasks[from];
  if (!sender || sender.kind === 'financial-obligation' || sender.agency === task.agency) return null;
  return sender;
}

/** The task goes back as it is: the other branches go on, and no clock restarts. Its sender names another agency. */
function returnTransfer(draft: Draft, { reason }: Cmd<'send-back'>, task: Task, sender: Task): null {
  const { state, at } = draft;
  emit(draft, {
    type: 'TransferReturned',
    taskId: task.taskId,
    from: task.agency,
    to: sender.agency,
    role: sender.officerRole,
    since: task.arrivedAt ?? task.openedAt,
    acknowledgeBy: limitFrom(state, at, state.procedure.acknowledgeWithin),
    reason,
  });
  return null;
}

function reopenable(state: DossierState, task: Task): Task | string {
  const previous = task.cameFrom === null ? undefined : state.tasks[task.cameFrom];
  if (task.kind === 'financial-obligation') return 'a transfer slip goes back by "return-slip"';
  if (task.consultation !== null) return 'a consulted agency replies, it does not send back';
  if (!previous) return 'nothing came before it';
  if (previous.kind === 'financial-obligation') return 'the obligation before it is settled';
  if (previous.scope.join() !== task.scope.join()) return 'the step before it stands outside its parallel branch';
  return previous;
}

/** A new occurrence of the earlier step at the agency that held it; the dossier's own clock runs on. */
export function reopen(draft: Draft, previous: Task, task: Task): void {
  for (const part of openTasks(draft.state)) {
    if (part.consultation === task.taskId) emit(draft, { type: 'StepCancelled', taskId: part.taskId, ground: 'sent-back' });
  }
  const before = previous.cameFrom;
  openStep(draft, stepOf(draft.state, previous.step), { scope: task.scope, taskId: before, agency: task.agency }, previous.rerouted && previous.agency);
}

/** Another agency takes over; the limit runs on, for the applicant did not cause the detour. */
export function reroute(draft: Draft, command: Cmd<'re-route'>, task: Task): Refusal | null {
  if (command.to === task.agency) return refusal('TASK_WRONG_KIND', { act: 're-route', taskId: task.taskId, kind: `already at ${command.to}`, instead: 'assign' });
  const unfit = isGuarded(draft.state) ? withoutPost(draft.state, command, task) : null;
  if (unfit) return unfit;
  const consult = stepOf(draft.state, task.step).consult;
  const isAskedAnew = task.returned && task.consultation !== null && consult?.countsFrom === 'sent';
  emit(draft, {
    type: 'StepRerouted',
    taskId: task.taskId,
    from: task.agency,
    to: command.to,
    info: command.info,
    acknowledgeBy: limitFrom(draft.state, draft.at, draft.state.procedure.acknowledgeWithin),
    reason: command.reason,
    ...(isAskedAnew ? { replyBy: limitFrom(draft.state, draft.at, consult.replyWithin) } : {}),
  });
  return null;
}

/** Work goes only where the post is that its step wants: nobody else could ever take it up. */
function withoutPost(state: DossierState, { to, info }: Cmd<'re-route'>, task: Task): Refusal | null {
  const post = task.returned?.role ?? task.officerRole;
  if (info.posts?.includes(post)) return null;
  const known = Object.entries(state.agencies.agencies).filter(([code, { posts }]) => code !== to && posts?.includes(post));
  const having = [...new Set([...(task.returned ? [] : [task.agency]), ...known.map(([code]) => code)])].sort();
  return refusal('AGENCY_LACKS_POST', { agency: to, post, posts: info.posts?.join(', ') || '–', having: having.join(', ') || '–' }, 'to');
}


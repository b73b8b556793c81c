import type { Instant } from '../calendar/calendar';
import { refusal } from '../errors';
import type { Refusal } from '../errors';
import { ok, refuse } from '../result';
import type { Result } from '../result';
import * as attachments from './acts/attachments';
import * as clock from './acts/clock';
import * as ending from './acts/ending';
import * as reception from './acts/reception';
import * as supplement from './acts/supplement';
import * as surroundings from './acts/surroundings';
import * as work from './acts/work';
import { settleClock } from './acts/advance';
import type { Actor } from './actor';
import type { Command } from './command';
import { passDeadlines } from './deadlines';
import { draftOf } from './draft';
import type { Draft } from './draft';
import type { DossierEvent } from './event';
import { whyNot } from './permissions';
import { OPEN_STATUSES, openSupplements, openTasks } from './state';
import type { DossierState, Task } from './state';

export interface Decision {
  readonly events: readonly DossierEvent[];
  readonly state: DossierState;
}

/**
 * Which events follow from a command at an official instant, or why none do. Reads nothing but the state (law 3);
 * every deadline due by `at` has been passed before (law 2, engine.ts).
 */
export function decide(state: DossierState, command: Command, actor: Actor, at: Instant): Result<Decision> {
  const draft = draftOf(state, at);
  const target = taskOf(state, command, actor);
  if (!target.ok) return target;
  const task = target.value;
  const refused = whyNot(state, command.act, actor, task, at) ?? unusable(state, command, actor, task) ?? act(draft, command, actor, task);
  if (refused) return refuse(refused);
  settleClock(draft);
  return ok({ events: draft.events, state: draft.state });
}

/** Acts that concern one task: the one named, or the only one it can mean. */
function taskOf(state: DossierState, command: Command, actor: Actor): Result<Task | null> {
  const open = openTasks(state);
  const names = open.map((t) => t.taskId).join(', ') || 'none';
  if ('taskId' in command && command.taskId !== undefined) {
    const task = state.tasks[command.taskId];
    return task ? ok(task) : refuse(refusal('TASK_UNKNOWN', { taskId: command.taskId, open: names }, 'taskId'));
  }
  const fits = (task: Task): boolean => actor.kind !== 'officer' || task.agency === actor.agency;
  switch (command.act) {
    case 'attach-document':
    case 'withdraw-document':
      // Any task of the officer's agency: a paper belongs to the dossier, not to a step.
      return ok(open.find(fits) ?? null);
    case 'settle-obligation':
      return ok(open.find((t) => t.kind === 'financial-obligation') ?? null);
    case 'confirm-supplement': {
      const provided = openSupplements(state).filter((s) => s.status === 'provided' && (command.n === undefined || s.n === command.n));
      return ok(open.find((t) => fits(t) && provided.some((s) => s.suspends.includes(t.taskId))) ?? null);
    }
    case 'apologise':
    case 'request-supplement': {
      const own = open.filter((t) => fits(t) && t.consultation === null && t.kind !== 'return' && !t.returned);
      if (command.act === 'request-supplement' && own.length > 1) return refuse(refusal('TASK_AMBIGUOUS', { open: own.map((t) => t.taskId).join(', ') }, 'taskId'));
      return ok(own[0] ?? null);
    }
    default:
      return ok(null);
  }
}

/** A closed, suspended or changed task takes no act; what the officer saw is checked by the task's version (law 5). */
function unusable(state: DossierState, command: Command, actor: Actor, task: Task | null): Refusal | null {
  if (!('taskId' in command) || command.taskId === undefined || task === null) return null;
  const lateReply = command.act === 'reply' && task.consultation !== null;
  if (!OPEN_STATUSES.includes(task.status) && !lateReply) {
    return refusal('TASK_NOT_OPEN', { taskId: task.taskId, status: task.status, open: openTasks(state).map((t) => t.taskId).join(', ') || 'none' }, 'taskId');
  }
  if ('version' in command && command.version !== undefined && command.version !== task.version) {
    return refusal('TASK_VERSION_STALE', { taskId: task.taskId, seen: command.version, version: task.version }, 'version');
  }
  if (isAnothers(task, command, actor)) return refusal('TASK_TAKEN', { taskId: task.taskId, assignee: task.assignee! });
  if (task.returned && !ON_RETURNED.includes(command.act)) {
    const { by, role } = task.returned;
    return refusal('TASK_RETURNED', { act: command.act, taskId: task.taskId, by, post: role }, 'taskId');
  }
  const blocked = task.status === 'suspended' && !['assign', 'take-up', 'release', 'return-to-desk', 'acknowledge', 're-route'].includes(command.act);
  return blocked ? refusal('TASK_SUSPENDED', { taskId: task.taskId }, 'taskId') : null;
}

/** What its sender may do with a task that came back as a wrong transfer. */
const ON_RETURNED: readonly Command['act'][] = ['acknowledge', 'assign', 'take-up', 'release', 'return-to-desk', 're-route'];

const HEADS: readonly string[] = ['division-head', 'leader'];

/**
 * Work that somebody took up, or was assigned, is theirs and their stand-in's: a colleague decides nothing on it. Their
 * head may take it from them, hand it back or answer for them.
 */
function isAnothers(task: Task, command: Command, actor: Actor): boolean {
  if (task.assignee === null || actor.kind !== 'officer') return false;
  if (actor.person === task.assignee || actor.basis?.of === task.assignee) return false;
  if (command.act === 'complete' || command.act === 'issue-notice' || command.act === 'return-slip') return true;
  return (command.act === 'release' || command.act === 'send-back' || command.act === 'reply') && !HEADS.includes(actor.role);
}

function act(draft: Draft, command: Command, actor: Actor, task: Task | null): Refusal | null {
  switch (command.act) {
    case 'submit':
      return reception.submit(draft, command);
    case 'accept':
      return reception.accept(draft, command);
    case 'refuse-intake':
      return reception.refuseIntake(draft, command);
    case 'pay-fee':
      return reception.payFee(draft, command);
    case 'request-supplement':
      return supplement.requestSupplement(draft, command, task);
    case 'provide-supplement':
      return supplement.provideSupplement(draft, command);
    case 'confirm-supplement':
      return supplement.confirmSupplement(draft, command, task);
    case 'undo-lapse':
      return supplement.undoLapse(draft, command);
    case 'attach-document':
      return attachments.attachDocument(draft, command, actor);
    case 'withdraw-document':
      return attachments.withdrawDocument(draft, command, actor);
    case 'settle-obligation':
      return clock.settleObligation(draft, command);
    case 'apologise':
      return clock.apologise(draft, command);
    case 'stop':
      return ending.stop(draft, command);
    case 'withdraw':
      return ending.withdraw(draft, command);
    case 'return-result':
      return ending.returnResult(draft, command);
    case 'correct':
      return ending.correct(draft, command);
    case 'archive':
      return ending.archive(draft);
    case 'amend-calendar':
      return surroundings.amend(draft, command);
    case 'reorganise':
      return surroundings.reorganise(draft, command);
    case 'adopt-rules':
      return surroundings.adoptRules(draft, command);
    case 'report-sync':
      return surroundings.reportSync(draft, command);
    case 'tick':
      passDeadlines(draft, Math.min(command.deadline, draft.at));
      return null;
    default:
      return task === null ? refusal('TASK_UNKNOWN', { taskId: '', open: 'see the dossier' }, 'taskId') : onTask(draft, command, actor, task);
  }
}

type OnTask = Extract<
  Command,
  { act: 'acknowledge' | 'assign' | 'take-up' | 'release' | 'return-to-desk' | 'complete' | 'reply' | 'send-back' | 'recall' | 're-route' | 'issue-notice' | 'return-slip' }
>;

function onTask(draft: Draft, command: OnTask, actor: Actor, task: Task): Refusal | null {
  switch (command.act) {
    case 'acknowledge':
      return work.acknowledge(draft, task);
    case 'assign':
      return work.assign(draft, command, task);
    case 'take-up':
      return work.takeUp(draft, task, actor.kind === 'officer' ? actor.person : actor.kind);
    case 'release':
      return work.release(draft, task);
    case 'return-to-desk':
      return work.returnToDesk(draft, command, task);
    case 'complete':
      return work.complete(draft, command, task);
    case 'reply':
      return work.reply(draft, command, task);
    case 'send-back':
      return work.sendBack(draft, command, task);
    case 'recall':
      return work.recall(draft, command, task);
    case 're-route':
      return work.reroute(draft, command, task);
    case 'issue-notice':
      return clock.issueNotice(draft, command, task);
    case 'return-slip':
      return clock.returnSlip(draft, command, task);
  }
}

import type { AgencyCode, AgencyRole } from '../../agency/agency';
import { RECEIVING_UNIT } from '../../agency/agency';
import type { Limit } from '../../calendar/calendar';
import { branchKey, holds, routeOf } from '../../procedure/route';
import type { Place } from '../../procedure/route';
import type { Join, Step, StepId } from '../../procedure/procedure';
import { appealOf } from '../appeal';
import { limitFrom, resumeAppointment } from '../appointment';
import { emit } from '../draft';
import type { Draft } from '../draft';
import type { CancelGround } from '../event';
import { isGuarded } from '../guarded';
import { openSupplements, openTasks, suspendsScope } from '../state';
import type { DossierState, RefusalPaper, Task, TaskId } from '../state';

/** Where work comes from: the branch it stands in, the task that was completed, and the agency that held it. */
export interface From {
  readonly scope: readonly string[];
  readonly taskId: TaskId | null;
  readonly agency: AgencyCode;
}

export const fromTask = (task: Task): From => ({ scope: task.scope, taskId: task.taskId, agency: task.agency });

/** Walks on from a place of the route until work is open or the branch has ended. */
export function advance(draft: Draft, place: Place, from: From): void {
  const { state } = draft;
  switch (place.at) {
    case 'step':
      return openStep(draft, place.step, from);
    case 'fork':
      return openBlock(draft, place, from);
    case 'choice': {
      const chosen = place.cases.find(({ when }) => holds(when, state.facts, state.outcomes));
      return advance(draft, chosen?.first ?? place.otherwise, from);
    }
    case 'go-back':
      return goBack(draft, place.to, from);
    case 'branch-end':
      return arrive(draft, from, false);
    case 'end':
      return;
  }
}

export const agencyOf = (state: DossierState, role: AgencyRole): AgencyCode =>
  role === RECEIVING_UNIT ? state.receivingUnit : (state.agencies.roles[role] ?? state.receivingUnit);

export const stepOf = (state: DossierState, step: StepId): Step => routeOf(state.procedure).steps[step]!.step;

/** Opens an occurrence of a step, with what its kind brings: a resolved dossier, a stopped clock, a round of opinions. */
export function openStep(draft: Draft, step: Step, from: From, heldBy?: AgencyCode): void {
  if (step.kind === 'return') resolve(draft, refusedOnTheWay(draft.state));
  const agency = heldBy ?? agencyOf(draft.state, step.agency);
  const n = (draft.state.occurrences[step.step] ?? 0) + 1;
  const task = newTask(draft, step, `${step.step}#${n}`, agency, from, ownLimit(step));
  // Mending an error starts no clock and ends no phase again.
  if (step.kind === 'financial-obligation' && draft.state.endedAt === null) {
    resumeClock(draft);
    emit(draft, { type: 'PhaseMet', phase: draft.state.phase });
    emit(draft, { type: 'ClockStopped', rule: 'financial-obligation' });
  }
  emit(draft, { type: 'StepAssigned', task });
  handOver(draft, task, from.agency);
  if (step.kind === 'consult') askOpinions(draft, step, task);
}

export const ownLimit = (step: Step): Limit | undefined => (step.kind === 'await-outside' ? (step.waitAtMost ?? step.limit) : step.limit);

function newTask(draft: Draft, step: Step, taskId: TaskId, agency: AgencyCode, from: From, limit: Limit | undefined): Task {
  return {
    taskId,
    step: step.step,
    kind: step.kind,
    agency,
    officerRole: step.officer,
    // While a supplement is awaited, what is opened waits for it too.
    status: openSupplements(draft.state).some((s) => suspendsScope(draft.state, s, from.scope)) && step.kind !== 'await-outside' ? 'suspended' : 'open',
    assignee: null,
    version: 1,
    openedAt: draft.at,
    countsFrom: draft.at,
    dueAt: limit === undefined ? null : limitFrom(draft.state, draft.at, limit),
    closedAt: null,
    outcome: null,
    scope: from.scope,
    cameFrom: from.taskId,
    acknowledgeBy: null,
    acknowledgementMissed: false,
    consultation: null,
  };
}

/** A hand-over between agencies is sent at once, acknowledged within its limit, and alarmed otherwise (Decree 63/2024 Art. 7.4). */
export function handOver(draft: Draft, task: Task, from: AgencyCode): void {
  if (task.agency === from) return;
  emit(draft, {
    type: 'HandOverSent',
    taskId: task.taskId,
    from,
    to: task.agency,
    acknowledgeBy: limitFrom(draft.state, draft.at, draft.state.procedure.acknowledgeWithin),
  });
}

/** All agencies are asked at once; the reply date runs from acknowledged delivery unless the procedure says from sending. */
function askOpinions(draft: Draft, step: Step, lead: Task): void {
  const consult = step.consult;
  if (!consult) return;
  for (const role of consult.agencies) {
    const agency = agencyOf(draft.state, role);
    const taskId = `${lead.taskId}/${agency}`;
    if (draft.state.tasks[taskId]) continue; // one agency playing two of the roles is asked once
    const limit = consult.countsFrom === 'sent' || agency === lead.agency ? consult.replyWithin : undefined;
    const asked = newTask(draft, step, taskId, agency, fromTask(lead), limit);
    emit(draft, { type: 'StepAssigned', task: { ...asked, officerRole: 'specialist', consultation: lead.taskId } });
    handOver(draft, asked, lead.agency);
  }
}

function openBlock(draft: Draft, fork: Extract<Place, { at: 'fork' }>, from: From): void {
  const { parallel } = fork;
  const live = fork.branches.filter(({ branch }) => !branch.when || holds(branch.when, draft.state.facts, draft.state.outcomes));
  if (live.length === 0) return advance(draft, fork.next, from);
  const block = `${parallel.parallel}#${(draft.state.occurrences[parallel.parallel] ?? 0) + 1}`;
  const branches = live.map(({ branch }) => branch.branch);
  emit(draft, {
    type: 'BlockOpened',
    block: { block, parallel: parallel.parallel, scope: from.scope, branches, arrived: [], refused: [], openedBy: from.taskId },
  });
  for (const { branch, first } of live) {
    // A branch that ends at once may already have joined an `any` block.
    if (!draft.state.blocks[block]) return;
    advance(draft, first, { ...from, scope: [...from.scope, branchKey(block, branch.branch)] });
  }
}

/** A branch has ended. The join fires when enough branches have, exactly once: the block is gone afterwards. */
export function arrive(draft: Draft, from: From, refused: boolean): void {
  const [blockId, branch] = splitScope(from.scope[from.scope.length - 1] ?? '');
  const block = draft.state.blocks[blockId];
  if (!block) return;
  emit(draft, { type: 'BranchFinished', block: blockId, branch, refused });
  const now = draft.state.blocks[blockId]!;
  const fork = routeOf(draft.state.procedure).forks[block.parallel]!;
  const { join } = fork.parallel;
  const agreed = now.arrived.length - now.refused.length;
  const allIn = now.arrived.length === now.branches.length;
  const enough = agreed >= needed(join, now.branches.length);
  if (!allIn && !enough) return;
  cancelWithin(draft, blockId, 'joined');
  emit(draft, { type: 'BlockJoined', block: blockId });
  const outside = { ...from, scope: block.scope };
  // Of "all" those that agreed go on alone; a quorum that cannot be had refuses the application.
  if (agreed === 0 || (join !== 'all' && !enough)) return refuseApplication(draft, outside);
  advance(draft, fork.next, outside);
}

export const needed = (join: Join | undefined, of: number): number =>
  join === undefined || join === 'all' ? of : join === 'any' ? 1 : Math.min(join.quorum, of);

const splitScope = (entry: string): [block: string, branch: string] => {
  const cut = entry.lastIndexOf('/');
  return [entry.slice(0, cut), entry.slice(cut + 1)];
};

/** Cancels what is still open inside a block, and the blocks nested in it. */
function cancelWithin(draft: Draft, blockId: string, ground: CancelGround): void {
  const inside = (scope: readonly string[]): boolean => scope.some((entry) => splitScope(entry)[0] === blockId);
  for (const task of openTasks(draft.state)) if (inside(task.scope)) emit(draft, { type: 'StepCancelled', taskId: task.taskId, ground });
  for (const block of Object.values(draft.state.blocks)) if (inside(block.scope)) emit(draft, { type: 'BlockLeft', block: block.block, ground });
}

/** Ends everything that is open: the dossier is refused, stopped, withdrawn or corrected. */
export function cancelAll(draft: Draft, ground: CancelGround): void {
  for (const task of openTasks(draft.state)) emit(draft, { type: 'StepCancelled', taskId: task.taskId, ground });
  for (const block of Object.values(draft.state.blocks)) emit(draft, { type: 'BlockLeft', block: block.block, ground });
}

/**
 * A refusal that the route does not handle itself: it ends the siblings and goes to the return of the result, or only
 * its own branch where the block says so.
 */
export function refuseApplication(draft: Draft, from: From): void {
  const [blockId] = splitScope(from.scope[from.scope.length - 1] ?? '');
  const block = draft.state.blocks[blockId];
  if (block && routeOf(draft.state.procedure).forks[block.parallel]!.parallel.refusal === 'continues') return arrive(draft, from, true);
  cancelAll(draft, 'refused');
  resolve(draft, true);
  const graph = routeOf(draft.state.procedure);
  openStep(draft, graph.steps[graph.returnStep]!.step, { ...from, scope: [] });
}

/**
 * Whether the route, which asks itself what follows a refusal, was walked as refused: by the last step since the latest
 * return that could decide so. Where an error was mended without deciding anew, the decision stays.
 */
function refusedOnTheWay(state: DossierState): boolean {
  const tasks = Object.values(state.tasks);
  const decided = tasks
    .slice(tasks.findLastIndex((task) => task.kind === 'return') + 1)
    .filter((task) => task.status === 'done' && task.consultation === null && stepOf(state, task.step).outcomes?.includes('refused'))
    .sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0));
  const last = decided.at(-1);
  if (!last) return state.decision?.refused ?? false;
  return last.outcome === 'refused' && routeOf(state.procedure).asked.has(`${last.step}=refused`);
}

function resolve(draft: Draft, refused: boolean): void {
  if (draft.state.stage === 'resolved') return;
  resumeClock(draft);
  const paper = refused && isGuarded(draft.state) ? { refusal: draft.state.refusal ?? unwritten(draft.state) } : {};
  emit(draft, { type: 'DossierResolved', outcome: refused ? 'refused' : 'approved', refused, ...paper });
}

/** Who refused did so under rules 1, which wanted no paper: it says what is known. */
const unwritten = (state: DossierState): RefusalPaper => ({
  ground: groundOf(state),
  reason: null,
  appeal: appealOf(state, state.receivingUnit),
  taskId: null,
});

/** The ground of a refusal that names none of its own. */
export const groundOf = ({ procedure }: DossierState): string => procedure.legalBasis.join('; ');

/** Goes back to an earlier step: within the branch, or leaving the blocks it does not stand in. */
export function goBack(draft: Draft, to: StepId, from: From): void {
  const graph = routeOf(draft.state.procedure);
  const target = graph.steps[to];
  if (!target) return;
  const staticScope = from.scope.map((entry) => branchKey(entry.slice(0, entry.indexOf('#')), splitScope(entry)[1]));
  const shared = target.within.findIndex((entry, i) => staticScope[i] !== entry);
  const depth = shared === -1 ? target.within.length : shared;
  const left = from.scope[depth];
  if (left !== undefined) {
    const blockId = splitScope(left)[0];
    cancelWithin(draft, blockId, 'went-back');
    emit(draft, { type: 'BlockLeft', block: blockId, ground: 'went-back' });
  }
  const outside = { ...from, scope: from.scope.slice(0, depth) };
  const entered = target.within[depth];
  // A step inside a block that is not open is reached through the block.
  if (entered !== undefined) return advance(draft, graph.forks[entered.slice(0, entered.indexOf('/'))]!, outside);
  openStep(draft, target.step, outside);
}

/**
 * The clock runs while at least one agency has work that counts; while only an outside confirmation is awaited it
 * stands (relatives' confirmation, Decision 296: not counted).
 */
export function settleClock(draft: Draft): void {
  const { state } = draft;
  if (state.appointments.length === 0 || state.endedAt !== null) return;
  const open = openTasks(state);
  const waiting = open.some((task) => task.kind === 'await-outside');
  const working = open.some((task) => task.kind !== 'await-outside' && task.kind !== 'return');
  if (state.stopped === null && waiting && !working) return emit(draft, { type: 'ClockStopped', rule: 'outside-confirmation' });
  if (state.stopped?.rule === 'outside-confirmation' && (working || !waiting)) resumeClock(draft);
}

export function resumeClock(draft: Draft): void {
  const appointment = resumeAppointment(draft.state, draft.at);
  if (draft.state.stopped === null || appointment === null) return;
  emit(draft, { type: 'ClockResumed', rule: draft.state.stopped.rule, appointment });
}

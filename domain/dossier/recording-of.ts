import { nextDeadline } from './deadlines';
import type { Handled } from './engine';
import { presentDue } from './engine';
import { nationalStatus } from './national-status';
import type { DossierRow, Recording, TaskRow } from './recording';
import { isFinal, openTasks } from './state';
import type { DossierState, Task } from './state';
import { legalTimeliness, portalTimeliness } from './timeliness';
import { watchesMoved } from './vigilance';
import { stepOf } from './acts/advance';

/** Everything one decision writes: its events, and the rows people search that it changed. */
export function recordingOf(
  before: DossierState,
  { state, logged }: Pick<Handled, 'state' | 'logged'>,
  place: Pick<Recording, 'epoch' | 'after' | 'run' | 'signatures'>,
): Recording {
  return {
    ...place,
    dossierId: state.dossierId,
    events: logged,
    dossier: dossierRow(state),
    tasks: changedTasks(before, state).map((task) => taskRow(state, task)),
    watches: watchesMoved(before, state),
  };
}

function changedTasks(before: DossierState, after: DossierState): Task[] {
  // Ending a dossier (or undoing that) changes how every open task reads.
  const all = isFinal(before) !== isFinal(after);
  return Object.values(after.tasks).filter((task) => all || before.tasks[task.taskId] !== task);
}

/** The dossier as people search it. */
export function dossierRow(state: DossierState): DossierRow {
  const ended = state.endedAt;
  const legal = ended === null ? null : legalTimeliness(state, ended);
  return {
    dossierId: state.dossierId,
    code: state.code,
    procedureCode: state.procedure.code,
    procedureVersion: state.procedure.version,
    channel: state.channel,
    receivingUnit: state.receivingUnit,
    place: state.place,
    stage: state.stage,
    money: state.money.obligation === 'none' ? `fee-${state.money.fee}` : `obligation-${state.money.obligation}`,
    delivery: state.delivery.status,
    nationalStatus: nationalStatus(state),
    clock: state.acceptedAt === null ? 'not-started' : ended !== null ? 'ended' : state.stopped !== null ? 'stopped' : 'running',
    submittedAt: state.submittedAt,
    acceptedAt: state.acceptedAt,
    dueAt: presentDue(state),
    originalDueAt: state.appointments[state.phase]?.original ?? null,
    endedAt: ended,
    decidedAt: state.decision === null ? null : ended,
    decidedBy: state.decision === null ? null : (state.decider ?? state.receivingUnit),
    returnedAt: state.returnedAt,
    holders: isFinal(state) ? [] : [...new Set(openTasks(state).map((task) => task.agency))].sort(),
    timeliness: ended === null || legal === null ? null : { legal, portal: portalTimeliness(state, ended) },
    nextDeadlineAt: nextDeadline(state),
    headSeq: state.seq,
  };
}

/** One task as people search it. */
export function taskRow(state: DossierState, task: Task): TaskRow {
  const { name } = stepOf(state, task.step);
  const closedWithDossier = isFinal(state) && task.closedAt === null;
  return {
    taskId: task.taskId,
    step: task.step,
    kind: task.kind,
    nameVi: name.vi,
    nameEn: name.en,
    agency: task.agency,
    officerRole: task.officerRole,
    status: closedWithDossier ? 'cancelled' : task.status,
    assignee: task.assignee,
    version: task.version,
    openedAt: task.openedAt,
    dueAt: task.status === 'suspended' ? null : task.dueAt,
    closedAt: closedWithDossier ? state.endedAt : task.closedAt,
    outcome: task.outcome,
  };
}

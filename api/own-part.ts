import type { HistoryEntry } from '../db/reads/history-of';
import type { LoggedEvent } from '../domain/dossier/recording';
import { openTasks } from '../domain/dossier/state';
import type { DossierState, TaskId } from '../domain/dossier/state';
import { readerOf } from './caller';
import type { Caller } from './caller';

/**
 * How much of a dossier a caller reads: all of it while they work on it, that is as its receiving unit, with an open task
 * in it, or looking after whoever does; auditors always. An agency whose part is over reads its own part.
 */
export type Reading = 'whole' | 'own-part';

export function readingOf(caller: Caller, state: DossierState): Reading {
  if (caller.kind === 'applicant') return 'whole';
  const { agencies, audits } = readerOf(caller);
  const working = [state.receivingUnit, ...openTasks(state).map(({ agency }) => agency)];
  return audits || working.some((agency) => agencies.includes(agency)) ? 'whole' : 'own-part';
}

/** What tells where a dossier stands, whoever did it. */
const MILESTONES: readonly LoggedEvent['type'][] = ['DossierAccepted', 'DossierResolved', 'ResultReturned'];

/** Of a dossier's history what the caller's own agencies did, and what was done with their tasks. */
export function ownHistory(
  caller: Caller,
  state: DossierState,
  entries: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const { agencies } = readerOf(caller);
  const own = new Set(Object.values(state.tasks).filter(({ agency }) => agencies.includes(agency)).map(({ taskId }) => taskId));
  return entries.filter((entry) => entry.kind === 'escalation' || isOwn(entry.event, agencies, own));
}

function isOwn({ type, actor, payload }: LoggedEvent, agencies: readonly string[], tasks: ReadonlySet<TaskId>): boolean {
  const task = payload.type === 'StepAssigned' ? payload.task.taskId : 'taskId' in payload ? payload.taskId : null;
  const theirs = actor.kind === 'officer' && agencies.includes(actor.agency);
  return theirs || (task !== null && tasks.has(task)) || MILESTONES.includes(type);
}

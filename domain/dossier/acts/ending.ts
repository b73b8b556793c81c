import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { routeOf } from '../../procedure/route';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import { nationalStatus } from '../national-status';
import { openTasks } from '../state';
import { cancelAll, openStep } from './advance';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

/** At the applicant's request while no decision has been taken (Decree 118/2025 Art. 21, form 05). */
export function stop(draft: Draft, command: Cmd<'stop'>): Refusal | null {
  if (draft.state.endedAt !== null) return refusal('ACT_NOT_IN_STAGE', { act: 'stop', stage: 'decided', allowed: 'before the decision' });
  cancelAll(draft, 'ended');
  emit(draft, { type: 'DossierStopped', reason: command.reason });
  return null;
}

export function withdraw(draft: Draft, command: Cmd<'withdraw'>): Refusal | null {
  if (draft.state.endedAt !== null) return refusal('ACT_NOT_IN_STAGE', { act: 'withdraw', stage: 'decided', allowed: 'before the decision' });
  if (nationalStatus(draft.state) === 6) return refusal('WITHDRAWAL_TOO_LATE', { reason: 'a financial obligation was noticed' });
  cancelAll(draft, 'ended');
  emit(draft, { type: 'DossierWithdrawn', reason: command.reason });
  return null;
}

export function returnResult(draft: Draft, command: Cmd<'return-result'>): Refusal | null {
  const task = openTasks(draft.state).find((t) => t.kind === 'return');
  if (task) emit(draft, { type: 'StepCompleted', taskId: task.taskId, outcome: 'returned', facts: {}, note: null });
  emit(draft, { type: 'ResultReturned', way: command.way });
  return null;
}

/** An agency's error is mended at the agency's cost: a new internal task; the on-time record stays as it was. */
export function correct(draft: Draft, command: Cmd<'correct'>): Refusal | null {
  const graph = routeOf(draft.state.procedure);
  const returns = Object.values(draft.state.tasks).filter((t) => t.kind === 'return');
  const last = returns[returns.length - 1];
  const decided = last?.cameFrom ? draft.state.tasks[last.cameFrom]?.step : undefined;
  const step = command.step ?? decided;
  const target = step === undefined ? undefined : graph.steps[step];
  const possible = Object.values(graph.steps).filter((p) => p.within.length === 0 && !['receive', 'return', 'financial-obligation'].includes(p.step.kind));
  if (!target || !possible.includes(target)) {
    return refusal('OUTCOME_UNKNOWN', { value: step ?? '', step: 'correct', allowed: possible.map((p) => p.step.step).join(', ') }, 'step');
  }
  cancelAll(draft, 'corrected');
  emit(draft, { type: 'CorrectionOpened', reason: command.reason });
  openStep(draft, target.step, { scope: [], taskId: null, agency: draft.state.receivingUnit });
  return null;
}

export function archive(draft: Draft): Refusal | null {
  if (draft.state.archivedAt !== null) return refusal('ACT_NOT_IN_STAGE', { act: 'archive', stage: 'archived', allowed: 'not archived yet' });
  emit(draft, { type: 'DossierArchived' });
  return null;
}

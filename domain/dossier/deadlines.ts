import type { Instant } from '../calendar/calendar';
import { concludeConsultation } from './acts/work';
import { settleClock, stepOf } from './acts/advance';
import { emit } from './draft';
import type { Draft } from './draft';
import type { MissedDeadline } from './event';
import { isFinal, openSupplements, openTasks } from './state';
import type { DossierState } from './state';

/**
 * Deadlines that change what may happen next. Everything else that is late only concerns people and is the vigilance's
 * business (vigilance.ts). At one instant they come in this order, so that the outcome never depends on load (law 2):
 * what is decided at the due instant is late, also where silence decides it.
 */
const ORDER: readonly MissedDeadline['kind'][] = ['appointment', 'supplement', 'consultation', 'hand-over'];

function effectiveDeadlines(state: DossierState): MissedDeadline[] {
  if (isFinal(state)) return [];
  const deadlines: MissedDeadline[] = [];
  const appointment = state.appointments[state.phase];
  const running = appointment && state.stopped === null && state.endedAt === null && appointment.metAt === null;
  if (running && appointment.missedAt === null) deadlines.push({ kind: 'appointment', phase: appointment.phase, due: appointment.due });
  for (const s of openSupplements(state)) if (s.status === 'asked') deadlines.push({ kind: 'supplement', n: s.n, due: s.respondBy });
  for (const task of openTasks(state)) {
    if (task.status === 'suspended') continue;
    if (task.status === 'sent' && task.acknowledgeBy !== null && !task.acknowledgementMissed) {
      deadlines.push({ kind: 'hand-over', taskId: task.taskId, due: task.acknowledgeBy });
    }
    if (task.consultation !== null && task.dueAt !== null) deadlines.push({ kind: 'consultation', taskId: task.taskId, due: task.dueAt });
  }
  return deadlines;
}

/** When the law next wants something to happen, or null. The dossier's one timer sleeps until then. */
export function nextDeadline(state: DossierState): Instant | null {
  return effectiveDeadlines(state).reduce<Instant | null>((first, d) => (first === null || d.due < first ? d.due : first), null);
}

/** Applies everything due at or before an instant; afterwards `nextDeadline` is null or later. */
export function passDeadlines(draft: Draft, until: Instant): void {
  for (;;) {
    const due = effectiveDeadlines(draft.state)
      .filter((d) => d.due <= until)
      .sort((a, b) => a.due - b.due || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
    if (due.length === 0) return;
    pass(draft, due[0]!);
  }
}

function pass(draft: Draft, missed: MissedDeadline): void {
  if (missed.kind === 'consultation' && silenceIsConsent(draft.state, missed.taskId)) {
    emit(draft, { type: 'SilenceTakenAsConsent', taskId: missed.taskId });
    concludeConsultation(draft, draft.state.tasks[missed.taskId]!.consultation!);
    return settleClock(draft);
  }
  emit(draft, { type: 'DeadlineMissed', deadline: missed });
  if (missed.kind === 'supplement') emit(draft, { type: 'SupplementLapsed', n: missed.n });
}

/** Consent by silence needs an acknowledged delivery (or a procedure that counts from sending); what was lost is no consent. */
function silenceIsConsent(state: DossierState, taskId: string): boolean {
  const task = state.tasks[taskId]!;
  const consult = stepOf(state, task.step).consult;
  return consult?.silence === 'consent' && (task.status !== 'sent' || consult.countsFrom === 'sent');
}

import { nextDeadline } from '../../domain/dossier/deadlines';
import { evolve } from '../../domain/dossier/evolve';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { DossierState } from '../../domain/dossier/state';

/**
 * What is wrong with the deadlines of one dossier's log: one that passed twice, or one that an act was decided over
 * although it had fallen due before the act's stamp.
 */
export function deadlineFaults(opening: DossierState, events: readonly LoggedEvent[]): readonly object[] {
  const faults: object[] = [];
  const passed = new Set<string>();
  let state = opening;
  events.forEach((event, index) => {
    const begins = events[index - 1]?.commandId !== event.commandId;
    const due = nextDeadline(state);
    const { stampedAt } = event.command as { readonly stampedAt?: number };
    if (begins && event.actor.kind !== 'engine' && due !== null && stampedAt !== undefined && due <= stampedAt) {
      faults.push({ seq: event.seq, type: event.type, stampedAt, passedOver: due });
    }
    const deadline = missed(event);
    if (deadline !== undefined && passed.has(deadline)) faults.push({ seq: event.seq, passedTwice: deadline });
    if (deadline !== undefined) passed.add(deadline);
    state = evolve(state, event.payload, event.at);
  });
  return faults;
}

function missed({ payload }: LoggedEvent): string | undefined {
  if (payload.type === 'DeadlineMissed') return JSON.stringify(payload.deadline);
  return payload.type === 'SilenceTakenAsConsent' ? `silence ${payload.taskId}` : undefined;
}

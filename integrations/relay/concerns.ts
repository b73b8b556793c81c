import type { AgencyCode } from '../../domain/agency/agency';
import type { Outgoing } from '../subscriber';

export interface Interest {
  /** Types of events, and kinds of notices; null: all. */
  readonly eventTypes: readonly string[] | null;
  /** Codes; null: all. */
  readonly agencies: readonly AgencyCode[] | null;
}

/** Whether a subscription asked for this message. */
export function concerns({ eventTypes, agencies }: Interest, message: Outgoing): boolean {
  const type = message.kind === 'event' ? message.event.type : message.kind;
  if (eventTypes !== null && !eventTypes.includes(type)) return false;
  return agencies === null || agenciesOf(message).some((agency) => agencies.includes(agency));
}

/** Who received the dossier or works on it, who acted, and whom the event itself names. */
function agenciesOf(message: Outgoing): readonly AgencyCode[] {
  if (message.kind !== 'event') return [message.addressee];
  const { dossier, event } = message;
  const { payload, actor } = event;
  return [
    dossier.receivingUnit,
    ...dossier.holders,
    ...(actor.kind === 'officer' ? [actor.agency] : []),
    ...(payload.type === 'StepAssigned' ? [payload.task.agency] : []),
    ...(payload.type === 'HandOverSent' || payload.type === 'StepRerouted' || payload.type === 'TransferReturned' ? [payload.from, payload.to] : []),
  ];
}

import type { AgencyCode } from '../domain/agency/agency';
import type { LoggedEvent } from '../domain/dossier/recording';

/** One recorded event of a dossier. Codes, ids and digests only: no name and no free text ever leaves this way. */
export interface OutgoingEvent {
  readonly kind: 'event';
  readonly dossierId: string;
  readonly seq: number;
  /** The dossier as its row stands when the message is read, which may be later than the event. */
  readonly dossier: {
    readonly code: string | null;
    readonly procedureCode: string;
    readonly procedureVersion: number;
    readonly receivingUnit: AgencyCode;
    readonly holders: readonly AgencyCode[];
    readonly nationalStatus: number;
  };
  readonly event: LoggedEvent;
}

/** What an agency is told by the escalation batch or the daily digest; `body` is the stored JSON, parsed. */
export interface OutgoingNotice {
  readonly kind: 'escalation' | 'digest';
  /** Position in the outbox: unique, and the same in every repetition. */
  readonly position: number;
  readonly addressee: AgencyCode;
  readonly body: unknown;
}

export type Outgoing = OutgoingEvent | OutgoingNotice;

/**
 * Somebody to whom the relay carries what was recorded: at least once, in order per dossier (per addressee for notices),
 * from the first message written after the subscriber came into being.
 */
export interface Subscriber {
  /** Names its cursor and its dead letters; never changes. */
  readonly name: string;
  wants(message: Outgoing): boolean;
  /**
   * Resolves when the other side has taken it; rejects to have it tried again later, with growing pauses. Must be safe to
   * repeat: the id of the message is the same each time.
   */
  deliver(message: Outgoing, attempt: { readonly number: number; readonly signal: AbortSignal }): Promise<void>;
}

/** Thrown by `deliver` when trying again cannot help: the message goes to the dead letters at once. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

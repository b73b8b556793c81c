import type { Taken } from '../clients/receiver';
import { violation } from '../violation';
import type { Violation } from '../violation';
import { groupBy } from './log-event';
import type { LogEvent } from './log-event';

/** A message as the outbox has it. */
export interface Message {
  readonly position: number;
  readonly kind: 'event' | 'escalation' | 'digest';
  readonly dossierId: string | null;
  readonly seq: number | null;
}

/** By what the receiver knows a message. */
const idOf = ({ kind, dossierId, seq, position }: Message): string =>
  kind === 'event' ? `${dossierId}/${seq}` : String(position);

export interface Messages {
  readonly events: readonly LogEvent[];
  readonly outbox: readonly Message[];
  /** The outbox a moment later, when `taken` had been read: more may have been written and delivered. */
  readonly known: readonly Message[];
  readonly taken: readonly Taken[];
}

/** Each event stands once in the outbox, and each message arrived, signed and in order. */
export function checkMessages({ events, outbox, known, taken }: Messages): readonly Violation[] {
  const knownIds = new Set(known.map(idOf));
  const written = groupBy(outbox, idOf);
  const arrived = groupBy(taken, ({ id }) => id);
  const about = events.map(({ dossierId, seq }) => ({ id: `${dossierId}/${seq}` }));
  const contents = [...arrived].filter(([, list]) => new Set(list.map(({ digest }) => digest)).size > 1);
  return [
    ...violation(
      'an event without exactly one message',
      about.filter(({ id }) => written.get(id)?.length !== 1),
    ),
    ...violation(
      'a message that never arrived',
      [...written.keys()].filter((id) => !arrived.has(id)),
    ),
    ...violation(
      'a message that nobody wrote',
      [...arrived.keys()].filter((id) => !knownIds.has(id)),
    ),
    ...violation(
      'a message with a wrong signature',
      taken.filter(({ signed }) => !signed).map(({ id }) => id),
    ),
    ...violation(
      'a message repeated with other content',
      contents.map(([id]) => id),
    ),
    ...violation('messages of one dossier arrived out of order', outOfOrder(taken)),
  ];
}

/** Where messages about events say that they come from. */
export const DOSSIER_MESSAGES = '/lienthong/dossiers';

/** The first arrival of each message, by dossier: its sequence numbers come one after the other. */
function outOfOrder(taken: readonly Taken[]): object[] {
  const seen = new Set<string>();
  const next = new Map<string, number>();
  const wrong: object[] = [];
  for (const { id, source, subject, sequence } of taken) {
    if (source !== DOSSIER_MESSAGES || sequence === null || seen.has(id)) continue;
    seen.add(id);
    const expected = next.get(subject) ?? 1;
    if (sequence !== expected) wrong.push({ id, expected });
    next.set(subject, Math.max(expected, sequence + 1));
  }
  return wrong;
}

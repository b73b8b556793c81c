import type { Kysely } from 'kysely';
import { carriedEvents } from '../../db/relay';
import type { OutboxMessage } from '../../db/outbox';
import type { Schema } from '../../db/schema';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { Outgoing } from '../subscriber';

/** The messages with what they refer to, in the order given. */
export async function loadOutgoing(db: Kysely<Schema>, messages: readonly OutboxMessage[]): Promise<readonly Outgoing[]> {
  const rows = await carriedEvents(db, messages.filter((message) => message.kind === 'event'));
  const events = new Map(rows.map((row) => [`${row.dossier_id}/${row.seq}`, row]));
  return messages.map((message): Outgoing => {
    if (message.kind !== 'event') return { kind: message.kind, position: message.position, addressee: message.addressee, body: JSON.parse(message.body) as unknown };
    const { dossierId, seq } = message;
    const row = events.get(`${dossierId}/${seq}`);
    // The outbox row was written with the event and the dossier, in one transaction.
    if (!row) throw new Error(`event ${seq} of dossier "${dossierId}" is in the outbox and not in the log`);
    return {
      kind: 'event',
      dossierId,
      seq,
      dossier: {
        code: row.code,
        procedureCode: row.procedure_code,
        procedureVersion: row.procedure_version,
        receivingUnit: row.receiving_unit,
        holders: row.holders,
        nationalStatus: row.national_status,
      },
      event: JSON.parse(row.body) as LoggedEvent,
    };
  });
}

/** Messages of one key keep their order among each other. */
export const keyOf = (message: OutboxMessage): string => (message.kind === 'event' ? message.dossierId : message.addressee);

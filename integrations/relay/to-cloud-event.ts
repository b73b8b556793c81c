import { dataSchemaName, eventTypeName, noticeTypeName, type CloudEvent } from '../../contracts/cloud-event';
import { EVENT_DATA, NOTICE_DATA, officialTimestamp } from '../../contracts/outgoing-data';
import { Undeliverable, type Outgoing, type OutgoingEvent, type OutgoingNotice } from '../subscriber';

/** The message as other systems get it. Only what the contract names leaves; a test looks for names in it. */
export const toCloudEvent = (message: Outgoing): CloudEvent => (message.kind === 'event' ? ofEvent(message) : ofNotice(message));

export const idOf = (message: Outgoing): string => (message.kind === 'event' ? `${message.dossierId}/${message.seq}` : String(message.position));

function ofEvent(message: OutgoingEvent): CloudEvent {
  const { dossierId, seq, dossier, event } = message;
  const data = EVENT_DATA[event.type]?.safeParse({ ...event.payload, actor: event.actor });
  if (!data?.success) throw new Undeliverable(`${event.type} does not look as its contract says`);
  return {
    specversion: '1.0',
    id: idOf(message),
    source: '/lienthong/dossiers',
    type: eventTypeName(event.type),
    subject: dossierId,
    time: officialTimestamp(event.at),
    datacontenttype: 'application/json',
    dataschema: dataSchemaName(event.type),
    ...(dossier.code === null ? {} : { dossiercode: dossier.code }),
    procedurecode: dossier.procedureCode,
    sequence: String(seq).padStart(10, '0'),
    data: data.data,
  };
}

function ofNotice(message: OutgoingNotice): CloudEvent {
  const { kind, addressee, body } = message;
  const data = NOTICE_DATA[kind].safeParse(body);
  if (!data.success) throw new Undeliverable(`the ${kind} does not look as its contract says`);
  return {
    specversion: '1.0',
    id: idOf(message),
    source: '/lienthong/notices',
    type: noticeTypeName(kind),
    subject: addressee,
    ...('firedAt' in data.data ? { time: data.data.firedAt } : {}),
    datacontenttype: 'application/json',
    dataschema: dataSchemaName(kind),
    data: data.data,
  };
}

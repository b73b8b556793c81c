import { z } from 'zod';
import type { EventType } from '../domain/dossier/event';
import type { NoticeKind } from './outgoing-data';

export const CLOUD_EVENT_MEDIA_TYPE = 'application/cloudevents+json; charset=utf-8';

/**
 * What leaves: a CloudEvent 1.0 in the structured JSON format. The same message has the same id each time it is sent, so a
 * receiver that remembers ids has each of them once.
 */
export const CloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().describe('<dossier id>/<sequence>; of a notice its position'),
  source: z.enum(['/lienthong/dossiers', '/lienthong/notices']),
  type: z.string().describe('vn.lienthong.dossier.<event> or vn.lienthong.notice.<kind>'),
  subject: z.string().describe('Id of the dossier; of a notice the code of the agency that is told'),
  time: z.string().optional().meta({ format: 'date-time', description: 'Official time, with its offset' }),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string().describe('urn:lienthong:data:<event or kind>:<version>'),
  dossiercode: z.string().optional().describe('Legal code, once the dossier is accepted'),
  procedurecode: z.string().optional(),
  sequence: z.string().optional().describe('Place of the event within its dossier, ten digits: 1, 2, 3 … without gaps'),
  data: z.record(z.string(), z.unknown()),
});
export type CloudEvent = z.output<typeof CloudEvent>;

export const eventTypeName = (type: EventType): string => `vn.lienthong.dossier.${type}`;
export const noticeTypeName = (kind: NoticeKind): string => `vn.lienthong.notice.${kind}`;
/** The version is raised when something is taken away or changes its meaning, not when something is added. */
export const dataSchemaName = (name: EventType | NoticeKind): string => `urn:lienthong:data:${name}:1`;

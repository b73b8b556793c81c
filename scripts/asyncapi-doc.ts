import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { CLOUD_EVENT_MEDIA_TYPE, CloudEvent, dataSchemaName, eventTypeName, noticeTypeName } from '../contracts/cloud-event';
import { EVENT_DATA, EVENT_TYPES, NOTICE_DATA, NOTICE_KINDS, SHARED_DATA } from '../contracts/outgoing-data';

export const ASYNCAPI_FILE = join(__dirname, '..', 'docs', 'asyncapi.yaml');

const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };

/** Every schema under its name, referring to the others by theirs. */
function schemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ CloudEvent, ...SHARED_DATA, ...EVENT_DATA, ...NOTICE_DATA })) registry.add(schema, { id });
  const { schemas: made } = z.toJSONSchema(registry, {
    target: 'draft-7',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // Something may be added to what is said here; a receiver shall not refuse it for that.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return Object.fromEntries(Object.entries(made).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]));
}

const ref = (path: string) => ({ $ref: `#/${path}` });

const message = (name: string, type: string) => ({
  name: type,
  contentType: CLOUD_EVENT_MEDIA_TYPE,
  payload: {
    allOf: [
      ref('components/schemas/CloudEvent'),
      {
        type: 'object',
        properties: {
          type: { const: type },
          dataschema: { const: dataSchemaName(name as (typeof EVENT_TYPES)[number]) },
          data: ref(`components/schemas/${name}`),
        },
      },
    ],
  },
});

const WEBHOOK = `Each subscription of kind webhook gets a POST per message at its own address, signed as Standard Webhooks
(https://www.standardwebhooks.com) says: \`webhook-id\` (that of the event, the same in every repetition), \`webhook-timestamp\`
and \`webhook-signature\`. Any answer of 2xx within 15 s means that it was taken; 410 ends the subscription; after anything else
it is tried again, ten times in about three days, while later messages of the same dossier wait. Messages of one dossier come in
their order, at least once: remember ids. Redirections are not followed.`;

const INTRODUCTION = `What is recorded leaves as CloudEvents 1.0 in the structured JSON format, by signed webhooks and by NATS
JetStream. Ids, codes, instants and digests only: no name and no free text. Messages of one dossier come in its order and at least
once. Made from contracts/outgoing-data.ts (\`npx tsx scripts/asyncapi-doc.ts\`).`;

const oneLine = (text: string): string => text.replaceAll('\n', ' ');

/** docs/asyncapi.yaml: every message that leaves, where, and what it looks like. */
export function asyncApiDocument(): string {
  const dossierMessages = EVENT_TYPES.map((type) => [type, message(type, eventTypeName(type))] as const);
  const noticeMessages = NOTICE_KINDS.map((kind) => [kind, message(kind, noticeTypeName(kind))] as const);
  const refs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, ref(`components/messages/${name}`)]));
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'lienthong, events out', version, description: oneLine(INTRODUCTION), license: { name: 'Apache-2.0' } },
    defaultContentType: CLOUD_EVENT_MEDIA_TYPE,
    channels: {
      webhook: { address: null, description: oneLine(WEBHOOK), messages: refs([...EVENT_TYPES, ...NOTICE_KINDS]) },
      dossierEvents: {
        address: 'lienthong.dossier.{dossierId}.{event}',
        description: 'Subject in the JetStream stream LIENTHONG. `Nats-Msg-Id` is the id of the event, by which the server drops repetitions.',
        parameters: { dossierId: { description: 'Id of the dossier' }, event: { enum: [...EVENT_TYPES] } },
        messages: refs(EVENT_TYPES),
      },
      notices: {
        address: 'lienthong.notice.{kind}.{agency}',
        description: 'Subject in the JetStream stream LIENTHONG: what one agency is told.',
        parameters: { kind: { enum: [...NOTICE_KINDS] }, agency: { description: 'Its code, dots as they are: H35.202.01' } },
        messages: refs(NOTICE_KINDS),
      },
    },
    operations: Object.fromEntries(
      (['webhook', 'dossierEvents', 'notices'] as const).map((channel) => [`send-${channel}`, { action: 'send', channel: ref(`channels/${channel}`) }]),
    ),
    components: {
      messages: Object.fromEntries([...dossierMessages, ...noticeMessages]),
      schemas: schemas(),
    },
  };
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 140 });
}

if (require.main === module) writeFileSync(ASYNCAPI_FILE, asyncApiDocument());

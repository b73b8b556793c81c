import { z } from 'zod';
import { line } from './http/common';
import { EVENT_TYPES, NOTICE_KINDS } from './outgoing-data';

const MESSAGE_TYPES = [...EVENT_TYPES, ...NOTICE_KINDS];
const PROTOCOLS = { webhook: ['https:', 'http:'], nats: ['nats:', 'tls:'] } as const;

/** Whether an address is one of this kind of subscription; for a change, whose body does not say the kind. */
export const fitsKind = (kind: keyof typeof PROTOCOLS, url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, hostname, hash } = new URL(url);
  return (PROTOCOLS[kind] as readonly string[]).includes(protocol) && hostname !== '' && username === '' && password === '' && hash === '';
};

const fields = {
  name: line(200),
  url: z.string().max(2_000).describe('https://…, or nats://host:port; without user and password'),
  eventTypes: z.array(z.enum(MESSAGE_TYPES)).min(1).max(MESSAGE_TYPES.length).nullable().default(null).describe('Null: all'),
  agencies: z.array(z.string().regex(/^[A-Z0-9]+(\.[A-Z0-9]+)*$/)).min(1).max(500).nullable().default(null).describe('Codes of agencies a message must concern; null: all'),
};

/** What makes a subscription. */
export const NewSubscriptionBody = z
  .strictObject({ kind: z.enum(['webhook', 'nats']), ...fields, fromStart: z.boolean().default(false).describe('Everything there ever was, not only what comes from now on') })
  .refine(({ kind, url }) => fitsKind(kind, url), { path: ['url'], message: 'a webhook begins with https:// or http://, NATS with nats:// or tls://, without user and password' })
  .meta({ id: 'NewSubscription' });

/** What may be changed of one. Its kind stays. */
export const SubscriptionChangeBody = z
  .strictObject({ ...fields, active: z.boolean() })
  .refine(({ url }) => fitsKind('webhook', url) || fitsKind('nats', url), { path: ['url'], message: 'must be an address that begins with https://, http://, nats:// or tls://, without user and password' })
  .meta({ id: 'SubscriptionChange' });

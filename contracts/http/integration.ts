import { z } from 'zod';
import { AgencyCode, Timestamp, pageOf } from './common';

export const SubscriptionView = z
  .object({
    id: z.uuid(),
    kind: z.enum(['webhook', 'nats']),
    name: z.string(),
    url: z.string(),
    eventTypes: z.array(z.string()).nullable(),
    agencies: z.array(z.string()).nullable(),
    active: z.boolean(),
    gone: z.boolean().describe('The receiver said that it is gone for good (410)'),
    createdAt: Timestamp,
    createdBy: z.string(),
    version: z.number().int(),
    behind: z.number().int().nullable().describe('Messages it has not come to yet'),
    oldestMs: z.number().int().nullable().describe('Real milliseconds since the oldest of them was written'),
    parked: z.number().int().nullable().describe('Set aside to be tried again'),
    dead: z.number().int().nullable().describe('Given up; see dead-letters'),
  })
  .meta({ id: 'Subscription' });

/** The secret is shown once. */
export const SubscriptionMade = SubscriptionView.extend({ secret: z.string().nullable().describe('Standard Webhooks secret; shown once') }).meta({ id: 'SubscriptionMade' });

export const DeadLetterView = z
  .object({
    subscriber: z.string(),
    position: z.number().int(),
    key: z.string().describe('The dossier, or the agency that was to be told'),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    parkedAt: Timestamp.describe('Real time'),
    behind: z.number().int().describe('Messages of the same key that wait behind it'),
  })
  .meta({ id: 'DeadLetter' });
export const DeadLetterList = pageOf(DeadLetterView).meta({ id: 'DeadLetterList' });

export const AgencyWorkerView = z.object({ agency: AgencyCode, taskQueue: z.string(), active: z.boolean() }).meta({ id: 'AgencyWorker' });

export const ContactPreferencesGiven = z
  .strictObject({
    email: z.email().max(200).nullable(),
    phone: z.string().regex(/^\+?[\d .()-]{6,30}$/).nullable(),
    language: z.enum(['vi', 'en']),
    channels: z.array(z.enum(['email', 'sms', 'zalo'])).max(3).describe('In order; the first that has an address is used. None: nothing is sent'),
    quiet: z.boolean().describe('Whether quiet hours hold back SMS and Zalo'),
  })
  .meta({ id: 'ContactPreferencesGiven' });
export const ContactPreferencesView = ContactPreferencesGiven.extend({ version: z.number().int() }).meta({ id: 'ContactPreferences' });

export const NoticeView = z
  .object({
    notice: z.uuid(),
    status: z.enum(['failed', 'unknown', 'no-address']),
    recipientKind: z.enum(['applicant', 'officer', 'agency']),
    recipient: z.string(),
    template: z.string(),
    dossierId: z.uuid().nullable(),
    agency: AgencyCode,
    channel: z.enum(['email', 'sms', 'zalo']).nullable(),
    attempts: z.number().int(),
    error: z.string().nullable(),
    plannedAt: Timestamp,
  })
  .meta({ id: 'Notice' });
export const NoticeList = pageOf(NoticeView).meta({ id: 'NoticeList' });

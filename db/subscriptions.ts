import { randomBytes } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import { beginSubscriber } from './relay';
import type { Schema } from './schema';

/** Another system that is told of what is recorded. Its secret is handed out when it is made, and never read again. */
export interface Subscription {
  readonly id: string;
  readonly kind: 'webhook' | 'nats';
  readonly name: string;
  readonly url: string;
  /** Types of events, and `escalation` and `digest`; null: all. */
  readonly eventTypes: readonly string[] | null;
  /** What a message must concern; null: all. */
  readonly agencies: readonly AgencyCode[] | null;
  /** While it is not, its place in the order is kept: made active again it gets what it missed. */
  readonly active: boolean;
  /** Real instant at which the receiver said that it is gone for good (HTTP 410), which made it inactive. */
  readonly goneRealAt: number | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** Raised by every change; whoever edits names the one they saw. */
  readonly version: number;
}

export interface NewSubscription extends Pick<Subscription, 'kind' | 'name' | 'url' | 'eventTypes' | 'agencies' | 'createdAt' | 'createdBy'> {
  /** Everything there ever was, instead of what is recorded from now on. */
  readonly fromStart: boolean;
}

/** Two secrets sign for a day after one has taken the other's place, so that a receiver may change over without loss. */
const CHANGE_OVER_MS = 24 * 3_600_000;

const COLUMNS = ['id', 'kind', 'name', 'url', 'event_types', 'agencies', 'active', 'gone_real_at', 'created_at', 'created_by', 'version'] as const;

/** Under this name the relay knows it; see Subscriber. */
export const subscriberName = (id: string): string => `subscription:${id}`;

/** Makes a subscription and the place where it begins. Webhooks get a secret, which the caller hands over once. */
export const createSubscription = (db: Kysely<Schema>, asked: NewSubscription): Promise<{ readonly subscription: Subscription; readonly secret: string | null }> =>
  db.transaction().execute(async (trx) => {
    const { kind, name, url, eventTypes, agencies, createdAt, createdBy, fromStart } = asked;
    const row = await trx
      .insertInto('subscriptions')
      .values({ kind, name, url, event_types: eventTypes && [...eventTypes], agencies: agencies && [...agencies], created_at: createdAt, created_by: createdBy })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    await beginSubscriber(trx, subscriberName(row.id), fromStart ? 'start' : 'now');
    const secret = kind === 'webhook' ? newSecret() : null;
    if (secret !== null) await trx.insertInto('subscription_secrets').values({ subscription: row.id, secret, until_real_at: null }).execute();
    return { subscription: subscriptionOf(row), secret };
  });

export const listSubscriptions = async (db: Kysely<Schema>): Promise<readonly Subscription[]> => {
  const rows = await db.selectFrom('subscriptions').select(COLUMNS).orderBy('created_at').orderBy('id').execute();
  return rows.map(subscriptionOf);
};

export const findSubscription = async (db: Kysely<Schema>, id: string): Promise<Subscription | undefined> => {
  const row = await db.selectFrom('subscriptions').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && subscriptionOf(row);
};

/** Undefined when there is no such subscription in this version: it was changed meanwhile, or deleted. */
export const updateSubscription = async (
  db: Kysely<Schema>,
  id: string,
  version: number,
  { name, url, eventTypes, agencies, active }: Pick<Subscription, 'name' | 'url' | 'eventTypes' | 'agencies' | 'active'>,
): Promise<Subscription | undefined> => {
  const row = await db
    .updateTable('subscriptions')
    .set({ name, url, event_types: eventTypes && [...eventTypes], agencies: agencies && [...agencies], active, version: version + 1, ...(active ? { gone_real_at: null } : {}) })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && subscriptionOf(row);
};

/** Deletes it with its place in the order and everything parked for it. False when it was not there. */
export const deleteSubscription = (db: Kysely<Schema>, id: string): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const deleted = await trx.deleteFrom('subscriptions').where('id', '=', id).executeTakeFirst();
    await trx.deleteFrom('outbox_cursors').where('subscriber', '=', subscriberName(id)).execute();
    return deleted.numDeletedRows > 0n;
  });

/** A new secret for a webhook; the one before signs as well for another day. */
export const rotateSecret = (db: Kysely<Schema>, id: string, realNow: number): Promise<string> =>
  db.transaction().execute(async (trx) => {
    const secret = newSecret();
    await trx.updateTable('subscription_secrets').set({ until_real_at: realNow + CHANGE_OVER_MS }).where('subscription', '=', id).where('until_real_at', 'is', null).execute();
    await trx.insertInto('subscription_secrets').values({ subscription: id, secret, until_real_at: null }).execute();
    return secret;
  });

/** A subscription with what its messages are signed with, the present secret first. For the relay. */
export interface SignedSubscription extends Subscription {
  readonly secrets: readonly string[];
}

export const activeSubscriptions = async (db: Kysely<Schema>, realNow: number): Promise<readonly SignedSubscription[]> => {
  const rows = await db.selectFrom('subscriptions').select(COLUMNS).where('active', '=', true).orderBy('id').execute();
  const secrets = await db
    .selectFrom('subscription_secrets')
    .selectAll()
    .where((eb) => eb.or([eb('until_real_at', 'is', null), eb('until_real_at', '>', realNow)]))
    .orderBy('until_real_at', (order) => order.desc().nullsFirst())
    .execute();
  return rows.map((row) => ({ ...subscriptionOf(row), secrets: secrets.filter((each) => each.subscription === row.id).map(({ secret }) => secret) }));
};

/** The receiver is gone for good: nothing more is sent to it until somebody makes it active again. */
export const markGone = async (db: Kysely<Schema>, id: string, realNow: number): Promise<void> => {
  await db
    .updateTable('subscriptions')
    .set((eb) => ({ active: false, gone_real_at: realNow, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('active', '=', true)
    .execute();
};

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const subscriptionOf = (row: Selectable<Schema['subscriptions']>): Subscription => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  url: row.url,
  eventTypes: row.event_types,
  agencies: row.agencies,
  active: row.active,
  goneRealAt: row.gone_real_at,
  createdAt: row.created_at,
  createdBy: row.created_by,
  version: row.version,
});

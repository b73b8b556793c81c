import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';
import { activeSubscriptions, markGone, type SignedSubscription, subscriberName } from '../../db/subscriptions';
import { natsSubscriber } from '../nats/nats';
import type { Subscriber } from '../subscriber';
import { webhookSubscriber } from '../webhooks/webhook';
import { concerns } from './concerns';

export interface SubscribedOptions {
  readonly db: Kysely<Schema>;
  /** Whether addresses in private networks may be sent to: in demonstrations and tests, or where the operator says so. */
  readonly allowPrivate: boolean;
}

export interface Subscribed {
  /** The active subscriptions of the database, each the same object as long as nothing about it changes. */
  read(): Promise<readonly Subscriber[]>;
  close(): Promise<void>;
}

interface Made {
  readonly sameWhile: string;
  readonly subscriber: Subscriber & { close?(): Promise<void> };
}

/** Subscribers from the database. */
export function createSubscribed({ db, allowPrivate }: SubscribedOptions): Subscribed {
  let made = new Map<string, Made>();
  const make = (subscription: SignedSubscription): Made['subscriber'] =>
    subscription.kind === 'webhook'
      ? webhookSubscriber(subscription, { allowPrivate, onGone: ({ id }) => markGone(db, id, Date.now()) })
      : natsSubscriber({ name: subscriberName(subscription.id), url: subscription.url, wants: (message) => concerns(subscription, message), allowPrivate });
  const closeAll = (each: Iterable<Made>): Promise<unknown> => Promise.allSettled([...each].map(({ subscriber }) => subscriber.close?.()));
  return {
    async read() {
      const subscriptions = await activeSubscriptions(db, Date.now());
      const before = made;
      made = new Map(
        subscriptions.map((subscription) => {
          const sameWhile = JSON.stringify([subscription.version, subscription.secrets]);
          const known = before.get(subscription.id);
          return [subscription.id, known?.sameWhile === sameWhile ? known : { sameWhile, subscriber: make(subscription) }];
        }),
      );
      await closeAll([...before].filter(([id, each]) => made.get(id) !== each).map(([, each]) => each));
      return [...made.values()].map(({ subscriber }) => subscriber);
    },
    close: async () => {
      await closeAll(made.values());
    },
  };
}

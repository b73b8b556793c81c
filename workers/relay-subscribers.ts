import type { Logger } from 'pino';
import type { Database } from '../db/database';
import type { InstallationClock } from '../db/installation-clock';
import type { Installation } from '../gateway/installation';
import { natsSubscriber } from '../integrations/nats/nats';
import type { Subscriber } from '../integrations/subscriber';

export interface SubscriberContext {
  readonly installation: Installation;
  /** In the role `relay`. */
  readonly database: Database;
  readonly clock: InstallationClock;
  readonly log: Logger;
}

export interface BuiltIn {
  readonly subscribers: readonly Subscriber[];
  close(): Promise<void>;
}

/** Whom the relay serves beside the subscriptions of the database: what this installation itself is configured with. */
export async function builtInSubscribers(_context: SubscriberContext): Promise<BuiltIn> {
  const nats = process.env['LIENTHONG_NATS_URL'];
  const jetStream = nats === undefined ? null : natsSubscriber({ name: 'nats', url: nats, wants: () => true, allowPrivate: true });
  return {
    subscribers: jetStream === null ? [] : [jetStream],
    close: async () => {
      await jetStream?.close();
    },
  };
}

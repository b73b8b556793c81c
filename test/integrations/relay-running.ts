import { openDatabase, type Database } from '../../db/database';
import { recordDossier } from '../../db/record';
import { createSubscription, type NewSubscription, type Subscription } from '../../db/subscriptions';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { createRelay, type RelayOptions } from '../../integrations/relay/relay';
import { createSubscribed } from '../../integrations/relay/subscribed';
import type { TestDatabase } from '../db/database';
import { dossierId, event, MORNING, recording } from '../db/samples';
import type { Receiver } from './receiver';
import { urlAs } from '../db/logins';

export interface RunningRelay {
  /** Its own connections, in the role of the relay. */
  readonly database: Database;
  stop(): Promise<void>;
}

/** The schedule of a subscriber whose tests have no three days: many short attempts. */
export const PATIENT: readonly number[] = Array.from({ length: 60 }, () => 20);

/** A relay as its process runs it, on the subscriptions of the database; attempts and pauses are short. */
export function startRelay(test: TestDatabase, options: Partial<RelayOptions> & { readonly allowPrivate?: boolean } = {}): RunningRelay {
  const { allowPrivate = true, ...rest } = options;
  const database = openDatabase({ url: urlAs(test.url, 'relay'), role: 'relay', max: 8 });
  const subscribed = createSubscribed({ db: database.db, allowPrivate });
  const relay = createRelay({
    database,
    subscribers: () => subscribed.read(),
    log: { info: () => undefined, warn: () => undefined },
    retryDelaysMs: PATIENT,
    pauses: { firstMs: 20, longestMs: 200 },
    timeoutMs: 3_000,
    ...rest,
  });
  const running = relay.run();
  return {
    database,
    stop: async () => {
      relay.shutdown();
      await running;
      await subscribed.close();
      await database.close();
    },
  };
}

/** Made by the API's role, as an administrator makes it. */
export async function subscribe(test: TestDatabase, receiver: Receiver, more: Partial<NewSubscription> = {}): Promise<Subscription & { readonly secret: string }> {
  const made = await createSubscription(test.as('api').db, {
    kind: 'webhook',
    name: 'another system',
    url: receiver.url,
    eventTypes: null,
    agencies: null,
    createdAt: MORNING,
    createdBy: 'p-1',
    fromStart: false,
    ...more,
  });
  receiver.trust(made.secret!);
  return { ...made.subscription, secret: made.secret! };
}

/** Records one event after the other of a dossier that goes by this name; answers its id. */
export async function record(test: TestDatabase, name: string, from: number, to: number, overrides: Partial<LoggedEvent> = {}): Promise<string> {
  const id = dossierId(name);
  for (let seq = from; seq <= to; seq++) await recordDossier(test.as('recorder').pool, recording(id, [event(seq, overrides)]));
  return id;
}

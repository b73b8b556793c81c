import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/database';
import { beginSubscriber, dueKeys, outboxTails } from '../../db/relay';
import type { Subscriber } from '../subscriber';
import { Breaker, PAUSES, type Pauses } from './breaker';
import { describeFailure } from './failures';
import { Gate } from './gate';
import { Ownership, type Share } from './ownership';
import { PartitionReader, type Attempted, type Delivery } from './partition-reader';
import { RETRY_DELAYS_MS } from './retry-schedule';

/** As pino writes it. Ids and codes only. */
export interface RelayLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface RelayOptions {
  /** In the role `relay`; one connection is kept for the locks, so at least four. */
  readonly database: Database;
  /** Asked again every three seconds. The one with the same name takes over where the other was. */
  readonly subscribers: () => Promise<readonly Subscriber[]>;
  readonly log: RelayLog;
  readonly onAttempt?: (subscriber: string, outcome: Attempted) => void;
  /** Real milliseconds between attempts; after the last one a message is dead. Default: ten attempts in about three days. */
  readonly retryDelaysMs?: readonly number[];
  /** How long a subscriber that is not there is left alone. Default: a second, doubled up to five minutes. */
  readonly pauses?: Pauses;
  /** Real milliseconds after which an attempt has failed. Default 90,000; a subscriber's own limit should be shorter. */
  readonly timeoutMs?: number;
}

export interface Relay {
  /** Resolves after `shutdown`, when what was under way is finished and every partition given back. */
  run(): Promise<void>;
  /** Attempts under way have ten seconds to end. */
  shutdown(): void;
}

const IDLE_MS = 1_000;
const BUSY_MS = 200;
/** How often the shares are looked at: a partition whose process was killed lies idle that long. */
const BALANCE_MS = 1_000;
const REFRESH_MS = 3_000;
/** An answer of the database that takes longer than that is none: our locks may be somebody else's by now. */
const SESSION_PATIENCE_MS = 15_000;
const DRAIN_MS = 10_000;
/** Attempts of one subscriber at a time, in one process. */
const CONCURRENCY = 16;

/** One subscriber as this process serves it. */
interface Served {
  current: Subscriber;
  /** The object that said it wants nothing more. */
  gone: Subscriber | null;
  readonly delivery: Delivery;
  readonly readers: Map<number, PartitionReader>;
  readonly giving: Map<number, Promise<void>>;
}

/**
 * Carries the outbox to every subscriber (design.md law 8): each reads for itself, so that a slow one harms nobody; a
 * partition has one owner among all processes; at least once, and in order per dossier or addressee.
 */
export function createRelay(options: RelayOptions): Relay {
  const { database, log } = options;
  const served = new Map<string, Served>();
  const stopping = new AbortController();
  const ownership = new Ownership(database.pool, () => {
    log.warn({}, 'the connection that holds the partitions is lost; they are taken anew');
    for (const each of served.values()) abandonAll(each);
  });
  let [balanced, refreshed] = [0, 0];

  const failing = (subscriber: string, partition: number) => (error: unknown) =>
    log.warn({ subscriber, partition, failure: describeFailure(error) }, 'reading was interrupted');

  async function tick(): Promise<boolean> {
    const now = Date.now();
    if (now - refreshed >= REFRESH_MS) {
      await refresh().catch((error: unknown) => log.warn({ failure: describeFailure(error) }, 'the subscribers could not be read; those that are known go on'));
      refreshed = now;
    }
    if (now - balanced >= BALANCE_MS) {
      await balance();
      balanced = now;
    }
    const tails = await outboxTails(database.db);
    const reading = [...served.values()].filter((each) => each.gone === null && each.delivery.breaker.state !== 'away');
    for (const each of reading) readNew(each, tails);
    await retryDue(reading.filter(({ delivery, readers }) => delivery.breaker.state === 'there' || ![...readers.values()].some((reader) => reader.isBehind(tails.get(reader.partition)))));
    return [...served.values()].some(({ readers }) => [...readers.values()].some((reader) => reader.isBusy));
  }

  function readNew({ delivery, readers }: Served, tails: ReadonlyMap<number, { readonly txid: string; readonly position: number }>): void {
    const behind = [...readers.values()].filter((reader) => reader.isBehind(tails.get(reader.partition)));
    // Of one that may be back a single message shows it; a partition by chance, for the first may hold the one that always fails.
    const chosen = delivery.breaker.state === 'there' ? behind : behind.slice().sort(() => Math.random() - 0.5).slice(0, 1);
    for (const reader of chosen) reader.read(failing(delivery.name, reader.partition));
  }

  async function retryDue(candidates: readonly Served[]): Promise<void> {
    const owned = candidates.flatMap(({ delivery, readers }) =>
      [...readers.values()].filter((reader) => reader.hasParked).map(({ partition }) => ({ subscriber: delivery.name, partition })));
    for (const { subscriber, partition, key } of await dueKeys(database.db, owned, Date.now())) {
      served.get(subscriber)?.readers.get(partition)?.retry(key, failing(subscriber, partition));
    }
  }

  /** What the subscribers are by now. */
  async function refresh(): Promise<void> {
    const wanted = await options.subscribers();
    for (const subscriber of wanted) {
      const known = served.get(subscriber.name);
      if (known) {
        if (known.gone !== subscriber) known.gone = null;
        known.current = subscriber;
        continue;
      }
      await beginSubscriber(database.db, subscriber.name, 'now');
      served.set(subscriber.name, serve(subscriber));
    }
    const names = new Set(wanted.map(({ name }) => name));
    for (const [name, each] of served) {
      if (names.has(name)) continue;
      served.delete(name);
      const owned = [...each.readers.keys()];
      abandonAll(each);
      for (const partition of owned) await ownership.give(name, partition);
      await ownership.leave(name);
    }
  }

  function serve(subscriber: Subscriber): Served {
    const { name } = subscriber;
    const each: Served = {
      current: subscriber,
      gone: null,
      readers: new Map(),
      giving: new Map(),
      delivery: {
        name,
        subscriber: () => each.current,
        breaker: new Breaker(options.pauses ?? PAUSES),
        gate: new Gate(CONCURRENCY),
        timeoutMs: options.timeoutMs ?? 90_000,
        retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
        onGone: (which) => {
          each.gone = which;
          log.warn({ subscriber: name }, 'the receiver is gone for good');
        },
        onAttempt: (outcome, key, failure) => {
          options.onAttempt?.(name, outcome);
          if (outcome === 'failed') log.info({ subscriber: name, key, failure }, 'not delivered');
          if (outcome === 'dead') log.warn({ subscriber: name, key, failure }, 'given up; it waits among the dead letters');
        },
      },
    };
    return each;
  }

  async function balance(): Promise<void> {
    const shares = await withinPatience(ownership.shares([...served.keys()]));
    for (const [name, each] of served) await balanceOne(name, each, shares.get(name)!);
  }

  async function balanceOne(name: string, each: Served, { quota, free }: Share): Promise<void> {
    const kept = [...each.readers.keys()].filter((partition) => !each.giving.has(partition));
    for (const partition of kept.slice(quota)) giveBack(name, each, partition);
    // Several processes that look for the same free ones begin in different places.
    for (const partition of free.slice().sort(() => Math.random() - 0.5).slice(0, Math.max(0, quota - kept.length))) {
      const session = await ownership.take(name, partition);
      const reader = session && (await PartitionReader.open(database.db, session, each.delivery, partition));
      // The session may have died while it was asked.
      if (reader && ownership.holds(session)) each.readers.set(partition, reader);
      else if (session) await ownership.give(name, partition);
    }
  }

  /** Another process waits for it; what is under way is finished first, and the ticks go on meanwhile. */
  function giveBack(name: string, each: Served, partition: number): void {
    const reader = each.readers.get(partition)!;
    const given = reader
      .drain()
      .then(async () => {
        if (each.readers.get(partition) !== reader) return;
        each.readers.delete(partition);
        await ownership.give(name, partition);
      })
      .catch(failing(name, partition))
      .finally(() => each.giving.delete(partition));
    each.giving.set(partition, given);
  }

  function abandonAll({ readers }: Served): void {
    for (const reader of readers.values()) reader.abandon();
    readers.clear();
  }

  async function withinPatience<T>(work: Promise<T>): Promise<T> {
    const patience = new AbortController();
    const late = sleep(SESSION_PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
      ownership.drop();
      throw new Error('the database does not answer');
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      patience.abort();
      late.catch(() => undefined);
    }
  }

  return {
    async run() {
      while (!stopping.signal.aborted) {
        const busy = await tick().catch((error: unknown) => {
          log.warn({ failure: describeFailure(error) }, 'the relay could not go on and tries again');
          return false;
        });
        await sleep(busy ? BUSY_MS : IDLE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
      const readers = [...served.values()].flatMap((each) => [...each.readers.values()]);
      const patience = setTimeout(() => readers.forEach((reader) => reader.abandon()), DRAIN_MS);
      await Promise.allSettled(readers.map((reader) => reader.drain()));
      clearTimeout(patience);
      ownership.close();
    },
    shutdown: () => stopping.abort(),
  };
}

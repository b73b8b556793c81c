import type { Kysely } from 'kysely';
import { readOutbox, type OutboxCursor, type OutboxMessage } from '../../db/outbox';
import { findOutboxMessage, findProgress, firstParked, parkedKeys, saveAttempt, saveProgress, unpark, type Parked, type Progress } from '../../db/relay';
import type { Schema } from '../../db/schema';
import { Undeliverable, type Outgoing, type Subscriber } from '../subscriber';
import type { Breaker } from './breaker';
import { describeFailure, SubscriberGone } from './failures';
import type { Gate } from './gate';
import { keyOf, loadOutgoing } from './load-outgoing';
import { nextAttemptAt } from './retry-schedule';
import type { Session } from './session';
import { isVisibleIn } from './snapshot';

/** `dead` comes after the `failed` of the last attempt. */
export type Attempted = 'taken' | 'failed' | 'dead';

/** What the partitions of one subscriber share within a process. */
export interface Delivery {
  readonly name: string;
  /** The newest one under this name: an address or a secret may have changed. */
  readonly subscriber: () => Subscriber;
  readonly breaker: Breaker;
  readonly gate: Gate;
  /** Real milliseconds after which an attempt has failed, whatever the subscriber does. */
  readonly timeoutMs: number;
  readonly retryDelaysMs: readonly number[];
  readonly onGone: (subscriber: Subscriber) => void;
  readonly onAttempt: (outcome: Attempted, key: string, failure: string | null) => void;
}

type Outcome = { readonly is: 'taken' } | { readonly is: 'untried' } | { readonly is: 'failed'; readonly failure: string; readonly hopeless: boolean };
interface Carried {
  readonly message: OutboxMessage;
  readonly outgoing: Outgoing;
}

const BATCH = 200;

/**
 * Carries one partition to one subscriber while this process owns it. Messages of one key go one after another; different
 * keys go side by side. A key whose message failed is blocked: later ones are parked behind it until a lane of its own has
 * carried all of them.
 */
export class PartitionReader {
  readonly partition: number;
  readonly #db: Kysely<Schema>;
  readonly #session: Session;
  readonly #delivery: Delivery;
  readonly #begins: string | null;
  #cursor: OutboxCursor;
  readonly #blocked: Set<string>;
  /** Keys on whose parked messages a lane is at work. */
  readonly #lanes = new Map<string, Promise<void>>();
  #reading: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #stopping = false;
  readonly #broken = new AbortController();

  private constructor(db: Kysely<Schema>, session: Session, delivery: Delivery, partition: number, progress: Progress, blocked: readonly string[]) {
    this.#db = db;
    this.#session = session;
    this.#delivery = delivery;
    this.partition = partition;
    this.#begins = progress.begins;
    this.#cursor = { txid: progress.txid, position: progress.position };
    this.#blocked = new Set(blocked);
  }

  /** Undefined when the subscriber has been deleted meanwhile. */
  static async open(db: Kysely<Schema>, session: Session, delivery: Delivery, partition: number): Promise<PartitionReader | undefined> {
    const progress = await findProgress(session, delivery.name, partition);
    return progress && new PartitionReader(db, session, delivery, partition, progress, await parkedKeys(session, delivery.name, partition));
  }

  /** Whether there is something after what was read last. */
  isBehind(tail: OutboxCursor | undefined): boolean {
    return tail !== undefined && isAfter(tail, this.#cursor);
  }

  get isBusy(): boolean {
    return this.#reading !== null || this.#lanes.size > 0;
  }

  get hasParked(): boolean {
    return this.#blocked.size > 0;
  }

  /** Reads on until nothing is left or the subscriber is away; does nothing while it does so already. */
  read(onError: (error: unknown) => void): void {
    if (this.#stopping || this.#reading) return;
    this.#reading = this.#readOn()
      .catch(onError)
      .finally(() => (this.#reading = null));
  }

  /** Tries the parked messages of a key, from the first that is due. */
  retry(key: string, onError: (error: unknown) => void): void {
    if (this.#stopping || this.#lanes.has(key)) return;
    const lane = this.#carryParked(key)
      .catch(onError)
      .finally(() => this.#lanes.delete(key));
    this.#lanes.set(key, lane);
  }

  /** Begins nothing more, and resolves when what is under way has ended and is saved. */
  async drain(): Promise<void> {
    this.#stopping = true;
    await Promise.all([this.#reading, ...this.#lanes.values()]);
  }

  /** The partition is not ours any more: what is under way is broken off, and nothing of it is saved. */
  abandon(): void {
    this.#stopping = true;
    this.#broken.abort(new Error('the partition is not ours any more'));
  }

  async #readOn(): Promise<void> {
    while (!this.#stopping && this.#delivery.breaker.state !== 'away') {
      const messages = await readOutbox(this.#db, this.partition, this.#cursor, BATCH);
      if (messages.length === 0) return;
      const reached = await this.#carry(messages);
      if (reached < messages.length || messages.length < BATCH) return;
    }
  }

  /** Carries a batch; answers how many of its messages, counted from the first, are settled: taken, parked or unwanted. */
  async #carry(messages: readonly OutboxMessage[]): Promise<number> {
    const unsettled = new Set<OutboxMessage>();
    const wanted = (await this.#load(messages.filter(({ txid }) => this.#begins === null || !isVisibleIn(this.#begins, txid)))).filter(({ outgoing }) => this.#wants(outgoing));
    // At once, not with the cursor: a lane may be carrying what stands before them.
    const queued = await this.#exclusively(async () => {
      const behind = wanted.filter(({ message }) => this.#blocked.has(keyOf(message)));
      await this.#save(null, behind.map(({ message }) => waiting(message)));
      return new Set(behind);
    });
    const groups = byKey(wanted.filter((carried) => !queued.has(carried)));
    const failed: { readonly rest: readonly Carried[]; readonly failure: string; readonly hopeless: boolean }[] = [];
    await Promise.all(
      groups.map(async (group) => {
        for (const [index, { message, outgoing }] of group.entries()) {
          const outcome = await this.#attempt(keyOf(message), outgoing, 1);
          if (outcome.is === 'taken') continue;
          const rest = group.slice(index);
          if (outcome.is === 'failed') failed.push({ rest, ...outcome });
          else rest.forEach((each) => unsettled.add(each.message));
          return;
        }
      }),
    );
    if (this.#broken.signal.aborted) return 0;
    await this.#exclusively(async () => {
      const parked: Parked[] = [];
      for (const { rest, failure, hopeless } of failed) {
        // While the subscriber is away its messages stay where they are: in the outbox, after the cursor.
        if (!hopeless && this.#delivery.breaker.state !== 'there') rest.forEach((each) => unsettled.add(each.message));
        else parked.push(this.#afterFailure(waiting(rest[0]!.message), failure, hopeless), ...rest.slice(1).map(({ message }) => waiting(message)));
      }
      const first = messages.findIndex((message) => unsettled.has(message));
      const last = messages.at((first === -1 ? messages.length : first) - 1);
      const cursor = first === 0 || last === undefined ? null : { txid: last.txid, position: last.position };
      await this.#save(cursor, parked);
      for (const { key } of parked) this.#blocked.add(key);
      if (cursor) this.#cursor = cursor;
    });
    const first = messages.findIndex((message) => unsettled.has(message));
    return first === -1 ? messages.length : first;
  }

  async #carryParked(key: string): Promise<void> {
    const { name, breaker } = this.#delivery;
    while (!this.#stopping) {
      const head = await this.#exclusively(async () => {
        const found = await firstParked(this.#session, name, this.partition, key);
        if (!found) this.#blocked.delete(key);
        return found;
      });
      if (!head || head.dead || (head.nextAttemptRealAt ?? 0) > Date.now()) return;
      const outcome = await this.#attemptParked(head);
      if (this.#broken.signal.aborted || outcome.is === 'untried') return;
      if (outcome.is === 'taken') {
        await unpark(this.#session, name, this.partition, head, Date.now());
        continue;
      }
      // While the subscriber is away, its absence is not held against the message.
      if (!outcome.hopeless && breaker.state !== 'there') return;
      await saveAttempt(this.#session, name, this.partition, this.#afterFailure(head, outcome.failure, outcome.hopeless));
      return;
    }
  }

  async #attemptParked(head: Parked): Promise<Outcome> {
    const message = await findOutboxMessage(this.#db, this.partition, head);
    if (!message) return { is: 'failed', failure: 'it is not in the outbox any more', hopeless: true };
    const [carried] = await this.#load([message]);
    return this.#wants(carried!.outgoing) ? this.#attempt(head.key, carried!.outgoing, head.attempts + 1) : { is: 'taken' };
  }

  #attempt(key: string, outgoing: Outgoing, number: number): Promise<Outcome> {
    const { gate, breaker, onAttempt } = this.#delivery;
    return gate.through(async () => {
      if (this.#stopping || !breaker.admit()) return { is: 'untried' };
      const subscriber = this.#delivery.subscriber();
      try {
        await this.#withinTime((signal) => subscriber.deliver(outgoing, { number, signal }));
        breaker.succeeded();
        onAttempt('taken', key, null);
        return { is: 'taken' };
      } catch (error) {
        const hopeless = error instanceof Undeliverable;
        const gone = error instanceof SubscriberGone;
        if (hopeless || gone || this.#broken.signal.aborted) breaker.undecided();
        else breaker.failed(key);
        if (gone) this.#delivery.onGone(subscriber);
        if (gone || this.#broken.signal.aborted) return { is: 'untried' };
        const failure = describeFailure(error);
        onAttempt('failed', key, failure);
        return { is: 'failed', failure, hopeless };
      }
    });
  }

  /** A subscriber that neither answers nor heeds the signal must not hold its place for ever. */
  async #withinTime(deliver: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const attempt = new AbortController();
    const breakOff = (): void => attempt.abort(this.#broken.signal.reason);
    const timer = setTimeout(() => attempt.abort(new DOMException('took too long', 'TimeoutError')), this.#delivery.timeoutMs);
    this.#broken.signal.addEventListener('abort', breakOff, { once: true });
    if (this.#broken.signal.aborted) breakOff();
    try {
      await new Promise<void>((resolve, reject) => {
        attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error), { once: true });
        deliver(attempt.signal).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.#broken.signal.removeEventListener('abort', breakOff);
    }
  }

  /** A filter that throws shall not lose a message: its delivery says what is wrong. */
  #wants(outgoing: Outgoing): boolean {
    try {
      return this.#delivery.subscriber().wants(outgoing);
    } catch {
      return true;
    }
  }

  async #load(messages: readonly OutboxMessage[]): Promise<readonly Carried[]> {
    const loaded = await loadOutgoing(this.#db, messages);
    return messages.map((message, index) => ({ message, outgoing: loaded[index]! }));
  }

  #afterFailure(message: Parked, failure: string, hopeless: boolean): Parked {
    const attempts = message.attempts + 1;
    const next = hopeless ? null : nextAttemptAt(this.#delivery.retryDelaysMs, attempts, Date.now());
    if (next === null) this.#delivery.onAttempt('dead', message.key, failure);
    return { ...message, attempts, nextAttemptRealAt: next, lastError: failure, dead: next === null };
  }

  #save(cursor: OutboxCursor | null, parked: readonly Parked[]): Promise<void> {
    return saveProgress(this.#session, { subscriber: this.#delivery.name, partition: this.partition, cursor, parked, realNow: Date.now() });
  }

  /** Parking behind a key and finding that nothing of it is left exclude each other. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const waiting = (message: OutboxMessage): Parked => ({
  txid: message.txid,
  position: message.position,
  key: keyOf(message),
  attempts: 0,
  nextAttemptRealAt: null,
  lastError: null,
  dead: false,
});

function byKey(carried: readonly Carried[]): readonly (readonly Carried[])[] {
  const groups = new Map<string, Carried[]>();
  for (const each of carried) {
    const key = keyOf(each.message);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

function isAfter(a: OutboxCursor, b: OutboxCursor): boolean {
  const [first, second] = [BigInt(a.txid), BigInt(b.txid)];
  return first === second ? a.position > b.position : first > second;
}

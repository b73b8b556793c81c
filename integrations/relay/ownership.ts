import type { Pool } from 'pg';
import { PARTITIONS } from '../../db/outbox';
import { PRESENCE, lockKey } from '../../db/relay-locks';
import { Session } from './session';

export interface Share {
  /** Partitions this process may own at most. */
  readonly quota: number;
  /** Partitions that nobody owns. */
  readonly free: readonly number[];
}

/**
 * Which partitions this process owns: session advisory locks on a connection of its own, so that a process that is killed
 * owns nothing any more. Everything that says how far a subscriber has come is written through that session, too: whoever has
 * lost the locks cannot write it.
 */
export class Ownership {
  readonly #pool: Pool;
  readonly #onLost: () => void;
  readonly #present = new Set<string>();
  #session: Session | null = null;

  constructor(pool: Pool, onLost: () => void) {
    this.#pool = pool;
    this.#onLost = onLost;
  }

  /** The connection that holds the locks; a new one without any, if the last one died. */
  async #connected(): Promise<Session> {
    if (this.#session) return this.#session;
    const client = await this.#pool.connect();
    const session = new Session(client);
    const lost = (): void => {
      if (this.#session === session) this.drop();
    };
    client.once('error', lost);
    client.once('end', lost);
    // A machine that vanishes must not keep its partitions for hours, which is what the system's own defaults would mean.
    await session.query(`select set_config('tcp_keepalives_idle', '20', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '4', false)`);
    this.#session = session;
    return session;
  }

  /** Enters this process as one that serves these subscribers, and says what is each one's fair share. */
  async shares(subscribers: readonly string[]): Promise<ReadonlyMap<string, Share>> {
    const session = await this.#connected();
    for (const subscriber of subscribers) {
      if (this.#present.has(subscriber)) continue;
      await session.query('select pg_advisory_lock_shared($1::bigint)', [lockKey(subscriber, PRESENCE)]);
      this.#present.add(subscriber);
    }
    const held = await session.query<{ key: string; holders: number }>(
      `select ((classid::bigint << 32) | objid::bigint)::text as key, count(*)::int as holders
         from pg_locks
        where locktype = 'advisory' and objsubid = 1 and granted and database = (select oid from pg_database where datname = current_database())
        group by 1`,
    );
    const holders = new Map(held.rows.map((row) => [row.key, row.holders]));
    return new Map(
      subscribers.map((subscriber) => {
        const processes = Math.max(1, holders.get(lockKey(subscriber, PRESENCE)) ?? 1);
        const free = Array.from({ length: PARTITIONS }, (_, partition) => partition).filter((partition) => !holders.has(lockKey(subscriber, partition)));
        return [subscriber, { quota: Math.ceil(PARTITIONS / processes), free }];
      }),
    );
  }

  /** The session that owns the partition now; null when another process was quicker. */
  async take(subscriber: string, partition: number): Promise<Session | null> {
    const session = await this.#connected();
    const result = await session.query<{ taken: boolean }>('select pg_try_advisory_lock($1::bigint) as taken', [lockKey(subscriber, partition)]);
    return result.rows[0]!.taken ? session : null;
  }

  /** Whether what was taken through this session is still owned. */
  holds(session: Session): boolean {
    return this.#session === session;
  }

  /** Whoever gives a partition back has stopped delivering from it. */
  async give(subscriber: string, partition: number): Promise<void> {
    await this.#session?.query('select pg_advisory_unlock($1::bigint)', [lockKey(subscriber, partition)]);
  }

  /** This process serves the subscriber no longer. */
  async leave(subscriber: string): Promise<void> {
    if (this.#present.delete(subscriber)) await this.#session?.query('select pg_advisory_unlock_shared($1::bigint)', [lockKey(subscriber, PRESENCE)]);
  }

  /** Ends the session and with it every lock. */
  close(): void {
    const session = this.#session;
    this.#session = null;
    this.#present.clear();
    session?.end();
  }

  /** The session is of no use any more: everything owned through it is lost. */
  drop(): void {
    this.close();
    this.#onLost();
  }
}

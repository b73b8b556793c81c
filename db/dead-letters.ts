import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema';

/** A message that its subscriber did not take at any attempt. It holds up nothing but later messages of its own key. */
export interface DeadLetter {
  readonly subscriber: string;
  /** Position in the outbox, which names the message. */
  readonly position: number;
  /** The dossier's id, or the code of the agency that was to be told. */
  readonly key: string;
  readonly attempts: number;
  readonly lastError: string | null;
  /** Real instant at which it was set aside first. */
  readonly parkedRealAt: number;
  /** Messages of the same key that wait behind it. */
  readonly behind: number;
}

export interface DeadLetterPage {
  /** Default: of all subscribers. */
  readonly subscriber?: string;
  /** Default 100. */
  readonly limit?: number;
  /** Position of the last one of the page before. Default: from the first. */
  readonly after?: number;
}

/** Dead letters in the order in which they were written. */
export const deadLetters = async (db: Kysely<Schema>, { subscriber, limit = 100, after = 0 }: DeadLetterPage = {}): Promise<readonly DeadLetter[]> => {
  const result = await sql<DeadLetter>`
    select d.subscriber, d.position, d.key, d.attempts, d.last_error as "lastError", d.parked_real_at as "parkedRealAt",
           (select count(*) from parked b where b.subscriber = d.subscriber and b.partition = d.partition and b.key = d.key and not b.dead) as behind
      from parked d
     where d.dead and d.position > ${after} and (${subscriber ?? null}::text is null or d.subscriber = ${subscriber ?? null})
     order by d.position, d.subscriber limit ${limit}`.execute(db);
  return result.rows;
};

/**
 * Has a subscriber's dead letters tried anew from the first attempt, all of them or the one at a position; what waits
 * behind follows in its order. Answers how many there were.
 */
export const replayDeadLetters = async (db: Kysely<Schema>, subscriber: string, realNow: number, position?: number): Promise<number> => {
  const replayed = await db
    .updateTable('parked')
    .set({ dead: false, attempts: 0, next_attempt_real_at: realNow })
    .where('subscriber', '=', subscriber)
    .where('dead', '=', true)
    .$if(position !== undefined, (query) => query.where('position', '=', position!))
    .executeTakeFirst();
  return Number(replayed.numUpdatedRows);
};

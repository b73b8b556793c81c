import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

export interface OutboxBacklog {
  readonly subscriber: string;
  /** Messages that it has not taken yet. */
  readonly waiting: number;
}

/** How far each subscriber is behind the outbox; nobody where nothing has subscribed. */
export const outboxBacklog = async (db: Kysely<Schema>): Promise<readonly OutboxBacklog[]> => {
  const result = await sql<OutboxBacklog>`
    select s.subscriber,
           (select count(*) from outbox o
              left join outbox_cursors c on c.subscriber = s.subscriber and c.partition = o.partition
             where c.subscriber is null or (o.txid, o.position) > (c.txid, c.position)) as waiting
      from (select distinct subscriber from outbox_cursors) s
     order by s.subscriber`.execute(db);
  return result.rows;
};

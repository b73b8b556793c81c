import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

export interface RelayLag {
  readonly subscriber: string;
  /** Messages it has not come to yet, counted up to 10,000 in each partition. */
  readonly behind: number;
  /** Real milliseconds since the oldest message it has not taken was written, dead ones apart. Null: there is none, or it is not known. */
  readonly oldestMs: number | null;
  /** Set aside to be tried again, with what waits behind them. */
  readonly parked: number;
  readonly dead: number;
}

/** How far each subscriber is behind what is recorded. Inactive ones are in it, too. */
export const relayLag = async (db: Kysely<Schema>, realNow: number): Promise<readonly RelayLag[]> => {
  const result = await sql<RelayLag>`
    select c.subscriber, sum(unread.n)::bigint as behind, ${realNow}::bigint - least(min(unread.oldest), min(aside.oldest)) as "oldestMs",
           sum(aside.parked)::bigint as parked, sum(aside.dead)::bigint as dead
      from outbox_cursors c
     cross join lateral (
       select count(*) as n, min(written_real_at) as oldest
         from (select written_real_at from outbox o
                where o.partition = c.partition and (o.txid, o.position) > (c.txid, c.position)
                  and (c.begins is null or not pg_visible_in_snapshot(o.txid, c.begins))
                order by o.txid, o.position limit 10000) o) unread
     cross join lateral (
       select count(*) filter (where not p.dead) as parked, count(*) filter (where p.dead) as dead, min(o.written_real_at) filter (where not p.dead) as oldest
         from parked p left join outbox o on o.partition = p.partition and o.txid = p.txid and o.position = p.position
        where p.subscriber = c.subscriber and p.partition = c.partition) aside
     group by c.subscriber
     order by c.subscriber`.execute(db);
  return result.rows;
};

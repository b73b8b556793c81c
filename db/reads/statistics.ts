import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

export interface Statistics {
  readonly received: number;
  readonly accepted: number;
  readonly open: number;
  /** Clocks that stand still at the moment. */
  readonly stopped: number;
  readonly ended: number;
  readonly returned: number;
  /** Of those whose timeliness is decided, by the law's reading and by the portal's (domain.md §4.8). */
  readonly legal: TimelinessCounts;
  readonly portal: TimelinessCounts;
  /** Levels told, by their name. */
  readonly escalations: Readonly<Record<string, number>>;
  readonly events: number;
}

export interface TimelinessCounts {
  readonly early: number;
  readonly 'on-time': number;
  readonly late: number;
}

/** Totals over everything the reader may see. */
export const statistics = async (db: Kysely<Schema>): Promise<Statistics> => {
  const result = await sql<Statistics>`
    select count(*) as received,
           count(accepted_at) as accepted,
           count(*) filter (where ended_at is null) as open,
           count(*) filter (where clock = 'stopped') as stopped,
           count(ended_at) as ended,
           count(returned_at) as returned,
           json_build_object('early', count(*) filter (where timeliness_legal = 'early'),
                             'on-time', count(*) filter (where timeliness_legal = 'on-time'),
                             'late', count(*) filter (where timeliness_legal = 'late')) as legal,
           json_build_object('early', count(*) filter (where timeliness_portal = 'early'),
                             'on-time', count(*) filter (where timeliness_portal = 'on-time'),
                             'late', count(*) filter (where timeliness_portal = 'late')) as portal,
           coalesce((select json_object_agg(level, n order by level)
                       from (select level, count(*) as n from escalations group by level) by_level), '{}') as escalations,
           (select count(*) from events) as events
      from dossiers`.execute(db);
  return result.rows[0]!;
};

import { sql, type Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';
import { FIGURES, statisticsBy } from './statistics-by';
import type { Figure, StatisticsFigures } from './statistics-by';

export interface Statistics {
  readonly received: number;
  readonly accepted: number;
  readonly open: number;
  /** Clocks that stand still at the moment. */
  readonly stopped: number;
  readonly ended: number;
  readonly returned: number;
  /** Of what was accepted at any time until now; the same figures as everybody's. */
  readonly figures: StatisticsFigures;
  /** Levels told, by their name. */
  readonly escalations: Readonly<Record<string, number>>;
  readonly events: number;
}

/** Totals over everything the reader may see. */
export const statistics = async (db: Kysely<Schema>, now: Instant): Promise<Statistics> => {
  const result = await sql<Omit<Statistics, 'figures'>>`
    select count(*) as received,
           count(accepted_at) as accepted,
           count(*) filter (where ended_at is null) as open,
           count(*) filter (where clock = 'stopped') as stopped,
           count(ended_at) as ended,
           count(returned_at) as returned,
           coalesce((select json_object_agg(level, n order by level)
                       from (select level, count(*) as n from escalations group by level) by_level), '{}') as escalations,
           (select count(*) from events) as events
      from dossiers`.execute(db);
  const [figures] = await statisticsBy(db, { by: 'none', bounds: [0, now + 1], now });
  return { ...result.rows[0]!, figures: figures ?? NO_FIGURES };
};

const NO_FIGURES: StatisticsFigures = {
  period: 0,
  key: 'all',
  ...(Object.fromEntries(FIGURES.map((figure) => [figure, 0])) as Record<Figure, number>),
};

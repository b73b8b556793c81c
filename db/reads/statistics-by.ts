import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

/** Figures of report II.06a for one key and one stretch of time (domain.md §9). */
export interface StatisticsFigures {
  /** Number of the stretch, from 0. */
  readonly period: number;
  /** Receiving unit or procedure; `all` where nothing is grouped. */
  readonly key: string;
  readonly inPeriod: number;
  readonly carried: number;
  readonly solved: number;
  readonly closedOtherwise: number;
  readonly beingSolved: number;
  readonly overdue: number;
  readonly stopped: number;
  readonly legalEarly: number;
  readonly legalOnTime: number;
  readonly legalLate: number;
  readonly portalEarly: number;
  readonly portalOnTime: number;
  readonly portalLate: number;
}

export interface StatisticsQuestion {
  readonly by: 'agency' | 'procedure' | 'none';
  readonly unit?: AgencyCode;
  /** Bounds of the stretches: n + 1 instants for n of them. */
  readonly bounds: readonly Instant[];
  /** What is overdue in the last stretch is so now, not at an end that is still to come. */
  readonly now: Instant;
}

const KEYS = { agency: sql`receiving_unit`, procedure: sql`procedure_code`, none: sql`'all'` };

/**
 * Over everything the reader may see that was accepted. A dossier stands in every stretch in which it was open: received in the
 * one of its acceptance, carried over into the later ones. Appointments and stopped clocks are read as they stand now.
 */
export const statisticsBy = async (db: Kysely<Schema>, { by, unit, bounds, now }: StatisticsQuestion): Promise<readonly StatisticsFigures[]> => {
  const result = await sql<StatisticsFigures>`
    with stretches as (
      select (n - 1)::integer as period, b.bounds[n] as from_at, b.bounds[n + 1] as to_at
        from (select ${sql.val([...bounds])}::bigint[] as bounds) b, generate_series(1, ${bounds.length - 1}::integer) n
    ), seen as materialized (
      select ${KEYS[by]} as key, accepted_at, ended_at, due_at, clock, stage in ('resolved', 'returned') as decided, timeliness_legal as legal, timeliness_portal as portal
        from dossiers
       where accepted_at < ${bounds.at(-1)!}::bigint and (ended_at is null or ended_at >= ${bounds[0]!}::bigint)
         and (${unit ?? null}::text is null or receiving_unit = ${unit ?? null})
    ), placed as (
      select s.period, s.to_at, seen.*, accepted_at >= from_at as fresh, coalesce(ended_at < to_at, false) as ended
        from stretches s join seen on seen.accepted_at < s.to_at and (seen.ended_at is null or seen.ended_at >= s.from_at)
    )
    select period, key,
           count(*) filter (where fresh) as "inPeriod",
           count(*) filter (where not fresh) as carried,
           count(*) filter (where ended and decided) as solved,
           count(*) filter (where ended and not decided) as "closedOtherwise",
           count(*) filter (where not ended) as "beingSolved",
           count(*) filter (where not ended and clock <> 'stopped' and due_at <= least(to_at, ${now}::bigint)) as overdue,
           count(*) filter (where not ended and clock = 'stopped') as stopped,
           count(*) filter (where ended and decided and legal = 'early') as "legalEarly",
           count(*) filter (where ended and decided and legal = 'on-time') as "legalOnTime",
           count(*) filter (where ended and decided and legal = 'late') as "legalLate",
           count(*) filter (where ended and portal = 'early') as "portalEarly",
           count(*) filter (where ended and portal = 'on-time') as "portalOnTime",
           count(*) filter (where ended and portal = 'late') as "portalLate"
      from placed
     group by period, key
     order by period, key`.execute(db);
  return result.rows;
};

/** Figures of one unit in one stretch, as the law makes them public. */
export interface PublicFigures {
  /** Number of the stretch, from 0. */
  readonly period: number;
  readonly unit: AgencyCode;
  readonly received: number;
  readonly early: number;
  readonly onTime: number;
  readonly late: number;
  readonly portalLate: number;
}

/** Counts over all dossiers, whoever asks; the database gives nothing but these. */
export const publicStatistics = async (db: Kysely<Schema>, bounds: readonly Instant[]): Promise<readonly PublicFigures[]> => {
  const result = await sql<PublicFigures>`
    select period - 1 as period, unit, received, early, on_time as "onTime", late, portal_late as "portalLate"
      from public_statistics(${sql.val([...bounds])}::bigint[])
     order by unit, period`.execute(db);
  return result.rows;
};

import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Renames } from '../../domain/agency/renames';
import type { Instant } from '../../domain/calendar/calendar';
import type { DossierRow } from '../../domain/dossier/recording';
import type { Schema } from '../schema';
import { findPresentCodes } from '../catalogue';
import { isOfAgency, presentCode, presently } from './agency-codes';
import { toDossierRow } from './dossier-row';

/** Figures of report II.06a for one key and one stretch of time (domain.md §9). */
export interface StatisticsFigures {
  /** Number of the stretch, from 0. */
  readonly period: number;
  /** What the question groups by; `all` where nothing is grouped. */
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

/** `decider`: whose work ended with the decision; what is not decided stands in none of its rows. */
export const KEYS = {
  agency: sql`receiving_unit`,
  decider: sql`decided_by`,
  procedure: sql`procedure_code`,
  sector: sql`(select p.body -> 'sector' ->> 'vi' from procedures p where p.code = procedure_code and p.version = procedure_version)`,
  channel: sql`channel`,
  none: sql`'all'`,
} as const;
export type StatisticsKey = keyof typeof KEYS;

export interface StatisticsQuestion {
  readonly by: StatisticsKey;
  readonly unit?: AgencyCode;
  /** Bounds of the stretches: n + 1 instants for n of them. */
  readonly bounds: readonly Instant[];
  /** What is overdue in the last stretch is so now, not at an end that is still to come. */
  readonly now: Instant;
}

/** The figures of a row. */
export const FIGURES = [
  'inPeriod', 'carried', 'solved', 'closedOtherwise', 'beingSolved', 'overdue', 'stopped',
  'legalEarly', 'legalOnTime', 'legalLate', 'portalEarly', 'portalOnTime', 'portalLate',
] as const;
export type Figure = (typeof FIGURES)[number];

/**
 * Which dossiers of a stretch each figure counts, over the columns of `placed`: the one definition of every figure. Solved is
 * what was decided, at the instant of its first decision; a correction that is opened later changes nothing of the past.
 */
const counting = (now: Instant): Readonly<Record<Figure, RawBuilder<unknown>>> => ({
  inPeriod: sql`fresh`,
  carried: sql`not fresh`,
  solved: sql`ended and decided`,
  closedOtherwise: sql`ended and not decided`,
  beingSolved: sql`not ended`,
  overdue: sql`not ended and clock <> 'stopped' and due_at <= least(to_at, ${now}::bigint)`,
  stopped: sql`not ended and clock = 'stopped'`,
  legalEarly: sql`ended and decided and legal = 'early'`,
  legalOnTime: sql`ended and decided and legal = 'on-time'`,
  legalLate: sql`ended and decided and legal = 'late'`,
  portalEarly: sql`ended and portal = 'early'`,
  portalOnTime: sql`ended and portal = 'on-time'`,
  portalLate: sql`ended and portal = 'late'`,
});

/** Those that name an agency. */
const OF_AGENCIES: readonly StatisticsKey[] = ['agency', 'decider'];

interface Placed {
  readonly by: StatisticsKey;
  readonly unit: AgencyCode | undefined;
  readonly bounds: readonly Instant[];
}

/** Dossiers, each in every stretch in which it was open; agencies by their present codes. */
async function placedIn(db: Kysely<Schema>, { by, unit, bounds }: Placed): Promise<RawBuilder<unknown>> {
  const [present, isOfUnit] = [await findPresentCodes(db), await isOfAgency(db, sql`receiving_unit`, unit)];
  const key = OF_AGENCIES.includes(by) ? presentCode(KEYS[by], present) : KEYS[by];
  const received = presentCode(sql`receiving_unit`, present);
  return sql`
    with stretches as (
      select (n - 1)::integer as period, b.bounds[n] as from_at, b.bounds[n + 1] as to_at
        from (select ${sql.val([...bounds])}::bigint[] as bounds) b, generate_series(1, ${bounds.length - 1}::integer) n
    ), seen as materialized (
      select ${key} as key, dossier_id, ${received} as unit, procedure_code, accepted_at, ended_at, due_at, clock,
             decided_at is not null as decided, timeliness_legal as legal, timeliness_portal as portal
        from dossiers
       where accepted_at < ${bounds.at(-1)!}::bigint and (ended_at is null or ended_at >= ${bounds[0]!}::bigint)
         and ${isOfUnit}
    ), placed as (
      select s.period, s.to_at, seen.*, accepted_at >= from_at as fresh, coalesce(ended_at < to_at, false) as ended
        from stretches s join seen on seen.accepted_at < s.to_at and (seen.ended_at is null or seen.ended_at >= s.from_at)
    )`;
}

/**
 * Over everything the reader may see that was accepted. A dossier stands in every stretch in which it was open: received in the
 * one of its acceptance, carried over into the later ones. Appointments and stopped clocks are read as they stand now.
 */
export const statisticsBy = async (db: Kysely<Schema>, { by, unit, bounds, now }: StatisticsQuestion): Promise<readonly StatisticsFigures[]> => {
  const holds = counting(now);
  const counts = sql.join(FIGURES.map((figure) => sql`count(*) filter (where ${holds[figure]}) as ${sql.id(figure)}`));
  const placed = await placedIn(db, { by, unit, bounds });
  const result = await sql<StatisticsFigures>`${placed}
    select period, key, ${counts}
      from placed
     where key is not null
     group by period, key
     order by period, key`.execute(db);
  return result.rows;
};

/** Which figure of which row: the dossiers it counts, the latest accepted first. */
export interface FigureQuestion {
  /** `received` is all of them. */
  readonly figure: Figure | 'received';
  readonly unit?: AgencyCode;
  /** Only dossiers that one of these units received. */
  readonly units?: readonly AgencyCode[];
  readonly procedure?: string;
  /** Only dossiers whose decision, sector or channel is this one. */
  readonly of?: { readonly by: 'decider' | 'sector' | 'channel'; readonly key: string };
  readonly from: Instant;
  readonly to: Instant;
  readonly now: Instant;
  readonly after?: readonly [acceptedAt: number, dossierId: string];
  readonly limit: number;
}

/** The dossiers behind a figure, by the same conditions that count it. */
export const dossiersOfFigure = async (db: Kysely<Schema>, { figure, unit, units, procedure, of, from, to, now, after, limit }: FigureQuestion): Promise<readonly DossierRow[]> => {
  const placed = await placedIn(db, { by: of?.by ?? 'none', unit, bounds: [from, to] });
  const present = await findPresentCodes(db);
  const key = of && OF_AGENCIES.includes(of.by) ? presently(present, of.key) : (of?.key ?? null);
  const result = await sql<Selectable<Schema['dossiers']>>`${placed}
    select d.*
      from placed p join dossiers d using (dossier_id)
     where ${figure === 'received' ? sql`true` : sql`p.dossier_id in (select dossier_id from placed where ${counting(now)[figure]})`}
       and ${units === undefined ? sql`true` : sql`p.unit = any (${sql.val([...units])}::text[])`}
       and (${procedure ?? null}::text is null or p.procedure_code = ${procedure ?? null})
       and (${key}::text is null or p.key = ${key})
       and ${after === undefined ? sql`true` : sql`(p.accepted_at < ${after[0]}::bigint or (p.accepted_at = ${after[0]}::bigint and p.dossier_id > ${after[1]}::uuid))`}
     order by p.accepted_at desc, p.dossier_id
     limit ${limit}`.execute(db);
  return result.rows.map(toDossierRow);
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
  return underPresentCodes(result.rows, await findPresentCodes(db));
};

/** Rows of one agency under several codes, brought together under its present one. */
function underPresentCodes(rows: readonly PublicFigures[], present: Renames): readonly PublicFigures[] {
  const sums = new Map<string, PublicFigures>();
  for (const row of rows) {
    const unit = presently(present, row.unit);
    const before = sums.get(`${unit} ${row.period}`);
    sums.set(`${unit} ${row.period}`, before ? added(before, row) : { ...row, unit });
  }
  return [...sums.values()];
}

const added = (one: PublicFigures, other: PublicFigures): PublicFigures => ({
  ...one,
  received: one.received + other.received,
  early: one.early + other.early,
  onTime: one.onTime + other.onTime,
  late: one.late + other.late,
  portalLate: one.portalLate + other.portalLate,
});

import { z } from 'zod';
import { PublicStatistics, StatisticsQuery, StatisticsView } from '../../contracts/http/oversight';
import { NOBODY } from '../../db/api-database';
import { findKnownAgencies } from '../../db/catalogue';
import { publicStatistics, statisticsBy } from '../../db/reads/statistics-by';
import type { PublicFigures } from '../../db/reads/statistics-by';
import { nameIn, versionsOf } from '../../domain/agency/topology';
import type { Instant } from '../../domain/calendar/calendar';
import { atMinute, localDateOf } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { legalRate } from '../../domain/rates';
import { answers, guarded } from '../answers';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { periodOf } from '../period';
import type { Period } from '../period';
import { Refused } from '../problem';
import { statisticsRows } from '../views/statistics';
import { timestamp } from '../views/time';

const COUNTERS: Access = { people: ['officer', 'supervisor', 'control', 'auditor'], scopes: ['statistics:read'] };
const LONGEST_PERIOD_DAYS = 366 * 5;
/** What everybody may ask is counted once a minute, however many ask. */
const PUBLIC_FOR_MS = 60_000;

export async function statisticsRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/statistics',
    {
      config: { access: COUNTERS },
      schema: {
        tags: ['oversight'],
        summary: 'Received, solved, early, on time, late: of the dossiers the caller may see',
        description: 'Both readings of "on time": by law, and as the national portal computes it.',
        querystring: StatisticsQuery,
        response: guarded({ 200: StatisticsView }),
      },
    },
    async ({ db, query }) => {
      const now = context.clock.now();
      const { groupBy, unit } = query;
      const period = periodOf(query, now, LONGEST_PERIOD_DAYS);
      const months = groupBy === 'month' ? monthsOf(period) : undefined;
      const by = groupBy === 'level' ? 'agency' : groupBy === 'month' ? 'none' : groupBy;
      const figures = await statisticsBy(db, { by, ...(unit === undefined ? {} : { unit }), bounds: months?.bounds ?? [period.fromAt, period.toAt], now });
      const topology = groupBy === 'level' ? await findKnownAgencies(db) : undefined;
      const keyOf = (key: string, stretch: number): string => months?.names[stretch] ?? (topology ? (versionsOf(topology, key).at(-1)?.tier ?? key) : key);
      return { from: period.from, to: period.to, groupBy, rows: statisticsRows(figures, keyOf, months?.names) };
    },
  );

  const counted = new Map<number, { readonly until: number; readonly answer: Promise<z.output<typeof PublicStatistics>> }>();
  app.get(
    '/v1/public/statistics',
    {
      config: { access: 'public' },
      schema: {
        tags: ['public'],
        summary: 'How many dossiers each unit received and solved, early, on time or late, month by month',
        description: 'Counts alone; at most a minute old.',
        querystring: z.object({ year: z.coerce.number().int().min(1976).max(2100).optional().describe('Default: this year') }),
        response: answers({ 200: PublicStatistics }),
      },
    },
    async ({ query }) => {
      const now = context.clock.now();
      const thisYear = Number(localDateOf(now).slice(0, 4));
      const year = query.year ?? thisYear;
      if (year > thisYear) throw new Refused(refusal('PERIOD_INVALID', { days: 366 }, 'query.year'));
      const known = counted.get(year);
      if (known && known.until > Date.now()) return known.answer;
      const answer = publicFigures(context, year, now);
      counted.set(year, { until: Date.now() + PUBLIC_FOR_MS, answer });
      // What could not be counted is counted again for the next who asks.
      answer.catch(() => counted.delete(year));
      return answer;
    },
  );
}

async function publicFigures({ database }: ApiContext, year: number, now: Instant): Promise<z.output<typeof PublicStatistics>> {
  const db = database.as(NOBODY);
  const { names, bounds } = monthsOf({ from: `${year}-01-01`, toAt: Math.min(atMinute(`${year + 1}-01-01`, 0), atMinute(localDateOf(now), 1_440)) });
  const [figures, known] = await Promise.all([publicStatistics(db, bounds), findKnownAgencies(db)]);
  const monthly = (of: readonly PublicFigures[]) => names.map((month, period) => ({ month, ...summed(of.filter((row) => row.period === period)) }));
  const units = [...new Set(figures.map(({ unit }) => unit))];
  return {
    year,
    asOf: timestamp(now),
    province: monthly(figures),
    units: units.map((unit) => {
      const own = figures.filter((row) => row.unit === unit);
      const name = (known && nameIn(known, unit)) ?? { vi: unit, en: unit };
      return { unit, name, ...summed(own), months: monthly(own) };
    }),
  };
}

function summed(rows: readonly PublicFigures[]) {
  const sum = (of: 'received' | 'early' | 'onTime' | 'late' | 'portalLate'): number => rows.reduce((total, row) => total + row[of], 0);
  const [received, early, onTime, late] = [sum('received'), sum('early'), sum('onTime'), sum('late')];
  const solved = early + onTime + late;
  return { received, solved, early, onTime, late, onTimePercent: legalRate({ legal: { early, onTime, late } }), portalLate: sum('portalLate') };
}

/** The months a period touches, by name, with the instants between them; the first and the last end with the period. */
function monthsOf({ from, toAt }: Pick<Period, 'from' | 'toAt'>): { readonly names: readonly string[]; readonly bounds: readonly Instant[] } {
  const names: string[] = [];
  const bounds = [atMinute(from, 0)];
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  while (bounds.at(-1)! < toAt) {
    names.push(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    bounds.push(Math.min(toAt, atMinute(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`, 0)));
  }
  return { names, bounds };
}

import type { z } from 'zod';
import type { StatisticsRow } from '../../contracts/http/oversight';
import type { StatisticsFigures } from '../../db/reads/statistics-by';
import { legalRate, portalRate } from '../../domain/rates';

type Row = z.output<typeof StatisticsRow>;
type Counts = Omit<StatisticsFigures, 'period' | 'key'>;

const NONE: Counts = {
  inPeriod: 0, carried: 0, solved: 0, closedOtherwise: 0, beingSolved: 0, overdue: 0, stopped: 0,
  legalEarly: 0, legalOnTime: 0, legalLate: 0, portalEarly: 0, portalOnTime: 0, portalLate: 0,
};
const FIELDS = Object.keys(NONE) as (keyof Counts)[];

/** Figures brought together under their keys; those of `always` are there with nothing in them, too. */
export function statisticsRows(figures: readonly StatisticsFigures[], keyOf: (key: string, period: number) => string, always: readonly string[] = []): Row[] {
  const sums = new Map<string, Counts>(always.map((key) => [key, NONE]));
  for (const figure of figures) {
    const key = keyOf(figure.key, figure.period);
    const before = sums.get(key) ?? NONE;
    sums.set(key, Object.fromEntries(FIELDS.map((field) => [field, before[field] + figure[field]])) as unknown as Counts);
  }
  return [...sums].map(([key, counts]) => statisticsRow(key, counts));
}

function statisticsRow(key: string, c: Counts): Row {
  const received = c.inPeriod + c.carried;
  const legal = { early: c.legalEarly, onTime: c.legalOnTime, late: c.legalLate };
  return {
    key,
    received,
    inPeriod: c.inPeriod,
    carried: c.carried,
    solved: c.solved,
    closedOtherwise: c.closedOtherwise,
    beingSolved: c.beingSolved,
    overdue: c.overdue,
    stopped: c.stopped,
    legal,
    portal: { early: c.portalEarly, onTime: c.portalOnTime, late: c.portalLate },
    onTimePercent: legalRate({ legal }),
    portalPercent: portalRate({ received, portalLate: c.portalLate, overdue: c.overdue }),
  };
}

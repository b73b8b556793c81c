import type { Schemas } from '../app/api';
import type { Text } from '../app/language';

export type StatisticsRow = Schemas['StatisticsRow'];
export type Group = Schemas['Statistics']['groupBy'];

/** Of the first quarter of 2022 in Lai Châu: what was answered early or on time. */
export const TARGET = 99.87;

export const FIGURES = ['received', 'carried', 'inPeriod', 'solved', 'legalEarly', 'legalOnTime', 'legalLate', 'closedOtherwise', 'beingSolved', 'overdue', 'stopped', 'portalEarly', 'portalOnTime', 'portalLate'] as const;
export type Figure = (typeof FIGURES)[number];

/** As report II.06a heads its columns. */
export const FIGURE_NAMES: Readonly<Record<Figure, Text>> = {
  received: { vi: 'Tiếp nhận', en: 'Received' },
  carried: { vi: 'Kỳ trước chuyển sang', en: 'Carried over' },
  inPeriod: { vi: 'Tiếp nhận trong kỳ', en: 'In the period' },
  solved: { vi: 'Đã giải quyết', en: 'Solved' },
  legalEarly: { vi: 'Trước hạn', en: 'Early' },
  legalOnTime: { vi: 'Đúng hạn', en: 'On time' },
  legalLate: { vi: 'Quá hạn', en: 'Late' },
  closedOtherwise: { vi: 'Rút, dừng', en: 'Withdrawn, stopped' },
  beingSolved: { vi: 'Đang giải quyết', en: 'Being solved' },
  overdue: { vi: 'Đang quá hạn', en: 'Overdue now' },
  stopped: { vi: 'Đang tạm dừng', en: 'Clock stopped' },
  portalEarly: { vi: 'Trước hạn (Cổng)', en: 'Early (portal)' },
  portalOnTime: { vi: 'Đúng hạn (Cổng)', en: 'On time (portal)' },
  portalLate: { vi: 'Quá hạn (Cổng)', en: 'Late (portal)' },
};

export function figureOf(row: StatisticsRow, figure: Figure): number {
  switch (figure) {
    case 'legalEarly':
      return row.legal.early;
    case 'legalOnTime':
      return row.legal.onTime;
    case 'legalLate':
      return row.legal.late;
    case 'portalEarly':
      return row.portal.early;
    case 'portalOnTime':
      return row.portal.onTime;
    case 'portalLate':
      return row.portal.late;
    default:
      return row[figure];
  }
}

/** Where in the address the dossiers behind a figure of a row are. */
export function placeOf(group: Group, key: string, { from, to }: { readonly from: string; readonly to: string }): Readonly<Record<string, string>> {
  switch (group) {
    case 'agency':
      return { unit: key };
    case 'procedure':
      return { procedure: key };
    case 'decider':
    case 'sector':
    case 'channel':
      return { row: `${group}:${key}` };
    case 'level':
      return { level: key };
    case 'month': {
      // The first and the last month end with the period.
      const [first, last] = [`${key}-01`, lastOf(key)];
      return { from: first < from ? from : first, to: last > to ? to : last };
    }
    case 'none':
      return {};
  }
}

function lastOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

import { Link } from '@tanstack/react-router';
import { useLanguage } from '../app/language';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { date } from '../parts/dates';
import { percent, rounded } from '../parts/numbers';
import { Empty } from '../parts/problem';
import { FigureLink } from './figure-link';
import { FIGURE_NAMES, figureOf, placeOf } from './figures';
import type { Figure, Group, StatisticsRow } from './figures';

interface RateTableProps {
  readonly group: Group;
  readonly rows: readonly StatisticsRow[];
  readonly total: StatisticsRow;
  readonly period: { readonly from: string; readonly to: string };
  readonly nameOf: (group: Group, key: string) => string;
}

const COLUMNS: readonly Figure[] = ['received', 'carried', 'inPeriod', 'solved', 'legalEarly', 'legalOnTime', 'legalLate', 'closedOtherwise', 'beingSolved', 'overdue', 'stopped', 'portalLate'];
const TOTAL = 'all';

/** Report II.06a with both rates; every number leads to its dossiers. */
export function RateTable({ group, rows, total, period, nameOf }: RateTableProps) {
  const { say, of, language } = useLanguage();
  const groupOf = (row: StatisticsRow): Group => (row === total ? 'none' : group);
  const name = (row: StatisticsRow): string => nameOf(groupOf(row), row.key);
  const place = (row: StatisticsRow) => placeOf(groupOf(row), row.key, period);
  const heads: Readonly<Record<Group, string>> = {
    level: say('Cấp', 'Level'),
    agency: say('Nơi tiếp nhận', 'Receiving unit'),
    decider: say('Nơi giải quyết', 'Decided by'),
    procedure: say('Thủ tục', 'Procedure'),
    sector: say('Lĩnh vực', 'Sector'),
    channel: say('Cách nộp', 'Handed in'),
    month: say('Tháng', 'Month'),
    none: '',
  };
  const rate = (id: 'onTimePercent' | 'portalPercent', header: string, late: 'legalLate' | 'portalLate', whole: 'solved' | 'received'): Column<StatisticsRow> => ({
    id,
    header,
    numeric: true,
    value: (row) => (row[id] === null ? null : rounded(row[id])),
    cell: (row) => {
      if (row[id] === null) return '–';
      const figure = figureOf(row, late) > 0 ? late : whole;
      return (
        <Link to="/supervision" search={(before: Record<string, unknown>) => ({ ...before, tab: 'rate', ...place(row), figure }) as never} aria-label={`${percent(row[id], language)} – ${name(row)}: ${of(FIGURE_NAMES[figure])}`}>
          {percent(row[id], language)}
        </Link>
      );
    },
  });
  const columns: Column<StatisticsRow>[] = [
    { id: 'key', header: heads[group], rowHeader: true, value: name },
    rate('onTimePercent', say('Tỷ lệ theo pháp luật (%)', 'Rate by law (%)'), 'legalLate', 'solved'),
    rate('portalPercent', say('Tỷ lệ theo Cổng (%)', 'Rate, portal (%)'), 'portalLate', 'received'),
    ...COLUMNS.map((figure): Column<StatisticsRow> => ({
      id: figure,
      header: of(FIGURE_NAMES[figure]),
      numeric: true,
      value: (row) => figureOf(row, figure),
      cell: (row) => <FigureLink figure={figure} count={figureOf(row, figure)} of={`${name(row)}: ${of(FIGURE_NAMES[figure])}`} place={place(row)} />,
    })),
  ];
  return (
    <DataTable
      caption={say(`Tình hình giải quyết từ ${date(period.from)} đến ${date(period.to)}`, `How dossiers were settled, ${date(period.from)} to ${date(period.to)}`)}
      note={say('Bấm vào một con số để xem các hồ sơ được tính trong đó.', 'Each number leads to the dossiers it counts.')}
      file={`ty-le-dung-han-${group}-${period.from}-${period.to}`}
      columns={columns}
      rows={rows}
      footer={[total]}
      rowKey={(row) => (row === total ? TOTAL : row.key)}
      empty={<Empty title={say('Không có số liệu', 'No figures')} />}
    />
  );
}

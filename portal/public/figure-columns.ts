import type { Language } from '../app/language';
import type { Column } from '../parts/data-table';
import { count, percent, rounded } from '../parts/numbers';

interface Figures {
  readonly received: number;
  readonly solved: number;
  readonly early: number;
  readonly onTime: number;
  readonly late: number;
  readonly onTimePercent: number | null;
}

/** What is public of a month or a unit. */
export function figureColumns<T extends Figures>(say: (vi: string, en: string) => string, language: Language): Column<T>[] {
  const number = (id: 'received' | 'solved' | 'early' | 'onTime' | 'late', header: string): Column<T> => ({ id, header, numeric: true, value: (row) => row[id], cell: (row) => count(row[id], language) });
  return [
    number('received', say('Tiếp nhận', 'Received')),
    number('solved', say('Đã giải quyết', 'Solved')),
    number('early', say('Trước hạn', 'Early')),
    number('onTime', say('Đúng hạn', 'On time')),
    number('late', say('Quá hạn', 'Late')),
    { id: 'rate', header: say('Trước và đúng hạn (%)', 'In time (%)'), numeric: true, value: ({ onTimePercent }) => (onTimePercent === null ? null : rounded(onTimePercent)), cell: ({ onTimePercent }) => percent(onTimePercent, language) },
  ];
}

import { Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { BarChart } from '../parts/chart';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { count } from '../parts/numbers';
import { figureColumns } from './figure-columns';

type Month = Schemas['PublicStatistics']['province'][number];
const ROW_PX = 84;
const nameOf = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`;

/** Month by month, as a picture and as numbers. */
export function MonthFigures({ months, year }: { readonly months: readonly Month[]; readonly year: number }) {
  const { say, language } = useLanguage();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const drawn = months.filter(({ solved }) => solved > 0);
  const sum = (of: 'received' | 'solved' | 'early' | 'onTime' | 'late'): number => months.reduce((total, month) => total + month[of], 0);
  const [solved, early, onTime] = [sum('solved'), sum('early'), sum('onTime')];
  const total: Month = { month: 'all', received: sum('received'), solved, early, onTime, late: sum('late'), onTimePercent: solved === 0 ? null : (100 * (early + onTime)) / solved, portalLate: 0 };
  const columns: Column<Month>[] = [{ id: 'month', header: say('Tháng', 'Month'), rowHeader: true, value: ({ month }) => (month === 'all' ? say('Cả năm', 'The year') : nameOf(month)) }, ...figureColumns<Month>(say, language)];
  return (
    <Stack gap="lg">
      {drawn.length > 0 && (
        <BarChart
          title={say('Hồ sơ đã giải quyết theo tháng', 'Dossiers solved, month by month')}
          rows={drawn.map((month) => ({ name: nameOf(month.month), early: month.early, onTime: month.onTime, late: month.late }))}
          series={[
            { key: 'early', label: say('Trước hạn', 'Early'), pattern: 'solid' },
            { key: 'onTime', label: say('Đúng hạn', 'On time'), pattern: 'hollow' },
            { key: 'late', label: say('Quá hạn', 'Late'), pattern: 'hatched' },
          ]}
          height={narrow ? drawn.length * ROW_PX + 70 : 320}
          lying={narrow}
          names={76}
          format={(value) => count(value, language)}
        />
      )}
      <DataTable caption={say(`Theo tháng, năm ${year}`, `By month, ${year}`)} file={`so-lieu-thang-${year}`} columns={columns} rows={months} footer={[total]} rowKey={({ month }) => month} empty={null} />
    </Stack>
  );
}

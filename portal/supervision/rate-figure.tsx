import { Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useLanguage } from '../app/language';
import { LineChart, RateChart } from '../parts/chart';
import { percent } from '../parts/numbers';
import { TARGET } from './figures';
import type { Group, StatisticsRow } from './figures';

const MOST_DRAWN = 12;
const ROW_PX = 58;

/** The rates as a picture: the lowest ones where there are many. */
export function RateFigure({ group, rows, nameOf }: { readonly group: Group; readonly rows: readonly StatisticsRow[]; readonly nameOf: (key: string) => string }) {
  const { say, language } = useLanguage();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const labels = {
    legal: say('Theo pháp luật', 'By law'),
    portal: say('Theo Cổng quốc gia', 'National portal'),
    target: say(`Mục tiêu ${percent(TARGET, 'vi')}`, `Goal ${percent(TARGET, 'en')}`),
  };
  const format = (value: number): string => percent(value, language, 1);
  const points = (of: readonly StatisticsRow[]) => of.map(({ key, onTimePercent, portalPercent }) => ({ name: nameOf(key), legal: onTimePercent, portal: portalPercent }));
  if (group === 'month') {
    const months = rows.filter(({ received }) => received > 0);
    return <LineChart title={say('Tỷ lệ trước và đúng hạn theo tháng', 'Rate in time, month by month')} rows={points(months)} target={TARGET} labels={labels} height={320} format={format} />;
  }
  const rate = ({ onTimePercent, portalPercent }: StatisticsRow): number => Math.min(onTimePercent ?? 100, portalPercent ?? 100);
  const lowest = [...rows].sort((a, b) => rate(a) - rate(b)).slice(0, MOST_DRAWN);
  return (
    <>
      <RateChart title={say('Tỷ lệ trước và đúng hạn', 'Rate in time')} rows={points(lowest)} target={TARGET} labels={labels} height={lowest.length * ROW_PX + 80} names={narrow ? 120 : 260} format={format} />
      {rows.length > MOST_DRAWN && <Text size="sm">{say(`Biểu đồ vẽ ${MOST_DRAWN} tỷ lệ thấp nhất trong ${rows.length}; bảng dưới đây có đủ.`, `The chart shows the ${MOST_DRAWN} lowest of ${rows.length}; the table has them all.`)}</Text>}
    </>
  );
}

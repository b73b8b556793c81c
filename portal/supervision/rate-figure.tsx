import { Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useLanguage } from '../app/language';
import { LineChart, RateChart } from '../parts/chart';
import { percent } from '../parts/numbers';
import { TARGET } from './figures';
import type { Group, StatisticsRow } from './figures';

const MOST_DRAWN = 12;
const ROW_PX = 66;
/** About as wide as a letter is. */
const LETTER_PX = 8;

/** The rates as a picture: the lowest ones where there are many. */
export function RateFigure({ group, rows, nameOf }: { readonly group: Group; readonly rows: readonly StatisticsRow[]; readonly nameOf: (key: string) => string }) {
  const { say, language } = useLanguage();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const labels = {
    legal: say('Theo pháp luật', 'By law'),
    portal: say('Theo Cổng quốc gia', 'National portal'),
    target: say(`Mục tiêu ${percent(TARGET, 'vi')}`, `Goal ${percent(TARGET, 'en')}`),
  };
  const format = (value: number): string => percent(value, language);
  const points = (of: readonly StatisticsRow[]) => of.map(({ key, onTimePercent, portalPercent }) => ({ name: nameOf(key), legal: onTimePercent, portal: portalPercent }));
  const drawn = rows.filter(({ received }) => received > 0);
  if (group === 'month' && drawn.length > 1) {
    return <LineChart title={say('Tỷ lệ trước và đúng hạn theo tháng', 'Rate in time, month by month')} rows={points(drawn)} target={TARGET} labels={labels} height={320} format={format} />;
  }
  const rate = ({ onTimePercent, portalPercent }: StatisticsRow): number => Math.min(onTimePercent ?? 100, portalPercent ?? 100);
  const lowest = drawn.length > MOST_DRAWN || group !== 'level' ? [...drawn].sort((a, b) => rate(a) - rate(b)).slice(0, MOST_DRAWN) : drawn;
  const longest = Math.max(...lowest.map(({ key }) => nameOf(key).length)) * LETTER_PX + 16;
  return (
    <>
      <RateChart title={say('Tỷ lệ trước và đúng hạn', 'Rate in time')} rows={points(lowest)} target={TARGET} labels={labels} height={lowest.length * ROW_PX + 80} names={Math.min(narrow ? 120 : 260, longest)} format={format} />
      {drawn.length > MOST_DRAWN && <Text size="sm">{say(`Biểu đồ vẽ ${MOST_DRAWN} tỷ lệ thấp nhất trong ${drawn.length}; bảng dưới đây có đủ.`, `The chart shows the ${MOST_DRAWN} lowest of ${drawn.length}; the table has them all.`)}</Text>}
    </>
  );
}

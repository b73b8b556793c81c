import { Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { BarChart } from '../parts/chart';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { workingTime } from '../parts/dates';
import { count as shown } from '../parts/numbers';
import { useProcedureName } from '../parts/procedure-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { PeriodFields, useAskedPeriod } from './period';

type StepTimes = Schemas['StepTimes'];
const MOST_DRAWN = 8;
const MINUTES_PER_DAY = 480;
const days = (minutes: number): number => Math.round((minutes / MINUTES_PER_DAY) * 100) / 100;

/** Where time is lost: every step of every procedure, as planned and as it was. */
export function StepsTab() {
  const { say } = useLanguage();
  const [{ agency }] = useAddress();
  const period = useAskedPeriod();
  const found = api.useQuery('get', '/v1/statistics/steps', { params: { query: { ...period, ...(agency === undefined ? {} : { agency }) } } });
  return (
    <Stack gap="lg">
      <PeriodFields agency="agency" />
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : found.data.items.length === 0 ? (
        <Empty title={say('Trong kỳ này chưa có bước nào hoàn thành', 'No step was completed in this period')}>{say('Hãy chọn kỳ dài hơn hoặc cơ quan khác.', 'Choose a longer period, or another agency.')}</Empty>
      ) : (
        <>
          <StepsFigure items={found.data.items} />
          <StepsTable items={found.data.items} period={found.data} />
        </>
      )}
    </Stack>
  );
}

function StepsFigure({ items }: { readonly items: readonly StepTimes[] }) {
  const { say, of, language } = useLanguage();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const slowest = items.slice(0, MOST_DRAWN);
  const format = (value: number): string => value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
  return (
    <Stack gap={4}>
      <BarChart
        title={say('Các bước mất nhiều thời gian quá hạn nhất (ngày làm việc)', 'The steps that lose most time (working days)')}
        rows={slowest.map(({ name, procedure, plannedMinutes, median, p90 }) => ({ name: `${of(name)} (${procedure})`, planned: plannedMinutes === null ? null : days(plannedMinutes), median: days(median), p90: days(p90) }))}
        series={[
          { key: 'planned', label: say('Thời hạn quy định', 'Planned'), pattern: 'hollow' },
          { key: 'median', label: say('Trung vị: một nửa số lần nhanh hơn', 'Median: half were quicker'), pattern: 'solid' },
          { key: 'p90', label: say('Chín phần mười số lần nhanh hơn (p90)', 'Nine in ten were quicker (p90)'), pattern: 'hatched' },
        ]}
        height={slowest.length * 76 + 60}
        lying
        names={narrow ? 130 : 300}
        format={format}
      />
      {items.length > MOST_DRAWN && <Text size="sm">{say(`Biểu đồ vẽ ${MOST_DRAWN} trong ${items.length} bước; bảng dưới đây có đủ.`, `The chart shows ${MOST_DRAWN} of ${items.length} steps; the table has them all.`)}</Text>}
    </Stack>
  );
}

function StepsTable({ items, period }: { readonly items: readonly StepTimes[]; readonly period: { readonly from: string; readonly to: string } }) {
  const { say, of, language } = useLanguage();
  const procedureName = useProcedureName();
  const counted = (id: 'count' | 'late', header: string): Column<StepTimes> => ({
    id,
    header,
    numeric: true,
    value: (row) => row[id],
    cell: (row) =>
      row[id] === 0 ? (
        '0'
      ) : (
        <Link to="/supervision" search={(before: Record<string, unknown>) => ({ ...before, tab: 'steps', procedure: row.procedure, step: row.step, ...(id === 'late' ? { late: true } : {}) }) as never} aria-label={`${shown(row[id], language)} – ${of(row.name)}: ${header}`}>
          {shown(row[id], language)}
        </Link>
      ),
  });
  const time = (id: 'median' | 'p90' | 'lateMinutes', header: string): Column<StepTimes> => ({ id, header, numeric: true, value: (row) => days(row[id]), cell: (row) => (row[id] === 0 ? '–' : workingTime(row[id], language)) });
  const columns: Column<StepTimes>[] = [
    { id: 'step', header: say('Bước', 'Step'), rowHeader: true, value: ({ name }) => of(name) },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), wide: true, value: ({ procedure }) => procedureName(procedure) },
    { id: 'planned', header: say('Thời hạn quy định', 'Planned'), numeric: true, value: ({ plannedMinutes }) => (plannedMinutes === null ? null : days(plannedMinutes)), cell: ({ planned }) => (planned ? of(planned.label) : '–') },
    time('median', say('Trung vị', 'Median')),
    time('p90', say('Chín phần mười (p90)', 'Nine in ten (p90)')),
    counted('count', say('Số lần', 'Times done')),
    counted('late', say('Quá hạn', 'Late')),
    time('lateMinutes', say('Tổng thời gian quá hạn', 'Late in all')),
  ];
  return (
    <DataTable
      caption={say('Thời gian thực tế của từng bước', 'How long each step took')}
      note={say(
        'Thời gian làm việc từ khi mở đến khi xong một bước, kể cả lúc tạm dừng trong bước đó; bước nhiều thời gian quá hạn nhất ở trên. Trong tệp tải về tính bằng ngày làm việc 8 giờ.',
        'Working time from opening to closing, with pauses in between; what was late longest in all comes first. Exported in working days of eight hours.',
      )}
      file={`thoi-gian-tung-buoc-${period.from}-${period.to}`}
      columns={columns}
      rows={items}
      rowKey={({ procedure, step }) => `${procedure} ${step}`}
      empty={null}
    />
  );
}

import { Group, Table } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import type { Language } from '../app/language';
import { dateTime, workingTime } from '../parts/dates';
import { TableScroll } from '../parts/table-scroll';

type Interval = Schemas['DossierClock']['phases'][number]['intervals'][number];

/** Which stretches of time used the limit up, and by which rule. */
export function IntervalTable({ intervals, caption }: { readonly intervals: readonly Interval[]; readonly caption: string }) {
  const { say, of, language } = useLanguage();
  return (
    <TableScroll minWidth={720}>
      <Table withTableBorder striped captionSide="top">
        <Table.Caption ta="left">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Từ', 'From')}</Table.Th>
            <Table.Th scope="col">{say('Đến', 'To')}</Table.Th>
            <Table.Th scope="col">{say('Quy định', 'Rule')}</Table.Th>
            <Table.Th scope="col">{say('Tính vào thời hạn', 'Counts')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {say('Đã dùng', 'Used up')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {intervals.map((interval) => (
            <Table.Tr key={`${interval.from} ${interval.rule}`}>
              <Table.Td className="number">{dateTime(interval.from)}</Table.Td>
              <Table.Td className="number">{dateTime(interval.to)}</Table.Td>
              <Table.Td>
                {first(of(interval.text))}
                {interval.note !== null && ` – ${interval.note}`}
              </Table.Td>
              <Table.Td>
                <Group component="span" gap={6} wrap="nowrap">
                  {interval.counted ? <IconCheck size={18} aria-hidden /> : <IconMinus size={18} aria-hidden />}
                  {interval.counted ? say('có', 'yes') : say('không', 'no')}
                </Group>
              </Table.Td>
              <Table.Td className="number" ta="right">
                {interval.counted ? usedUp(interval, language) : '–'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row" colSpan={4}>
              {say('Cộng', 'Together')}
            </Table.Th>
            <Table.Th className="number" ta="right">
              {usedUp(sumOf(intervals), language)}
            </Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </TableScroll>
  );
}

const first = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

type Used = Pick<Interval, 'days' | 'minutes'>;

function usedUp({ days, minutes }: Used, language: Language): string {
  if (minutes !== null) return workingTime(minutes, language);
  if (days === null) return '–';
  const shown = (Math.round(days * 100) / 100).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
  return language === 'vi' ? `${shown} ngày` : `${shown} ${days === 1 ? 'day' : 'days'}`;
}

function sumOf(intervals: readonly Interval[]): Used {
  const counted = intervals.filter((interval) => interval.counted);
  const sum = (of: (interval: Interval) => number | null): number | null => (counted.some((interval) => of(interval) !== null) ? counted.reduce((total, interval) => total + (of(interval) ?? 0), 0) : null);
  return { days: sum(({ days }) => days), minutes: sum(({ minutes }) => minutes) };
}

import { List, Table, Text, VisuallyHidden } from '@mantine/core';
import { useLanguage } from '../app/language';
import { date } from '../parts/dates';
import { legalText } from '../parts/legal-text';
import { TableScroll } from '../parts/table-scroll';
import type { Year } from './calendar-days';
import { weekdayOn } from './weekday';

/** The days of a year that are not as their weekday, by name. */
export function CalendarDaysOff({ year: { year, status, source, daysOff, makeUpDays } }: { readonly year: Year }) {
  const { say, language } = useLanguage();
  const days = [...daysOff.map((each) => ({ ...each, off: true })), ...makeUpDays.map((each) => ({ ...each, off: false }))].sort((a, b) => (a.date < b.date ? -1 : 1));
  return (
    <>
      <TableScroll minWidth={480} maxWidth={800}>
        <Table withTableBorder verticalSpacing={4}>
          <VisuallyHidden component="caption">{say(`Ngày nghỉ và ngày làm bù năm ${year}`, `Days off and make-up days of ${year}`)}</VisuallyHidden>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{say('Ngày', 'Date')}</Table.Th>
              <Table.Th scope="col">{say('Thứ', 'Weekday')}</Table.Th>
              <Table.Th scope="col">{say('Loại', 'Kind')}</Table.Th>
              <Table.Th scope="col">{say('Lý do', 'Reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map(({ date: day, reason, off }) => (
              <Table.Tr key={`${day} ${String(off)}`}>
                <Table.Th scope="row" fw={400} className="number">
                  {date(day)}
                </Table.Th>
                <Table.Td>{weekdayOn(day, language)}</Table.Td>
                <Table.Td>{off ? say('Nghỉ', 'Off') : say('Làm bù', 'Worked')}</Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
      <Text>
        {status === 'official' ? say('Đã được thông báo chính thức. Nguồn:', 'Announced officially. Sources:') : say('Dự kiến. Nguồn:', 'Projected. Sources:')}
      </Text>
      <List>
        {source.map((each) => (
          <List.Item key={each}>{legalText(each, language)}</List.Item>
        ))}
      </List>
    </>
  );
}

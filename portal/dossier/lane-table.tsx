import { Table, Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { dateTime } from '../parts/dates';
import { LateText } from '../parts/late-text';
import { TableScroll } from '../parts/table-scroll';
import { numbersOf } from './lane-layout';
import type { Bar, Timeline } from './lane-layout';
import { markWords, pauseName } from './mark-words';
import { outcomeWords } from './outcome-words';
import { taskStatus } from './task-words';

/** The drawing in words: every step with its dates, and where the clock stood still. */
export function LaneTable({ timeline }: { readonly timeline: Timeline }) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  const numbers = numbersOf(timeline);
  const rows = timeline.lanes.flatMap((lane) => lane.bars.map((bar) => ({ lane, bar, n: numbers.get(bar)! }))).sort((a, b) => a.n - b.n);
  const heads = [say('Số', 'No.'), say('Cơ quan', 'Agency'), say('Bước', 'Step'), say('Bắt đầu', 'Begun'), say('Xác nhận', 'Acknowledged'), say('Hạn', 'Due'), say('Xong', 'Done'), say('Tình trạng', 'State')];
  return (
    <details>
      <summary>{say('Bảng các bước (cùng nội dung với sơ đồ)', 'Table of the steps (the same as the drawing)')}</summary>
      <TableScroll minWidth={980}>
        <Table withTableBorder striped mt="xs" captionSide="bottom">
          <Table.Caption ta="left">
            {timeline.pauses.map(({ from, to, rule }) => say(`Tạm dừng (${of(pauseName(rule))}): ${dateTime(from)} – ${to === null ? 'nay' : dateTime(to)}.`, `Clock stopped (${of(pauseName(rule))}): ${dateTime(from)} – ${to === null ? 'now' : dateTime(to)}.`)).join(' ')}{' '}
            {timeline.marks.map(({ at, mark }) => `${of(markWords(mark).name)}: ${dateTime(at)}`).join('; ')}
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head} scope="col">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ lane, bar, n }) => (
              <Table.Tr key={n}>
                <Table.Td className="number">{n}</Table.Td>
                <Table.Td>{lane.name ? of(lane.name) : agencyName(lane.agency)}</Table.Td>
                <Table.Th scope="row" fw={400}>
                  {of(bar.name)}
                </Table.Th>
                <Table.Td className="number">{dateTime(bar.from)}</Table.Td>
                <Table.Td className="number">{bar.waiting ? (bar.acknowledgedAt === null ? say('chưa', 'not yet') : dateTime(bar.acknowledgedAt)) : '–'}</Table.Td>
                <Table.Td className="number">{dateTime(bar.due)}</Table.Td>
                <Table.Td className="number">{dateTime(bar.to)}</Table.Td>
                <Table.Td>
                  <State bar={bar} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </details>
  );
}

function State({ bar: { status, outcome, lateFrom } }: { readonly bar: Bar }) {
  const { say, of } = useLanguage();
  const words = status === 'done' && outcome !== null && outcome !== 'done' ? of(outcomeWords(outcome)) : of(taskStatus(status));
  return (
    <>
      <Text span>{words}</Text>
      {lateFrom !== null && (
        <>
          {' '}
          <LateText>{say('trễ hạn', 'late')}</LateText>
        </>
      )}
    </>
  );
}

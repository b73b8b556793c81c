import { Table } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { date, dateTime } from '../parts/dates';
import { TableScroll } from '../parts/table-scroll';

type Timeline = Schemas['Timeline'];
const [WIDTH, NAME, ROW, HEAD] = [1000, 230, 34, 28];
const DAY_MS = 86_400_000;

/** The route as lanes by agency: what was planned against what was, pauses hatched, lateness marked, now as a line; the same as a table below. */
export function SwimLanes({ timeline }: { readonly timeline: Timeline }) {
  const { say, of } = useLanguage();
  const bars = timeline.lanes.flatMap((lane, row) => lane.bars.map((bar) => ({ lane, row, bar })));
  const at = (text: string): number => new Date(text).getTime();
  const begin = at(timeline.submittedAt);
  const until = Math.max(at(timeline.now), ...[timeline.dueAt, ...bars.map(({ bar }) => bar.due)].flatMap((text) => (text === null ? [] : [at(text)])), begin + DAY_MS);
  const x = (text: string): number => NAME + ((at(text) - begin) / (until - begin)) * (WIDTH - NAME - 10);
  const height = HEAD + timeline.lanes.length * ROW + 8;
  const nameOf = (lane: Timeline['lanes'][number]): string => of(lane.name) || lane.agency;
  return (
    <>
      <TableScroll minWidth={720}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" role="img" aria-label={say('Sơ đồ đường đi; bảng bên dưới có cùng nội dung', 'Drawing of its way; the table below says the same')}>
          <defs>
            <pattern id="pause" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="4" height="8" fill="#adb5bd" />
            </pattern>
            <pattern id="late" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
              <rect width="6" height="6" fill="#fff" />
              <rect width="3" height="6" fill="#a51111" />
            </pattern>
          </defs>
          {timeline.pauses.map(({ from, to }, i) => (
            <rect key={i} x={x(from)} y={HEAD} width={Math.max(1, x(to ?? timeline.now) - x(from))} height={height - HEAD - 8} fill="url(#pause)" opacity={0.5} />
          ))}
          {timeline.lanes.map((lane, row) => (
            <text key={lane.agency} x={0} y={HEAD + row * ROW + 20} fontSize={13} fill="#212529">
              {nameOf(lane).length > 34 ? `${nameOf(lane).slice(0, 33)}…` : nameOf(lane)}
            </text>
          ))}
          {bars.map(({ row, bar }) => {
            const [y, from, to] = [HEAD + row * ROW + 6, x(bar.from), x(bar.to ?? timeline.now)];
            return (
              <g key={`${row} ${bar.taskId}`}>
                <title>{`${of(bar.name)}: ${dateTime(bar.from)} – ${dateTime(bar.to)}`}</title>
                {bar.due !== null && <rect x={from} y={y + 13} width={Math.max(2, x(bar.due) - from)} height={5} fill="none" stroke="#495057" />}
                <rect x={from} y={y} width={Math.max(3, to - from)} height={11} fill="#17706b" />
                {bar.lateFrom !== null && <rect x={x(bar.lateFrom)} y={y} width={Math.max(2, to - x(bar.lateFrom))} height={11} fill="url(#late)" stroke="#a51111" />}
              </g>
            );
          })}
          {timeline.dueAt !== null && <line x1={x(timeline.dueAt)} x2={x(timeline.dueAt)} y1={HEAD - 8} y2={height} stroke="#a51111" strokeDasharray="2 3" />}
          {timeline.dueAt !== null && <text x={x(timeline.dueAt)} y={14} fontSize={12} textAnchor="end" fill="#a51111">{say('hẹn trả', 'due')} {date(timeline.dueAt)}</text>}
          {timeline.endedAt === null && <line x1={x(timeline.now)} x2={x(timeline.now)} y1={HEAD - 8} y2={height} stroke="#212529" strokeWidth={2} />}
        </svg>
      </TableScroll>
      <TableScroll minWidth={640}>
        <Table withTableBorder>
          <Table.Caption>{say('Đậm: thực tế; khung mảnh: kế hoạch; gạch chéo đỏ: trễ; gạch xám: tạm dừng', 'Solid: actual; outline: planned; red stripes: late; grey stripes: stopped')}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              {[say('Cơ quan', 'Agency'), say('Bước', 'Step'), say('Từ', 'From'), say('Đến', 'To'), say('Hạn', 'Due'), say('Trễ', 'Late')].map((head) => (
                <Table.Th key={head} scope="col">{head}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bars.map(({ lane, row, bar }) => (
              <Table.Tr key={`${row} ${bar.taskId}`}>
                <Table.Td>{nameOf(lane)}</Table.Td>
                <Table.Td>{of(bar.name)}</Table.Td>
                <Table.Td className="number">{dateTime(bar.from)}</Table.Td>
                <Table.Td className="number">{bar.to === null ? say('đang làm', 'at work') : dateTime(bar.to)}</Table.Td>
                <Table.Td className="number">{dateTime(bar.due)}</Table.Td>
                <Table.Td>{bar.lateFrom === null ? say('không', 'no') : say('có', 'yes')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </>
  );
}

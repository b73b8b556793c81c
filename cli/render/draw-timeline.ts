import type { Instant } from '../../domain/calendar/calendar';
import { DAY_MS, addDays, atMinute, localDateOf } from '../../domain/calendar/local-time';
import type { Text } from '../../domain/text';
import type { Bar, Lane, Mark, TimelineRows } from '../../gateway/timeline-rows';
import type { Language } from '../context';
import type { Paint } from './paint';
import { cutTo, padTo, plain, table } from './table';
import { span, when } from './when';

export interface DrawOptions {
  /** Columns in all. At least 60 are used. */
  readonly width: number;
  readonly language: Language;
  readonly paint: Paint;
}

const GLYPH = { work: '█', late: '▓', pause: '╱', waiting: '┄', now: '│', due: '┊' } as const;
type Cell = keyof typeof GLYPH | 'blank';

const LETTERS: Readonly<Record<Mark['mark'], string>> = {
  submitted: 'S', accepted: 'A', missed: '✗', apology: 'P', resolved: 'D', returned: 'R', ended: 'E', escalation: '!',
};

/**
 * Draws a dossier's way: a lane for each agency in the order in which it was reached, time from left to right in equal steps. What was late
 * is shaded, what stood still hatched; a line for now, a dotted one for the appointment.
 */
export function drawTimeline(rows: TimelineRows, { width, language, paint }: DrawOptions): string {
  const say = (text: Text): string => text[language];
  const label = Math.min(34, Math.max(12, ...rows.lanes.map((lane) => labelOf(lane, language).length)));
  const axis = axisOf(rows, Math.max(60, width) - label - 2);
  const line = (name: string, cells: string): string => `${padTo(cutTo(name, label), label)}  ${cells}`.trimEnd();

  const lanes = rows.lanes.flatMap((lane) =>
    stack(lane.bars, rows.now).map((bars, i) => line(i === 0 ? labelOf(lane, language) : '', paintCells(cellsOf(bars, rows, axis), paint))),
  );
  const marks = letters(rows.marks.filter(({ mark }) => mark !== 'escalation'), axis);
  const alarms = rows.marks.filter(({ mark }) => mark === 'escalation');
  return [
    heading(rows, language, paint),
    '',
    line('', dates(axis)),
    ...lanes,
    line(say({ en: 'marks', vi: 'mốc' }), marks),
    ...(alarms.length === 0 ? [] : [line(say({ en: 'told', vi: 'cảnh báo' }), paint.red(letters(alarms, axis)))]),
    '',
    legend(language),
    '',
    taskLines(rows, language, paint),
    ...(rows.pauses.length === 0 ? [] : ['', pauseLines(rows, language)]),
    ...(rows.marks.length === 0 ? [] : ['', markLines(rows.marks, language, paint)]),
  ].join('\n');
}

interface Axis {
  readonly from: Instant;
  readonly step: number;
  readonly columns: number;
}

function axisOf(rows: TimelineRows, columns: number): Axis {
  const ends = [rows.endedAt ?? rows.now, rows.dueAt ?? rows.now, ...rows.marks.map(({ at }) => at), ...rows.lanes.flatMap(({ bars }) => bars.map(({ to }) => to ?? rows.now))];
  const from = Math.min(rows.submittedAt, ...rows.lanes.flatMap(({ bars }) => bars.map((bar) => bar.from)));
  const to = Math.max(from + 3_600_000, ...ends);
  return { from, step: (to - from) / (columns - 1), columns };
}

const columnOf = ({ from, step, columns }: Axis, at: Instant): number => Math.min(columns - 1, Math.max(0, Math.floor((at - from) / step)));

/** Bars of one lane that do not overlap share a line. */
function stack(bars: readonly Bar[], now: Instant): Bar[][] {
  const lines: Bar[][] = [];
  for (const bar of [...bars].sort((a, b) => a.from - b.from)) {
    const free = lines.find((line) => (line.at(-1)?.to ?? now) <= bar.from);
    if (free) free.push(bar);
    else lines.push([bar]);
  }
  return lines;
}

function cellsOf(bars: readonly Bar[], rows: TimelineRows, axis: Axis): Cell[] {
  const cells = Array.from({ length: axis.columns }, (): Cell => 'blank');
  if (rows.dueAt !== null) cells[columnOf(axis, rows.dueAt)] = 'due';
  if (rows.endedAt === null) cells[columnOf(axis, rows.now)] = 'now';
  for (const bar of bars) {
    const end = bar.to ?? rows.now;
    const last = Math.max(columnOf(axis, bar.from), columnOf(axis, end) - (bar.to === null ? 1 : 0));
    const awake = bar.waiting ? (bar.acknowledgedAt ?? end) : bar.from;
    for (let c = columnOf(axis, bar.from); c <= last; c++) {
      const begin = axis.from + c * axis.step;
      const stops = (at: Instant): boolean => at > begin && at < begin + axis.step;
      const paused = rows.pauses.some((p) => p.from < begin + axis.step && (p.to ?? rows.now) > begin && !stops(p.from));
      const late = bar.lateFrom !== null && begin + axis.step > bar.lateFrom;
      cells[c] = late ? 'late' : paused ? 'pause' : awake >= begin + axis.step ? 'waiting' : 'work';
    }
  }
  return cells;
}

const paintCells = (cells: readonly Cell[], paint: Paint): string => {
  const coloured: Record<Cell, (text: string) => string> = { work: paint.green, late: paint.red, pause: paint.yellow, waiting: paint.dim, now: paint.bold, due: paint.cyan, blank: String };
  // Runs of one kind are painted at once, or every cell would carry its own escape sequence.
  const runs: { cell: Cell; length: number }[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last?.cell === cell) last.length++;
    else runs.push({ cell, length: 1 });
  }
  return runs.map(({ cell, length }) => coloured[cell]((cell === 'blank' ? ' ' : GLYPH[cell]).repeat(length))).join('');
};

/** Dates at their midnights, as many as have room. */
function dates(axis: Axis): string {
  const line: string[] = [];
  const room = 6;
  let free = 0;
  const last = axis.from + axis.step * axis.columns;
  for (let date = localDateOf(axis.from), at = axis.from; at <= last; date = addDays(date, 1), at = atMinute(date, 0)) {
    const column = columnOf(axis, at);
    if (column < free || column + 5 > axis.columns) continue;
    line[column] = `${date.slice(8)}/${date.slice(5, 7)}`;
    free = column + room;
    if (axis.step > DAY_MS * 400) break;
  }
  return placed(line, axis.columns);
}

function letters(marks: readonly Mark[], axis: Axis): string {
  const line: string[] = [];
  for (const { at, mark } of marks) {
    let column = columnOf(axis, at);
    // Two marks of one hour stand side by side, both to be seen; at the edge the later one wins.
    while (line[column] !== undefined && column < axis.columns - 1 && line[column] !== LETTERS[mark]) column++;
    line[column] = LETTERS[mark];
  }
  return placed(line, axis.columns);
}

function placed(texts: readonly (string | undefined)[], columns: number): string {
  let line = '';
  for (let c = 0; c < columns; c++) {
    const text = texts[c];
    if (text === undefined) continue;
    line = padTo(line, c) + text;
  }
  return line;
}

const labelOf = ({ agency, name }: Lane, language: Language): string => (name ? `${agency} ${name[language]}` : agency);

function heading(rows: TimelineRows, language: Language, paint: Paint): string {
  const say = (text: Text): string => text[language];
  const due = rows.dueAt === null ? '' : `  ${say({ en: 'due', vi: 'hẹn trả' })} ${when(rows.dueAt, language)}`;
  const moved = rows.originalDueAt !== null && rows.originalDueAt !== rows.dueAt ? ` (${say({ en: 'promised at first', vi: 'hẹn ban đầu' })} ${when(rows.originalDueAt, language)})` : '';
  return `${paint.bold(rows.code ?? rows.dossierId)}${due}${moved}  ${say({ en: 'now', vi: 'hiện tại' })} ${when(rows.now, language)}`;
}

const legend = (language: Language): string =>
  language === 'vi'
    ? `${GLYPH.work} đang xử lý  ${GLYPH.waiting} chờ tiếp nhận  ${GLYPH.pause} tạm dừng tính  ${GLYPH.late} quá hạn  ${GLYPH.now} hiện tại  ${GLYPH.due} hẹn trả  S nộp  A tiếp nhận  D giải quyết  R trả  E kết thúc  P xin lỗi  ✗ lỡ hạn  ! cảnh báo`
    : `${GLYPH.work} at work  ${GLYPH.waiting} not acknowledged  ${GLYPH.pause} clock stopped  ${GLYPH.late} late  ${GLYPH.now} now  ${GLYPH.due} due  S submitted  A accepted  D decided  R returned  E ended  P apology  ✗ missed  ! told`;

function taskLines(rows: TimelineRows, language: Language, paint: Paint): string {
  const bars = rows.lanes.flatMap((lane) => lane.bars.map((bar) => ({ agency: lane.agency, bar }))).sort((a, b) => a.bar.from - b.bar.from);
  return table(
    bars.map(({ agency, bar }) => [
      bar.taskId,
      agency,
      when(bar.from, language),
      '–',
      bar.to === null ? '…' : when(bar.to, language),
      bar.outcome ?? bar.status,
      bar.lateFrom === null ? plain(bar.name[language]) : `${plain(bar.name[language])} ${paint.red(`${language === 'vi' ? 'trễ' : 'late by'} ${span((bar.to ?? rows.now) - bar.lateFrom, language)}`)}`,
    ]),
    { indent: 2 },
  );
}

const pauseLines = (rows: TimelineRows, language: Language): string =>
  table(rows.pauses.map(({ from, to, rule }) => [`${GLYPH.pause}${GLYPH.pause} ${rule}`, when(from, language), '–', to === null ? '…' : when(to, language)]), { indent: 2 });

const markLines = (marks: readonly Mark[], language: Language, paint: Paint): string =>
  table(
    marks.map(({ at, mark, detail }) => {
      const text = `${mark}${detail === null ? '' : ` ${detail}`}`;
      return [LETTERS[mark], when(at, language), mark === 'escalation' || mark === 'missed' ? paint.red(text) : text];
    }),
    { indent: 2 },
  );

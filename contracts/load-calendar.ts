import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Calendar } from '../domain/calendar/calendar';
import { checkCalendar } from '../domain/calendar/check-calendar';
import { messageOf } from '../domain/errors';
import { CalendarFile, WEEKDAYS } from './calendar';
import { tooDeepAt } from './yaml-depth';

/** One thing that is wrong with a calendar file, and where: line from 1, path into the file. */
export interface CalendarProblem {
  readonly line: number;
  readonly path: string;
  readonly message: string;
}

/** A calendar file that may not be used; the message lists every problem, one a line. */
export class CalendarFileError extends Error {
  constructor(
    file: string,
    readonly problems: readonly CalendarProblem[],
  ) {
    super(problems.map(({ line, path, message }) => `${file}:${line}: ${path ? `${path}: ` : ''}${message}`).join('\n'));
    this.name = 'CalendarFileError';
  }
}

/** The official calendar of six years has 6 KB; nothing honest comes near this. */
const LARGEST_FILE = 256 * 1024;
const MOST_DEEP = 20;
/** The first problems are enough to begin with. */
const MOST_PROBLEMS = 100;

/** Reads a calendar file (the format is `CalendarFile`). `file` is only its name in messages. CalendarFileError. */
export function parseCalendarFile(text: string, file = 'calendar.yaml'): Calendar {
  const fail = (problems: readonly CalendarProblem[]): never => {
    throw new CalendarFileError(file, problems.slice(0, MOST_PROBLEMS));
  };
  if (text.length > LARGEST_FILE) {
    fail([{ line: 1, path: '', message: `the file has ${text.length} characters; at most ${LARGEST_FILE} are read` }]);
  }
  const lines = new LineCounter();
  const deep = tooDeepAt(text, MOST_DEEP);
  if (deep !== undefined) {
    const line = text.slice(0, deep).split('\n').length;
    fail([{ line, path: '', message: `lists and maps lie deeper than ${MOST_DEEP} in each other` }]);
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    fail(document.errors.slice(0, MOST_PROBLEMS).map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, path: '', message })));
  }
  const aliases = aliasOffsets(document);
  if (aliases.length > 0) {
    const message = 'write the value out; aliases (*name) are not read';
    fail(aliases.map((offset) => ({ line: lines.linePos(offset).line, path: '', message })));
  }
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(document, path)).line;

  const parsed = CalendarFile.safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map(({ path, message, ...issue }) => {
      const at = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
      return { line: lineOf(at), path: at.join('.'), message };
    });
    return fail(problems);
  }
  const calendar = toCalendar(parsed.data);
  const misplaced = daysOfOtherYears(parsed.data).map((path) => ({
    line: lineOf(path),
    path: path.join('.'),
    message: 'this date belongs under its own year',
  }));
  const faults = checkCalendar(calendar).map((fault) => {
    const path = pathInFile(fault.field ?? '');
    return { line: lineOf(path), path: path.join('.'), message: messageOf(fault) };
  });
  return misplaced.length + faults.length > 0 ? fail([...misplaced, ...faults]) : calendar;
}

/** From January of the first year to December of the last. */
function toCalendar(file: CalendarFile): Calendar {
  const years = Object.keys(file.years).sort();
  const minutes = (clock = '') => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const collect = (list: 'daysOff' | 'makeUpDays') => Object.assign({}, ...years.map((year) => file.years[year]?.[list]));
  return {
    id: file.id,
    version: file.version,
    sessions: file.sessions.map((session) => ({ from: minutes(session.slice(0, 5)), to: minutes(session.slice(6)) })),
    weekend: file.weekend.map((day) => WEEKDAYS.indexOf(day)),
    daysOff: collect('daysOff'),
    makeUpDays: collect('makeUpDays'),
    from: `${years.at(0)}-01-01`,
    to: `${years.at(-1)}-12-31`,
    years: Object.fromEntries(Object.entries(file.years).map(([year, { daysOff: _, makeUpDays: __, ...entry }]) => [year, entry])),
  };
}

const daysOfOtherYears = (file: CalendarFile): string[][] =>
  Object.entries(file.years).flatMap(([year, entry]) =>
    (['daysOff', 'makeUpDays'] as const).flatMap((list) =>
      Object.keys(entry[list]).flatMap((date) => (date.startsWith(`${year}-`) ? [] : [['years', year, list, date]])),
    ),
  );

/** The core names `daysOff.2026-01-03`; in the file it stands under its year. */
function pathInFile(field: string): string[] {
  const path = field.split('.');
  const [list, date] = path;
  return date !== undefined && (list === 'daysOff' || list === 'makeUpDays') ? ['years', date.slice(0, 4), list, date] : path;
}

/** An alias lets a short text stand for an endless one, and an official reads past it. */
function aliasOffsets(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, { Alias: (_, alias) => void offsets.push(alias.range?.[0] ?? 0) });
  return offsets;
}

/** Where a path begins in the text: its key, or the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const here = childAt(node, step);
    if (!here) break;
    [node, offset] = [here.value, here.offset ?? offset];
  }
  return offset;
}

function childAt(node: unknown, step: PropertyKey): { value: unknown; offset: number | undefined } | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { value: item, offset: item.range?.[0] } : null;
  }
  // Keys such as 2026 are numbers to YAML and text to everybody else.
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) : undefined;
  return pair ? { value: pair.value, offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined } : null;
}

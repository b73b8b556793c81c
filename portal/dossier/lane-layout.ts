import type { Schemas } from '../app/api';
import type { WorkingScale } from './working-scale';

export type Timeline = Schemas['Timeline'];
export type Lane = Timeline['lanes'][number];
export type Bar = Lane['bars'][number];

export const ROW = 46;
/** What stands above the lanes: words, days, marks. */
export const HEAD = 70;
const LANE_PADDING = 6;
/** Three lines of an agency's name. */
const LEAST_HEIGHT = 60;
const LETTER = 7.6;
const GAP = 10;

export interface PlacedBar {
  readonly bar: Bar;
  /** Its number in the drawing and in the table, by when it began. */
  readonly n: number;
  readonly row: number;
  readonly x: number;
  /** Where what was done ends, and where it was planned to. */
  readonly end: number;
  readonly due: number | null;
  /** Where its name ends, about. */
  readonly nameEnd: number;
}

export interface PlacedLane {
  readonly lane: Lane;
  readonly y: number;
  readonly height: number;
  readonly bars: readonly PlacedBar[];
}

/** Numbers of all bars, by when they began. */
export function numbersOf(timeline: Timeline): ReadonlyMap<Bar, number> {
  const bars = timeline.lanes.flatMap((lane) => lane.bars).sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return new Map(bars.map((bar, i) => [bar, i + 1]));
}

/** Puts bars into as many rows of their lane as keep them and their names apart. */
export function placeLanes(timeline: Timeline, scale: WorkingScale, unit: number, nameOf: (bar: Bar) => string): readonly PlacedLane[] {
  const numbers = numbersOf(timeline);
  let y = HEAD;
  return timeline.lanes.map((lane) => {
    const ends: number[] = [];
    const bars = [...lane.bars]
      .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
      .map((bar): PlacedBar => {
        const n = numbers.get(bar)!;
        const x = scale.at(bar.from) * unit;
        const end = Math.max(x + 3, scale.at(bar.to ?? timeline.now) * unit);
        const due = bar.due === null ? null : scale.at(bar.due) * unit;
        const free = ends.findIndex((taken) => taken <= x);
        const row = free === -1 ? ends.length : free;
        const nameEnd = x + nameOf(bar).length * LETTER;
        ends[row] = Math.max(end, due ?? 0, nameEnd) + GAP;
        return { bar, n, row, x, end, due, nameEnd };
      });
    const height = Math.max(LEAST_HEIGHT, ends.length * ROW + LANE_PADDING);
    const placed = { lane, y, height, bars };
    y += height;
    return placed;
  });
}

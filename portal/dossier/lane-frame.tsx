import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';
import { date } from '../parts/dates';
import { HEAD } from './lane-layout';
import type { PlacedLane, Timeline } from './lane-layout';
import { markWords } from './mark-words';
import type { ScaleDay, WorkingScale } from './working-scale';

const WORDS_Y = 14;
const DAYS_Y = 36;
const MARKS_Y = 56;
const MARK = 18;
const DAY_LABEL = 52;

interface LaneFrameProps {
  readonly timeline: Timeline;
  readonly scale: WorkingScale;
  readonly unit: number;
  readonly lanes: readonly PlacedLane[];
  readonly height: number;
}

/** What stands behind and above the bars: days, pauses, marks, the appointment and now. */
export function LaneFrame({ timeline, scale, unit, lanes, height }: LaneFrameProps) {
  const { say, of } = useLanguage();
  const width = scale.length * unit;
  const { now, endedAt, dueAt } = timeline;
  const beyond = dueAt !== null && scale.days.at(-1) !== undefined && dueAt.slice(0, 10) > scale.days.at(-1)!.date;
  const duePlace = dueAt === null ? 0 : scale.at(dueAt) * unit;
  const nowPlace = scale.at(now) * unit;
  return (
    <>
      <defs>
        <pattern id="lane-pause" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="8" height="8" fill="#fff" />
          <rect width="2.5" height="8" fill="#868e96" />
        </pattern>
        <pattern id="lane-late" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width="6" height="6" fill="#fff" />
          <rect width="3.5" height="6" fill="#a51111" />
        </pattern>
        <pattern id="lane-waiting" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill="#fff" />
          <circle cx="3" cy="3" r="1.4" fill="#0f5b57" />
        </pattern>
      </defs>
      {scale.days.map((day) => (
        <rect key={day.date} x={day.start * unit} y={HEAD} width={day.width * unit} height={height - HEAD} fill={day.working ? '#fff' : '#e9ecef'} stroke="#dee2e6" strokeWidth={0.5} />
      ))}
      {labelled(scale.days, unit).map((day) => (
        <text key={day.date} x={day.start * unit + 2} y={DAYS_Y} fontSize={14} fill="#343a40">
          {date(day.date).slice(0, 5)}
        </text>
      ))}
      {timeline.pauses.map(({ from, to }, i) => (
        <rect key={i} x={scale.at(from) * unit} y={HEAD} width={Math.max(2, (scale.at(to ?? now) - scale.at(from)) * unit)} height={height - HEAD} fill="url(#lane-pause)" opacity={0.55} />
      ))}
      {lanes.map(({ lane, y }) => (
        <line key={lane.agency} x1={0} x2={width} y1={y} y2={y} stroke="#868e96" />
      ))}
      <line x1={0} x2={width} y1={height} y2={height} stroke="#868e96" />
      {placedMarks(timeline, scale, unit).map(({ x, mark, at }, i) => (
        <g key={i}>
          <title>{`${of(markWords(mark).name)} – ${date(at)}`}</title>
          <circle cx={x} cy={MARKS_Y} r={MARK / 2} fill={mark === 'missed' ? '#a51111' : '#fff'} stroke={mark === 'missed' ? '#a51111' : '#343a40'} />
          <text x={x} y={MARKS_Y + 5} fontSize={13} fontWeight={600} textAnchor="middle" fill={mark === 'missed' ? '#fff' : '#212529'}>
            {markWords(mark).letter}
          </text>
        </g>
      ))}
      {dueAt !== null && !beyond && (
        <Upright x={duePlace} height={height} dashed words={`${say('Hẹn trả', 'Due')} ${date(dueAt).slice(0, 5)}`} room={width} colour="#a51111" />
      )}
      {endedAt === null && <Upright x={nowPlace} height={height} words={say('Bây giờ', 'Now')} room={width} colour="#212529" away={dueAt !== null && !beyond ? duePlace : null} />}
    </>
  );
}

interface UprightProps {
  readonly x: number;
  readonly height: number;
  readonly dashed?: boolean;
  readonly words: string;
  readonly room: number;
  readonly colour: string;
  /** Where another word stands, which it keeps away from. */
  readonly away?: number | null;
}

function Upright({ x, height, dashed = false, words, room, colour, away = null }: UprightProps): ReactNode {
  const wide = words.length * 8;
  const left = x + wide > room || (away !== null && away >= x && away - x < wide + 100);
  return (
    <>
      <line x1={x} x2={x} y1={WORDS_Y + 4} y2={height} stroke={colour} strokeWidth={2} {...(dashed ? { strokeDasharray: '6 4' } : {})} />
      <text x={Math.max(left ? x - 3 : x + 3, left ? wide : 0)} y={WORDS_Y} fontSize={14} fontWeight={600} fill={colour} textAnchor={left ? 'end' : 'start'}>
        {words}
      </text>
    </>
  );
}

/** Working days that have room for their date. */
function labelled(days: readonly ScaleDay[], unit: number): ScaleDay[] {
  let free = -Infinity;
  return days.filter(({ working, start }) => {
    if (!working || start * unit < free) return false;
    free = start * unit + DAY_LABEL;
    return true;
  });
}

/** Marks stand side by side where they would cover one another. */
function placedMarks({ marks }: Timeline, scale: WorkingScale, unit: number): { readonly x: number; readonly mark: string; readonly at: string }[] {
  let free = MARK / 2;
  return marks.map(({ at, mark }) => {
    const x = Math.max(scale.at(at) * unit, free);
    free = x + MARK + 1;
    return { x, mark, at };
  });
}

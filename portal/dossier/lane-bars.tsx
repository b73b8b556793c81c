import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { ROW } from './lane-layout';
import type { Bar, PlacedBar, PlacedLane, Timeline } from './lane-layout';
import type { WorkingScale } from './working-scale';

const [NAME_Y, BAR_Y, BAR, PLAN_Y] = [16, 21, 13, 40];
const [DONE, LATE] = ['#0f5b57', '#a51111'];

interface LaneBarsProps {
  readonly timeline: Timeline;
  readonly scale: WorkingScale;
  readonly unit: number;
  readonly lanes: readonly PlacedLane[];
  readonly nameOf: (bar: Bar) => string;
}

/** What was done, over what was planned: dotted while it was not acknowledged, striped from its date on. */
export function LaneBars({ timeline, scale, unit, lanes, nameOf }: LaneBarsProps) {
  return lanes.flatMap(({ y, bars }) =>
    bars.map((placed) => <OneBar key={placed.n} placed={placed} top={y + 2 + placed.row * ROW} timeline={timeline} place={(at) => scale.at(at) * unit} name={nameOf(placed.bar)} />),
  );
}

interface OneBarProps {
  readonly placed: PlacedBar;
  readonly top: number;
  readonly timeline: Timeline;
  readonly place: (at: string) => number;
  readonly name: string;
}

function OneBar({ placed: { bar, n, x, end, due }, top, timeline, place, name }: OneBarProps) {
  const { say } = useLanguage();
  const waitedUntil = bar.waiting ? place(bar.acknowledgedAt ?? bar.to ?? timeline.now) : x;
  const late = bar.lateFrom === null ? null : place(bar.lateFrom);
  const plan = late === null ? end : Math.min(end, late);
  return (
    <g>
      <title>{`${n}. ${name}: ${dateTime(bar.from)} – ${bar.to === null ? say('đang làm', 'at work') : dateTime(bar.to)}${bar.due === null ? '' : `, ${say('hạn', 'due')} ${dateTime(bar.due)}`}`}</title>
      <text x={x} y={top + NAME_Y} fontSize={14} fill="#212529" stroke="#fff" strokeWidth={3} paintOrder="stroke">
        <tspan fontWeight={600}>{n}</tspan> {name}
      </text>
      <rect x={x} y={top + BAR_Y} width={Math.max(3, plan - x)} height={BAR} fill={bar.status === 'cancelled' ? '#fff' : DONE} stroke={DONE} {...(bar.status === 'cancelled' ? { strokeDasharray: '3 3' } : {})} />
      {waitedUntil > x + 1 && <rect x={x} y={top + BAR_Y} width={waitedUntil - x} height={BAR} fill="url(#lane-waiting)" stroke={DONE} />}
      {late !== null && <rect x={late} y={top + BAR_Y} width={Math.max(3, end - late)} height={BAR} fill="url(#lane-late)" stroke={LATE} />}
      {due !== null && (
        <path d={`M${x} ${top + PLAN_Y}H${Math.max(x + 3, due)}m0 -4v8`} fill="none" stroke="#343a40" strokeWidth={1.5} strokeDasharray="4 2" />
      )}
    </g>
  );
}

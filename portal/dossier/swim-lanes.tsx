import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { date, dateTime } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';
import { LaneBars } from './lane-bars';
import { HEAD, placeLanes } from './lane-layout';
import type { Bar, PlacedLane, Timeline } from './lane-layout';
import { LaneFrame } from './lane-frame';
import { LaneLegend } from './lane-legend';
import { LaneTable } from './lane-table';
import classes from './swim-lanes.module.css';
import { workingScale } from './working-scale';

/** Pixels of a working day, at least and where there is room. */
const [NARROW, WIDE] = [34, 240];
/** More working days than these are not shown up to the appointment at first. */
const MANY_DAYS = 24;

/** Half of a mark stands beyond the last moment. */
const EDGE = 12;
/** Of the width, for names beyond the last day. */
const MOST_KEPT = 0.25;

const reachOf = (lanes: readonly PlacedLane[]): number => Math.max(0, ...lanes.flatMap(({ bars }) => bars.map(({ nameEnd }) => nameEnd)));

/** The route as lanes by agency over working time: what was planned against what was, with the same in a table below. */
export function SwimLanes({ timeline }: { readonly timeline: Timeline }) {
  const { say, of } = useLanguage();
  const calendar = api.useQuery('get', '/v1/calendar', {}, { staleTime: Infinity });
  const agencyName = useAgencyName();
  const { ref, width } = useElementSize();
  const [chosen, setChosen] = useState<'so-far' | 'whole' | null>(null);
  const scales = useMemo(() => {
    if (!calendar.data) return null;
    const far = lastOf(timeline, true);
    return { 'so-far': workingScale(calendar.data, timeline.submittedAt, lastOf(timeline, false)), whole: workingScale(calendar.data, timeline.submittedAt, far) };
  }, [calendar.data, timeline]);
  if (calendar.error) return <ProblemAlert error={calendar.error} onRetry={() => void calendar.refetch()} />;
  if (!scales) return <Loading />;
  const span = chosen ?? (scales.whole.length > MANY_DAYS ? 'so-far' : 'whole');
  const scale = scales[span];
  const nameOf = (bar: Bar): string => of(bar.name);
  const place = (each: number) => placeLanes(timeline, scale, each, (bar) => `99 ${nameOf(bar)}`);
  const fitting = (kept: number): number => Math.min(WIDE, Math.max(NARROW, (width - EDGE - kept) / scale.length));
  // The name of a step that has just begun reaches beyond the last day: it is given room where there is some.
  const beyond = reachOf(place(fitting(0))) - scale.length * fitting(0) - EDGE;
  const unit = fitting(Math.min(Math.max(0, beyond), width * MOST_KEPT));
  const lanes = place(unit);
  const last = lanes.at(-1);
  const height = last ? last.y + last.height : HEAD;
  const drawn = Math.max(scale.length * unit + EDGE, reachOf(lanes));
  return (
    <Stack gap="sm">
      <Group justify="space-between" className="no-print">
        <Text size="sm">{say('Ngày nghỉ thu hẹp, đêm bỏ qua; mỗi cột là một ngày làm việc.', 'Days off are narrow, nights left out; a column is a working day.')}</Text>
        {scales.whole.length > scales['so-far'].length + 0.5 && (
          <SegmentedControl
            aria-label={say('Khoảng thời gian', 'Span')}
            value={span}
            onChange={(value) => setChosen(value as 'whole')}
            data={[
              { value: 'so-far', label: say('Đến nay', 'So far') },
              { value: 'whole', label: say('Đến ngày hẹn', 'To the appointment') },
            ]}
            autoContrast
          />
        )}
      </Group>
      <div className={classes['lanes']}>
        <div className={classes['names']} style={{ paddingTop: HEAD }} aria-hidden>
          {lanes.map(({ lane, height: tall }) => (
            <div key={lane.agency} className={classes['name']} style={{ height: tall }}>
              <span>{lane.name ? of(lane.name) : agencyName(lane.agency)}</span>
            </div>
          ))}
        </div>
        <div ref={ref} className={classes['scroll']} role="group" tabIndex={0} aria-label={say('Sơ đồ, cuộn ngang được', 'Drawing, scrolls sideways')}>
          <svg width={drawn} height={height + 4} role="img" aria-label={drawingSays(timeline, say)}>
            <LaneFrame timeline={timeline} scale={scale} unit={unit} lanes={lanes} height={height} />
            <LaneBars timeline={timeline} scale={scale} unit={unit} lanes={lanes} nameOf={nameOf} />
          </svg>
        </div>
      </div>
      <LaneLegend timeline={timeline} />
      <LaneTable timeline={timeline} />
    </Stack>
  );
}

/** Up to when it is drawn: what has happened, or the dates that are still to come as well. */
function lastOf(timeline: Timeline, planned: boolean): string {
  const bars = timeline.lanes.flatMap((lane) => lane.bars);
  const happened = [timeline.endedAt ?? timeline.now, ...bars.map(({ to }) => to), ...timeline.marks.map(({ at }) => at)];
  const coming = planned ? [timeline.dueAt, ...bars.map(({ due }) => due)] : [];
  return [...happened, ...coming].reduce<string>((last, at) => (at !== null && Date.parse(at) > Date.parse(last) ? at : last), timeline.submittedAt);
}

const drawingSays = ({ lanes, dueAt, submittedAt }: Timeline, say: (vi: string, en: string) => string): string =>
  say(
    `Đường đi của hồ sơ qua ${lanes.length} cơ quan từ ${dateTime(submittedAt)}${dueAt === null ? '' : `, hẹn trả ${date(dueAt)}`}; bảng bên dưới có cùng nội dung`,
    `Way of the dossier through ${lanes.length} agencies since ${dateTime(submittedAt)}${dueAt === null ? '' : `, due ${date(dueAt)}`}; the table below says the same`,
  );

import type { z } from 'zod';
import type { Timeline } from '../../contracts/http/timeline';
import type { Stretch, TimelineRows } from '../../gateway/timeline-rows';
import { timestamp, timestampOrNull } from './time';

const stretch = ({ from, to }: Stretch) => ({ from: timestamp(from), to: timestampOrNull(to) });

export const timelineView = (rows: TimelineRows): z.output<typeof Timeline> => ({
  ...rows,
  now: timestamp(rows.now),
  submittedAt: timestamp(rows.submittedAt),
  dueAt: timestampOrNull(rows.dueAt),
  originalDueAt: timestampOrNull(rows.originalDueAt),
  endedAt: timestampOrNull(rows.endedAt),
  lanes: rows.lanes.map((lane) => ({
    ...lane,
    bars: lane.bars.map((bar) => ({ ...bar, ...stretch(bar), due: timestampOrNull(bar.due), acknowledgedAt: timestampOrNull(bar.acknowledgedAt), lateFrom: timestampOrNull(bar.lateFrom) })),
  })),
  pauses: rows.pauses.map((pause) => ({ ...pause, ...stretch(pause) })),
  marks: rows.marks.map((mark) => ({ ...mark, at: timestamp(mark.at) })),
});

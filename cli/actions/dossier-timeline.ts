import { findKnownAgencies } from '../../db/catalogue';
import { timelineOf } from '../../db/reads/timeline-of';
import { nameIn } from '../../domain/agency/topology';
import type { Context, Shown } from '../context';
import { timelineRows } from '../../gateway/timeline-rows';
import type { Stretch, TimelineRows } from '../../gateway/timeline-rows';
import { drawTimeline } from '../render/draw-timeline';
import { paintFor } from '../render/paint';
import { stamp } from '../render/when';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';

/** `dossier timeline`: the drawing, or its rows. */
export async function dossierTimeline(context: Context, options: { readonly width?: number }, reference = ''): Promise<Shown> {
  return withRecords(context, async ({ db, clock }) => {
    const { dossierId } = await getDossier(db, reference);
    const [timeline, known] = await Promise.all([timelineOf(db, dossierId), findKnownAgencies(db)]);
    const rows = timelineRows(timeline!, clock.now(), (agency) => known && nameIn(known, agency));
    return {
      json: timelineJson(rows),
      text: () => drawTimeline(rows, { width: options.width ?? context.columns, language: context.language, paint: paintFor(context.colour) }),
    };
  });
}

/** The rows for scripts: instants as RFC 3339. */
export const timelineJson = (rows: TimelineRows): object => ({
  ...rows,
  now: stamp(rows.now),
  submittedAt: stamp(rows.submittedAt),
  dueAt: stamp(rows.dueAt),
  originalDueAt: stamp(rows.originalDueAt),
  endedAt: stamp(rows.endedAt),
  lanes: rows.lanes.map((lane) => ({
    ...lane,
    bars: lane.bars.map((bar) => ({ ...bar, ...stretch(bar), due: stamp(bar.due), acknowledgedAt: stamp(bar.acknowledgedAt), lateFrom: stamp(bar.lateFrom) })),
  })),
  pauses: rows.pauses.map((pause) => ({ ...pause, ...stretch(pause) })),
  marks: rows.marks.map((mark) => ({ ...mark, at: stamp(mark.at) })),
});

const stretch = ({ from, to }: Stretch): object => ({ from: stamp(from), to: stamp(to) });

import { timelineRows } from '../../gateway/timeline-rows';
import { drawTimeline } from '../../cli/render/draw-timeline';
import { paintFor } from '../../cli/render/paint';
import { timelineJson } from '../../cli/actions/dossier-timeline';
import type { HistoryEntry } from '../../db/reads/history-of';
import type { Timeline } from '../../db/reads/timeline-of';
import type { DossierRow, LoggedEvent, TaskRow } from '../../domain/dossier/recording';
import type { DossierEvent } from '../../domain/dossier/event';
import { at } from '../domain/calendar/given';

const task = (taskId: string, agency: string, opened: string, closed: string | null, due: string): TaskRow => ({
  taskId, step: taskId.split('#')[0]!, kind: 'examine', nameVi: `Việc ${taskId}`, nameEn: `Task ${taskId}`, agency, officerRole: 'specialist',
  status: closed === null ? 'open' : 'done', assignee: null, version: 1, openedAt: at(opened), dueAt: at(due), closedAt: closed === null ? null : at(closed), outcome: null,
});

const event = (time: string, payload: Partial<DossierEvent> & { type: DossierEvent['type'] }): HistoryEntry => ({
  kind: 'event', at: at(time), event: { at: at(time), type: payload.type, payload } as LoggedEvent,
});

const timeline: Timeline = {
  dossier: {
    dossierId: 'd', code: 'H99.01-260302-0001', submittedAt: at('2026-03-02T08:00'), dueAt: at('2026-03-12T17:00'), originalDueAt: at('2026-03-10T17:00'), endedAt: null,
  } as DossierRow,
  tasks: [
    task('receive#1', 'H99.01', '2026-03-02T08:00', '2026-03-02T16:00', '2026-03-03T08:00'),
    task('examine#1', 'H99.05', '2026-03-02T16:00', null, '2026-03-07T17:00'),
  ],
  history: [
    event('2026-03-02T08:00', { type: 'DossierSubmitted' }),
    event('2026-03-02T16:00', { type: 'HandOverSent', taskId: 'examine#1' }),
    event('2026-03-03T09:00', { type: 'HandOverAcknowledged', taskId: 'examine#1' }),
    event('2026-03-04T08:00', { type: 'ClockStopped', rule: 'financial-obligation' }),
    event('2026-03-06T08:00', { type: 'ClockResumed' }),
    { kind: 'escalation', at: at('2026-03-07T17:00'), firedAt: at('2026-03-07T17:00'), subject: 'task:examine#1', generation: 1, level: 'overdue', agency: 'H99.05', dueAt: at('2026-03-07T17:00'), to: [] },
  ],
};
const rows = timelineRows(timeline, at('2026-03-09T10:00'), (agency) => ({ vi: `Cơ quan ${agency}`, en: `Agency ${agency}` }));

describe('dossier timeline', () => {
  it('has a lane for each agency in the order in which it was reached', () => {
    expect(rows.lanes.map(({ agency }) => agency)).toEqual(['H99.01', 'H99.05']);
  });

  it('knows when the clock stood still and from when a task is late', () => {
    expect(rows.pauses).toEqual([{ from: at('2026-03-04T08:00'), to: at('2026-03-06T08:00'), rule: 'financial-obligation' }]);
    expect(rows.lanes[1]!.bars[0]!.lateFrom).toBe(at('2026-03-07T17:00'));
    expect(rows.lanes[0]!.bars[0]!.lateFrom).toBeNull();
  });

  it('draws waiting, work, pause, lateness, now and the appointment, in this order', () => {
    const drawing = drawTimeline(rows, { width: 120, language: 'en', paint: paintFor(false) }).split('\n');
    const lane = drawing.find((line) => line.startsWith('H99.05'))!;
    expect([...new Set(lane.slice(20).replaceAll(' ', ''))].join('')).toMatch(/┄█╱▓│┊$/);
    expect(drawing.some((line) => line.startsWith('told') && line.includes('!'))).toBe(true);
    expect(Math.max(...drawing.slice(0, 6).map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('gives the rows with instants as RFC 3339', () => {
    const text = JSON.stringify(timelineJson(rows));
    expect(text).toContain('"lateFrom":"2026-03-07T17:00+07:00"');
    expect(text).not.toMatch(/:\d{13}/);
  });

  it('draws a dossier that was only submitted', () => {
    const young = timelineRows({ ...timeline, tasks: [], history: [] }, at('2026-03-02T08:00'), () => undefined);
    expect(() => drawTimeline(young, { width: 10, language: 'vi', paint: paintFor(true) })).not.toThrow();
  });
});

import { createHash } from 'node:crypto';
import type { DossierRow, LoggedEvent, Recording, Rung, TaskRow, WatchRow } from '../../domain/dossier/recording';

/** 2026-02-13T08:00+07:00, a Friday. */
export const MORNING = Date.UTC(2026, 1, 13, 1);
export const HOUR = 3_600_000;

/** A dossier id that reads well in a failure: the same name gives the same id. */
export const dossierId = (name: string): string =>
  createHash('sha256').update(name).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

export const event = (seq: number, overrides: Partial<LoggedEvent> = {}): LoggedEvent => ({
  seq,
  type: 'OfficerAssigned',
  at: MORNING + seq * 60_000,
  actor: { kind: 'officer', person: 'p-1', agency: 'H35.12', role: 'specialist' },
  commandId: `c-${seq}`,
  command: { act: 'assign', taskId: 'examine#1', person: 'p-1' },
  rules: 1,
  payload: { type: 'OfficerAssigned', taskId: 'examine#1', person: 'p-1' },
  ...overrides,
});

export const dossierRow = (id: string, headSeq: number, overrides: Partial<DossierRow> = {}): DossierRow => {
  const { stage, endedAt = null, receivingUnit = 'H35.12' } = overrides;
  const isDecided = endedAt !== null && (stage === undefined || ['resolved', 'returned'].includes(stage));
  const decision = isDecided ? { decidedAt: endedAt, decidedBy: receivingUnit } : { decidedAt: null, decidedBy: null };
  return { ...plainRow(id, headSeq), ...decision, ...overrides };
};

const plainRow = (id: string, headSeq: number): DossierRow => ({
  dossierId: id,
  code: null,
  procedureCode: '1.012790',
  procedureVersion: 1,
  channel: 'window',
  receivingUnit: 'H35.12',
  place: 'H35.12',
  stage: 'in-progress',
  money: 'none',
  delivery: 'none',
  nationalStatus: 4,
  clock: 'running',
  submittedAt: MORNING,
  acceptedAt: MORNING,
  dueAt: MORNING + 72 * HOUR,
  originalDueAt: MORNING + 72 * HOUR,
  endedAt: null,
  decidedAt: null,
  decidedBy: null,
  returnedAt: null,
  holders: ['H35.12'],
  timeliness: null,
  nextDeadlineAt: MORNING + 72 * HOUR,
  headSeq,
});

export const taskRow = (overrides: Partial<TaskRow> = {}): TaskRow => ({
  taskId: 'examine#1',
  step: 'examine',
  kind: 'examine',
  nameVi: 'Thẩm định hồ sơ',
  nameEn: 'Examine the dossier',
  agency: 'H35.12',
  officerRole: 'specialist',
  status: 'waiting',
  assignee: null,
  version: 1,
  openedAt: MORNING,
  dueAt: MORNING + 24 * HOUR,
  closedAt: null,
  outcome: null,
  ...overrides,
});

export const rung = (level: string, at: number, ...agencies: readonly string[]): Rung => ({
  level,
  at,
  to: (agencies.length > 0 ? agencies : ['H35.12']).map((agency) => ({ agency, role: 'agency-head' as const })),
});

export const watchRow = (overrides: Partial<WatchRow> = {}): WatchRow => ({
  subject: 'task:examine#1',
  generation: 1,
  agency: 'H35.12',
  dueAt: MORNING + 24 * HOUR,
  ladder: [rung('warning', MORNING + 20 * HOUR), rung('overdue', MORNING + 24 * HOUR), rung('escalation-1', MORNING + 32 * HOUR, 'H35.12', 'H35')],
  ...overrides,
});

/** A recording of these events; what is not said is as in the samples above, and no tasks or watches. */
export const recording = (id: string, events: readonly LoggedEvent[], overrides: Partial<Recording> = {}): Recording => ({
  dossierId: id,
  epoch: 1,
  events,
  dossier: dossierRow(id, events.at(-1)!.seq),
  tasks: [],
  watches: [],
  after: null,
  run: null,
  ...overrides,
});

import type { Pool } from 'pg';
import { canonicalJson } from '../domain/canonical-json';
import type { DossierRow, LoggedEvent, Recording, TaskRow, WatchRow } from '../domain/dossier/recording';
import { RecordingConflict } from './recording-conflict';

export type RecordOutcome =
  | { readonly status: 'recorded' | 'repeated'; readonly headSeq: number }
  /** Events before the first one sent are missing: send again from `headSeq + 1`. Nothing was written. */
  | { readonly status: 'gap'; readonly headSeq: number };

interface Answer {
  readonly status: 'recorded' | 'repeated' | 'gap' | 'conflict' | 'fenced';
  readonly head_seq: number;
  readonly conflict_seq: number | null;
}

const RECORD = {
  name: 'record-dossier',
  text: 'select * from lienthong.record_dossier($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
};

/**
 * Writes everything one act causes in one round trip and one commit (design.md laws 5 and 6). Idempotent: what is
 * already there is compared, and only what follows is written. The pool must be the recorder's.
 *
 * Throws RecordingConflict, with an alarm left behind, when the log holds something else.
 */
export const recordDossier = async (pool: Pool, recording: Recording): Promise<RecordOutcome> => {
  const answer = await call(pool, recording);
  if (answer.status === 'conflict' || answer.status === 'fenced') {
    throw new RecordingConflict(answer.status, recording.dossierId, answer.head_seq, answer.conflict_seq);
  }
  return { status: answer.status, headSeq: answer.head_seq };
};

const call = async (pool: Pool, recording: Recording): Promise<Answer> => {
  try {
    const result = await pool.query<Answer>({ ...RECORD, values: recordingValues(recording) });
    return result.rows[0]!;
  } catch (error) {
    if (isRepeatedCommand(error)) return alarmRepeatedCommand(pool, recording);
    throw error;
  }
};

/** The parameters of lienthong.record_dossier, in order. */
export const recordingValues = (recording: Recording): unknown[] => {
  const { dossierId, epoch, events, dossier, tasks, watches } = recording;
  refuseBroken(recording);
  return [
    dossierId,
    epoch,
    events[0]!.seq,
    events.map((event) => event.type),
    events.map((event) => event.at),
    events.map((event) => canonicalJson(event.actor)),
    events.map((event) => event.commandId),
    commandIndexes(events),
    events.map((event) => event.rules),
    events.map(canonicalJson),
    JSON.stringify(dossierColumns(dossier)),
    tasks.length === 0 ? null : JSON.stringify(lastOfEach(tasks, (task) => task.taskId).map((task) => taskColumns(dossierId, task))),
    watches.length === 0 ? null : JSON.stringify(newestOfEach(watches).map((watch) => watchColumns(dossierId, watch))),
  ];
};

/** A recording that contradicts itself is a mistake of the program; it must not reach the log. */
const refuseBroken = ({ dossierId, events, dossier }: Recording): void => {
  const first = events[0];
  if (!first) throw new TypeError(`recording of dossier "${dossierId}" has no events`);
  if (events.some((event, index) => event.seq !== first.seq + index)) {
    throw new TypeError(`recording of dossier "${dossierId}" is not contiguous: ${events.map((event) => event.seq).join(', ')}`);
  }
  const last = first.seq + events.length - 1;
  if (dossier.dossierId !== dossierId || dossier.headSeq !== last) {
    throw new TypeError(`the row of dossier "${dossierId}" belongs to "${dossier.dossierId}" at seq ${dossier.headSeq}, not to seq ${last}`);
  }
};

/** 0 for the first event of each command, so that a unique index sees each command begin once. */
const commandIndexes = (events: readonly LoggedEvent[]): number[] => {
  const seen = new Map<string, number>();
  return events.map(({ commandId }) => {
    const index = seen.get(commandId) ?? 0;
    seen.set(commandId, index + 1);
    return index;
  });
};

const lastOfEach = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

const newestOfEach = (watches: readonly WatchRow[]): WatchRow[] =>
  lastOfEach([...watches].sort((a, b) => a.generation - b.generation), (watch) => watch.subject);

const dossierColumns = (row: DossierRow) => ({
  dossier_id: row.dossierId,
  code: row.code,
  procedure_code: row.procedureCode,
  procedure_version: row.procedureVersion,
  channel: row.channel,
  receiving_unit: row.receivingUnit,
  place: row.place,
  stage: row.stage,
  money: row.money,
  delivery: row.delivery,
  national_status: row.nationalStatus,
  clock: row.clock,
  submitted_at: row.submittedAt,
  accepted_at: row.acceptedAt,
  due_at: row.dueAt,
  original_due_at: row.originalDueAt,
  ended_at: row.endedAt,
  returned_at: row.returnedAt,
  holders: row.holders,
  timeliness_legal: row.timeliness?.legal ?? null,
  timeliness_portal: row.timeliness?.portal ?? null,
  next_deadline_at: row.nextDeadlineAt,
  head_seq: row.headSeq,
});

const taskColumns = (dossierId: string, task: TaskRow) => ({
  dossier_id: dossierId,
  task_id: task.taskId,
  step: task.step,
  kind: task.kind,
  name_vi: task.nameVi,
  name_en: task.nameEn,
  agency: task.agency,
  officer_role: task.officerRole,
  status: task.status,
  assignee: task.assignee,
  version: task.version,
  opened_at: task.openedAt,
  due_at: task.dueAt,
  closed_at: task.closedAt,
  outcome: task.outcome,
});

const watchColumns = (dossierId: string, watch: WatchRow) => {
  const ladder = [...watch.ladder].sort((a, b) => a.at - b.at);
  return {
    dossier_id: dossierId,
    subject: watch.subject,
    generation: watch.generation,
    agency: watch.agency,
    due_at: watch.dueAt,
    ladder,
    next: 0,
    fire_at: ladder[0]?.at ?? null,
  };
};

const isRepeatedCommand = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'events_command';

/** The unique index stopped the transaction, so the alarm needs one of its own; this path is not a hot one. */
const alarmRepeatedCommand = async (pool: Pool, { dossierId, events, epoch }: Recording): Promise<never> => {
  const commandIds = [...new Set(events.map((event) => event.commandId))];
  const heads = await pool.query<{ seq: number }>('select seq from lienthong.heads where dossier_id = $1', [dossierId]);
  const headSeq = heads.rows[0]?.seq ?? 0;
  await pool.query(`insert into lienthong.alarms (kind, dossier_id, detail) values ('recording-command-repeated', $1, $2)`, [
    dossierId,
    JSON.stringify({ commandIds, firstSeq: events[0]!.seq, headSeq, epoch }),
  ]);
  throw new RecordingConflict('command-repeated', dossierId, headSeq, null);
};

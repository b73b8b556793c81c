import type { ClientBase, Pool } from 'pg';
import { canonicalJson } from '../domain/canonical-json';
import type { DossierRow, LoggedEvent, Recording, TaskRow, WatchRow } from '../domain/dossier/recording';

export interface RecordOutcome {
  /**
   * `recorded`; `repeated`: the log ends with exactly these events already; `gap`: events before the first one sent
   * are missing; `differs`: the log holds something else at this place, goes on behind it, or knows one of the
   * commands from elsewhere; `fenced`: a run of a newer recovery epoch has taken over. Only `recorded` has written
   * anything.
   */
  readonly status: 'recorded' | 'repeated' | 'gap' | 'differs' | 'fenced';
  /** The last event of the log, afterwards. */
  readonly headSeq: number;
  /** That event's mark. */
  readonly mark: string;
}

interface Answer {
  readonly status: RecordOutcome['status'];
  readonly head_seq: number;
  readonly mark: string;
}

const PARAMETERS = Array.from({ length: 20 }, (_, i) => `$${i + 1}`).join(', ');
export const RECORD_TEXT = `select * from lienthong.record_dossier(${PARAMETERS})`;
const RECORD = { name: 'record-dossier-3', text: RECORD_TEXT };

/**
 * Writes everything one act causes in one round trip and one commit (design.md laws 5 and 6). Idempotent: what is
 * already there is compared, and only what follows is written. What the log holds is never changed: a run that wanted
 * to record something else is told so, and follows the log. The connection must be the recorder's.
 */
export const recordDossier = async (pool: Pool, recording: Recording): Promise<RecordOutcome> => {
  try {
    return await recordWithin(pool, recording);
  } catch (error) {
    // The log knows one of these commands from another place: it has its answer there.
    if (isRepeatedCommand(error)) return { status: 'differs', ...(await headOf(pool, recording.dossierId)) };
    throw error;
  }
};

/**
 * The same as part of a transaction, which a command that the log knows from another place ends (isRepeatedCommand).
 */
export const recordWithin = async (connection: Pool | ClientBase, recording: Recording): Promise<RecordOutcome> => {
  const result = await connection.query<Answer>({ ...RECORD, values: recordingValues(recording) });
  const { status, head_seq: headSeq, mark } = result.rows[0]!;
  return { status, headSeq, mark };
};

const HEAD = 'select seq, lienthong.mark_of(hash) as mark from lienthong.heads where dossier_id = $1';

/** The last event of a dossier's log and its mark; 0 where there is none. */
export const headOf = async (
  pool: Pool | ClientBase,
  dossierId: string,
): Promise<Pick<RecordOutcome, 'headSeq' | 'mark'>> => {
  const { rows } = await pool.query<{ seq: number; mark: string }>(HEAD, [dossierId]);
  return { headSeq: rows[0]?.seq ?? 0, mark: rows[0]?.mark ?? '' };
};

/** The parameters of lienthong.record_dossier, in order. */
export const recordingValues = (recording: Recording): unknown[] => {
  const { dossierId, epoch, events, dossier, tasks, watches, after, run } = recording;
  const signatures = firstSignatures(recording);
  refuseBroken(recording);
  return [
    dossierId,
    epoch,
    events[0]!.seq,
    after,
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
    run?.runId ?? null,
    run?.startedAt ?? null,
    run?.historyLength ?? null,
    run?.at ?? null,
    signatures.map((signature) => signature?.key ?? null),
    signatures.map((signature) => signature?.value ?? null),
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

/** Beside the first event of each command stands who vouches for it. */
const firstSignatures = ({ events, signatures = {} }: Recording) =>
  commandIndexes(events).map((index, i) => (index === 0 ? signatures[events[i]!.commandId] : undefined));

const lastOfEach = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

const newestOfEach = (watches: readonly WatchRow[]): WatchRow[] =>
  lastOfEach([...watches].sort((a, b) => a.generation - b.generation), (watch) => watch.subject);

export const dossierColumns = (row: DossierRow) => ({
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
  decided_at: row.decidedAt,
  decided_by: row.decidedBy,
  returned_at: row.returnedAt,
  holders: row.holders,
  timeliness_legal: row.timeliness?.legal ?? null,
  timeliness_portal: row.timeliness?.portal ?? null,
  next_deadline_at: row.nextDeadlineAt,
  head_seq: row.headSeq,
});

export const taskColumns = (dossierId: string, task: TaskRow) => ({
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

export const isRepeatedCommand = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'events_command';

import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { codesInLog, passCodes } from '../db/code-series';
import { isDossierId } from '../db/reads/dossier-by-id-or-code';
import { headOfDossier, headsOf, newestHeads, someOpenHeads } from '../db/reads/heads';
import type { Head } from '../db/reads/heads';
import { beginReconciliation } from '../db/reconciliations';
import { localDateOf } from '../domain/calendar/local-time';
import type { RecordingRun } from '../domain/dossier/recording';
import type { Desk } from './desk';
import { isForeignRun } from './foreign-run';
import { askToMend } from './mend';

/** Where PostgreSQL stood when it was seen: which cluster, and how far its own journal was safe on the disk. */
export interface Place {
  readonly system: string;
  /** Bytes of the journal, as a decimal number; larger than a JavaScript number holds exactly. */
  readonly place: string;
}

/** A dossier whose workflow does not stand where the log does. */
export interface Behind {
  readonly dossierId: string;
  /**
   * `missing`: Temporal has no run; `ended`: the last one is over; `behind`: its history is shorter than it was, or
   * an older run's; `foreign`: a run that the product did not start is in its place, and does nothing.
   */
  readonly how: 'missing' | 'ended' | 'behind' | 'foreign';
}

export const presentPlace = async ({ db }: Pick<Desk, 'db'>): Promise<Place> =>
  (await sql<Place>`select system, place from store_position()`.execute(db)).rows[0]!;

/** An older copy of the database, or another one, is in the place of the one that was seen. */
export const wasPutBack = (seen: Place | undefined, now: Place): boolean =>
  seen !== undefined && (seen.system !== now.system || BigInt(now.place) < BigInt(seen.place));

const AT_ONCE = 16;

/**
 * While a dossier is being acted upon its log is ahead of what Temporal has stored, for so many milliseconds at most.
 */
const IN_FLIGHT_MS = [1_500, 8_000];

/** The same, while acts go on: what only seemed behind is looked at again until it cannot be in flight any more. */
export async function workflowsStayingBehind(client: Client, heads: readonly Head[]): Promise<readonly Behind[]> {
  let behind = await workflowsBehind(client, heads);
  for (const wait of IN_FLIGHT_MS) {
    if (behind.length === 0) return behind;
    await new Promise((resolve) => setTimeout(resolve, wait));
    const still = new Set(behind.map(({ dossierId }) => dossierId));
    behind = await workflowsBehind(
      client,
      heads.filter(({ dossierId }) => still.has(dossierId)),
    );
  }
  return behind;
}

/**
 * Of these dossiers those whose workflow is missing or behind, by what Temporal says of them. No workflow is woken
 * for it.
 */
export async function workflowsBehind(client: Client, heads: readonly Head[]): Promise<readonly Behind[]> {
  const found: Behind[] = [];
  for (let from = 0; from < heads.length; from += AT_ONCE) {
    const looked = await Promise.all(
      heads.slice(from, from + AT_ONCE).map(async (head) => ({ head, how: await howBehind(client, head) })),
    );
    for (const { head, how } of looked) if (how !== null) found.push({ dossierId: head.dossierId, how });
  }
  return found;
}

async function howBehind(client: Client, { dossierId, closed, run }: Head): Promise<Behind['how'] | null> {
  const latest = await latestRun(client, dossierId);
  // An archived dossier needs no workflow; one that runs all the same has not heard of its end.
  if (closed) return latest?.running ? 'behind' : null;
  if (latest === undefined) return 'missing';
  if (!latest.running) return 'ended';
  if (latest.runId !== run?.runId && (await isForeignRun(client, dossierId, latest.runId))) return 'foreign';
  if (run === null) return null;
  // Another run than the one that recorded last: a later one goes on from it, an earlier one has been put back.
  if (latest.runId !== run.runId) return latest.startedAt < run.startedAt ? 'behind' : null;
  return (await holds(client, dossierId, run)) ? null : 'behind';
}

const NOT_FOUND = 5;
/** temporal.api.enums.v1.WorkflowExecutionStatus. */
const RUNNING = 1;

interface LatestRun {
  readonly runId: string;
  readonly running: boolean;
  readonly startedAt: number;
}

/** The newest run of a dossier's workflow, by numbers alone: what it holds is not decrypted for it. */
async function latestRun(client: Client, dossierId: string): Promise<LatestRun | undefined> {
  const { namespace } = client.options;
  try {
    const { workflowExecutionInfo: info } = await client.workflowService.describeWorkflowExecution({
      namespace,
      execution: { workflowId: dossierId },
    });
    return {
      runId: info?.execution?.runId ?? '',
      running: info?.status === RUNNING,
      startedAt: millisecondsOf(info?.startTime),
    };
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return undefined;
    throw error;
  }
}

type Timestamp = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;

const millisecondsOf = (time: Timestamp): number =>
  Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1e6);

/** Events of one page, read from the end; what was recorded last lies there. */
const PAGE = 30;
const MOST_PAGES = 20;
/** temporal.api.enums.v1.EventType: a worker has taken a workflow task up, and has answered it. */
const TASK_STARTED = 6;
const TASK_COMPLETED = 7;

/**
 * Whether a run's history still holds the workflow task that recorded last, and that task's end. Its length alone would
 * not tell: timers add to it. What was put back and has gone on since has a later event at that place. The time that was
 * noted may be later than the event's, because the sandbox's clock goes on with each local activity of the task. A task
 * that a worker began and did not live to answer has recorded, and the workflow does not know.
 */
async function holds(client: Client, dossierId: string, { runId, historyLength, at }: RecordingRun): Promise<boolean> {
  for await (const { id, time, next } of eventsFromTheEnd(client, dossierId, runId)) {
    if (id < historyLength) return false;
    if (id === historyLength) return time <= at + 1 && next === TASK_COMPLETED;
  }
  return false;
}

/**
 * The newest workflow task of a dossier's newest run, in which nothing was recorded: from here on that is what must
 * be there.
 */
export async function newestTask(client: Client, dossierId: string): Promise<RecordingRun | undefined> {
  const latest = await latestRun(client, dossierId);
  if (latest === undefined) return undefined;
  const { runId, startedAt } = latest;
  for await (const { id, type, time, next } of eventsFromTheEnd(client, dossierId, runId)) {
    if (type === TASK_STARTED && next === TASK_COMPLETED) return { runId, startedAt, historyLength: id, at: time };
  }
  return undefined;
}

interface HistoryEvent {
  readonly id: number;
  readonly type: number;
  readonly time: number;
  /** The type of the event behind it; null of the last. */
  readonly next: number | null;
}

async function* eventsFromTheEnd(
  client: Client,
  dossierId: string,
  runId: string,
): AsyncGenerator<HistoryEvent> {
  const { namespace } = client.options;
  let next: number | null = null;
  let nextPageToken: Uint8Array | null | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = { namespace, execution: { workflowId: dossierId, runId }, maximumPageSize: PAGE, nextPageToken };
    const answer = await client.workflowService.getWorkflowExecutionHistoryReverse(asked);
    for (const { eventId, eventType, eventTime } of answer.history?.events ?? []) {
      const type = Number(eventType);
      yield { id: Number(eventId), type, time: millisecondsOf(eventTime), next };
      next = type;
    }
    nextPageToken = answer.nextPageToken;
    if (!nextPageToken?.length) return;
  }
}

/** Has the workflow of one dossier follow its log, where Temporal's own account of it says that it has not heard of the last recording. */
export async function mendIfBehind({ db, client }: Pick<Desk, 'db' | 'client'>, dossierId: string): Promise<void> {
  const head = await headOfDossier(db, dossierId);
  if (head !== undefined && (await howBehind(client, head)) !== null) await askToMend(client, dossierId);
}

/** Real milliseconds; the comparison is made every minute, and a worker may have been away. */
const NEWLY_MS = 15 * 60_000;

/** Dossiers whose run began lately, the newest: one that was put in another's place is among them. */
async function newlyRunning(client: Client): Promise<readonly string[]> {
  const since = new Date(Date.now() - NEWLY_MS).toISOString();
  const { executions } = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
    query: `WorkflowType = 'dossier' AND ExecutionStatus = 'Running' AND StartTime > '${since}'`,
    pageSize: NEWEST,
  });
  return (executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []).filter(isDossierId);
}

/** Dossiers that are looked at to see whether Temporal has lost its end: a store that was put back lost the newest. */
const NEWEST = 200;
const ANY = 50;

export interface Comparison {
  /** Dossiers that were looked at. */
  readonly looked: number;
  readonly behind: readonly Behind[];
  readonly putBack: boolean;
  /** Comparisons begun, or found under way. */
  readonly reconciliations: readonly number[];
}

/**
 * The cheap comparison of the two stores, before anything is decided upon them: PostgreSQL against where it was seen
 * last, Temporal against the newest ends of the log. Where one of them was put back the whole comparison is begun,
 * and legal codes go on behind every code that either of them knows.
 * @param acting Whether officers may be acting meanwhile.
 */
export async function compareStores(
  desk: Pick<Desk, 'db' | 'client' | 'clock'>,
  seen: Place | undefined,
  { acting }: { readonly acting: boolean },
): Promise<Comparison> {
  const { db, client } = desk;
  const now = await presentPlace(desk);
  const putBack = wasPutBack(seen, now);
  const sampled = [
    ...(await newestHeads(db, NEWEST)),
    ...(await someOpenHeads(db, ANY)),
    ...(await headsOf(db, await newlyRunning(client))),
  ];
  const heads = [...new Map(sampled.map((head) => [head.dossierId, head])).values()];
  const behind = await (acting ? workflowsStayingBehind : workflowsBehind)(client, heads);
  const reconciliations: number[] = [];
  if (putBack) reconciliations.push(await beginReconciliation(db, 'log-behind', { seen, now }));
  if (behind.length > 0)
    reconciliations.push(
      await beginReconciliation(db, 'temporal-behind', {
        looked: heads.length,
        behind: behind.length,
        first: behind.slice(0, 10),
      }),
    );
  await passKnownCodes(desk, putBack);
  return { looked: heads.length, behind, putBack, reconciliations: [...new Set(reconciliations)] };
}

/** So many workflows are asked for their codes at every start; of more only when the log may have lost some. */
const ASKED_AT_EVERY_START = 20_000;

/**
 * No series may fall behind a code that was given: neither one the log knows, nor one that only Temporal still knows.
 */
export async function passKnownCodes(
  { db, client, clock }: Pick<Desk, 'db' | 'client' | 'clock'>,
  all: boolean,
): Promise<number> {
  const codes = [...(await codesInLog(db, localDateOf(clock.now())))];
  const query = `WorkflowType = 'dossier' AND DossierCode IS NOT NULL`;
  if (all || (await client.workflow.count(query)).count <= ASKED_AT_EVERY_START) {
    for await (const { typedSearchAttributes } of client.workflow.list({ query, pageSize: 1_000 })) {
      const code = typedSearchAttributes.getAll().find(({ key }) => key.name === 'DossierCode')?.value;
      if (typeof code === 'string') codes.push(code);
    }
  }
  return passCodes(db, codes);
}

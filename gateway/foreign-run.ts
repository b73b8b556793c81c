import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { TASK_QUEUES } from '../temporal.config';
import { isSealed } from './payload-codec';

/** Of a run that cannot go on; one whose tasks are failed and tried again adds nothing to its history. */
const FIRST_EVENTS = 50;
/** temporal.api.enums.v1.EventType: a worker has answered a workflow task. */
const TASK_COMPLETED = 7;

type History = Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>;
type Event = NonNullable<NonNullable<History['history']>['events']>[number];
type Started = NonNullable<Event['workflowExecutionStartedEventAttributes']>;

/**
 * Whether a run of a dossier's workflow is none that the product started and has done nothing: it sits on a queue
 * that nobody polls, or was given what no worker can read as a dossier's input. Nothing is lost with it, and as long
 * as it runs the dossier stands still.
 */
export async function isForeignRun(client: Client, dossierId: string, runId: string): Promise<boolean> {
  const { namespace } = client.options;
  const { history, nextPageToken } = await client.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId: dossierId, runId },
    maximumPageSize: FIRST_EVENTS,
  });
  const events = history?.events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  if (!started || nextPageToken?.length) return false;
  if (events.some(({ eventType }) => Number(eventType) === TASK_COMPLETED)) return false;
  return !(isOnItsWay(started) && (await isGivenItsOwn(client, dossierId, started)));
}

/** It has the type and the queue of dossiers, and waits for nothing before its first task. */
const isOnItsWay = (started: Started): boolean =>
  started.workflowType?.name === 'dossier' &&
  started.taskQueue?.name === TASK_QUEUES.dossier &&
  !started.versioningOverride &&
  !started.cronSchedule &&
  Number(started.firstWorkflowTaskBackoff?.seconds ?? 0) === 0;

/** Somebody without the keys sees the label alone. */
async function isGivenItsOwn(client: Client, dossierId: string, { input }: Started): Promise<boolean> {
  const payloads = input?.payloads ?? [];
  const { namespace, loadedDataConverter } = client.options;
  if (payloads.length !== 1 || !payloads.every(isSealed)) return false;
  if (loadedDataConverter.payloadCodecs.length === 0) return true;
  try {
    const context = { type: 'workflow', namespace, workflowId: dossierId } as const;
    const [given] = await decodeArrayFromPayloads(loadedDataConverter, payloads, context);
    return (given as { dossierId?: unknown } | null)?.dossierId === dossierId;
  } catch {
    return false;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { NAMESPACE } from '../../temporal.config';
import type { DossierState } from '../../domain/dossier/state';
import { violation } from '../violation';
import type { Violation } from '../violation';
import { differingFields } from './same-value';

const ASKED_AT_ONCE = 4;
const PATIENCE_MS = 20_000;
/** A dossier may move between the two readings; one that stands apart does so at every look. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 1_500;
/** A workflow task that has been tried so often, or an activity, will not go through by waiting. */
const FAILING_TASK = 3;
const FAILING_ACTIVITY = 5;

/** The workflow of each open dossier lives, goes on, and stands where its log stands. */
export async function checkWorkflows(
  client: Client,
  states: ReadonlyMap<string, DossierState>,
  replayNow: (dossier: string) => Promise<DossierState | undefined>,
): Promise<readonly Violation[]> {
  const running = await idsOf(client, 'WorkflowType = "dossier" AND ExecutionStatus = "Running"');
  const ways = ['Failed', 'Terminated', 'TimedOut'].map(
    (status) => `WorkflowType = "dossier" AND ExecutionStatus = "${status}"`,
  );
  const failed = (await Promise.all(ways.map((query) => idsOf(client, query)))).flat();
  const open = [...states].filter(([, { archivedAt }]) => archivedAt === null).map(([id]) => id);
  const failing: object[] = [];
  const apart: object[] = [];
  for (let i = 0; i < running.length; i += ASKED_AT_ONCE) {
    await Promise.all(
      running.slice(i, i + ASKED_AT_ONCE).map(async (id) => {
        failing.push(...(await failuresOf(client, id)));
        if (states.has(id)) apart.push(...(await differences(client, id, replayNow)));
      }),
    );
  }
  // One that was replaced by recovery ends as terminated beside the new one.
  const ended = failed.filter((id) => !running.includes(id));
  return [
    ...violation(
      "a dossier's workflow failed",
      ended.filter((id) => open.includes(id)),
    ),
    ...violation(
      'an open dossier without a running workflow',
      open.filter((id) => !running.includes(id)),
    ),
    ...violation(
      'a running workflow without a log',
      running.filter((id) => !states.has(id)),
    ),
    ...violation('workflow tasks or activities keep failing', failing),
    ...violation('a live workflow stands elsewhere than its log', apart),
  ];
}

async function idsOf(client: Client, query: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

async function failuresOf(client: Client, id: string): Promise<object[]> {
  const described = await client.workflowService.describeWorkflowExecution({
    namespace: NAMESPACE,
    execution: { workflowId: id },
  });
  const task = described.pendingWorkflowTask?.attempt ?? 0;
  const activities = (described.pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 0) >= FAILING_ACTIVITY);
  return [
    ...(task >= FAILING_TASK ? [{ dossier: id, workflowTaskAttempt: task }] : []),
    ...activities.map(({ activityType, attempt }) => ({ dossier: id, activity: activityType?.name, attempt })),
  ];
}

async function differences(
  client: Client,
  id: string,
  replayNow: (dossier: string) => Promise<DossierState | undefined>,
): Promise<object[]> {
  let found: object[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    found = await difference(client, id, replayNow);
    if (found.length === 0) return [];
    await sleep(BETWEEN_LOOKS_MS);
  }
  return found;
}

async function difference(
  client: Client,
  id: string,
  replayNow: (dossier: string) => Promise<DossierState | undefined>,
): Promise<object[]> {
  try {
    const asked = (): Promise<DossierState | null> => client.workflow.getHandle(id).query('state');
    const live = await client.withDeadline(Date.now() + PATIENCE_MS, asked);
    const log = await replayNow(id);
    if (live === null) return [{ dossier: id, workflow: 'has no state', log: log?.seq }];
    const fields = differingFields(live, log ?? {});
    return fields.length === 0 ? [] : [{ dossier: id, workflow: live.seq, log: log?.seq, fields }];
  } catch (error) {
    return [{ dossier: id, error: String(error).slice(0, 200) }];
  }
}

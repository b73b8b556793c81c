import type { Client } from '@temporalio/client';
import type { z } from 'zod';
import type { Retrying } from '../contracts/http/supervision';
import { isDossierId } from '../db/reads/dossier-by-id-or-code';
import { NAMESPACE } from '../temporal.config';

type Failing = Pick<z.output<typeof Retrying>, 'workflows' | 'asked' | 'complete'>;
type Workflow = NonNullable<Failing['workflows']>[number];

const ANSWER_MS = 4_000;
/** Temporal cannot filter by what is tried again; so many are asked one by one. */
const MOST_ASKED = 100;
const AT_ONCE = 20;

/** Dossiers whose workflow tasks or activities are in a second attempt or later. Temporal being away is an answer, too. */
export async function retryingWorkflows(client: Client): Promise<Failing> {
  try {
    return await client.withDeadline(Date.now() + ANSWER_MS, () => askEach(client));
  } catch {
    return { workflows: null, asked: 0, complete: false };
  }
}

async function askEach({ workflowService }: Client): Promise<Failing> {
  const query = 'ExecutionStatus = "Running" AND WorkflowType = "dossier"';
  const { executions, nextPageToken } = await workflowService.listWorkflowExecutions({ namespace: NAMESPACE, query, pageSize: MOST_ASKED });
  const running = (executions ?? []).flatMap(({ execution }) => (execution?.workflowId && isDossierId(execution.workflowId) ? [execution.workflowId] : []));
  const workflows: Workflow[] = [];
  for (let from = 0; from < running.length; from += AT_ONCE) {
    const asked = await Promise.all(running.slice(from, from + AT_ONCE).map(async (dossierId) => retriesOf(dossierId, await workflowService.describeWorkflowExecution({ namespace: NAMESPACE, execution: { workflowId: dossierId } }))));
    workflows.push(...asked.flat());
  }
  return { workflows, asked: running.length, complete: (nextPageToken?.length ?? 0) === 0 };
}

type Described = Awaited<ReturnType<Client['workflowService']['describeWorkflowExecution']>>;

function retriesOf(dossierId: string, { pendingWorkflowTask, pendingActivities }: Described): Workflow[] {
  const task = pendingWorkflowTask?.attempt ?? 0;
  const activities = (pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 0) > 1);
  return [
    ...(task > 1 ? [{ dossierId, what: 'workflow' as const, name: null, attempt: task }] : []),
    ...activities.map(({ activityType, attempt }) => ({ dossierId, what: 'activity' as const, name: activityType?.name ?? null, attempt: attempt ?? 0 })),
  ];
}

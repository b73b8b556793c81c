import type { Client } from '@temporalio/client';
import { TASK_QUEUES } from '../temporal.config';

/**
 * Has a worker work every open comparison, at once; resolves when all of them are finished. Asked again it joins what
 * is under way.
 */
export const startReconciling = (client: Client): Promise<number> =>
  client.workflow.execute<() => Promise<number>>('reconcileStores', {
    workflowId: 'sweep/reconcile',
    taskQueue: TASK_QUEUES.sweeps,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });

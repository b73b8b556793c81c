import type { Client } from '@temporalio/client';
import { TASK_QUEUES } from '../temporal.config';
import { MEND_WORKFLOW } from '../workflows/mend.messages';
import type { Mended } from '../workflows/mend.messages';

/** Its activity is tried for less; the server holds the API and the relay to it (temporal-server/starts.go). */
const LONGEST = '10 minutes';

/**
 * Has a worker bring log and workflow of one dossier together, once however many ask at a time; the caller's own
 * deadline holds. An edge asks and does not do it itself, because only activities write dossier tables.
 */
export const askToMend = (client: Client, dossierId: string): Promise<Mended> =>
  client.workflow.execute<(id: string) => Promise<Mended>>(MEND_WORKFLOW, {
    workflowId: `sweep/mend/${dossierId}`,
    taskQueue: TASK_QUEUES.sweeps,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    // Whoever asks joins the one that runs; no part but the worker may start one without an end.
    workflowExecutionTimeout: LONGEST,
    args: [dossierId],
  });

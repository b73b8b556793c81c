import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Kysely } from 'kysely';
import { errandsFor } from '../../db/reads/errands-for';
import type { Schema } from '../../db/schema';
import type { AgencyCode } from '../../domain/agency/agency';
import type { DossierEvent } from '../../domain/dossier/event';
import type { TaskId } from '../../domain/dossier/state';
import type { OutgoingEvent, Subscriber } from '../subscriber';

/** What an agency's own process is handed: ids and codes only, for it travels without the payload codec. */
export interface ErrandInput {
  readonly dossierId: string;
  /** Legal code; null before acceptance. */
  readonly code: string | null;
  readonly taskId: TaskId;
  readonly step: string;
  readonly kind: string;
  readonly agency: AgencyCode;
  /** The post it acts from is `<officerRole>@<agency>`. */
  readonly officerRole: string;
  /** Epoch milliseconds; null where the law sets no limit. */
  readonly dueAt: number | null;
}

export interface AgencyErrandsDependencies {
  /** In the relay's role. */
  readonly db: Kysely<Schema>;
  /** Of the namespace for agencies, without the payload codec. */
  readonly client: Client;
}

/**
 * Hands work to agencies that run a worker of their own: one workflow `errand` on the agency's queue for each task that
 * opens there or comes there. What it does with it, it does through the HTTP API under its own rights.
 */
export function createAgencyErrands({ db, client }: AgencyErrandsDependencies): Subscriber {
  return {
    name: 'agency-errands',
    wants: (message) => message.kind === 'event' && arrivals(message.event.payload).length > 0,
    async deliver(message) {
      if (message.kind !== 'event') return;
      for (const { agency, taskIds } of arrivals(message.event.payload)) {
        for (const { taskQueue, ...task } of await errandsFor(db, message.dossierId, agency, taskIds)) {
          await start({ dossierId: message.dossierId, code: message.dossier.code, ...task }, taskQueue, message);
        }
      }
    },
  };

  async function start(errand: ErrandInput, taskQueue: string, { event }: OutgoingEvent): Promise<void> {
    const opened = `errand:${errand.dossierId}:${errand.taskId}`;
    try {
      await client.workflow.start('errand', {
        // A task that came from another agency is another errand, also where it has been here before.
        workflowId: event.type === 'StepAssigned' ? opened : `${opened}:${event.seq}`,
        taskQueue,
        args: [errand],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `${errand.code ?? errand.dossierId} · ${errand.taskId}`,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}

/** Which tasks an event brings to which agency. */
function arrivals(e: DossierEvent): readonly { readonly agency: AgencyCode; readonly taskIds: readonly TaskId[] }[] {
  switch (e.type) {
    case 'StepAssigned':
      return [{ agency: e.task.agency, taskIds: [e.task.taskId] }];
    case 'StepRerouted':
    case 'TransferReturned':
      return [{ agency: e.to, taskIds: [e.taskId] }];
    case 'AgenciesReorganised':
      return e.moved.map(({ taskId, to }) => ({ agency: to, taskIds: [taskId] }));
    default:
      return [];
  }
}

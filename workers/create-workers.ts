import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Database } from '../db/database';
import type { InstallationClock } from '../db/installation-clock';
import { createClockActivities } from '../activities/clock';
import { createDigestActivities } from '../activities/digest';
import { createEscalationActivities } from '../activities/escalation';
import { askTemporal } from '../activities/complete-log';
import { createFollowActivities } from '../activities/follow';
import { createMendActivities } from '../activities/mend';
import { createReconcileActivities } from '../activities/reconcile';
import { createRecordActivities } from '../activities/record';
import { createRepairActivities } from '../activities/repair';
import { createSnapshotActivities } from '../activities/snapshots';
import { createVerificationActivities } from '../activities/verification';
import type { VerificationDependencies } from '../activities/verification';
import type { PayloadCodec } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Signing } from '../gateway/signing';
import { refusingWhereUsed } from '../gateway/payload-codec';
import type { TemporalConnection } from '../gateway/temporal-connection';
import { NAMESPACE, TASK_QUEUES, WORKER } from '../temporal.config';
import type { WorkerMetrics } from './metrics';

export interface WorkerOptions {
  readonly temporal: TemporalConnection;
  /** Default: the product's. */
  readonly namespace?: string;
  readonly database: Database;
  readonly clock: InstallationClock;
  readonly codec: PayloadCodec;
  /** The worker's own key, and those of whoever takes acts in. */
  readonly signing: Signing;
  readonly bundlePath: string;
  /** Where this installation's anchors lie and go. Without it nothing is anchored or verified here. */
  readonly proof?: Omit<VerificationDependencies, 'db'>;
  readonly metrics?: WorkerMetrics;
  readonly log?: Logger;
}

export interface Workers {
  /** Resolves when both have drained after `shutdown`; rejects when one fails. */
  readonly run: () => Promise<void>;
  readonly shutdown: () => void;
  readonly close: () => Promise<void>;
}

/** Workflows and recording in one worker, sweeps in another, so that a sweep never waits behind officers' acts. */
export async function createWorkers(options: WorkerOptions): Promise<Workers> {
  const { temporal, namespace = NAMESPACE, database, clock, codec, signing, bundlePath, proof, metrics, log } = options;
  const connection = await NativeConnection.connect(temporal);
  const clientConnection = Connection.lazy(temporal);
  const client = new Client({ connection: clientConnection, namespace, dataConverter: { payloadCodecs: [codec] } });
  const { pool, db } = database;
  const common = {
    connection,
    namespace,
    dataConverter: { payloadCodecs: [refusingWhereUsed(codec)] },
    workflowBundle: { codePath: bundlePath },
    shutdownGraceTime: WORKER.shutdownGrace,
    shutdownForceTime: WORKER.shutdownForce,
  };
  const dossiers = await Worker.create({
    ...common,
    taskQueue: TASK_QUEUES.dossier,
    activities: {
      ...createRecordActivities({ pool, db, signing, clock, log }),
      ...createFollowActivities({ pool, db, askRun: askTemporal(client), signing }),
      ...createSnapshotActivities({ db }),
      ...createClockActivities({ clock }),
    },
    maxCachedWorkflows: WORKER.maxCachedWorkflows,
    maxConcurrentWorkflowTaskExecutions: WORKER.maxConcurrentWorkflowTaskExecutions,
    maxConcurrentLocalActivityExecutions: WORKER.maxConcurrentLocalActivityExecutions,
    maxConcurrentActivityTaskExecutions: WORKER.maxConcurrentActivityTaskExecutions,
    maxConcurrentWorkflowTaskPolls: WORKER.workflowTaskPollers,
  });
  const sweeps = await Worker.create({
    ...common,
    taskQueue: TASK_QUEUES.sweeps,
    activities: {
      ...createEscalationActivities({ pool, clock, onFired: metrics?.onFired }),
      ...createDigestActivities({ db, clock }),
      ...createRepairActivities({ pool, db, client, clock, signing, onUnmoved: metrics?.onUnmoved }),
      ...createMendActivities({ pool, db, client, signing }),
      ...createReconcileActivities({ pool, db, client, clock, signing, log }),
      ...(proof === undefined ? {} : createVerificationActivities({ db, ...proof })),
    },
    maxCachedWorkflows: 20,
    maxConcurrentWorkflowTaskExecutions: 4,
    maxConcurrentActivityTaskExecutions: 8,
    maxConcurrentWorkflowTaskPolls: 2,
  });
  return {
    run: async () => {
      await Promise.all([dossiers.run(), sweeps.run()]);
    },
    shutdown: () => {
      for (const worker of [dossiers, sweeps]) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
    close: async () => {
      await clientConnection.close();
      await connection.close();
    },
  };
}

import { join } from 'node:path';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { openDatabase } from '../db/database';
import { InstallationClock } from '../db/installation-clock';
import { databaseUrlFor } from '../gateway/database-logins';
import { findInstallation, payloadKeysOf } from '../gateway/installation';
import { createPayloadCodec } from '../gateway/payload-codec';
import { Signing } from '../gateway/signing';
import { temporalConnection } from '../gateway/temporal-connection';
import { NAMESPACE, WORKER } from '../temporal.config';
import { workflowBundle } from '../workers/bundle';
import { createWorkers } from '../workers/create-workers';
import { createLog, temporalLogger } from '../workers/log';
import { BARE_QUEUE } from './bare-messages';
import { createBareActivities } from './bare-activities';
import { flushStatistics } from './commits';

/** What the bench asks its worker process over the pipe; each question gets one answer. */
export type WorkerQuestion = 'flush' | 'cpu';

/**
 * The worker process of both sides: the engine's own workers as they are in production, and beside them one for the bare
 * workflow with the same settings, codec, pool and SDK.
 */
async function main(): Promise<void> {
  const installation = findInstallation(process.env);
  if (!installation) throw new Error('the bench worker has no installation; it is started by "npm run bench" only');
  const log = createLog('bench-worker', join(installation.dataDir, 'log', 'worker.log'));
  Runtime.install({ logger: temporalLogger(log), shutdownSignals: [] });
  const database = openDatabase({ url: databaseUrlFor(installation.dataDir, 'recorder'), role: 'recorder', max: 24, applicationName: 'lienthong-worker' });
  const clock = await InstallationClock.open(database.db);
  const codec = createPayloadCodec(payloadKeysOf(process.env, installation.dataDir));
  const temporal = temporalConnection(installation, process.env, 'worker');
  const workers = await createWorkers({
    temporal,
    database,
    clock,
    codec,
    signing: new Signing(installation.dataDir, 'worker'),
    bundlePath: await workflowBundle((line) => log.info(line)),
  });
  const connection = await NativeConnection.connect(temporal);
  const bare = await Worker.create({
    connection,
    namespace: NAMESPACE,
    dataConverter: { payloadCodecs: [codec] },
    taskQueue: BARE_QUEUE,
    workflowsPath: join(__dirname, 'bare-workflow.ts'),
    activities: createBareActivities({ pool: database.pool }),
    maxCachedWorkflows: WORKER.maxCachedWorkflows,
    maxConcurrentWorkflowTaskExecutions: WORKER.maxConcurrentWorkflowTaskExecutions,
    maxConcurrentLocalActivityExecutions: WORKER.maxConcurrentLocalActivityExecutions,
    maxConcurrentActivityTaskExecutions: WORKER.maxConcurrentActivityTaskExecutions,
    maxConcurrentWorkflowTaskPolls: WORKER.workflowTaskPollers,
    shutdownGraceTime: WORKER.shutdownGrace,
    shutdownForceTime: WORKER.shutdownForce,
  });
  let stopping = false;
  const stop = (): void => {
    if (!stopping) workers.shutdown();
    if (!stopping && bare.getState() === 'RUNNING') bare.shutdown();
    stopping = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.on('message', (question: WorkerQuestion) => {
    if (question === 'cpu') process.send?.(process.cpuUsage());
    else void flushStatistics(database.pool).then((n) => process.send?.(n));
  });
  process.send?.('ready');
  await Promise.all([workers.run(), bare.run()]);
  await workers.close();
  await connection.close();
  await database.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

import { join } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { openDatabase } from '../db/database';
import { InstallationClock } from '../db/installation-clock';
import { endOnFatal } from '../gateway/fatal';
import { findInstallation, payloadKeysOf } from '../gateway/installation';
import { openClient } from '../gateway/open-desk';
import { removeStrayFiles } from '../gateway/remove-stray-files';
import { openAttachments } from '../integrations/attachments/open-attachments';
import { createPayloadCodec } from '../gateway/payload-codec';
import { temporalConnection } from '../gateway/temporal-connection';
import { workflowBundle } from './bundle';
import { createWorkers } from './create-workers';
import { createLog, temporalLogger } from './log';
import { createMetrics, serveMetrics } from './metrics';
import { keepWitness } from './witness';

/** What killed uploads and erasures leave in the storage is no dossier's, and nobody waits for it. */
const TIDY_EVERY_MS = 3_600_000;

/** A worker process of an installation. Any number may run; each can be killed at any moment. */
async function main(): Promise<void> {
  const installation = findInstallation(process.env);
  if (!installation) throw new Error('there is no installation here; run "npm start", or set LIENTHONG_DATA to its data directory');
  const log = createLog('worker', join(installation.dataDir, 'log', 'worker.log'));
  Runtime.install({
    logger: temporalLogger(log),
    // Signals are ours, so that the pools close after the workers have drained.
    shutdownSignals: [],
    telemetryOptions: process.env['LIENTHONG_SDK_METRICS_PORT']
      ? { metrics: { prometheus: { bindAddress: `127.0.0.1:${process.env['LIENTHONG_SDK_METRICS_PORT']}` } } }
      : {},
  });
  const database = openDatabase({ url: installation.databaseUrl, role: 'recorder', max: 24, applicationName: 'lienthong-worker' });
  const clock = await InstallationClock.open(database.db);
  clock.heedBeats();
  // A demonstration's clock changes its speed, or stands while the installation is down.
  const refresh = clock.isReal ? undefined : setInterval(() => void clock.refresh(database.db).catch(() => undefined), 500);
  const metrics = createMetrics();
  const metricsServer = process.env['LIENTHONG_METRICS_PORT'] ? serveMetrics(metrics.registry, Number(process.env['LIENTHONG_METRICS_PORT'])) : undefined;
  const workers = await createWorkers({
    temporal: temporalConnection(installation, process.env, 'worker'),
    database,
    clock,
    codec: createPayloadCodec(payloadKeysOf(process.env, installation.dataDir)),
    bundlePath: await workflowBundle((line) => log.info(line)),
    metrics,
    log,
  });
  const tidying = setInterval(() => void tidy().catch((err: unknown) => log.warn({ err }, 'stray files wait')), TIDY_EVERY_MS);
  const attachments = openAttachments(process.env, installation.dataDir);
  const tidy = async (): Promise<void> => {
    const removed = await removeStrayFiles(database.db, attachments.remove, Date.now());
    if (removed > 0) log.info({ removed }, 'files that belong to no dossier were removed');
  };
  const temporal = openClient(installation, process.env, 'worker');
  const forgetWitness = keepWitness({ db: database.db, client: temporal.client, clock }, installation.dataDir, log);
  let stopping = false;
  const stop = (): void => {
    if (!stopping) workers.shutdown();
    stopping = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // A worker whose starter was killed would go on unseen; it stops with the pipe to it.
  process.on('disconnect', stop);
  process.send?.('ready');
  await workers.run();
  clearInterval(refresh);
  clearInterval(tidying);
  metricsServer?.close();
  await forgetWitness();
  await temporal.close();
  await workers.close();
  await database.close();
}

const fatal = endOnFatal('the worker', { trace: process.env['LIENTHONG_DEBUG'] !== undefined });

main().then(() => process.exit(0), fatal);

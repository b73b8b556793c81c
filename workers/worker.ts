import { join } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { openDatabase } from '../db/database';
import { InstallationClock } from '../db/installation-clock';
import { parseAlerts } from '../domain/access-alerts';
import { parseRetention } from '../domain/retention';
import { requireOwnLogin } from '../db/logins';
import { databaseUrlFor } from '../gateway/database-logins';
import { endOnFatal } from '../gateway/fatal';
import { findInstallation, payloadKeysOf } from '../gateway/installation';
import { keepFollowing } from '../gateway/follow-agencies';
import { keepRetention } from '../gateway/keep-retention';
import { openClient } from '../gateway/open-desk';
import { removeStrayFiles } from '../gateway/remove-stray-files';
import { openAttachments } from '../integrations/attachments/open-attachments';
import { mailAccountNotices } from '../gateway/mail-account-notices';
import { watchAccess } from '../gateway/watch-access';
import { createPayloadCodec } from '../gateway/payload-codec';
import { Signing } from '../gateway/signing';
import { settingOf } from '../gateway/setting';
import { anchoringOf } from './anchoring';
import { temporalConnection } from '../gateway/temporal-connection';
import { workflowBundle } from './bundle';
import { createWorkers } from './create-workers';
import { createLog, temporalLogger } from './log';
import { createMetrics, serveMetrics } from './metrics';
import { keepWitness } from './witness';

/** What killed uploads and erasures leave in the storage is no dossier's, and nobody waits for it. */
const TIDY_EVERY_MS = 3_600_000;
/** Somebody who copies the register shall be noticed while they do. */
const WATCH_EVERY_MS = 5 * 60_000;

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
  const retention = settingOf(parseRetention(process.env['LIENTHONG_RETENTION']));
  const alerts = settingOf(parseAlerts(process.env['LIENTHONG_ACCESS_ALERTS']));
  const database = openDatabase({ url: databaseUrlFor(installation.dataDir, 'recorder'), role: 'recorder', max: 24, applicationName: 'lienthong-worker' });
  await requireOwnLogin(database.pool, 'recorder');
  const clock = await InstallationClock.open(database.db);
  clock.heedBeats();
  // A demonstration's clock changes its speed, or stands while the installation is down.
  const refresh = clock.isReal ? undefined : setInterval(() => void clock.refresh(database.db).catch(() => undefined), 500);
  const metrics = createMetrics();
  const metricsServer = process.env['LIENTHONG_METRICS_PORT'] ? serveMetrics(metrics.registry, Number(process.env['LIENTHONG_METRICS_PORT'])) : undefined;
  const attachments = openAttachments(process.env, installation.dataDir);
  const workers = await createWorkers({
    temporal: temporalConnection(installation, process.env, 'worker'),
    database,
    clock,
    codec: createPayloadCodec(payloadKeysOf(process.env, installation.dataDir)),
    signing: new Signing(installation.dataDir, 'worker'),
    bundlePath: await workflowBundle((line) => log.info(line)),
    proof: {
      dataDir: installation.dataDir,
      anchoring: anchoringOf(process.env, installation.dataDir, database.db),
      files: attachments,
    },
    metrics,
    log,
  });
  const later = (what: string) => (err: unknown) => log.warn({ err }, what);
  const tidying = setInterval(() => void tidy().catch(later('what is to be removed waits')), TIDY_EVERY_MS);
  const tidy = async (): Promise<void> => {
    const removed = await removeStrayFiles(database.db, attachments.remove, Date.now());
    if (removed > 0) log.info({ removed }, 'files that belong to no dossier were removed');
    const gone = await keepRetention(database.db, retention, { at: clock.now(), realNow: Date.now() });
    for (const { kind, removed: count } of gone) log.info({ kind, count }, 'removed: its time was over');
  };
  const watch = async (): Promise<void> => {
    const raised = await watchAccess(database.db, alerts, { at: clock.now(), realNow: Date.now() });
    for (const { alarm, kind } of raised) log.warn({ alarm, kind }, 'somebody reads more than usual');
    await mailAccountNotices(database.db, { at: clock.now(), realNow: Date.now() });
  };
  const watching = setInterval(() => void watch().catch(later('the access log waits')), WATCH_EVERY_MS);
  const temporal = openClient(installation, process.env, 'worker');
  const stopFollowing = keepFollowing(
    { db: database.db, client: temporal.client, clock, signing: new Signing(installation.dataDir, 'worker') },
    ({ version, moved, refused }) => log.info({ version, moved, refused: refused.length }, 'dossiers followed the agencies'),
    later('dossiers wait to follow a version of the agencies'),
  );
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
  clearInterval(watching);
  metricsServer?.close();
  await stopFollowing();
  await forgetWitness();
  await temporal.close();
  await workers.close();
  await database.close();
}

const fatal = endOnFatal('the worker', { trace: process.env['LIENTHONG_DEBUG'] !== undefined });

main().then(() => process.exit(0), fatal);

import { join } from 'node:path';
import { openDatabase } from '../db/database';
import { InstallationClock } from '../db/installation-clock';
import { requireOwnLogin } from '../db/logins';
import { databaseUrlFor } from '../gateway/database-logins';
import { endOnFatal } from '../gateway/fatal';
import { findInstallation } from '../gateway/installation';
import { createRelay } from '../integrations/relay/relay';
import { createSubscribed } from '../integrations/relay/subscribed';
import { createLog } from './log';
import { serveMetrics } from './metrics';
import { createRelayMetrics } from './relay-metrics';
import { builtInSubscribers } from './relay-subscribers';

/** Carries what is recorded to whoever subscribed to it. Any number of these processes may run; each can be killed at any moment. */
async function main(): Promise<void> {
  const installation = findInstallation(process.env);
  if (!installation) throw new Error('there is no installation here; run "npm start", or set LIENTHONG_DATA to its data directory');
  const log = createLog('relay', join(installation.dataDir, 'log', 'relay.log'));
  const database = openDatabase({ url: databaseUrlFor(installation.dataDir, 'relay'), role: 'relay', max: 10 });
  await requireOwnLogin(database.pool, 'relay');
  const clock = await InstallationClock.open(database.db);
  const refresh = clock.isReal ? undefined : setInterval(() => void clock.refresh(database.db).catch(() => undefined), 500);
  const allowed = process.env['LIENTHONG_PRIVATE_WEBHOOKS'];
  const allowPrivate = allowed === undefined ? installation.mode !== 'production' : allowed === '1';
  const subscribed = createSubscribed({ db: database.db, allowPrivate });
  const builtIn = builtInSubscribers({ installation, database, clock, log });
  const metrics = createRelayMetrics(database.db);
  const metricsPort = process.env['LIENTHONG_RELAY_METRICS_PORT'];
  const metricsServer = metricsPort ? serveMetrics(metrics.registry, Number(metricsPort)) : undefined;
  const relay = createRelay({
    database,
    subscribers: async () => [...builtIn.subscribers, ...(await subscribed.read())],
    log,
    onAttempt: metrics.onAttempt,
  });
  const stop = (): void => relay.shutdown();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // A relay whose starter was killed would go on unseen; it stops with the pipe to it.
  process.on('disconnect', stop);
  process.send?.('ready');
  await relay.run();
  clearInterval(refresh);
  metricsServer?.close();
  await Promise.all([builtIn.close(), subscribed.close()]);
  await database.close();
}

const fatal = endOnFatal('the relay', { trace: process.env['LIENTHONG_DEBUG'] !== undefined });

main().then(() => process.exit(0), fatal);

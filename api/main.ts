import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { openApiDatabase } from '../db/api-database';
import { InstallationClock } from '../db/installation-clock';
import { NOBODY } from '../db/api-database';
import { parseRetention } from '../domain/retention';
import { databaseUrlFor } from '../gateway/database-logins';
import { endOnFatal } from '../gateway/fatal';
import { forgetFirstAdministrator } from '../gateway/first-administrator-file';
import { Signing } from '../gateway/signing';
import { settingOf } from '../gateway/setting';
import { findInstallation, payloadKeysOf, secondFactorKeyOf, trackingKeyOf } from '../gateway/installation';
import type { Installation } from '../gateway/installation';
import { openClient } from '../gateway/open-desk';
import { createPayloadCodec } from '../gateway/payload-codec';
import { openAttachments } from '../integrations/attachments/open-attachments';
import { CalendarAmendments } from './calendar-amendments';
import type { ApiContext } from './context';
import { createIdentityProvider } from './identity/identity-provider';
import { signInSettings } from './identity/settings';
import { PendingCommands } from './pending-commands';
import { createApi } from './server';

/** How long an officer waits for "recorded" before they are told "received". */
const ACT_PATIENCE_MS = 5_000;

/** An API process of an installation. Any number may run; each can be killed at any moment. */
async function main(): Promise<void> {
  const { env } = process;
  const installation = findInstallation(env);
  if (!installation) throw new Error('there is no installation here; run "npm start", or set LIENTHONG_DATA to its data directory');
  const { dataDir, apiPort = 0, publicUrl = `http://127.0.0.1:${apiPort}` } = installation;
  mkdirSync(join(dataDir, 'log'), { recursive: true, mode: 0o700 });
  // Opened at once: a process that ends before its log is open would complain of that instead of its true reason.
  const logFile = openSync(join(dataDir, 'log', 'api.log'), 'a', 0o600);
  const log = pino({ name: 'api', level: 'info' }, pino.destination({ dest: logFile, sync: false }));
  const retention = settingOf(parseRetention(env['LIENTHONG_RETENTION']));
  const database = openApiDatabase({ api: databaseUrlFor(dataDir, 'api'), auditor: databaseUrlFor(dataDir, 'auditor') }, 20);
  await database.requireOwnLogins();
  const db = database.as(NOBODY);
  const clock = await InstallationClock.open(db);
  clock.heedBeats();
  // A demonstration's clock changes its speed, or stands while the installation is down.
  const refresh = clock.isReal ? undefined : setInterval(() => void clock.refresh(db).catch(() => undefined), 500);
  const { client, close } = openClient(installation, env, 'api');
  const provider = env['LIENTHONG_OIDC_ISSUER'] ? { issuer: env['LIENTHONG_OIDC_ISSUER'], clientId: env['LIENTHONG_OIDC_CLIENT_ID'] ?? 'lienthong', clientSecret: env['LIENTHONG_OIDC_CLIENT_SECRET'] } : undefined;
  const oidc = provider && createIdentityProvider({ ...provider, scopes: env['LIENTHONG_OIDC_SCOPES'] ?? 'profile', levels: (env['LIENTHONG_OIDC_ACR'] ?? '').split(/[\s,]+/).filter((level) => level !== ''), callback: `${publicUrl}/v1/oidc/callback` }, (trouble) => log.warn(trouble, 'the identity provider has not answered as it should'));
  const key = secondFactorKeyOf(env, dataDir);
  const production = installation.mode === 'production';
  const signIn = {
    ...signInSettings(env, { production, key }),
    passwordChanged: (person: string) => forgetFirstAdministrator(dataDir, person),
  };
  const context: ApiContext = { privateWebhooks: env['LIENTHONG_PRIVATE_WEBHOOKS'] === '1', signIn, training: installation.mode !== 'production', database, client, clock, signing: new Signing(dataDir, 'api'), trackingKey: trackingKeyOf(env, dataDir), publicUrl, attachments: openAttachments(env, dataDir), actPatienceMs: ACT_PATIENCE_MS, retention, ...(oidc ? { oidc } : {}), ...temporalUiOf(installation, env) };
  const app = await createApi(context, {
    log,
    ...(env['LIENTHONG_API_RATE'] ? { perMinute: Number(env['LIENTHONG_API_RATE']) } : {}),
    ...(env['LIENTHONG_API_CONNECTIONS'] ? { connections: Number(env['LIENTHONG_API_CONNECTIONS']) } : {}),
    ...(env['LIENTHONG_SECURITY_CONTACT'] ? { securityContact: env['LIENTHONG_SECURITY_CONTACT'] } : {}),
    ...(installation.portalDir === undefined ? {} : { portalDir: installation.portalDir }),
    ...(env['LIENTHONG_TRUST_PROXY'] ? { trustProxy: env['LIENTHONG_TRUST_PROXY'] } : {}),
  });
  const background = [new PendingCommands(context, log), new CalendarAmendments(context, log), app.reconciling];
  await app.listen({ host: env['LIENTHONG_API_HOST'] ?? '127.0.0.1', port: apiPort });
  for (const work of background) work.start();

  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= (async () => {
      clearInterval(refresh);
      await app.close();
      await Promise.all(background.map((work) => work.stop()));
      await close();
      await database.close();
      process.exit(0);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // One whose starter was killed would go on unseen.
  process.on('disconnect', stop);
  process.send?.('ready');
}

/** The Web UI of our own Temporal; one that somebody else runs has its own sign-in. */
function temporalUiOf({ uiPort, temporalTls, dataDir }: Installation, env: NodeJS.ProcessEnv): Pick<ApiContext, 'temporalUi'> {
  if (uiPort === undefined || temporalTls === undefined) return {};
  const tokenKey = Buffer.from(readFileSync(join(temporalTls, 'ui-token.key'), 'utf8'), 'base64');
  return { temporalUi: { port: uiPort, tokenKey, codec: createPayloadCodec(payloadKeysOf(env, dataDir)) } };
}

const fatal = endOnFatal('the API', { trace: process.env['LIENTHONG_DEBUG'] !== undefined });

main().catch(fatal);

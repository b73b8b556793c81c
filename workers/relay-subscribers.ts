import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/database';
import type { InstallationClock } from '../db/installation-clock';
import { trackingKeyOf } from '../gateway/installation';
import type { Installation } from '../gateway/installation';
import { openClient } from '../gateway/open-desk';
import { sendAct } from '../gateway/send-act';
import { Signing } from '../gateway/signing';
import { temporalConnection } from '../gateway/temporal-connection';
import { trackingAddress, trackingSecret } from '../gateway/tracking-secret';
import { createAgencyErrands } from '../integrations/agency-errands/agency-errands';
import { createNationalPortal } from '../integrations/national-portal/national-portal';
import type { SyncReport } from '../integrations/national-portal/national-portal';
import { createPortalClient, portalSettingsOf } from '../integrations/national-portal/portal-client';
import { natsSubscriber } from '../integrations/nats/nats';
import { createMailChannel } from '../integrations/notify/mail-channel';
import { createMessageChannel } from '../integrations/notify/message-channel';
import { createNotifier } from '../integrations/notify/notifier';
import { USUAL_QUIET_HOURS, parseQuietHours } from '../integrations/notify/quiet-hours';
import type { Subscriber } from '../integrations/subscriber';
import { AGENCY_NAMESPACE } from '../temporal.config';
import { ENGINE_PARTS } from '../domain/person-id';

export interface SubscriberContext {
  readonly installation: Installation;
  /** In the role `relay`. */
  readonly database: Database;
  readonly clock: InstallationClock;
  readonly log: Logger;
}

/** One adapter of this installation, with what ends it. */
interface BuiltIn {
  readonly subscriber: Subscriber;
  close(): Promise<void>;
}

const { env } = process;

/** Whom the relay serves beside the subscriptions of the database: what this installation itself is configured with. */
export function builtInSubscribers(context: SubscriberContext): { readonly subscribers: readonly Subscriber[]; close(): Promise<void> } {
  const parts = [agencyErrands(context), nats(), notifier(context), nationalPortal(context)].filter((part) => part !== null);
  return {
    subscribers: parts.map(({ subscriber }) => subscriber),
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

function agencyErrands({ installation, database: { db } }: SubscriberContext): BuiltIn {
  // Ids and codes only travel here, and agencies have no payload keys.
  const connection = Connection.lazy({ ...temporalConnection(installation, env, 'relay'), connectTimeout: '5 seconds' });
  return { subscriber: createAgencyErrands({ db, client: new Client({ connection, namespace: AGENCY_NAMESPACE }) }), close: () => connection.close() };
}

function nats(): BuiltIn | null {
  const url = env['LIENTHONG_NATS_URL'];
  if (!url) return null;
  const subscriber = natsSubscriber({ name: 'nats', url, wants: () => true, allowPrivate: true });
  return { subscriber, close: () => subscriber.close() };
}

const RELEASE_EVERY_MS = 1_000;

function notifier({ installation, database: { db }, clock, log }: SubscriberContext): BuiltIn | null {
  const mail = env['LIENTHONG_SMTP_URL'] ? createMailChannel({ url: env['LIENTHONG_SMTP_URL'], from: wanted('LIENTHONG_MAIL_FROM') }) : undefined;
  const gateway = env['LIENTHONG_MESSAGE_WEBHOOK_URL'];
  const messages = gateway ? createMessageChannel({ url: gateway, secret: wanted('LIENTHONG_MESSAGE_WEBHOOK_SECRET') }) : undefined;
  if (!mail && !messages) return null;
  const quietHours = parseQuietHours(env['LIENTHONG_QUIET_HOURS'] ?? USUAL_QUIET_HOURS);
  if (!quietHours) throw new Error(`LIENTHONG_QUIET_HOURS is "${env['LIENTHONG_QUIET_HOURS']}"; write it like ${USUAL_QUIET_HOURS}`);
  const key = trackingKeyOf(env, installation.dataDir);
  const publicUrl = installation.publicUrl ?? '';
  const subscriber = createNotifier({
    db,
    clock,
    quietHours,
    mail,
    messages,
    log,
    trackingAddress: (code) => trackingAddress(publicUrl, code),
    trackingSecret: (dossierId, generation) => trackingSecret(key, dossierId, generation),
  });
  const release = setInterval(() => void subscriber.releaseHeld().catch((err: unknown) => log.warn({ err }, 'notices wait')), RELEASE_EVERY_MS);
  return {
    subscriber,
    close: async () => {
      clearInterval(release);
      await subscriber.close();
    },
  };
}

function nationalPortal({ installation, database: { db }, clock }: SubscriberContext): BuiltIn | null {
  const settings = portalSettingsOf(env);
  if (!settings) return null;
  const { client, close } = openClient(installation, env, 'relay');
  const signing = new Signing(installation.dataDir, 'relay');
  const reportSync = async ({ dossierId, commandId, acknowledgedSeq, failure }: SyncReport): Promise<void> => {
    // A dossier that has ended takes no report any more; the portal has what it needs.
    const report = signing.sign(dossierId, {
      commandId,
      actor: { kind: 'partner', system: ENGINE_PARTS.nationalPortal },
      stampedAt: clock.now(),
      command: { act: 'report-sync', acknowledgedSeq, failure },
    });
    await sendAct({ client }, dossierId, report);
  };
  return { subscriber: createNationalPortal({ db, portal: createPortalClient(settings), now: () => clock.now(), reportSync }), close };
}

function wanted(name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set, and what is configured beside it needs it`);
  return value;
}

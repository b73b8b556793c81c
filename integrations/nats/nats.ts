import { lookup } from 'node:dns/promises';
import { jetstream, jetstreamManager, JetStreamApiCodes, JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import { connect, nanos, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { idOf, toCloudEvent } from '../relay/to-cloud-event';
import type { Outgoing, Subscriber } from '../subscriber';
import { closedAddress, isPublicAddress } from '../webhooks/addresses';

export const STREAM = 'LIENTHONG';
const SUBJECTS = ['lienthong.dossier.>', 'lienthong.notice.>'];
/** How long the server remembers ids; what the relay repeats after a crash or a lost answer comes well within it. */
const DUPLICATES_MS = 3_600_000;
const KEPT_MS = 30 * 24 * 3_600_000;
const CONNECT_MS = 5_000;
const ACKNOWLEDGE_MS = 5_000;

export interface NatsOptions {
  readonly name: string;
  /** `nats://host:4222` or `tls://…`, several of one cluster separated by commas; `user:password@` or `token@` before the host. */
  readonly url: string;
  readonly wants: (message: Outgoing) => boolean;
  /** Whether the server may lie in a private network, and on this machine. */
  readonly allowPrivate: boolean;
}

export interface NatsSubscriber extends Subscriber {
  close(): Promise<void>;
}

/**
 * Publishes to JetStream and waits until the server has stored the message; the server drops one whose id it remembers. The
 * stream is made if it is missing: an operator who wants another retention makes it beforehand.
 */
export function natsSubscriber({ name, url, wants, allowPrivate }: NatsOptions): NatsSubscriber {
  let open: Promise<Connected> | null = null;
  const connected = (): Promise<Connected> => {
    open ??= connectTo(url, allowPrivate, () => (open = null)).catch((error: unknown) => {
      open = null;
      throw error;
    });
    return open;
  };
  return {
    name,
    wants,
    async deliver(message) {
      const payload = JSON.stringify(toCloudEvent(message));
      const { stream } = await connected();
      await stream.publish(subjectOf(message), payload, { msgID: idOf(message), expect: { streamName: STREAM }, timeout: ACKNOWLEDGE_MS });
    },
    async close() {
      const last = await open?.catch(() => null);
      open = null;
      await last?.connection.close();
    },
  };
}

/** `lienthong.dossier.<dossier id>.<event>`, `lienthong.notice.<kind>.<code of the agency, its dots as they are>`. */
export const subjectOf = (message: Outgoing): string =>
  message.kind === 'event' ? `lienthong.dossier.${message.dossierId}.${message.event.type}` : `lienthong.notice.${message.kind}.${message.addressee}`;

interface Connected {
  readonly connection: NatsConnection;
  readonly stream: JetStreamClient;
}

async function connectTo(url: string, allowPrivate: boolean, onClosed: () => void): Promise<Connected> {
  const servers = url.split(',').map((each) => new URL(each.trim()));
  const hosts = allowPrivate ? servers.map(({ host }) => host) : await Promise.all(servers.map(publicHost));
  const connection = await connect({
    servers: hosts,
    name: 'lienthong-relay',
    timeout: CONNECT_MS,
    // A client that reconnects by itself keeps what it could not send, and sends it later: the order would be its, not ours.
    reconnect: false,
    ignoreClusterUpdates: !allowPrivate,
    ...(servers.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
    ...credentialsOf(servers[0]!),
  });
  void connection.closed().then(onClosed);
  try {
    await ensureStream(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return { connection, stream: jetstream(connection) };
}

function credentialsOf({ username, password }: URL): Pick<ConnectionOptions, 'user' | 'pass' | 'token'> {
  if (username === '') return {};
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return password === '' ? { token: user } : { user, pass };
}

/**
 * Where to connect to: the very address that was checked, so that a name which answers differently the second time leads
 * nowhere else. With TLS the name stays, since the certificate has to bear it, and nobody else's does.
 */
async function publicHost({ hostname, host, port, protocol }: URL): Promise<string> {
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw closedAddress();
  const { address, family } = addresses[0]!;
  return protocol === 'tls:' ? host : `${family === 6 ? `[${address}]` : address}${port === '' ? '' : `:${port}`}`;
}

async function ensureStream(connection: NatsConnection): Promise<void> {
  const { streams } = await jetstreamManager(connection, { timeout: ACKNOWLEDGE_MS });
  try {
    await streams.info(STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== JetStreamApiCodes.StreamNotFound) throw error;
    // Two processes may do so at a time; the same configuration twice is no conflict.
    await streams.add({ name: STREAM, subjects: SUBJECTS, duplicate_window: nanos(DUPLICATES_MS), max_age: nanos(KEPT_MS) });
  }
}

import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { CLOUD_EVENT_MEDIA_TYPE } from '../../contracts/cloud-event';
import type { SignedSubscription } from '../../db/subscriptions';
import { subscriberName } from '../../db/subscriptions';
import { concerns } from '../relay/concerns';
import { DeliveryFailed, SubscriberGone } from '../relay/failures';
import { idOf, toCloudEvent } from '../relay/to-cloud-event';
import type { Subscriber } from '../subscriber';
import { closedAddress, isPublicAddress, lookupPublic } from './addresses';

export interface WebhookOptions {
  /** Whether receivers may lie in private networks, and on this machine. */
  readonly allowPrivate: boolean;
  /** Told when a receiver answers 410: it is gone for good. */
  readonly onGone: (subscription: SignedSubscription) => Promise<void>;
  /** Real milliseconds for the whole request. Default 15,000. */
  readonly timeoutMs?: number;
}

/** Of an answer only its status counts; more than this is not even listened to. */
const MOST_BYTES = 64 * 1024;
const AGENT = { keepAlive: true, maxSockets: 32 };
const agents = { 'http:': new HttpAgent(AGENT), 'https:': new HttpsAgent(AGENT) };

/**
 * A subscription of kind webhook: one POST per message, signed as Standard Webhooks says (an id that stays the same, a time,
 * a signature for each valid secret). 2xx is taken; anything else, also a redirection, is tried again; 410 ends it.
 */
export function webhookSubscriber(subscription: SignedSubscription, { allowPrivate, onGone, timeoutMs = 15_000 }: WebhookOptions): Subscriber {
  const url = new URL(subscription.url);
  const signers = subscription.secrets.map((secret) => new Webhook(secret));
  return {
    name: subscriberName(subscription.id),
    wants: (message) => concerns(subscription, message),
    async deliver(message, { signal }) {
      const body = JSON.stringify(toCloudEvent(message));
      const id = idOf(message);
      const now = new Date();
      const headers = {
        'content-type': CLOUD_EVENT_MEDIA_TYPE,
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'lienthong',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signers.map((signer) => signer.sign(id, now, body)).join(' '),
      };
      const status = await post({ url, headers, body, signal, allowPrivate, timeoutMs });
      if (status === 410) {
        await onGone(subscription);
        throw new SubscriberGone('the receiver answered 410');
      }
      if (status < 200 || status > 299) throw new DeliveryFailed(`the receiver answered ${status}`);
    },
  };
}

interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
}

/** The status of the answer. Redirections are not followed: they would lead past the check of the address. */
function post({ url, headers, body, signal, allowPrivate, timeoutMs }: Post): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.reject(closedAddress());
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, signal, agent: agents[url.protocol as keyof typeof agents], ...(allowPrivate ? {} : { lookup: lookupPublic }) };
    const request = send(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      drain(response);
    });
    const timer = setTimeout(() => request.destroy(new DeliveryFailed(`the receiver did not answer within ${timeoutMs / 1000} s`)), timeoutMs);
    request.once('close', () => clearTimeout(timer));
    request.once('error', reject);
    request.end(body);
  });
}

/** Read to its end the connection can be used again. */
function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) response.destroy();
  });
  response.on('error', () => undefined);
}

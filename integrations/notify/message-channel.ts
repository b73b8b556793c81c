import { Webhook } from 'standardwebhooks';
import type { Channel, Letter, Outcome } from './channel';
import { smsOf, zaloOf } from './short-text';

export interface MessageOptions {
  readonly url: string;
  /** Standard Webhooks secret, `whsec_` and base64. */
  readonly secret: string;
}

const LONGEST_MS = 15_000;
/** The gateway has read the message and will never take it: a number that does not exist, a text it does not allow. */
const REFUSED = new Set([400, 410, 422]);

/**
 * SMS and Zalo through one gateway of the province: `POST {id, channel, to, text, template, dossierCode}`, signed by
 * Standard Webhooks with the id as webhook-id. 2xx: taken. 400, 410, 422: refused for good. Anything else is tried again
 * with the same id, and the gateway sends one id once: an answer that got lost does no harm.
 */
export const createMessageChannel = ({ url, secret }: MessageOptions): Channel => {
  const webhook = new Webhook(secret);
  return {
    async send(letter) {
      const body = JSON.stringify(messageOf(letter));
      const now = new Date();
      const headers = {
        'content-type': 'application/json',
        'webhook-id': letter.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign(letter.id, now, body),
      };
      try {
        const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(LONGEST_MS) });
        await response.body?.cancel();
        return outcomeOf(response.status);
      } catch (error) {
        return { kind: 'later', error: (error as Error).name === 'TimeoutError' ? 'gateway-silent' : 'gateway-unreachable' };
      }
    },
  };
};

const messageOf = ({ id, channel, to, text, template, dossierCode }: Letter) => ({
  id,
  channel,
  to,
  text: channel === 'sms' ? smsOf(text.short) : zaloOf(text.short),
  template,
  dossierCode,
});

const outcomeOf = (status: number): Outcome =>
  status >= 200 && status < 300 ? { kind: 'sent' } : { kind: REFUSED.has(status) ? 'refused' : 'later', error: `gateway-${status}` };

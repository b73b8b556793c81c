import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { CloudEvent } from '../../contracts/cloud-event';

/** What came in: as it came, and as a receiver reads it once the signature has been verified. */
export interface Received {
  readonly event: CloudEvent;
  readonly raw: string;
  readonly headers: IncomingMessage['headers'];
  /** Whether it was answered with 2xx. */
  readonly taken: boolean;
}

/** What is answered to a message: a status, or never anything. */
export type Answering = (event: CloudEvent) => number | 'hang';

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** Of what it took: the sequences of a dossier, in the order in which they came. */
  taken(dossierId: string): readonly number[];
  answer(how: Answering): void;
  /** From now on only messages signed with this secret are valid; others are answered with 401. */
  trust(secret: string): void;
  close(): Promise<void>;
}

/** A system that is told: it verifies every message with the library that Standard Webhooks gives to receivers. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = [];
  let [answering, secret]: [Answering, string | null] = [() => 204, null];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const event = JSON.parse(raw) as CloudEvent;
      const status = isSigned(raw, request.headers, secret) ? answering(event) : 401;
      received.push({ event, raw, headers: request.headers, taken: status !== 'hang' && status < 300 });
      if (status !== 'hang') response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${own}/hook`,
    port: own,
    received,
    taken: (dossierId) => received.filter(({ event, taken }) => taken && event.subject === dossierId).map(({ event }) => Number(event.sequence)),
    answer: (how) => (answering = how),
    trust: (trusted) => (secret = trusted),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isSigned(raw: string, headers: IncomingMessage['headers'], secret: string | null): boolean {
  if (secret === null) return true;
  try {
    new Webhook(secret).verify(raw, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** The sequences without those that came again: what is left to a receiver that remembers ids. */
export const once = (sequences: readonly number[]): readonly number[] => [...new Set(sequences)];

export const numbersTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

/** Waits for what must come; the reason is told when it has not within a minute. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

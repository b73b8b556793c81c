import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Journal } from '../journal';

/** A message that the receiver took. */
export interface Taken {
  readonly id: string;
  readonly signed: boolean;
  readonly source: string;
  readonly subject: string;
  readonly sequence: number | null;
  /** Of its content: a repetition must have the same. */
  readonly digest: string;
}

/** Somebody else's system that webhooks go to: it checks, keeps, sometimes refuses, and is sometimes down. */
export class Receiver {
  readonly taken: Taken[] = [];
  #secret: Buffer = Buffer.alloc(0);
  #downUntil = 0;
  readonly #refusedOnce = new Set<string>();
  readonly #server = createServer((request, response) => void this.#take(request, response));

  constructor(private readonly journal: Journal) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  expectSignedWith(secret: string): void {
    this.#secret = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  }

  goDown(ms: number): void {
    this.#downUntil = Date.now() + ms;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const id = String(request.headers['webhook-id']);
    if (this.#secret.length === 0 || Date.now() < this.#downUntil || this.#isUnlucky(id)) {
      response.writeHead(503).end();
      return;
    }
    const signed = createHmac('sha256', this.#secret)
      .update(`${id}.${request.headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    const event = JSON.parse(body) as { source: string; subject?: string; sequence?: string; data: unknown };
    const taken: Taken = {
      id,
      signed: String(request.headers['webhook-signature']).split(' ').includes(`v1,${signed}`),
      source: event.source,
      subject: event.subject ?? '',
      sequence: event.sequence === undefined ? null : Number(event.sequence),
      digest: createHash('sha256').update(JSON.stringify(event.data)).digest('hex').slice(0, 16),
    };
    this.taken.push(taken);
    this.journal.write('webhooks', taken);
    response.writeHead(204).end();
  }

  /** One message in a hundred is refused once. */
  #isUnlucky(id: string): boolean {
    const unlucky = createHash('sha256').update(id).digest()[0]! < 3 && !this.#refusedOnce.has(id);
    if (unlucky) this.#refusedOnce.add(id);
    return unlucky;
  }
}

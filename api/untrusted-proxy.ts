import type { FastifyRequest } from 'fastify';

/** So often it is said in the log. */
const SAID_EVERY_MS = 60 * 60_000;
/** Requests that are counted; of older ones each further such number takes half the weight away. */
const COUNTED = 200;

/**
 * Notices that a proxy stands in front whose X-Forwarded-For is not believed: then all people have one address, the
 * proxy's, and share what one address may do in a minute. Anybody may send the header, and a proxy sends it with every
 * request: so it counts only where at least every other request has it, and is only told of.
 */
export class UntrustedProxy {
  #all = 0;
  #forwarded = 0;
  #saidAt = 0;
  constructor(private readonly trusted: boolean) {}

  look({ headers, log, url }: FastifyRequest): void {
    // The doctor and whoever else watches from this machine come through no proxy.
    if (this.trusted || url === '/healthz') return;
    if (this.#all >= COUNTED) [this.#all, this.#forwarded] = [this.#all / 2, this.#forwarded / 2];
    this.#all += 1;
    if (headers['x-forwarded-for'] === undefined) return;
    this.#forwarded += 1;
    const now = Date.now();
    if (!this.#isLikely() || now - this.#saidAt < SAID_EVERY_MS) return;
    this.#saidAt = now;
    log.warn(
      'X-Forwarded-For comes and is not believed; with a proxy in front set LIENTHONG_TRUST_PROXY to its address',
    );
  }

  /** For `lienthong doctor`, which comes to this very machine and through no proxy. */
  headersFor({ headers }: FastifyRequest): Readonly<Record<string, string>> {
    const isDirect = headers['x-forwarded-for'] === undefined;
    return this.#isLikely() && isDirect ? { [UNTRUSTED_PROXY_HEADER]: 'seen' } : {};
  }

  #isLikely(): boolean {
    return this.#forwarded > 0 && this.#forwarded * 2 >= this.#all;
  }
}

export const UNTRUSTED_PROXY_HEADER = 'x-untrusted-proxy';

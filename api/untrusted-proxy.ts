import type { FastifyRequest } from 'fastify';

/** So often it is said in the log. */
const SAID_EVERY_MS = 60 * 60_000;

/**
 * Notices that a proxy stands in front whose X-Forwarded-For is not believed: then all people have one address, the
 * proxy's, and share what one address may do in a minute. Anybody may send the header, so it is only told of.
 */
export class UntrustedProxy {
  #seen = false;
  #saidAt = 0;
  constructor(private readonly trusted: boolean) {}

  look({ headers, log }: FastifyRequest): void {
    if (this.trusted || headers['x-forwarded-for'] === undefined) return;
    this.#seen = true;
    const now = Date.now();
    if (now - this.#saidAt < SAID_EVERY_MS) return;
    this.#saidAt = now;
    log.warn(
      'X-Forwarded-For came and is not believed; with a proxy in front set LIENTHONG_TRUST_PROXY to its address',
    );
  }

  /** For `lienthong doctor`, which comes to this very machine and through no proxy. */
  headersFor({ headers }: FastifyRequest): Readonly<Record<string, string>> {
    return this.#seen && headers['x-forwarded-for'] === undefined ? { [UNTRUSTED_PROXY_HEADER]: 'seen' } : {};
  }
}

export const UNTRUSTED_PROXY_HEADER = 'x-untrusted-proxy';

import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A line that can be cut, slowed and silenced. It connects whoever comes with where the target is at that moment. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #cut = false;
  #silent = false;
  #delayMs = 0;

  private constructor(
    private readonly target: () => number,
    private readonly server = createServer({ pauseOnConnect: true }),
  ) {
    server.on('connection', (socket) => this.#join(socket));
  }

  static async listen(target: () => number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve, reject) => {
      proxy.server.once('error', reject);
      proxy.server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection and takes no new one. */
  cut(): void {
    this.#cut = true;
    this.#drop();
  }

  /** Each piece of data comes so much later. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Connections stay, and nothing passes: as where a firewall drops packets. */
  silence(): void {
    this.#silent = true;
  }

  /** As before; what was held back by the silence is lost with its connections. */
  mend(): void {
    if (this.#silent) this.#drop();
    this.#cut = false;
    this.#silent = false;
    this.#delayMs = 0;
  }

  async close(): Promise<void> {
    this.#drop();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #drop(): void {
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    this.#pairs.clear();
  }

  #join(near: Socket): void {
    if (this.#cut) {
      near.destroy();
      return;
    }
    const far = connect(this.target(), '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const over = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on('error', over);
      from.on('close', over);
      from.on('data', (chunk) => this.#pass(from, to, chunk));
      from.on('end', () => to.end());
    }
    near.resume();
  }

  #pass(from: Socket, to: Socket, chunk: Buffer): void {
    if (this.#silent || to.destroyed) return;
    if (this.#delayMs === 0) {
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
      return;
    }
    // Nothing may overtake it: the next piece is read only after this one has gone on.
    from.pause();
    setTimeout(() => {
      if (!to.destroyed && !this.#silent) to.write(chunk);
      from.resume();
    }, this.#delayMs);
  }
}

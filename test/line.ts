import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A way to a server that a test can make ill: everything that is said over it goes through here. */
export class Line {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [caller: Socket, server: Socket]>();
  #state: 'well' | 'hanging' | 'cut' = 'well';
  #watch: ((said: Buffer) => boolean) | undefined;
  #seen: () => void = () => undefined;

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((caller) => this.#join(caller));
  }

  static async to(host: string, port: number): Promise<Line> {
    const line = new Line({ host, port });
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Connections stay open and nothing comes through them, as with a server that was stopped. What was said arrives
   * later.
   */
  hang(): void {
    this.#state = 'hanging';
    for (const socket of this.#sockets()) socket.pause();
  }

  /** Connections end, and there are no new ones. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#sockets()) socket.destroy();
  }

  mend(): void {
    this.#state = 'well';
    for (const socket of this.#sockets()) socket.resume();
  }

  /** When the caller next says something like this, the server hears it, and then `fault` befalls the line. */
  afterHearing(what: (said: string) => boolean, fault: 'hang' | 'cut'): Promise<void> {
    return new Promise((resolve) => {
      this.#seen = () => {
        this[fault]();
        resolve();
      };
      this.#watch = (said) => what(said.toString('latin1'));
    });
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #sockets(): Socket[] {
    return [...this.#pairs].flat();
  }

  #join(caller: Socket): void {
    caller.on('error', () => undefined);
    if (this.#state === 'cut') return void caller.destroy();
    const server = connect(this.target);
    server.on('error', () => undefined);
    const pair = [caller, server] as const;
    this.#pairs.add(pair);
    caller.on('data', (said) => this.#carry(said, server));
    server.on('data', (said) => void caller.write(said));
    for (const [socket, other] of [pair, [server, caller] as const]) {
      socket.once('close', () => {
        this.#pairs.delete(pair);
        other.destroy();
      });
    }
    if (this.#state === 'hanging') for (const socket of pair) socket.pause();
  }

  #carry(said: Buffer, server: Socket): void {
    if (!this.#watch?.(said)) return void server.write(said);
    const seen = this.#seen;
    this.#watch = undefined;
    // The server has it before the line fails.
    server.write(said, () => setTimeout(seen, HEARD_MS));
    server.pause();
  }
}

/** A little time for the server to do what it heard, its answer being held back. */
const HEARD_MS = 100;

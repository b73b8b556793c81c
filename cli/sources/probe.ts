import { connect } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where a database URL points; undefined for a socket in the file system. */
export function addressOfUrl(url: string): Address | undefined {
  const { hostname, port, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return host === '' || host.startsWith('/') ? undefined : { host: host.replace(/^\[|\]$/g, ''), port: Number(port || 5432) };
}

/** `host:port`, as Temporal's addresses are written. */
export function addressOfTarget(target: string): Address {
  const cut = target.lastIndexOf(':');
  return cut < 0 ? { host: target, port: 7233 } : { host: target.slice(0, cut).replace(/^\[|\]$/g, ''), port: Number(target.slice(cut + 1)) };
}

/** Why nobody answers at an address within so many milliseconds, or undefined when somebody does. */
export const whySilent = ({ host, port }: Address, withinMs: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reason?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => end(`no answer within ${withinMs / 1000} s`), withinMs);
    socket.once('connect', () => end());
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });

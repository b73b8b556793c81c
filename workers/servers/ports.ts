import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Takes `port` (0: any) for a moment; the port it got, or undefined if somebody has it. */
const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });

/** The first of the `wanted` ports that is free on this machine's loopback, else any free one. */
export async function choosePort(...wanted: readonly (number | undefined)[]): Promise<number> {
  for (const port of wanted) {
    if (port !== undefined && (await tryPort(port)) !== undefined) return port;
  }
  const any = await tryPort(0);
  if (any === undefined) throw new Error(`no free port on ${HOST}: close some programs that listen there`);
  return any;
}

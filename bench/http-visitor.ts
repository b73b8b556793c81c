import { Agent, request } from 'node:http';

/** One officer's browser: one connection that is kept, and a session. */
export interface HttpVisitor {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object, key: string): Promise<T>;
  close(): void;
}

export function httpVisitor(url: string, cookie: string, csrf: string): HttpVisitor {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const own = { cookie, 'x-csrf-token': csrf, 'accept-language': 'vi' };
  const send = <T>(method: string, path: string, body: string | undefined, headers: Record<string, string>): Promise<T> =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${url}${path}`, { method, agent, headers: { ...own, ...headers } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (answer.statusCode === 200) resolve(JSON.parse(text) as T);
          else reject(new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text.slice(0, 500)}`));
        });
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  return {
    get: (path) => send('GET', path, undefined, {}),
    post: (path, body, key) => send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', 'idempotency-key': key }),
    close: () => agent.destroy(),
  };
}

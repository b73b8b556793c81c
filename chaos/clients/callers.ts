import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account';
import { tryOnce } from './http';
import type { Stopping } from './stopping';

/** Somebody who can show who they are. */
export interface Caller {
  readonly name: string;
  /** Headers that say so; insisted on until they are had. */
  headers(method: string): Promise<Readonly<Record<string, string>>>;
  /** What was shown was not believed: get it anew. */
  renew(): void;
}

export interface Line {
  readonly base: string;
  readonly account: Account;
  readonly stopping: Stopping;
}

const AGAIN_MS = 500;

/** A person with a password: a session's cookie, and its token for whatever changes something. */
export function person({ base, account, stopping }: Line, name: string, password: string): Caller {
  let session: { readonly cookie: string; readonly csrf: string } | undefined;
  return {
    name,
    renew: () => (session = undefined),
    async headers(method) {
      while (session === undefined) {
        const answer = await tryOnce(base, { method: 'POST', path: '/v1/session', body: { name, password } });
        account.count(answer);
        if (answer.status === 200) {
          const cookie = answer.headers
            .getSetCookie()
            .map((each) => each.split(';')[0])
            .join('; ');
          session = { cookie, csrf: (answer.json as { csrfToken: string }).csrfToken };
          break;
        }
        if (answer.status === 401) throw new Error(`${name} cannot sign in: ${answer.detail}`);
        stopping.check('sign in');
        await sleep(AGAIN_MS);
      }
      return { cookie: session.cookie, ...(method === 'GET' ? {} : { 'x-csrf-token': session.csrf }) };
    },
  };
}

/** A machine client with a secret: a token for a while. */
export function machine({ base, account, stopping }: Line, name: string, secret: string): Caller {
  let token: { readonly value: string; readonly until: number } | undefined;
  return {
    name,
    renew: () => (token = undefined),
    async headers() {
      while (token === undefined || Date.now() > token.until) {
        const answer = await tryOnce(base, {
          method: 'POST',
          path: '/v1/oauth/token',
          form: 'grant_type=client_credentials',
          headers: { authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` },
        });
        account.count(answer);
        if (answer.status === 200) {
          const { access_token, expires_in } = answer.json as { access_token: string; expires_in: number };
          token = { value: access_token, until: Date.now() + (expires_in - 60) * 1_000 };
          break;
        }
        stopping.check('token');
        await sleep(AGAIN_MS);
      }
      return { authorization: `Bearer ${token.value}` };
    },
  };
}

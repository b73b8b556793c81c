/**
 * A real identity provider in a process of its own: given its client's redirect address, it tells its issuer. Any name
 * signs in; the name is the subject. Names that end in "-loa2" or "-loa3" are vouched for at that level.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// It warns of being set up for tests.
console.warn = console.info = () => undefined;

interface Login {
  readonly accountId: string;
  readonly acr?: string;
}

async function main(redirectUri: string): Promise<void> {
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'lienthong', client_secret: 'a-secret-of-the-test', redirect_uris: [redirectUri], post_logout_redirect_uris: [new URL('/', redirectUri).href] }],
    cookies: { keys: ['of-the-test'] },
    acrValues: ['loa1', 'loa2', 'loa3'],
    pkce: { required: () => true },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  });
  const { prototype } = provider.Session as unknown as { prototype: { loginAccount(details: Login): void } };
  const { loginAccount } = prototype;
  prototype.loginAccount = function login(this: unknown, details: Login): void {
    const acr = /-(loa[123])$/.exec(details.accountId)?.[1];
    loginAccount.call(this, { ...details, ...(acr === undefined ? {} : { acr }) });
  };
  server.on('request', provider.callback());
  process.send!(issuer);
}

process.on('disconnect', () => process.exit(0));
void main(process.argv[2]!);

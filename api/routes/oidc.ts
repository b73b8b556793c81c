import { z } from 'zod';
import { IdentityWays } from '../../contracts/http/session';
import { findAccountOf } from '../../db/accounts';
import { logAccess } from '../../db/access-log';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { WITHOUT_NAME } from '../../domain/person-id';
import { answers } from '../answers';
import { accessOf } from '../authenticate';
import type { Api, ApiContext } from '../context';
import { openSignIn, sealSignIn } from '../identity/begun-sign-in';
import type { IdentityProvider } from '../identity/identity-provider';
import { signIn } from '../identity/sign-in';
import { relyingPartyOf } from '../identity/web-authn';
import { Refused, valueOf } from '../problem';
import { timestamp } from '../views/time';

const COOKIE = 'lienthong_oidc';
const COOKIE_PATH = '/v1/oidc';
/** Time to find one's card and type its number. */
const BEGUN_MS = 10 * 60_000;
const SIGN_IN_LIMIT = { max: 60, timeWindow: '1 minute' };
const NOTHING = z.null().describe('Nothing; go on at Location');
/** A path of this server and nothing that a browser might take for another host. */
const ReturnTo = z.string().max(1_000).regex(/^\/(?![/\\])[!-[\]-~]*$/).default('/').describe('Where to go on afterwards: a path of this server');
/** What a provider adds to the callback. Its names are the standard's; whatever else it adds is its own affair. */
const Callback = z.object({
  code: z.string().max(4_000).optional(),
  state: z.string().max(1_000).optional(),
  error: z.string().max(200).optional(),
});

export async function oidcRoutes(app: Api, context: ApiContext): Promise<void> {
  const provider = (): IdentityProvider => {
    if (!context.oidc) throw new Refused(refusal('IDENTITY_PROVIDER_OFF'));
    return context.oidc;
  };

  app.get(
    '/v1/identity',
    { config: { access: 'public' }, schema: { tags: ['identity'], summary: 'Which ways to sign in there are', response: answers({ 200: IdentityWays }) } },
    async () => ({ password: true as const, provider: context.oidc ? { issuer: context.oidc.issuer, login: '/v1/oidc/login' } : null, securityKey: relyingPartyOf(context.publicUrl) !== null, officialTime: timestamp(context.clock.now()) }),
  );

  app.get(
    '/v1/oidc/login',
    {
      config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
      schema: { tags: ['identity'], summary: 'Sign in through the identity provider: sends a browser there', querystring: z.object({ return: ReturnTo }), response: answers({ 302: NOTHING }, 404) },
    },
    async (request, reply) => {
      const { address, expected } = valueOf(await provider().begin());
      const begun = sealSignIn(context.trackingKey, { ...expected, returnTo: request.query.return, until: Date.now() + BEGUN_MS });
      // Lax: it has to come along when the provider sends the browser back.
      return reply.setCookie(COOKIE, begun, { httpOnly: true, sameSite: 'lax', path: COOKIE_PATH, maxAge: BEGUN_MS / 1_000, secure: context.publicUrl.startsWith('https:') }).redirect(address);
    },
  );

  app.get(
    '/v1/oidc/callback',
    {
      config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
      schema: { tags: ['identity'], summary: 'Where the identity provider sends the browser back to', querystring: Callback, response: answers({ 302: NOTHING }, 401, 403, 404) },
    },
    async (request, reply) => {
      const refuseSignIn = async (why: Refusal, who: string = WITHOUT_NAME.unknown): Promise<Refused> => {
        await logAccess(request.db, { ...accessOf(context, request), who, action: 'sign-in-failed', detail: why.code });
        return new Refused(why);
      };
      const asked = provider();
      const begun = openSignIn(context.trackingKey, request.cookies[COOKIE], Date.now());
      // Whatever comes of it, it is over for this browser.
      reply.clearCookie(COOKIE, { path: COOKIE_PATH });
      if (!begun || request.query.state !== begun.state) throw await refuseSignIn(refusal('IDENTITY_NOT_PROVEN'));
      const proven = await asked.finish(new URL(request.url, context.publicUrl), begun);
      if (!proven.ok) throw await refuseSignIn(proven.refusal);
      const account = await findAccountOf(request.db, proven.value.issuer, proven.value.subject);
      if (!account || account.disabled) throw await refuseSignIn(refusal('IDENTITY_NOT_REGISTERED'), account?.person);
      // At a level that was demanded the provider has asked for what we would ask for.
      await signIn(context, request, reply, account.person, proven.value.atLevel ? 'provider' : undefined);
      return reply.redirect(begun.returnTo);
    },
  );
}

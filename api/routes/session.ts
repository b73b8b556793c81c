import { z } from 'zod';
import { Session, SignIn, SignedOut, Token, TokenRequest } from '../../contracts/http/session';
import { logAccess } from '../../db/access-log';
import { clearFailedSignIns, countFailedSignIn, findAccount, isLinkedTo } from '../../db/accounts';
import { findClient, issueToken } from '../../db/clients';
import type { Scope } from '../../db/clients';
import { endSession, endSessionsOf } from '../../db/sessions';
import { refusal } from '../../domain/errors';
import { WITHOUT_NAME } from '../../domain/person-id';
import { answers, guarded } from '../answers';
import { SESSION_COOKIE, accessOf } from '../authenticate';
import { whoOf } from '../caller';
import type { Api, ApiContext } from '../context';
import { isPassword } from '../../gateway/passwords';
import { sessionView, signIn } from '../identity/sign-in';
import { Refused } from '../problem';

/** A few tries a minute are enough for the people of one office, and too few for guessing. */
const SIGN_IN_LIMIT = { max: 60, timeWindow: '1 minute' };
const NOTHING = z.null().describe('Nothing');

export async function sessionRoutes(app: Api, context: ApiContext): Promise<void> {
  app.post(
    '/v1/session',
    {
      config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
      schema: { tags: ['identity'], summary: 'Sign in with name and password', body: SignIn, response: answers({ 200: Session }, 401, 413, 415) },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const account = await findAccount(request.db, name);
      // Whether it rests, is disabled or is not there at all: the same answer after the same time, or names could be told apart.
      const rests = (account?.lockedUntil ?? 0) > Date.now();
      const right = await isPassword(account?.passwordHash, password);
      if (account && right && !rests && !account.disabled) {
        await clearFailedSignIns(request.db, account.person);
        return signIn(context, request, reply, account.person);
      }
      if (account && !right && !rests) await countFailedSignIn(request.db, account.person, Date.now());
      await logAccess(request.db, { ...accessOf(context, request), who: account?.person ?? WITHOUT_NAME.unknown, action: 'sign-in-failed' });
      throw new Refused(refusal('SIGN_IN_FAILED'));
    },
  );

  app.get(
    '/v1/session',
    { config: { access: 'person' }, schema: { tags: ['identity'], summary: 'Who is signed in, with their posts', response: guarded({ 200: Session }) } },
    async ({ caller }) => {
      if (caller.kind !== 'person') throw new Refused(refusal('SIGN_IN_NEEDED'));
      return sessionView(caller.signedIn, context);
    },
  );

  app.delete(
    '/v1/session',
    {
      config: { access: 'person' },
      schema: {
        tags: ['identity'],
        summary: 'Sign out, here or everywhere',
        querystring: z.object({ everywhere: z.stringbool().default(false).describe('Ends all sessions of this person') }),
        description: 'With 200 and an address where the person may sign out at the identity provider, too, if their account is linked to it.',
        response: guarded({ 200: SignedOut, 204: NOTHING }),
      },
    },
    async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE];
      if (request.query.everywhere) await endSessionsOf(request.db, whoOf(request.caller));
      else if (token !== undefined) await endSession(request.db, token);
      await logAccess(request.db, { ...accessOf(context, request), action: 'sign-out' });
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      const linked = context.oidc !== undefined && (await isLinkedTo(request.db, whoOf(request.caller), context.oidc.issuer));
      const endAt = linked ? await context.oidc!.endSession(`${context.publicUrl}/`) : null;
      return endAt === null ? reply.code(204).send(null) : { endSession: endAt };
    },
  );

  await app.register(async (form) => {
    // RFC 6749 §4.4: a form, with the client's credentials in it or in HTTP Basic.
    form.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4_096 }, (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))));
    (form as Api).post(
      '/v1/oauth/token',
      {
        config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
        schema: {
          tags: ['identity'],
          summary: 'A bearer token for a machine client (client credentials)',
          consumes: ['application/x-www-form-urlencoded'],
          body: TokenRequest,
          response: answers({ 200: Token }, 401, 413, 415),
        },
      },
      async (request) => {
        const [id, secret] = credentialsOf(request.headers.authorization, request.body);
        const client = await findClient(request.db, id, secret);
        if (!client) {
          await logAccess(request.db, { ...accessOf(context, request), who: WITHOUT_NAME.unknown, action: 'sign-in-failed' });
          throw new Refused(refusal('CLIENT_UNKNOWN'));
        }
        const asked = request.body.scope?.split(' ').filter((scope) => scope !== '');
        const scopes = client.scopes.filter((scope): scope is Scope => asked === undefined || asked.includes(scope));
        const { token, expiresInS } = await issueToken(request.db, client.clientId, scopes, Date.now());
        return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresInS, scope: scopes.join(' ') };
      },
    );
  });
}

function credentialsOf(authorization: string | undefined, body: z.output<typeof TokenRequest>): readonly [string, string] {
  const basic = /^Basic ([A-Za-z0-9+/=]{1,1000})$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return [body.client_id ?? '', body.client_secret ?? ''];
  const plain = Buffer.from(basic, 'base64').toString('utf8');
  const cut = plain.indexOf(':');
  return [plain.slice(0, cut), plain.slice(cut + 1)];
}

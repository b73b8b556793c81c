import { z } from 'zod';
import {
  AccountNotices,
  NoticesRead,
  OpenSessions,
  Session,
  SignIn,
  SignedOut,
  Token,
  TokenRequest,
} from '../../contracts/http/session';
import { logAccess } from '../../db/access-log';
import { readNotices, unreadNotices } from '../../db/account-notices';
import { isLinkedTo } from '../../db/accounts';
import { findClient, issueToken } from '../../db/clients';
import type { Scope } from '../../db/clients';
import { endOneSession, endSession, endSessionsOf, openSessionsOf } from '../../db/sessions';
import { refusal } from '../../domain/errors';
import { WITHOUT_NAME } from '../../domain/person-id';
import { answers, guarded } from '../answers';
import { officeDb } from '../administration';
import { accessOf } from '../authenticate';
import { whoOf } from '../caller';
import type { Api, ApiContext } from '../context';
import { ofSession, sessionCookie } from '../identity/cookies';
import { ownSession } from '../identity/own-proof';
import { provePassword } from '../identity/password-sign-in';
import { sessionView, signIn } from '../identity/sign-in';
import { STEPS } from '../identity/wanted-step';
import { Refused } from '../problem';
import { timestamp } from '../views/time';

/** A few tries a minute are enough for the people of one office, and too few for guessing. */
const SIGN_IN_LIMIT = { max: 60, timeWindow: '1 minute' };
const NOTHING = z.null().describe('Nothing');

export async function sessionRoutes(app: Api, context: ApiContext): Promise<void> {
  app.post(
    '/v1/session',
    {
      config: { access: 'public', rateLimit: SIGN_IN_LIMIT },
      schema: { tags: ['identity'], summary: 'Sign in with name and password',
        description: 'Ends the session this browser had. "wants" of the answer says what is still to be done.',
        body: SignIn, response: answers({ 200: Session }, 401, 413, 415) },
    },
    async (request, reply) => {
      const { person, proved } = await provePassword(context, request, request.body);
      return signIn(context, request, reply, person, proved);
    },
  );

  app.get(
    '/v1/session',
    { config: { access: 'person', during: STEPS }, schema: { tags: ['identity'], summary: 'Who is signed in, with their posts', response: guarded({ 200: Session }) } },
    async ({ caller }) => sessionView(ownSession(caller), context),
  );

  app.delete(
    '/v1/session',
    {
      config: { access: 'person', during: STEPS },
      schema: {
        tags: ['identity'],
        summary: 'Sign out, here or everywhere',
        querystring: z.object({ everywhere: z.stringbool().default(false).describe('Ends all sessions of this person') }),
        description: 'With 200 and an address where the person may sign out at the identity provider, too, if their account is linked to it.',
        response: guarded({ 200: SignedOut, 204: NOTHING }),
      },
    },
    async (request, reply) => {
      const token = request.cookies[sessionCookie(context.publicUrl)];
      if (request.query.everywhere) await endSessionsOf(request.db, whoOf(request.caller));
      else if (token !== undefined) await endSession(request.db, token);
      await logAccess(request.db, { ...accessOf(context, request), action: 'sign-out' });
      reply.clearCookie(sessionCookie(context.publicUrl), ofSession(context.publicUrl));
      const linked = context.oidc !== undefined && (await isLinkedTo(request.db, whoOf(request.caller), context.oidc.issuer));
      const endAt = linked ? await context.oidc!.endSession(`${context.publicUrl}/`) : null;
      return endAt === null ? reply.code(204).send(null) : { endSession: endAt };
    },
  );

  app.get(
    '/v1/session/open',
    {
      config: { access: 'person' },
      schema: { tags: ['identity'], summary: 'What is open in one\'s name, and where', response: guarded({ 200: OpenSessions }) },
    },
    async (request) => {
      const own = ownSession(request.caller);
      const db = officeDb(context, request);
      const open = await openSessionsOf(db, own, Date.now(), context.signIn.deciderIdleMs);
      return {
        items: open.map(({ session: id, beganRealAt, seenRealAt, agent, address }) => ({
          id,
          began: timestamp(beganRealAt),
          seen: timestamp(seenRealAt),
          agent,
          address,
          current: id === own.session,
        })),
      };
    },
  );

  app.delete(
    '/v1/session/open/:session',
    {
      config: { access: 'person' },
      schema: {
        tags: ['identity'],
        summary: 'End one of one\'s own sessions',
        params: z.object({ session: z.uuid() }),
        response: guarded({ 204: NOTHING }, 404),
      },
    },
    async (request, reply) => {
      const { person } = ownSession(request.caller);
      const { session } = request.params;
      const ended = await endOneSession(officeDb(context, request), person, session);
      if (!ended) throw new Refused(refusal('SESSION_UNKNOWN', { value: session }, 'path.session'));
      await logAccess(request.db, { ...accessOf(context, request), action: 'sign-out', detail: 'another session' });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v1/session/notices',
    {
      config: { access: 'person' },
      schema: {
        tags: ['identity'],
        summary: 'What was changed or proposed about how one signs in and what one may do, and was not read yet',
        response: guarded({ 200: AccountNotices }),
      },
    },
    async (request) => {
      const { person } = ownSession(request.caller);
      const unread = await unreadNotices(officeDb(context, request), person);
      return { items: unread.map(({ notice: id, what, by, detail, realAt }) => ({ id, what, by, detail, at: timestamp(realAt) })) };
    },
  );

  app.post(
    '/v1/session/notices/read',
    {
      config: { access: 'person' },
      schema: {
        tags: ['identity'],
        summary: 'Mark these notices as read',
        body: NoticesRead,
        response: guarded({ 204: NOTHING }, 413, 415),
      },
    },
    async (request, reply) => {
      const { person } = ownSession(request.caller);
      await readNotices(officeDb(context, request), person, request.body.upTo, Date.now());
      return reply.code(204).send(null);
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
        const issued = await issueToken(request.db, { clientId: client.clientId, secret, scopes }, Date.now());
        if (!issued) throw new Refused(refusal('CLIENT_UNKNOWN'));
        const { token, expiresInS } = issued;
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

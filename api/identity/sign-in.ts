import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Session } from '../../contracts/http/session';
import { logAccess } from '../../db/access-log';
import { NOBODY } from '../../db/api-database';
import { beginSession, findSession } from '../../db/sessions';
import type { SignedIn } from '../../db/sessions';
import { SESSION_COOKIE, accessOf } from '../authenticate';
import { personCaller } from '../caller';
import type { ApiContext } from '../context';
import { timestamp, timestampOrNull } from '../views/time';

/** Begins a session for a person who has proved who they are, and hands out its cookie. */
export async function signIn(context: ApiContext, request: FastifyRequest, reply: FastifyReply, person: string): Promise<z.output<typeof Session>> {
  const db = context.database.as(NOBODY);
  const { token } = await beginSession(db, person, Date.now());
  await logAccess(db, { ...accessOf(context, request), who: person, action: 'sign-in' });
  reply.setCookie(SESSION_COOKIE, token, { httpOnly: true, sameSite: 'lax', path: '/', secure: context.publicUrl.startsWith('https:') });
  const signedIn = await findSession(db, token, Date.now(), context.clock.now());
  if (!signedIn) throw new Error('a session that was just begun is not there');
  return sessionView(signedIn, context);
}

export function sessionView(signedIn: SignedIn, { clock, training = false }: Pick<ApiContext, 'clock' | 'training'>): z.output<typeof Session> {
  const caller = personCaller(signedIn, undefined);
  return {
    person: signedIn.person,
    name: signedIn.name,
    kinds: caller.kind === 'person' ? [...caller.kinds] : [],
    postings: signedIn.postings.map(({ agency, role, kind, onBehalfOf, from, to }) => ({ post: `${role}@${agency}`, agency, role, kind, onBehalfOf, from: timestamp(from), to: timestampOrNull(to) })),
    csrfToken: signedIn.csrf,
    officialTime: timestamp(clock.now()),
    training,
  };
}

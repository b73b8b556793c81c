import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Session } from '../../contracts/http/session';
import { logAccess } from '../../db/access-log';
import { NOBODY } from '../../db/api-database';
import { isDevice, rememberDevice } from '../../db/known-devices';
import { beginSession, decides, findSession, newToken } from '../../db/sessions';
import type { ProvedBy, SignedIn } from '../../db/sessions';
import { accessOf } from '../authenticate';
import { personCaller } from '../caller';
import type { ApiContext } from '../context';
import { timestamp, timestampOrNull } from '../views/time';
import { asPerson } from './as-person';
import { deviceCookie, ofDevice, ofSession, sessionCookie } from './cookies';
import { wantedStep } from './wanted-step';

/**
 * Begins a session for a person who has proved who they are, hands out its cookie, and ends the one this browser had.
 * A browser that came as far as its rights is known from then on.
 */
export async function signIn(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
  proved?: ProvedBy,
): Promise<z.output<typeof Session>> {
  const { publicUrl } = context;
  const db = context.database.as(NOBODY);
  const now = Date.now();
  const replaces = request.cookies[sessionCookie(publicUrl)];
  const agent = request.headers['user-agent'];
  const own = asPerson(context, person);
  const { token } = await beginSession(own, person, now, { proved, replaces, agent, address: request.ip });
  const detail = proved ?? null;
  await logAccess(own, { ...accessOf(context, request), who: person, action: 'sign-in', detail });
  reply.setCookie(sessionCookie(publicUrl), token, ofSession(publicUrl));
  const signedIn = await findSession(db, token, now, context.clock.now());
  if (!signedIn) throw new Error('a session that was just begun is not there');
  if (wantedStep(signedIn, context.signIn) !== 'prove') await trustBrowser(context, request, reply, person);
  return sessionView(signedIn, context);
}

async function trustBrowser(
  { database, publicUrl }: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
): Promise<void> {
  const db = database.as(NOBODY);
  const given = request.cookies[deviceCookie(publicUrl)];
  const token = given !== undefined && (await isDevice(db, given)) ? given : newToken();
  await rememberDevice(db, token, person, Date.now());
  reply.setCookie(deviceCookie(publicUrl), token, ofDevice(publicUrl));
}

export function sessionView(
  signedIn: SignedIn,
  { clock, training = false, signIn: settings }: Pick<ApiContext, 'clock' | 'training' | 'signIn'>,
): z.output<typeof Session> {
  const caller = personCaller(signedIn, undefined);
  return {
    person: signedIn.person,
    name: signedIn.name,
    kinds: caller.kind === 'person' ? [...caller.kinds] : [],
    postings: signedIn.postings.map(({ agency, role, kind, onBehalfOf, from, to }) => ({
      post: `${role}@${agency}`,
      agency,
      role,
      kind,
      onBehalfOf,
      from: timestamp(from),
      to: timestampOrNull(to),
    })),
    wants: wantedStep(signedIn, settings),
    secondFactor: {
      demanded: settings.secondFactor === 'required' && decides(signedIn),
      recommended: decides(signedIn) && signedIn.factorKinds.length === 0 && signedIn.proved?.by !== 'provider',
      kinds: [...signedIn.factorKinds],
      provedBy: signedIn.proved?.by ?? null,
    },
    csrfToken: signedIn.csrf,
    officialTime: timestamp(clock.now()),
    training,
  };
}

import type { FastifyRequest } from 'fastify';
import { logAccess } from '../../db/access-log';
import { NOBODY } from '../../db/api-database';
import type { SignedIn } from '../../db/sessions';
import { OF_CODES, clearTries, takeTry } from '../../db/sign-in-tries';
import { refusal } from '../../domain/errors';
import { accessOf } from '../authenticate';
import type { Caller } from '../caller';
import type { ApiContext } from '../context';
import { Refused } from '../problem';

/** How fresh a proof must be for changing what is proved with. */
const FRESH_MS = 10 * 60_000;

export function ownSession(caller: Caller): SignedIn {
  if (caller.kind !== 'person') throw new Refused(refusal('SIGN_IN_NEEDED'));
  return caller.signedIn;
}

/**
 * Tries a code that is typed by somebody whose password was right. Only they can use this budget up; a browser that is
 * left open must not make guessing any cheaper.
 */
export async function tryCode(
  context: ApiContext,
  request: FastifyRequest,
  person: string,
  isRight: () => Promise<boolean>,
): Promise<void> {
  const db = context.database.as(NOBODY);
  const bucket = `code:${person}`;
  const waits = await takeTry(db, bucket, OF_CODES, Date.now());
  const refused =
    waits > 0
      ? refusal('CODES_REST', { seconds: Math.ceil(waits / 1_000) })
      : (await isRight())
        ? null
        : refusal('CODE_WRONG', {}, 'body.code');
  if (refused === null) return clearTries(db, bucket);
  await logAccess(db, { ...accessOf(context, request), action: 'sign-in-failed', detail: refused.code });
  // It stands in the log as what it is.
  throw new Refused(refused, {}, true);
}

/**
 * Whoever changes what they prove with has proved just now, or has just signed in where there is nothing to prove yet:
 * with an open session alone nobody is shut out of their own account.
 */
export function mustBeFresh({ proved, factorKinds, beganRealAt }: SignedIn): void {
  const since = Date.now() - FRESH_MS;
  if (factorKinds.length === 0) {
    if (beganRealAt <= since) throw new Refused(refusal('SIGN_IN_STALE'));
  } else if (proved === null || proved.realAt <= since) throw new Refused(refusal('SECOND_FACTOR_STALE'));
}

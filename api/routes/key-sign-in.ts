import { asPerson } from '../identity/as-person';
import { KeyOptions, KeyProof } from '../../contracts/http/second-factor';
import { Session } from '../../contracts/http/session';
import { logAccess } from '../../db/access-log';
import { findAccount } from '../../db/accounts';
import { giveChallenge, materialOf, personOfCredential, takeChallenge, useSecondFactor } from '../../db/second-factors';
import { WITHOUT_NAME } from '../../domain/person-id';
import { refusal } from '../../domain/errors';
import { answers } from '../answers';
import { accessOf } from '../authenticate';
import type { Api, ApiContext } from '../context';
import { signIn } from '../identity/sign-in';
import { CEREMONY_MS, proveOptions, provedCounter, relyingPartyOf } from '../identity/web-authn';
import type { AuthenticationResponseJSON } from '../identity/web-authn';
import { Refused } from '../problem';

const LIMIT = { max: 60, timeWindow: '1 minute' };

/**
 * A security key with its PIN or finger is two factors in one. It cannot be guessed at, so nobody's wrong tries stand in
 * its way, and the server asks for no name: whoever holds a key for this host shows which one.
 */
export async function keySignInRoutes(app: Api, context: ApiContext): Promise<void> {
  const party = () => {
    const found = relyingPartyOf(context.publicUrl);
    if (!found) throw new Refused(refusal('KEYS_UNAVAILABLE', { address: context.publicUrl }));
    return found;
  };

  app.post(
    '/v1/session/key/begin',
    {
      config: { access: 'public', rateLimit: LIMIT },
      schema: {
        tags: ['identity'],
        summary: 'What a security key is asked to sign by somebody who has not said their name',
        response: answers({ 200: KeyOptions }, 409),
      },
    },
    async ({ db }) => {
      const options = await proveOptions(party());
      const realNow = Date.now();
      const untilRealAt = realNow + CEREMONY_MS;
      await giveChallenge(db, options.challenge, { person: null, purpose: 'sign-in', realNow, untilRealAt });
      return { ...options };
    },
  );

  app.post(
    '/v1/session/key',
    {
      config: { access: 'public', rateLimit: LIMIT },
      schema: {
        tags: ['identity'],
        summary: 'Sign in with a security key alone',
        body: KeyProof,
        response: answers({ 200: Session }, 403, 409, 413, 415),
      },
    },
    async (request, reply) => {
      const { db, body } = request;
      const who = await personOfCredential(db, body.id);
      const account = who === null ? undefined : await findAccount(db, who);
      const key =
        account && (await materialOf(asPerson(context, account.person), account.person)).find(({ credentialId }) => credentialId === body.id);
      const take = (challenge: string) =>
        takeChallenge(db, challenge, { person: null, purpose: 'sign-in', realNow: Date.now() });
      const counter = key ? await provedCounter(party(), body as AuthenticationResponseJSON, key, take) : null;
      const used = key && counter !== null && (await useSecondFactor(db, key.id, counter, Date.now()));
      if (account && used && !account.disabled) return signIn(context, request, reply, account.person, 'webauthn');
      const entry = {
        ...accessOf(context, request),
        who: account?.person ?? WITHOUT_NAME.unknown,
        action: 'sign-in-failed' as const,
      };
      await logAccess(db, { ...entry, detail: 'KEY_NOT_PROVED' });
      throw new Refused(refusal('KEY_NOT_PROVED'), {}, true);
    },
  );
}

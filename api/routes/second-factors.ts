import { asPerson } from '../identity/as-person';
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  CodeProof,
  EnrolledFactor,
  FactorLabel,
  FirstCode,
  KeyOptions,
  KeyProof,
  NewCodeApp,
  NewKey,
  RecoveryCodes,
  SecondFactor,
  SecondFactors,
} from '../../contracts/http/second-factor';
import { Session } from '../../contracts/http/session';
import { tellOfAccount } from '../../db/account-notices';
import { NOBODY } from '../../db/api-database';
import {
  addSecondFactor,
  dropUnconfirmed,
  giveChallenge,
  materialOf,
  recoveryCodesLeft,
  removeSecondFactor,
  replaceRecoveryCodes,
  secondFactorsOf,
  takeChallenge,
  useSecondFactor,
} from '../../db/second-factors';
import type { Schema } from '../../db/schema';
import type { SecondFactor as Factor } from '../../db/second-factors';
import { decides, endSessionsOf } from '../../db/sessions';
import { refusal } from '../../domain/errors';
import type { Kysely } from 'kysely';
import { logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import type { Api, ApiContext } from '../context';
import { mustBeFresh, ownSession, tryCode } from '../identity/own-proof';
import { newRecoveryCodes, plainCode } from '../identity/recovery-codes';
import { hashOfCode, seal } from '../identity/sealed';
import { rowOf, stepOfFactor, useCode, useRecovery } from '../identity/second-factor';
import { signIn } from '../identity/sign-in';
import { forApp, newSecret } from '../identity/totp';
import {
  CEREMONY_MS,
  enrolOptions,
  enrolledKey,
  proveOptions,
  provedCounter,
  relyingPartyOf,
} from '../identity/web-authn';
import type { AuthenticationResponseJSON, RegistrationResponseJSON, RelyingParty } from '../identity/web-authn';
import { Refused } from '../problem';
import { timestamp, timestampOrNull } from '../views/time';

const tags = ['identity'];
/** A person sets up a few of them, and types a code at a time. */
const LIMIT = { max: 30, timeWindow: '1 minute' };
const OneFactor = z.object({ factor: z.uuid() });
const PROVING = { access: 'person', during: ['prove'], rateLimit: LIMIT } as const;
const ENROLLING = { access: 'person', during: ['enrol'], rateLimit: LIMIT } as const;
/** More devices than anybody carries. */
const MOST_FACTORS = 10;

/**
 * What a person proves besides their password: their code apps, their security keys, and codes for
 * when both are lost.
 */
export async function secondFactorRoutes(app: Api, context: ApiContext): Promise<void> {
  proveRoutes(app, context);
  codeAppRoutes(app, context);
  keyRoutes(app, context);
  ownFactorRoutes(app, context);
}

/** The second half of signing in; also asked for anew before somebody changes what they prove with. */
function proveRoutes(app: Api, context: ApiContext): void {
  app.post(
    '/v1/session/second-factor',
    {
      config: PROVING,
      schema: {
        tags,
        summary: 'Prove the second factor with a code',
        description: 'The session goes on under a new cookie and token. A code is taken once, also a right one.',
        body: CodeProof,
        response: guarded({ 200: Session }, 413, 415),
      },
    },
    async (request, reply) => {
      const { person } = ownSession(request.caller);
      const db = context.database.as(NOBODY);
      const { code } = request.body;
      // Recovery codes are twelve characters; six digits are an app's.
      const isRecovery = plainCode(code).length > 8;
      const take = isRecovery ? useRecovery : useCode;
      await tryCode(context, request, person, () => take(context, db, person, code));
      if (isRecovery) await tellOfAccount(db, person, 'recovery-code-used', { by: person, realNow: Date.now() });
      return signIn(context, request, reply, person, isRecovery ? 'recovery-code' : 'totp');
    },
  );

  app.post(
    '/v1/session/second-factor/key/begin',
    {
      config: PROVING,
      schema: {
        tags,
        summary: 'What one of the own security keys is asked to sign',
        response: guarded({ 200: KeyOptions }, 409),
      },
    },
    async ({ caller }) => {
      const { person } = ownSession(caller);
      const db = context.database.as(NOBODY);
      const options = await proveOptions(party(context), (await materialOf(asPerson(context, person), person)).filter(isKey));
      await challenged(db, options.challenge, person, 'prove');
      return { ...options };
    },
  );

  app.post(
    '/v1/session/second-factor/key',
    {
      config: PROVING,
      schema: {
        tags,
        summary: 'Prove the second factor with a security key',
        body: KeyProof,
        response: guarded({ 200: Session }, 409, 413, 415),
      },
    },
    async (request, reply) => {
      const { person } = ownSession(request.caller);
      const db = context.database.as(NOBODY);
      const key = (await materialOf(asPerson(context, person), person)).find(({ credentialId }) => credentialId === request.body.id);
      const response = request.body as AuthenticationResponseJSON;
      const take = (challenge: string) =>
        takeChallenge(db, challenge, { person, purpose: 'prove', realNow: Date.now() });
      const counter = key ? await provedCounter(party(context), response, key, take) : null;
      const used = key && counter !== null && (await useSecondFactor(db, key.id, counter, Date.now()));
      if (!used) throw new Refused(refusal('KEY_NOT_PROVED'));
      return signIn(context, request, reply, person, 'webauthn');
    },
  );
}

function codeAppRoutes(app: Api, context: ApiContext): void {
  app.post(
    '/v1/session/second-factors/code-app',
    {
      config: ENROLLING,
      schema: {
        tags,
        summary: 'Begin to set up a code app',
        description:
          'It counts once its first code has come back. One that was begun before and not finished is dropped.',
        body: FactorLabel,
        response: guarded({ 201: NewCodeApp }, 409, 413, 415),
      },
    },
    async (request, reply) => {
      const own = ownSession(request.caller);
      mustBeFresh(own);
      const db = officeDb(context, request);
      await refuseMore(db, own.person);
      const { person } = own;
      const [id, secret] = [randomUUID(), newSecret()];
      const material = seal(context.signIn.key, secret, rowOf(person, id));
      const factor = { id, person, kind: 'totp', label: request.body.label, material } as const;
      await db.transaction().execute(async (trx) => {
        await dropUnconfirmed(trx, person);
        await addSecondFactor(trx, factor, Date.now(), false);
      });
      return reply.code(201).send({ id, ...forApp(secret, person, new URL(context.publicUrl).hostname) });
    },
  );

  app.post(
    '/v1/session/second-factors/code-app/:factor/confirm',
    {
      config: ENROLLING,
      schema: {
        tags,
        summary: 'Finish setting up a code app with its first code',
        description: 'All other sessions of this person end; this one goes on under a new cookie and token.',
        params: OneFactor,
        body: FirstCode,
        response: guarded({ 200: EnrolledFactor }, 404, 413, 415),
      },
    },
    async (request, reply) => {
      const own = ownSession(request.caller);
      mustBeFresh(own);
      const { person } = own;
      const db = officeDb(context, request);
      const found = (await materialOf(asPerson(context, person), person)).find(
        ({ id, kind }) => id === request.params.factor && kind === 'totp',
      );
      if (!found || found.confirmed) throw unknownFactor(request.params.factor);
      await tryCode(context, request, person, async () => {
        const step = stepOfFactor(context.signIn.key, person, found, request.body.code, Date.now());
        return step !== null && useSecondFactor(db, found.id, step, Date.now());
      });
      return enrolled(context, request, reply, found.id);
    },
  );
}

function keyRoutes(app: Api, context: ApiContext): void {
  app.post(
    '/v1/session/second-factors/key/begin',
    {
      config: ENROLLING,
      schema: {
        tags,
        summary: 'What the browser makes a security key from',
        response: guarded({ 200: KeyOptions }, 409),
      },
    },
    async (request) => {
      const own = ownSession(request.caller);
      const relying = party(context);
      mustBeFresh(own);
      const db = officeDb(context, request);
      await refuseMore(db, own.person);
      const keys = (await materialOf(asPerson(context, own.person), own.person)).filter(isKey);
      const { person, name } = own;
      const options = await enrolOptions(relying, { person, name, keys, handleKey: context.signIn.key });
      await challenged(db, options.challenge, person, 'enrol');
      return { ...options };
    },
  );

  app.post(
    '/v1/session/second-factors/key',
    {
      config: ENROLLING,
      bodyLimit: 32_768,
      schema: {
        tags,
        summary: 'Set up a security key',
        description: 'All other sessions of this person end; this one goes on under a new cookie and token.',
        body: NewKey,
        response: guarded({ 200: EnrolledFactor }, 409, 413, 415),
      },
    },
    async (request, reply) => {
      const own = ownSession(request.caller);
      mustBeFresh(own);
      const { person } = own;
      const { label, key } = request.body;
      const db = officeDb(context, request);
      const take = (challenge: string) =>
        takeChallenge(db, challenge, { person, purpose: 'enrol', realNow: Date.now() });
      const made = await enrolledKey(party(context), key as RegistrationResponseJSON, take);
      if (!made) throw new Refused(refusal('KEY_NOT_PROVED'));
      const id = randomUUID();
      const { id: credentialId, publicKey: material, counter, transports = [] } = made;
      const factor = { id, person, kind: 'webauthn', label, material, credentialId, counter, transports } as const;
      await db
        .transaction()
        .execute((trx) => addSecondFactor(trx, factor, Date.now(), true))
        .catch(refuseTaken);
      return enrolled(context, request, reply, id);
    },
  );
}

function ownFactorRoutes(app: Api, context: ApiContext): void {
  app.get(
    '/v1/session/second-factors',
    {
      config: { access: 'person', during: ['enrol'] },
      schema: { tags, summary: 'What is set up as second factor', response: guarded({ 200: SecondFactors }) },
    },
    async (request) => {
      const { person } = ownSession(request.caller);
      const db = officeDb(context, request);
      return {
        items: (await secondFactorsOf(db, person)).map(factorView),
        recoveryCodesLeft: await recoveryCodesLeft(db, person),
        securityKeys: relyingPartyOf(context.publicUrl) !== null,
      };
    },
  );

  app.delete(
    '/v1/session/second-factors/:factor',
    {
      config: { access: 'person', rateLimit: LIMIT },
      schema: {
        tags,
        summary: 'Take a second factor away, having just proved this or another one',
        description:
          'All other sessions of this person end. Where the post demands one, the last is replaced, not removed.',
        params: OneFactor,
        response: guarded({ 200: SecondFactors }, 404, 409),
      },
    },
    async (request) => {
      const own = ownSession(request.caller);
      mustBeFresh(own);
      const { person } = own;
      const db = officeDb(context, request);
      const present = await secondFactorsOf(db, person);
      const removed = present.find(({ id }) => id === request.params.factor);
      if (!removed) throw unknownFactor(request.params.factor);
      const demanded = context.signIn.secondFactor === 'required' && decides(own);
      if (demanded && present.length === 1) throw new Refused(refusal('SECOND_FACTOR_LAST'));
      await db.transaction().execute(async (trx) => {
        await removeSecondFactor(trx, person, removed.id);
        if (present.length === 1) await replaceRecoveryCodes(trx, person, []);
        await endSessionsOf(trx, person, own.session);
        await tellOfAccount(trx, person, 'second-factor-removed', { by: person, realNow: Date.now() });
        await logAdministration(context, request, `person ${person} second factor ${removed.kind} removed`, trx);
      });
      return {
        items: present.filter(({ id }) => id !== removed.id).map(factorView),
        recoveryCodesLeft: await recoveryCodesLeft(db, person),
        securityKeys: relyingPartyOf(context.publicUrl) !== null,
      };
    },
  );

  app.post(
    '/v1/session/recovery-codes',
    {
      config: { access: 'person', rateLimit: LIMIT },
      schema: {
        tags,
        summary: 'New recovery codes; those of before are worth nothing',
        response: guarded({ 201: RecoveryCodes }, 409),
      },
    },
    async (request, reply) => {
      const own = ownSession(request.caller);
      if (own.factorKinds.length === 0) throw new Refused(refusal('SECOND_FACTOR_NONE'));
      mustBeFresh(own);
      const db = officeDb(context, request);
      const { person } = own;
      const recoveryCodes = await db.transaction().execute(async (trx) => {
        await tellOfAccount(trx, person, 'recovery-codes-renewed', { by: person, realNow: Date.now() });
        await logAdministration(context, request, `person ${person} recovery codes renewed`, trx);
        return givenCodes(context, trx, person);
      });
      return reply.code(201).send({ recoveryCodes: [...recoveryCodes] });
    },
  );
}

/** A factor that works from now on: whatever was open in this person's name elsewhere came in without it. */
async function enrolled(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<z.output<typeof EnrolledFactor>> {
  const { person } = ownSession(request.caller);
  const db = officeDb(context, request);
  const factors = await secondFactorsOf(db, person);
  const factor = factors.find((each) => each.id === id)!;
  const recoveryCodes = await db.transaction().execute(async (trx) => {
    await endSessionsOf(trx, person);
    await tellOfAccount(trx, person, 'second-factor-added', { by: person, realNow: Date.now() });
    await logAdministration(context, request, `person ${person} second factor ${factor.kind} added`, trx);
    return factors.length === 1 ? [...(await givenCodes(context, trx, person))] : null;
  });
  const { csrfToken } = await signIn(context, request, reply, person, factor.kind);
  return { factor: factorView(factor), recoveryCodes, csrfToken };
}

async function givenCodes({ signIn: { key } }: ApiContext, trx: Kysely<Schema>, person: string) {
  const codes = newRecoveryCodes();
  const hashes = codes.map((code) => hashOfCode(key, person, plainCode(code)));
  await replaceRecoveryCodes(trx, person, hashes);
  return codes;
}

export const factorView = ({ id, kind, label, createdRealAt, usedRealAt }: Factor): z.output<typeof SecondFactor> => ({
  id,
  kind,
  label,
  created: timestamp(createdRealAt),
  used: timestampOrNull(usedRealAt),
});

function party({ publicUrl }: ApiContext): RelyingParty {
  const found = relyingPartyOf(publicUrl);
  if (!found) throw new Refused(refusal('KEYS_UNAVAILABLE', { address: publicUrl }));
  return found;
}

const isKey = ({ kind, confirmed }: { readonly kind: string; readonly confirmed: boolean }): boolean =>
  kind === 'webauthn' && confirmed;

const unknownFactor = (value: string): Refused =>
  new Refused(refusal('SECOND_FACTOR_UNKNOWN', { value }, 'path.factor'));

async function refuseMore(db: Kysely<Schema>, person: string): Promise<void> {
  const present = await secondFactorsOf(db, person);
  if (present.length >= MOST_FACTORS) throw new Refused(refusal('SECOND_FACTORS_MANY', { most: MOST_FACTORS }));
}

const challenged = (
  db: Kysely<Schema>,
  challenge: string,
  person: string,
  purpose: 'enrol' | 'prove',
): Promise<void> => {
  const realNow = Date.now();
  return giveChallenge(db, challenge, { person, purpose, realNow, untilRealAt: realNow + CEREMONY_MS });
};

const UNIQUE_VIOLATION = '23505';

/** A key belongs to one person: it says by itself whose it is. */
function refuseTaken(error: unknown): never {
  throw (error as { code?: unknown }).code === UNIQUE_VIOLATION ? new Refused(refusal('KEY_TAKEN')) : error;
}

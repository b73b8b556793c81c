import { AccountGiven, Grants, PasswordChange, RegisteredPerson } from '../../contracts/http/person';
import { Session } from '../../contracts/http/session';
import type { FastifyRequest } from 'fastify';
import { tellOfAccount } from '../../db/account-notices';
import { findAccount, passwordHashOf, saveAccount, setGrants } from '../../db/accounts';
import type { Account } from '../../db/accounts';
import { forgetDevices } from '../../db/known-devices';
import { resetSecondFactors } from '../../db/second-factors';
import { postingsOf } from '../../db/people';
import { endSessionsOf } from '../../db/sessions';
import { OF_CODES, clearTries, takeTry } from '../../db/sign-in-tries';
import { refusal } from '../../domain/errors';
import { hashPassword, isPassword } from '../../gateway/passwords';
import { asPerson } from '../identity/as-person';
import { ADMINISTRATORS, logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import { whoOf } from '../caller';
import type { Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { ownSession } from '../identity/own-proof';
import { refuseWeak } from '../identity/password-rules';
import { signIn } from '../identity/sign-in';
import { IfMatchHeader } from '../if-match';
import { Refused } from '../problem';
import { OnePerson, answerPerson, changeAsRead, personOr404 } from '../register';
import { leaveAllWork } from '../work-left';

const tags = ['administration'];
/** A password is guessed no faster by somebody who has found an open session. */
const PASSWORD_LIMIT = { max: 20, timeWindow: '1 minute' };

/** What people may do that is no post, and how they sign in. */
export async function accountRoutes(app: Api, context: ApiContext): Promise<void> {
  app.put(
    '/v1/people/:person/grants',
    {
      config: { access: ADMINISTRATORS },
      schema: { tags, summary: 'What somebody may do that is no post: exactly these', params: OnePerson, headers: IfMatchHeader, body: Grants, response: guarded({ 200: RegisteredPerson }, 404, 412, 413, 415, 428) },
    },
    async (request, reply) => {
      const { params: { person }, body, caller } = request;
      refuseOwn(caller, person);
      const grants = [...new Set(body.grants)];
      await changeAsRead(context, request, person, `grants ${grants.join(' ') || 'none'}`, async (trx) => {
        await setGrants(trx, person, grants, { at: context.clock.now(), by: whoOf(caller) });
        // What they may now do they do after they have proved for it who they are.
        await endSessionsOf(trx, person);
      });
      return answerPerson(context, request, reply, person);
    },
  );

  app.put(
    '/v1/people/:person/account',
    {
      config: { access: ADMINISTRATORS },
      schema: {
        tags,
        summary: 'How somebody signs in; changes what is named',
        description:
          'All their sessions end at once. A password that somebody else has chosen is changed at the first sign-in.',
        params: OnePerson,
        headers: IfMatchHeader,
        body: AccountGiven,
        response: guarded({ 200: RegisteredPerson }, 404, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const { params, body: { password, oidc, disabled }, caller } = request;
      const db = officeDb(context, request);
      const { person, name } = await personOr404(db, params.person);
      if (disabled) refuseOwn(caller, person);
      if (typeof password === 'string') {
        refuseWeak(password, [person, name], 'body.password');
        await refuseSame(await passwordHashOf(asPerson(context, person), person), password, 'body.password');
      }
      const others = whoOf(caller) !== person;
      const changed = {
        ...(password === undefined ? {} : { passwordHash: password === null ? null : await hashPassword(password) }),
        ...(typeof password === 'string' && others ? { mustChangePassword: true } : {}),
        ...(oidc === undefined ? {} : { oidc }),
        ...(disabled === undefined ? {} : { disabledRealAt: disabled ? Date.now() : null }),
      };
      const fields = Object.keys(request.body).join(' ');
      const what = `account ${fields}${disabled === false ? ' (enabled)' : ''}`;
      await changeAsRead(context, request, person, what, async (trx) => {
        await saveAccount(trx, person, changed).catch(refuseTaken);
        if (disabled || password !== undefined || oidc !== undefined) await endSessionsOf(trx, person);
        if (password === undefined) return;
        // Their browsers are asked for the new password like anybody's; what strangers did with the old one is over.
        await forgetDevices(trx, person);
        await clearTries(trx, `name:${person}`);
        if (others) await tellOfAccount(trx, person, 'password-reset', { by: whoOf(caller), realNow: Date.now() });
      });
      if (disabled) await leaveAllWork(context, person, (await postingsOf(db, person)).map(({ agency }) => agency));
      return answerPerson(context, request, reply, person);
    },
  );

  app.delete(
    '/v1/people/:person/second-factors',
    {
      config: { access: ADMINISTRATORS },
      schema: {
        tags,
        summary: "Take all of somebody's second factors away, because they have lost them",
        description: 'Ends all their sessions; the person is told at the next sign-in. Nobody resets their own.',
        params: OnePerson,
        headers: IfMatchHeader,
        response: guarded({ 200: RegisteredPerson }, 404, 412, 428),
      },
    },
    async (request, reply) => {
      const { params: { person }, caller } = request;
      refuseOwn(caller, person);
      await changeAsRead(context, request, person, 'second factors reset', async (trx) => {
        await resetSecondFactors(trx, person);
        await endSessionsOf(trx, person);
        await forgetDevices(trx, person);
        await clearTries(trx, `code:${person}`);
        await tellOfAccount(trx, person, 'second-factor-reset', { by: whoOf(caller), realNow: Date.now() });
      });
      return answerPerson(context, request, reply, person);
    },
  );

  app.put(
    '/v1/session/password',
    {
      config: { access: 'person', during: ['password'], rateLimit: PASSWORD_LIMIT },
      schema: {
        tags: ['identity'],
        summary: "Change one's own password",
        description: 'Ends all sessions of this person; the answer is a new one.',
        body: PasswordChange,
        response: guarded({ 200: Session }, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const { body } = request;
      const own = ownSession(request.caller);
      const db = officeDb(context, request);
      const account = await ownAccount(context, request, own.person, body.old);
      refuseWeak(body.new, [account.person, account.name], 'body.new');
      await refuseSame(await passwordHashOf(asPerson(context, account.person), account.person), body.new, 'body.new');
      const passwordHash = await hashPassword(body.new);
      await db.transaction().execute(async (trx) => {
        await saveAccount(trx, account.person, { passwordHash });
        await endSessionsOf(trx, account.person);
        await forgetDevices(trx, account.person);
        await tellOfAccount(trx, account.person, 'password-changed', { by: account.person, realNow: Date.now() });
        await logAdministration(context, request, `person ${account.person} account own password`, trx);
      });
      context.signIn.passwordChanged?.(account.person);
      // What was proved besides the password is proved still.
      return signIn(context, request, reply, account.person, own.proved?.by);
    },
  );
}

/** The own account, by the present password. Wrong ones have a budget that only somebody with an open session uses up. */
async function ownAccount(context: ApiContext, request: FastifyRequest, person: string, password: string): Promise<Account> {
  const db = officeDb(context, request);
  const bucket = `own-password:${person}`;
  const waits = await takeTry(db, bucket, OF_CODES, Date.now());
  if (waits > 0) throw new Refused(refusal('TOO_MANY_REQUESTS', { seconds: Math.ceil(waits / 1_000) }));
  const account = await findAccount(db, person);
  const right = await isPassword(await passwordHashOf(asPerson(context, person), person), password);
  if (!account || !right) throw new Refused(refusal('PASSWORD_WRONG', {}, 'body.old'));
  await clearTries(db, bucket);
  return account;
}

/** Whoever changes a password because it may be known wants another one. */
async function refuseSame(stored: string | null | undefined, password: string, field: string): Promise<void> {
  if (stored && (await isPassword(stored, password))) throw new Refused(refusal('PASSWORD_SAME', {}, field));
}

const UNIQUE_VIOLATION = '23505';

/** What is unique of an account, beside its person, is the identity. */
function refuseTaken(error: unknown): never {
  throw (error as { code?: unknown }).code === UNIQUE_VIOLATION ? new Refused(refusal('IDENTITY_TAKEN', {}, 'body.oidc')) : error;
}

/** Whoever gives rights gives none to themselves, and there is always one administrator left. */
function refuseOwn(caller: Caller, person: string): void {
  if (whoOf(caller) === person) throw new Refused(refusal('OWN_RIGHTS'));
}

import { ConfirmationView } from '../../contracts/http/confirmation';
import { AccountGiven, Grants, PasswordChange, RegisteredPerson } from '../../contracts/http/person';
import { Session } from '../../contracts/http/session';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { tellOfAccount } from '../../db/account-notices';
import { canSignIn, findAccount, findAccountOf, grantsOf, passwordHashOf, saveAccount } from '../../db/accounts';
import type { Account } from '../../db/accounts';
import { forgetDevices } from '../../db/known-devices';
import { postingsOf } from '../../db/people';
import type { Schema } from '../../db/schema';
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
import { IfMatchHeader, mustMatch } from '../if-match';
import { Refused } from '../problem';
import { OnePerson, answerPerson, changeAsRead, personOr404 } from '../register';
import { answerProposed } from '../second-person';
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
      schema: {
        tags,
        summary: 'What somebody may do that is no post: exactly these',
        description: 'Waits for a second person, at the address in Location; 200 where they are these already.',
        params: OnePerson,
        headers: IfMatchHeader,
        body: Grants,
        response: guarded({ 200: RegisteredPerson, 202: ConfirmationView }, 404, 412, 413, 415, 428),
      },
    },
    async (request, reply) => {
      const { params: { person }, body, caller } = request;
      refuseOwn(caller, person);
      const db = officeDb(context, request);
      mustMatch(request, (await personOr404(db, person)).version);
      const grants = [...new Set(body.grants)].sort();
      const isSame = grants.join() === (await grantsOf(db, person)).join();
      return isSame ? answerPerson(context, request, reply, person) : answerProposed(context, request, reply, 'grants', { person, grants });
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
          'All their sessions end at once. Whom an identity means waits for a second person, where it is not the own; nobody ' +
          "chooses another's password (POST …/password-reset).",
        params: OnePerson,
        headers: IfMatchHeader,
        body: AccountGiven,
        response: guarded({ 200: RegisteredPerson, 202: ConfirmationView }, 404, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const { params, body: { password, oidc, disabled }, caller } = request;
      const db = officeDb(context, request);
      const { person, name, version } = await personOr404(db, params.person);
      const others = whoOf(caller) !== person;
      if (disabled) refuseOwn(caller, person);
      if (typeof password === 'string') {
        if (others) throw new Refused(refusal('PASSWORD_OF_ANOTHER', { person }, 'body.password'));
        refuseWeak(password, [person, name], 'body.password');
        await refuseSame(await passwordHashOf(asPerson(context, person), person), password, 'body.password');
      }
      if (oidc && others) {
        mustMatch(request, version);
        await refuseTakenBefore(db, person, oidc);
        const given = { ...(disabled === undefined ? {} : { disabled }), ...(password === undefined ? {} : { password: null }) };
        return answerProposed(context, request, reply, 'account', { person, oidc, ...given });
      }
      const changed = {
        ...(password === undefined ? {} : { passwordHash: password === null ? null : await hashPassword(password) }),
        ...(oidc === undefined ? {} : { oidc }),
        ...(disabled === undefined ? {} : { disabledRealAt: disabled ? Date.now() : null }),
      };
      const fields = Object.keys(request.body).join(' ');
      const what = `account ${fields}${disabled === false ? ' (enabled)' : ''}`;
      await changeAsRead(context, request, person, what, async (trx) => {
        await saveAccount(trx, person, changed).catch(refuseTaken);
        if (disabled || password !== undefined || oidc !== undefined) await endSessionsOf(trx, person);
        if (password !== undefined) {
          // Their browsers are asked for the new password like anybody's; what strangers did with the old one is over.
          await forgetDevices(trx, person);
          await clearTries(trx, `name:${person}`);
        }
        if (others) await tellOfAccount(trx, person, 'sign-in-changed', { by: whoOf(caller), realNow: Date.now(), detail: fields });
      });
      if (!(await canSignIn(db, person))) await leaveAllWork(context, person, (await postingsOf(db, person)).map(({ agency }) => agency));
      return answerPerson(context, request, reply, person);
    },
  );

  app.post(
    '/v1/people/:person/password-reset',
    {
      config: { access: ADMINISTRATORS },
      schema: {
        tags,
        summary: 'A password for one sign-in, for somebody who has none or has lost theirs',
        description: 'Waits for a second person, who is shown the password when they confirm; it is changed at the first sign-in.',
        params: OnePerson,
        headers: IfMatchHeader,
        response: guarded({ 202: ConfirmationView }, 404, 412, 428),
      },
    },
    async (request, reply) => {
      const { params: { person }, caller } = request;
      refuseOwn(caller, person);
      mustMatch(request, (await personOr404(officeDb(context, request), person)).version);
      return answerProposed(context, request, reply, 'password-reset', { person });
    },
  );

  app.delete(
    '/v1/people/:person/second-factors',
    {
      config: { access: ADMINISTRATORS },
      schema: {
        tags,
        summary: "Take all of somebody's second factors away, because they have lost them",
        description: 'Waits for a second person. Ends all their sessions; the person is told. Nobody resets their own.',
        params: OnePerson,
        headers: IfMatchHeader,
        response: guarded({ 202: ConfirmationView }, 404, 412, 428),
      },
    },
    async (request, reply) => {
      const { params: { person }, caller } = request;
      refuseOwn(caller, person);
      mustMatch(request, (await personOr404(officeDb(context, request), person)).version);
      return answerProposed(context, request, reply, 'second-factor-reset', { person });
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

async function refuseTakenBefore(db: Kysely<Schema>, person: string, { issuer, subject }: { readonly issuer: string; readonly subject: string }): Promise<void> {
  const found = await findAccountOf(db, issuer, subject);
  if (found && found.person !== person) throw new Refused(refusal('IDENTITY_TAKEN', {}, 'body.oidc'));
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

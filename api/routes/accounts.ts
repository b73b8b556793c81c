import { AccountGiven, Grants, PasswordChange, RegisteredPerson } from '../../contracts/http/person';
import { Session } from '../../contracts/http/session';
import { clearFailedSignIns, countFailedSignIn, findAccount, saveAccount, setGrants } from '../../db/accounts';
import { endSessionsOf } from '../../db/sessions';
import { refusal } from '../../domain/errors';
import { hashPassword, isPassword } from '../../gateway/passwords';
import { ADMINISTRATORS, logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import { whoOf } from '../caller';
import type { Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { refuseWeak } from '../identity/password-rules';
import { signIn } from '../identity/sign-in';
import { IfMatchHeader } from '../if-match';
import { Refused } from '../problem';
import { OnePerson, answerPerson, changeAsRead, personOr404 } from '../register';

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
      await changeAsRead(context, request, person, `grants ${grants.join(' ') || 'none'}`, (trx) => setGrants(trx, person, grants, { at: context.clock.now(), by: whoOf(caller) }));
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
        description: 'A new password and a disabled account end all their sessions at once.',
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
      if (typeof password === 'string') refuseWeak(password, [person, name], 'body.password');
      const changed = {
        ...(password === undefined ? {} : { passwordHash: password === null ? null : await hashPassword(password) }),
        ...(oidc === undefined ? {} : { oidc }),
        ...(disabled === undefined ? {} : { disabledRealAt: disabled ? Date.now() : null }),
      };
      await changeAsRead(context, request, person, `account ${Object.keys(request.body).join(' ')}${disabled === false ? ' (enabled)' : ''}`, async (trx) => {
        await saveAccount(trx, person, changed).catch(refuseTaken);
        if (disabled || password !== undefined) await endSessionsOf(trx, person);
      });
      return answerPerson(context, request, reply, person);
    },
  );

  app.put(
    '/v1/session/password',
    {
      config: { access: 'person', rateLimit: PASSWORD_LIMIT },
      schema: {
        tags: ['identity'],
        summary: "Change one's own password",
        description: 'Ends all sessions of this person; the answer is a new one.',
        body: PasswordChange,
        response: guarded({ 200: Session }, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const { body, caller } = request;
      const db = officeDb(context, request);
      const account = await findAccount(db, whoOf(caller));
      // One that rests takes as long, and counts no further.
      const rests = (account?.lockedUntil ?? 0) > Date.now();
      const right = await isPassword(account?.passwordHash, body.old);
      if (!account || !right || rests) {
        if (account && !rests) await countFailedSignIn(db, account.person, Date.now());
        throw new Refused(refusal('PASSWORD_WRONG', {}, 'body.old'));
      }
      refuseWeak(body.new, [account.person, account.name], 'body.new');
      const passwordHash = await hashPassword(body.new);
      await db.transaction().execute(async (trx) => {
        await saveAccount(trx, account.person, { passwordHash });
        await clearFailedSignIns(trx, account.person);
        await endSessionsOf(trx, account.person);
        await logAdministration(context, request, `person ${account.person} account own password`, trx);
      });
      return signIn(context, request, reply, account.person);
    },
  );
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

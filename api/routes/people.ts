import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { PersonId } from '../../contracts/http/common';
import { AccountGiven, Grants, NewPosting, PasswordChange, PersonList, PersonName, PersonQuery, PostingEnd, PostingId, PostingView, RegisteredPerson } from '../../contracts/http/person';
import { Session } from '../../contracts/http/session';
import { accountState, clearFailedSignIns, countFailedSignIn, findAccount, grantsOf, saveAccount, setGrants, takenBy } from '../../db/accounts';
import { addPosting, changePerson, endPosting, findPerson, postingsOf, registerPerson, renamePerson } from '../../db/people';
import type { HeldPosting, Person, Posting } from '../../db/people';
import { postsOf, registerOf } from '../../db/reads/register';
import type { Schema } from '../../db/schema';
import { endSessionsOf } from '../../db/sessions';
import { formatInstant, parseInstant } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { matchesWords, wordsOf } from '../../domain/word-search';
import { holdsThroughout, whyNoSuchPost } from '../../gateway/give-post';
import { hashPassword, isPassword } from '../../gateway/passwords';
import { ADMINISTRATORS, logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import { readerOf, whoOf } from '../caller';
import type { Access, Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { refuseWeak } from '../identity/password-rules';
import { signIn } from '../identity/sign-in';
import { IfMatchHeader, changedMeanwhile, etagOf, mustMatch } from '../if-match';
import { pageAfter } from '../page';
import { refuseOthersPosts } from '../posting-rights';
import { Refused, valueOf } from '../problem';
import { personSummary, postingView } from '../views/person';

const tags = ['administration'];
const APPOINTERS: Access = { people: ['supervisor', 'administrator'] };
const OnePerson = z.object({ person: PersonId });
const IfNoneMatch = z.object({ 'if-none-match': z.literal('*').optional().describe('Registers somebody new') });
/** A password is guessed no faster by somebody who has found an open session. */
const PASSWORD_LIMIT = { max: 20, timeWindow: '1 minute' };

export async function peopleRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/people',
    { config: { access: 'person' }, schema: { tags, summary: 'The register of people with their posts', querystring: PersonQuery, response: guarded({ 200: PersonList }) } },
    async (request) => {
      const { db, caller, query: { agency, q, limit, cursor } } = request;
      const now = context.clock.now();
      const all = await registerOf(db, now, agenciesShown(caller, agency));
      const asked = q === undefined ? undefined : wordsOf(q);
      const found = asked === undefined ? all : all.filter(({ person, name }) => matchesWords(asked, `${name} ${person} ${person.replaceAll('.', ' ')}`));
      const { items, next } = pageAfter(found, ({ person }) => person, { cursor, limit });
      const held = await postsOf(db, now, items.map(({ person }) => person));
      return { items: items.map((each) => personSummary(each, held.get(each.person) ?? [])), next };
    },
  );

  app.get(
    '/v1/people/:person',
    { config: { access: 'person' }, schema: { tags, summary: 'One person with all their posts', params: OnePerson, response: guarded({ 200: RegisteredPerson }, 404) } },
    async (request, reply) => {
      const found = await personOr404(officeDb(context, request), request.params.person);
      const view = await personView(context, request, found);
      const shown = agenciesShown(request.caller, undefined);
      const visible = shown === undefined || found.person === whoOf(request.caller) || view.postings.some(({ agency }) => shown.includes(agency));
      if (!visible) throw unknownPerson(found.person);
      reply.header('etag', etagOf(found.version));
      return view;
    },
  );

  app.put(
    '/v1/people/:person',
    {
      config: { access: ADMINISTRATORS },
      schema: {
        tags,
        summary: 'Register somebody, or correct their name',
        description: 'With If-None-Match: * somebody new, with If-Match somebody who is registered.',
        params: OnePerson,
        headers: IfMatchHeader.extend(IfNoneMatch.shape),
        body: PersonName,
        response: guarded({ 200: RegisteredPerson, 201: RegisteredPerson }, 404, 412, 413, 415, 428),
      },
    },
    async (request, reply) => {
      const { params: { person }, body: { name }, headers } = request;
      const db = officeDb(context, request);
      const isNew = headers['if-none-match'] === '*';
      if (isNew) {
        await db.transaction().execute(async (trx) => {
          if (!(await registerPerson(trx, person, name))) throw changedMeanwhile();
          await logAdministration(context, request, `person ${person} registered`, trx);
        });
      } else await change(context, request, (trx) => renamePerson(trx, person, name), 'name');
      return reply.code(isNew ? 201 : 200).send(await answerPerson(context, request, reply));
    },
  );

  app.post(
    '/v1/people/:person/postings',
    {
      config: { access: APPOINTERS },
      schema: {
        tags,
        summary: 'Give somebody a post: their own, seconded to it, or standing in for its holder between two dates',
        description: 'An administrator gives any post. A leader appoints stand-ins for posts at the agencies they lead, among the people posted there. The same request again is the same posting.',
        params: OnePerson,
        body: NewPosting,
        response: guarded({ 200: PostingView, 201: PostingView }, 404, 409, 412, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const person = await personOr404(db, request.params.person);
      const posting = postingGiven(person.person, request.body);
      await refuseOthersPosts(db, request.caller, posting);
      await refuseUnfit(db, posting);
      const now = context.clock.now();
      const { posting: held, present } = await withPerson(db, person, async (trx) => {
        const added = await addPosting(trx, posting);
        // What was given before and not repeated now would be a post in what is over.
        if (!added.present && posting.from < now - GRACE_MS) throw new Refused(refusal('POSTING_DATES', { value: formatInstant(posting.from), after: formatInstant(now) }, 'body.from'));
        if (added.present && added.posting.to !== posting.to) throw new Refused(refusal('POSTING_PRESENT', { person: person.person, id: added.posting.id }));
        if (!added.present) await logAdministration(context, request, `person ${person.person} post ${posting.role}@${posting.agency} ${posting.kind}`, trx);
        return added;
      });
      return reply.code(present ? 200 : 201).header('location', `/v1/people/${encodeURIComponent(person.person)}`).send(postingView(held));
    },
  );

  app.patch(
    '/v1/people/:person/postings/:posting',
    {
      config: { access: APPOINTERS },
      schema: {
        tags,
        summary: 'End a post, or move its end',
        description: 'Not in the past. A leader ends the stand-ins they may appoint.',
        params: OnePerson.extend({ posting: PostingId }),
        headers: IfMatchHeader,
        body: PostingEnd,
        response: guarded({ 200: RegisteredPerson }, 404, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const { params: { person, posting: id }, body } = request;
      const db = officeDb(context, request);
      const held = (await postingsOf(db, (await personOr404(db, person)).person)).find((each) => each.id === id);
      if (!held) throw new Refused(refusal('POSTING_UNKNOWN', { value: id, person }, 'path.posting'));
      await refuseOthersPosts(db, request.caller, held);
      const to = valueOf(parseInstant(body.to, 'body.to'));
      await refuseUnfitEnd(db, held, to, context.clock.now());
      await change(context, request, (trx) => endPosting(trx, held, to), `post ${held.role}@${held.agency} ends`);
      return answerPerson(context, request, reply);
    },
  );

  app.put(
    '/v1/people/:person/grants',
    {
      config: { access: ADMINISTRATORS },
      schema: { tags, summary: 'What somebody may do that is no post: exactly these', params: OnePerson, headers: IfMatchHeader, body: Grants, response: guarded({ 200: RegisteredPerson }, 404, 412, 413, 415, 428) },
    },
    async (request, reply) => {
      const { params: { person }, body } = request;
      refuseOwn(request);
      const grants = [...new Set(body.grants)];
      await change(context, request, (trx) => setGrants(trx, person, grants, { at: context.clock.now(), by: whoOf(request.caller) }), `grants ${grants.join(' ') || 'none'}`);
      return answerPerson(context, request, reply);
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
      const { params, body: { password, oidc, disabled } } = request;
      const db = officeDb(context, request);
      const { person, name } = await personOr404(db, params.person);
      if (disabled) refuseOwn(request);
      if (typeof password === 'string') refuseWeak(password, [person, name], 'body.password');
      const other = oidc ? await takenBy(db, person, oidc) : undefined;
      if (other !== undefined) throw new Refused(refusal('IDENTITY_TAKEN', { person: other }, 'body.oidc'));
      const passwordHash = typeof password === 'string' ? await hashPassword(password) : password;
      const changed = { ...(passwordHash === undefined ? {} : { passwordHash }), ...(oidc === undefined ? {} : { oidc }), ...(disabled === undefined ? {} : { disabledRealAt: disabled ? Date.now() : null }) };
      const what = [password === undefined ? [] : ['password'], oidc === undefined ? [] : ['oidc'], disabled === undefined ? [] : [disabled ? 'disabled' : 'enabled']].flat();
      await change(
        context,
        request,
        async (trx) => {
          await saveAccount(trx, person, changed);
          if (disabled || password !== undefined) await endSessionsOf(trx, person);
        },
        `account ${what.join(' ')}`,
      );
      return answerPerson(context, request, reply);
    },
  );

  app.put(
    '/v1/session/password',
    {
      config: { access: 'person', rateLimit: PASSWORD_LIMIT },
      schema: {
        tags: ['identity'],
        summary: "Change one's own password",
        description: 'Ends all other sessions of this person; the answer is a new one.',
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

/** Clocks of two machines differ a little. */
const GRACE_MS = 60_000;

/** Whose people the caller sees; undefined is everybody's. */
function agenciesShown(caller: Caller, agency: string | undefined): readonly string[] | undefined {
  const all = caller.kind === 'person' && (caller.kinds.includes('administrator') || caller.kinds.includes('auditor'));
  if (all) return agency === undefined ? undefined : [agency];
  const { agencies } = readerOf(caller);
  if (agency === undefined) return agencies;
  if (agencies.includes(agency)) return [agency];
  throw new Refused(refusal('AGENCY_NOT_YOURS', { value: agency, allowed: agencies.slice(0, 8).join(', ') || '–' }, 'query.agency'));
}

const unknownPerson = (person: string): Refused => new Refused(refusal('PERSON_NOT_REGISTERED', { value: person, id: person }, 'path.person'));

async function personOr404(db: Kysely<Schema>, person: string): Promise<Person> {
  const found = await findPerson(db, person);
  if (!found) throw unknownPerson(person);
  return found;
}

/** Grants are shown to those who watch over them; how somebody signs in to administrators alone. */
async function personView(context: ApiContext, request: FastifyRequest, found: Person): Promise<z.output<typeof RegisteredPerson>> {
  const { caller } = request;
  const db = officeDb(context, request);
  const is = (kind: 'administrator' | 'auditor'): boolean => caller.kind === 'person' && caller.kinds.includes(kind);
  const [postings, grants, account] = await Promise.all([
    postingsOf(db, found.person),
    is('administrator') || is('auditor') ? grantsOf(db, found.person) : undefined,
    is('administrator') ? accountState(db, found.person) : undefined,
  ]);
  return { ...personSummary(found, postings), version: found.version, ...(grants ? { grants: [...grants] } : {}), ...(is('administrator') ? { account: account ?? null } : {}) };
}

async function answerPerson(context: ApiContext, request: FastifyRequest, reply: { header(name: string, value: string): unknown }): Promise<z.output<typeof RegisteredPerson>> {
  const found = await personOr404(officeDb(context, request), (request.params as { person: string }).person);
  reply.header('etag', etagOf(found.version));
  return personView(context, request, found);
}

/** Changes something about the person of the path as the caller has read them, and writes down that they did. */
async function change(context: ApiContext, request: FastifyRequest, work: (trx: Kysely<Schema>) => Promise<unknown>, what: string): Promise<void> {
  const db = officeDb(context, request);
  const person = await personOr404(db, (request.params as { person: string }).person);
  mustMatch(request, person.version);
  await withPerson(db, person, async (trx) => {
    await work(trx);
    await logAdministration(context, request, `person ${person.person} ${what}`, trx);
  });
}

async function withPerson<T>(db: Kysely<Schema>, person: Person, work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
  let value: T | undefined;
  const changed = await changePerson(db, person, async (trx) => void (value = await work(trx)));
  if (!changed) throw changedMeanwhile();
  return value as T;
}

function refuseOwn({ caller, params }: FastifyRequest): void {
  if (whoOf(caller) === (params as { person: string }).person) throw new Refused(refusal('OWN_RIGHTS'));
}

function postingGiven(person: string, { agency, role, kind, onBehalfOf: of, from: begins, to: ends }: z.output<typeof NewPosting>): Posting {
  const onBehalfOf = of ?? null;
  const from = valueOf(parseInstant(begins, 'body.from'));
  const to = ends === undefined ? null : valueOf(parseInstant(ends, 'body.to'));
  const standsIn = kind === 'stand-in';
  if (standsIn !== (onBehalfOf !== null) || (standsIn && to === null) || onBehalfOf === person) throw new Refused(refusal('STAND_IN_DATES', {}, 'body.onBehalfOf'));
  if (to !== null && to <= from) throw new Refused(refusal('POSTING_DATES', { value: formatInstant(to), after: formatInstant(from) }, 'body.to'));
  return { person, agency, role, kind, onBehalfOf, from, to };
}

async function refuseUnfit(db: Kysely<Schema>, posting: Posting): Promise<void> {
  const unfit = await whyNoSuchPost(db, posting);
  if (unfit) throw new Refused({ ...unfit, field: `body.${unfit.field}`, details: { ...unfit.details, field: `body.${unfit.field}` } });
  await refuseUncovered(db, posting, posting.to);
}

/** Whoever stands in for somebody cannot do so longer than that one holds the post. */
async function refuseUncovered(db: Kysely<Schema>, { onBehalfOf, agency, role, from }: Posting, to: number | null): Promise<void> {
  if (onBehalfOf === null || (await holdsThroughout(db, onBehalfOf, { agency, role, from, to }))) return;
  throw new Refused(refusal('STAND_IN_FOR_NOBODY', { value: onBehalfOf, post: `${role}@${agency}` }, 'body.onBehalfOf'));
}

async function refuseUnfitEnd(db: Kysely<Schema>, held: HeldPosting, to: number, now: number): Promise<void> {
  if (held.to !== null && held.to <= now) throw new Refused(refusal('POSTING_OVER', { to: formatInstant(held.to) }));
  if (to < now - GRACE_MS && to > held.from) throw new Refused(refusal('POSTING_DATES', { value: formatInstant(to), after: formatInstant(now) }, 'body.to'));
  if (to <= held.from && held.from <= now) throw new Refused(refusal('POSTING_DATES', { value: formatInstant(to), after: formatInstant(now) }, 'body.to'));
  if (held.to !== null && to > held.to) await refuseUncovered(db, held, to);
}

import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { ConfirmationView } from '../../contracts/http/confirmation';
import { NewPosting, PostingEnd, PostingEnded, PostingId, PostingView, WorkInHand } from '../../contracts/http/person';
import { addPosting, endPosting, findPosting, postingsOf } from '../../db/people';
import { canSignIn } from '../../db/accounts';
import type { HeldPosting, Posting } from '../../db/people';
import { postingsOn } from '../../db/reads/postings-on';
import { endSessionsOf } from '../../db/sessions';
import type { Schema } from '../../db/schema';
import { atMinute, formatInstant, localDateOf, parseInstant } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { wantsSecondPerson } from '../../domain/second-person';
import { whyNotCovered, whyNoSuchPost } from '../../gateway/give-post';
import { whyNotEnd, whyNotGive } from '../../gateway/posting-rights';
import { rightsOf } from '../../gateway/second-person/rights-of';
import { tellOfPost } from '../../gateway/tell-of-post';
import { logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import { whoOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { ownSession } from '../identity/own-proof';
import { IfMatchHeader, mustMatch } from '../if-match';
import { Refused, valueOf } from '../problem';
import { leaveWork, refuseUnfitSuccessor, workAt } from '../work-left';
import { OnePerson, answerPerson, changeAsRead, changeNow, personOr404 } from '../register';
import { answerProposed } from '../second-person';
import { postingView } from '../views/person';

const tags = ['administration'];
const APPOINTERS: Access = { people: ['supervisor', 'administrator'] };

/** The posts people hold: their own, seconded to one, or standing in for its holder between two dates. */
export async function postingRoutes(app: Api, context: ApiContext): Promise<void> {
  app.post(
    '/v1/people/:person/postings',
    {
      config: { access: APPOINTERS },
      schema: {
        tags,
        summary: 'Give somebody a post',
        description:
          'An administrator gives any. A leader appoints stand-ins for posts at the agencies they lead, among the people posted there. ' +
          'Nobody gives themselves one. A post of a leader or of procedure control waits for a second person (202). A post begins ' +
          'today at the earliest. The same request again is the same posting.',
        params: OnePerson,
        body: NewPosting,
        response: guarded({ 200: PostingView, 201: PostingView, 202: ConfirmationView }, 404, 409, 412, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const person = await personOr404(db, request.params.person);
      const posting = postingGiven(person.person, request.body);
      const now = context.clock.now();
      const by = whoOf(request.caller);
      refuseBecause(await whyNotGive(db, await rightsOf(db, by, now), posting));
      await refuseUnfit(db, posting);
      const held = await findPosting(db, posting);
      if (held && held.to !== posting.to) throw new Refused(refusal('POSTING_PRESENT', { person: person.person, id: held.id }));
      if (held) return reply.code(200).header('location', addressOf(person.person)).send(postingView(held));
      if (posting.from < beginningOf(now)) throw datesRefused('body.from', posting.from, beginningOf(now));
      if (wantsSecondPerson(posting.role)) return reply.code(202).send(await answerProposed(context, request, reply, 'post', posting));
      const { posting: given, present } = await changeNow(db, person, async (trx) => {
        const added = await addPosting(trx, posting, { by, confirmation: null });
        if (added.present) return added;
        await logAdministration(context, request, `person ${person.person} post ${posting.role}@${posting.agency} ${posting.kind}`, trx);
        await endSessionsOf(trx, person.person);
        await tellOfPost(trx, posting, 'given', { by, realNow: Date.now() });
        return added;
      });
      return reply.code(present ? 200 : 201).header('location', addressOf(person.person)).send(postingView(given));
    },
  );

  app.patch(
    '/v1/people/:person/postings/:posting',
    {
      config: { access: 'person' },
      schema: {
        tags,
        summary: 'End a post, or move its end',
        description: 'At once or later: what was done from a post was done from it. A leader ends the stand-ins they may appoint, and whoever is ' +
          'stood in for theirs. A later end of a post that leads or controls waits for a second person (202).',
        params: OnePerson.extend({ posting: PostingId }),
        headers: IfMatchHeader,
        body: PostingEnd,
        response: guarded({ 200: PostingEnded, 202: ConfirmationView }, 404, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const { params: { person, posting: id }, body } = request;
      const db = officeDb(context, request);
      const held = await postingOr404(db, person, id);
      const now = context.clock.now();
      const by = whoOf(request.caller);
      const to = endOf(held, valueOf(parseInstant(body.to, 'body.to')), now);
      const isLonger = held.to !== null && to > held.to;
      const rights = await rightsOf(db, by, now);
      // Whoever is stood in for takes the work back when they want.
      if (isLonger) refuseBecause(await whyNotGive(db, rights, held));
      else if (held.onBehalfOf !== by) refuseBecause(await whyNotEnd(db, rights, held));
      const { handOverTo } = body;
      if (handOverTo !== undefined && to > now) throw new Refused(refusal('HAND_OVER_LATER', {}, 'body.handOverTo'));
      if (handOverTo !== undefined) await refuseUnfitSuccessor(context, held, handOverTo);
      if (isLonger) await refuseUncovered(db, { ...held, to });
      if (isLonger && wantsSecondPerson(held.role)) {
        mustMatch(request, (await personOr404(db, person)).version);
        return answerProposed(context, request, reply, 'post-end', { id, person, to });
      }
      await changeAsRead(context, request, person, `post ${held.role}@${held.agency} ends`, async (trx) => {
        await endPosting(trx, held, to);
        await endSessionsOf(trx, person, ownSession(request.caller).session);
        await tellOfPost(trx, held, isLonger ? 'moved' : 'ended', { by, realNow: Date.now() });
      });
      const work = to > now ? null : await leaveWork(context, held, handOverTo);
      return { ...(await answerPerson(context, request, reply, person)), work };
    },
  );

  app.get(
    '/v1/people/:person/postings/:posting/work',
    {
      config: { access: 'person' },
      schema: {
        tags,
        summary: 'The open work that somebody has in hand at a desk, before their post there ends',
        params: OnePerson.extend({ posting: PostingId }),
        response: guarded({ 200: WorkInHand }, 404),
      },
    },
    async (request) => {
      const { person, posting: id } = request.params;
      const db = officeDb(context, request);
      const held = await postingOr404(db, person, id);
      const by = whoOf(request.caller);
      if (held.onBehalfOf !== by) refuseBecause(await whyNotEnd(db, await rightsOf(db, by, context.clock.now()), held));
      const [open, there] = await Promise.all([workAt(context, held), postingsOn(db, context.clock.now(), held.agency)]);
      const now = context.clock.now();
      const hold = ({ postings }: (typeof there)[number]): boolean =>
        postings.some(({ agency, role, from }) => agency === held.agency && role === held.role && from <= now);
      const others = there.filter((each) => each.person !== person && hold(each));
      const able = await Promise.all(others.map((each) => canSignIn(db, each.person)));
      const colleagues = others.filter((_, n) => able[n]);
      return { open: open.length, colleagues: colleagues.map(({ person: id, name }) => ({ person: id, name })) };
    },
  );
}

async function postingOr404(db: Kysely<Schema>, person: string, id: number): Promise<HeldPosting> {
  const held = (await postingsOf(db, (await personOr404(db, person)).person)).find((each) => each.id === id);
  if (!held) throw new Refused(refusal('POSTING_UNKNOWN', { value: id, person }, 'path.posting'));
  return held;
}

const datesRefused = (field: string, value: Instant, after: Instant): Refused => new Refused(refusal('POSTING_DATES', { value: formatInstant(value), after: formatInstant(after) }, field));

function postingGiven(person: string, { agency, role, kind, onBehalfOf: of, from: begins, to: ends }: z.output<typeof NewPosting>): Posting {
  const from = valueOf(parseInstant(begins, 'body.from'));
  const to = ends === undefined ? null : valueOf(parseInstant(ends, 'body.to'));
  const onBehalfOf = of ?? null;
  const standsIn = kind === 'stand-in';
  if (standsIn !== (onBehalfOf !== null) || (standsIn && to === null) || onBehalfOf === person) throw new Refused(refusal('STAND_IN_DATES', {}, 'body.onBehalfOf'));
  if (to !== null && to <= from) throw datesRefused('body.to', to, from);
  return { person, agency, role, kind, onBehalfOf, from, to };
}

async function refuseUnfit(db: Kysely<Schema>, posting: Posting): Promise<void> {
  const unfit = await whyNoSuchPost(db, posting);
  if (unfit) throw new Refused({ ...unfit, field: `body.${unfit.field}`, details: { ...unfit.details, field: `body.${unfit.field}` } });
  await refuseUncovered(db, posting);
}

async function refuseUncovered(db: Kysely<Schema>, posting: Posting): Promise<void> {
  const why = await whyNotCovered(db, posting);
  if (why) throw new Refused({ ...why, field: 'body.onBehalfOf', details: { ...why.details, field: 'body.onBehalfOf' } });
}

function refuseBecause(why: Refusal | undefined): void {
  if (why) throw new Refused(why);
}

const addressOf = (person: string): string => `/v1/people/${encodeURIComponent(person)}`;

const beginningOf = (now: Instant): Instant => atMinute(localDateOf(now), 0);

/** When a posting ends, asked for at `now`: what lies earlier today means at once. One that has not begun may be taken back whole. */
function endOf(held: HeldPosting, asked: Instant, now: Instant): Instant {
  if (held.to !== null && held.to <= now) throw new Refused(refusal('POSTING_OVER', { to: formatInstant(held.to) }));
  if (held.from > now) return asked;
  if (asked < beginningOf(now)) throw datesRefused('body.to', asked, beginningOf(now));
  return Math.max(asked, now);
}

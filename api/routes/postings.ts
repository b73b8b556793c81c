import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { NewPosting, PostingEnd, PostingEnded, PostingId, PostingView, WorkInHand } from '../../contracts/http/person';
import { addPosting, endPosting, postingsOf } from '../../db/people';
import type { HeldPosting, Posting } from '../../db/people';
import { postingsOn } from '../../db/reads/postings-on';
import { endSessionsOf } from '../../db/sessions';
import type { Schema } from '../../db/schema';
import { atMinute, formatInstant, localDateOf, parseInstant } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import { refusal } from '../../domain/errors';
import { holdsThroughout, whyNoSuchPost } from '../../gateway/give-post';
import { logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { ownSession } from '../identity/own-proof';
import { IfMatchHeader } from '../if-match';
import { refuseOthersPosts } from '../posting-rights';
import { Refused, valueOf } from '../problem';
import { leaveWork, refuseUnfitSuccessor, workAt } from '../work-left';
import { OnePerson, answerPerson, changeAsRead, changeNow, personOr404 } from '../register';
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
          'An administrator gives any. A leader appoints stand-ins for posts at the agencies they lead, among the people posted there. A post begins today at the earliest. The same request again is the same posting.',
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
      const { posting: held, present } = await changeNow(db, person, async (trx) => {
        const added = await addPosting(trx, posting);
        if (added.present && added.posting.to !== posting.to) throw new Refused(refusal('POSTING_PRESENT', { person: person.person, id: added.posting.id }));
        if (added.present) return added;
        if (posting.from < beginningOf(now)) throw datesRefused('body.from', posting.from, beginningOf(now));
        await logAdministration(context, request, `person ${person.person} post ${posting.role}@${posting.agency} ${posting.kind}`, trx);
        await endSessionsOf(trx, person.person, ownSession(request.caller).session);
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
        description: 'At once or later: what was done from a post was done from it. A leader ends the stand-ins they may appoint.',
        params: OnePerson.extend({ posting: PostingId }),
        headers: IfMatchHeader,
        body: PostingEnd,
        response: guarded({ 200: PostingEnded }, 404, 409, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const { params: { person, posting: id }, body } = request;
      const db = officeDb(context, request);
      const held = await postingOr404(db, person, id);
      await refuseOthersPosts(db, request.caller, held);
      const now = context.clock.now();
      const to = endOf(held, valueOf(parseInstant(body.to, 'body.to')), now);
      const { handOverTo } = body;
      if (handOverTo !== undefined && to > now) throw new Refused(refusal('HAND_OVER_LATER', {}, 'body.handOverTo'));
      if (handOverTo !== undefined) await refuseUnfitSuccessor(context, held, handOverTo);
      if (held.to !== null && to > held.to) await refuseUncovered(db, { ...held, to });
      await changeAsRead(context, request, person, `post ${held.role}@${held.agency} ends`, async (trx) => {
        await endPosting(trx, held, to);
        await endSessionsOf(trx, person, ownSession(request.caller).session);
      });
      const work = to > now ? null : await leaveWork(context, held, handOverTo);
      return { ...(await answerPerson(context, request, reply, person)), work };
    },
  );

  app.get(
    '/v1/people/:person/postings/:posting/work',
    {
      config: { access: APPOINTERS },
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
      await refuseOthersPosts(db, request.caller, held);
      const [open, there] = await Promise.all([workAt(context, held), postingsOn(db, context.clock.now(), held.agency)]);
      const colleagues = there.filter(
        (each) => each.person !== person && each.postings.some((own) => own.agency === held.agency && own.role === held.role && own.from <= context.clock.now()),
      );
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

/** Whoever stands in for somebody does so as long as that one holds the post, and no longer. */
async function refuseUncovered(db: Kysely<Schema>, posting: Posting): Promise<void> {
  const { onBehalfOf, agency, role } = posting;
  if (onBehalfOf === null || (await holdsThroughout(db, onBehalfOf, posting))) return;
  throw new Refused(refusal('STAND_IN_FOR_NOBODY', { value: onBehalfOf, post: `${role}@${agency}` }, 'body.onBehalfOf'));
}

const beginningOf = (now: Instant): Instant => atMinute(localDateOf(now), 0);

/** When a posting ends, asked for at `now`: what lies earlier today means at once. One that has not begun may be taken back whole. */
function endOf(held: HeldPosting, asked: Instant, now: Instant): Instant {
  if (held.to !== null && held.to <= now) throw new Refused(refusal('POSTING_OVER', { to: formatInstant(held.to) }));
  if (held.from > now) return asked;
  if (asked < beginningOf(now)) throw datesRefused('body.to', asked, beginningOf(now));
  return Math.max(asked, now);
}

import { z } from 'zod';
import { Cursor } from '../../contracts/http/common';
import { DeadLetterList, SubscriptionMade, SubscriptionView } from '../../contracts/http/integration';
import { NewSubscriptionBody, SubscriptionChangeBody, fitsKind } from '../../contracts/subscription';
import { logAccess } from '../../db/access-log';
import { deadLetters, replayDeadLetters } from '../../db/dead-letters';
import { relayLag } from '../../db/reads/relay-lag';
import type { RelayLag } from '../../db/reads/relay-lag';
import { createSubscription, deleteSubscription, findSubscription, listSubscriptions, rotateSecret, subscriberName, updateSubscription } from '../../db/subscriptions';
import type { Subscription } from '../../db/subscriptions';
import { refusal } from '../../domain/errors';
import { officeDb } from '../administration';
import { guarded } from '../answers';
import { accessOf } from '../authenticate';
import { whoOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { IfMatchHeader, changedMeanwhile, etagOf, mustMatch } from '../if-match';
import { Refused } from '../problem';
import { timestamp } from '../views/time';

const ADMINISTRATORS: Access = { people: ['administrator'] };
const OneSubscription = z.object({ id: z.uuid() });
const NOTHING = z.null().describe('Nothing');

/** Other systems that are told of what is recorded: webhooks and NATS, what they did not take, and its replay. */
export async function subscriptionRoutes(app: Api, context: ApiContext): Promise<void> {
  const tags = ['administration'];
  const config = { access: ADMINISTRATORS };
  // Numbers alone; they are counted over all of the outbox, of which nobody else sees the whole.
  const lags = () => relayLag(context.database.as({ person: 'lag', agencies: [], audits: true }), Date.now());

  app.get('/v1/subscriptions', { config, schema: { tags, summary: 'Subscriptions, with how far each is behind', response: guarded({ 200: z.object({ items: z.array(SubscriptionView) }) }) } }, async (request) => {
    const db = officeDb(context, request);
    const [subscriptions, known] = await Promise.all([listSubscriptions(db), lags()]);
    return { items: subscriptions.map((subscription) => view(subscription, known)) };
  });

  app.post(
    '/v1/subscriptions',
    { config, schema: { tags, summary: 'Subscribe another system', body: NewSubscriptionBody, response: guarded({ 201: SubscriptionMade }, 413, 415) } },
    async (request, reply) => {
      mustBeHttps(context, request.body);
      const { subscription, secret } = await createSubscription(officeDb(context, request), { ...request.body, createdAt: context.clock.now(), createdBy: whoOf(request.caller) });
      await logAccess(officeDb(context, request), { ...accessOf(context, request), action: 'administration', detail: `subscription ${subscription.id}` });
      return reply.code(201).header('location', `/v1/subscriptions/${subscription.id}`).header('etag', etagOf(subscription.version)).send({ ...view(subscription, []), secret });
    },
  );

  app.get('/v1/subscriptions/:id', { config, schema: { tags, summary: 'One subscription', params: OneSubscription, response: guarded({ 200: SubscriptionView }, 404) } }, async (request, reply) => {
    const { params } = request;
    const db = officeDb(context, request);
    const subscription = await found(db, params.id);
    reply.header('etag', etagOf(subscription.version));
    return view(subscription, await lags());
  });

  app.put(
    '/v1/subscriptions/:id',
    { config, schema: { tags, summary: 'Change, pause or take up again', params: OneSubscription, headers: IfMatchHeader, body: SubscriptionChangeBody, response: guarded({ 200: SubscriptionView }, 404, 412, 413, 415, 428) } },
    async (request, reply) => {
      const { params, body } = request;
      const db = officeDb(context, request);
      const before = await found(db, params.id);
      mustMatch(request, before.version);
      if (!fitsKind(before.kind, body.url)) throw new Refused(refusal('FIELD_INVALID', { problem: `must be an address for ${before.kind}`, problemVi: `phải là địa chỉ cho ${before.kind}` }, 'body.url'));
      mustBeHttps(context, { kind: before.kind, url: body.url });
      const changed = await updateSubscription(db, params.id, before.version, body);
      if (!changed) throw changedMeanwhile();
      await logAccess(db, { ...accessOf(context, request), action: 'administration', detail: `subscription ${params.id}` });
      reply.header('etag', etagOf(changed.version));
      return view(changed, await lags());
    },
  );

  app.delete(
    '/v1/subscriptions/:id',
    { config, schema: { tags, summary: 'End a subscription, with everything parked for it', params: OneSubscription, headers: IfMatchHeader, response: guarded({ 204: NOTHING }, 404, 412, 428) } },
    async (request, reply) => {
      const { params } = request;
      const db = officeDb(context, request);
      mustMatch(request, (await found(db, params.id)).version);
      await deleteSubscription(db, params.id);
      await logAccess(db, { ...accessOf(context, request), action: 'administration', detail: `subscription ${params.id} ended` });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/subscriptions/:id/secret',
    { config, schema: { tags, summary: 'A new secret; the one before signs as well for a day', params: OneSubscription, response: guarded({ 200: z.object({ secret: z.string() }) }, 404, 409) } },
    async (request) => {
      const { params } = request;
      const db = officeDb(context, request);
      if ((await found(db, params.id)).kind !== 'webhook') throw new Refused(refusal('SUBSCRIPTION_UNSIGNED'));
      const secret = await rotateSecret(db, params.id, Date.now());
      await logAccess(db, { ...accessOf(context, request), action: 'administration', detail: `subscription ${params.id} secret` });
      return { secret };
    },
  );

  app.get(
    '/v1/dead-letters',
    {
      config,
      schema: {
        tags,
        summary: 'Messages that a subscriber did not take at any attempt',
        querystring: z.object({ subscriber: z.string().max(200).regex(/^[\w:.-]+$/).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), cursor: Cursor.optional() }),
        response: guarded({ 200: DeadLetterList }),
      },
    },
    async (request) => {
      const { subscriber, limit, cursor } = request.query;
      const db = officeDb(context, request);
      const after = decodeCursor(cursor, ['number'])?.[0] as number | undefined;
      const rows = await deadLetters(db, { ...(subscriber === undefined ? {} : { subscriber }), ...(after === undefined ? {} : { after }), limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { items: page.map(({ parkedRealAt, ...row }) => ({ ...row, parkedAt: timestamp(parkedRealAt) })), next: rows.length > limit && last ? encodeCursor([last.position]) : null };
    },
  );

  app.post(
    '/v1/dead-letters/replay',
    {
      config,
      schema: {
        tags,
        summary: "Try a subscriber's dead letters anew, all or one; what waits behind follows in order",
        body: z.strictObject({ subscriber: z.string().min(1).max(200).regex(/^[\w:.-]+$/), position: z.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional() }),
        response: guarded({ 200: z.object({ replayed: z.number().int() }) }, 413, 415),
      },
    },
    async (request) => {
      const { subscriber, position } = request.body;
      const replayed = await replayDeadLetters(officeDb(context, request), subscriber, Date.now(), position);
      await logAccess(officeDb(context, request), { ...accessOf(context, request), action: 'administration', detail: `replay ${subscriber}` });
      return { replayed };
    },
  );
}

/** What never leaves this machine nobody reads on the way. */
const ON_THIS_MACHINE = /^http:\/\/(127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

/** A demonstration sends to receivers on its own machine; in production names and signatures do not go in clear. */
function mustBeHttps(
  { training, privateWebhooks = false }: ApiContext,
  { kind, url }: Pick<Subscription, 'kind' | 'url'>,
): void {
  if (training !== false || kind !== 'webhook' || url.startsWith('https:')) return;
  if (!(privateWebhooks && ON_THIS_MACHINE.test(url))) throw new Refused(refusal('WEBHOOK_NOT_HTTPS', {}, 'body.url'));
}

async function found(db: Parameters<typeof findSubscription>[0], id: string): Promise<Subscription> {
  const subscription = await findSubscription(db, id);
  if (!subscription) throw new Refused(refusal('NOT_FOUND'));
  return subscription;
}

function view(subscription: Subscription, known: readonly RelayLag[]): z.output<typeof SubscriptionView> {
  const { goneRealAt, createdAt, eventTypes, agencies, ...rest } = subscription;
  const lag = known.find(({ subscriber }) => subscriber === subscriberName(subscription.id));
  return {
    ...rest,
    eventTypes: eventTypes && [...eventTypes],
    agencies: agencies && [...agencies],
    gone: goneRealAt !== null,
    createdAt: timestamp(createdAt),
    behind: lag?.behind ?? null,
    oldestMs: lag?.oldestMs ?? null,
    parked: lag?.parked ?? null,
    dead: lag?.dead ?? null,
  };
}

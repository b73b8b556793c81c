import { z } from 'zod';
import { ACT_FIELDS } from '../../contracts/act-request';
import { IdempotencyHeader } from '../../contracts/http/common';
import { CommandView, Pending, Recorded } from '../../contracts/http/dossier';
import { ComplaintGiven, OwnComplaint, OwnComplaints, Rating, RatingGiven, Tracking } from '../../contracts/http/tracking';
import { findCommand } from '../../db/commands';
import { refusal } from '../../domain/errors';
import { answers } from '../answers';
import type { Api, ApiContext } from '../context';
import { complainOfOwn, complaintsOfOwn, ownDossier, rateOwn, trackOwn } from '../own-dossier';
import { pending, perform, refusedWith } from '../perform';
import { Refused } from '../problem';
import { commandView } from '../views/command';
import { recordedView } from '../views/dossier';

const Code = z.object({ code: z.string().min(1).max(60).describe('Legal code; before acceptance the id that handing in gave') });
const Receipt = z.object({ 'x-tracking-secret': z.string().max(64).optional().describe('The secret on the receipt') });
/** What the holder of a receipt may do with the dossier. */
const APPLICANTS_ACTS = ['provide-supplement', 'withdraw', 'stop'] as const;

/** Everything here is for whoever holds the receipt; who guesses is held up in server.ts. */
export async function trackingRoutes(app: Api, context: ApiContext): Promise<void> {
  const access = 'applicant' as const;

  app.get(
    '/v1/tracking/:code',
    {
      config: { access },
      schema: {
        tags: ['public'],
        summary: 'Where a dossier stands, for whoever holds its receipt',
        description: 'Code and secret are on the receipt. No personal data and no name of an officer is shown. An unknown code and a wrong secret are answered alike.',
        params: Code,
        headers: Receipt,
        response: answers({ 200: Tracking }, 404),
      },
    },
    async ({ db, caller }) => trackOwn(db, await ownDossier(db, caller), context.clock.now()),
  );

  for (const act of APPLICANTS_ACTS) {
    app.post(
      `/v1/tracking/:code/acts/${act}`,
      {
        config: { access },
        schema: {
          tags: ['public'],
          summary: `The applicant's own act: ${act}`,
          params: Code,
          headers: IdempotencyHeader.extend(Receipt.shape),
          body: ACT_FIELDS[act],
          response: answers({ 200: Recorded, 202: Pending }, 403, 404, 409, 413, 415, 422),
        },
      },
      async (request, reply) => {
        const { dossierId } = await ownDossier(request.db, request.caller);
        const key = request.headers['idempotency-key'];
        // Two applicants who choose the same key mean two acts.
        const id = `receipt:${dossierId}/${key}`;
        const result = await perform(context, request, { dossier: dossierId, act, id, fields: request.body });
        if (result === 'pending') return pending(reply, key, `/v1/tracking/${encodeURIComponent(request.params.code)}/acts/${encodeURIComponent(key)}`);
        if (!result.ok) throw await refusedWith(context, request, dossierId, result.refusal);
        return recordedView(result.value);
      },
    );
  }

  app.get(
    '/v1/tracking/:code/acts/:key',
    {
      config: { access },
      schema: {
        tags: ['public'],
        summary: "What became of an applicant's act that was answered with 202",
        params: Code.extend({ key: IdempotencyHeader.shape['idempotency-key'] }),
        headers: Receipt,
        response: answers({ 200: CommandView }, 404),
      },
    },
    async ({ db, caller, params, language }) => {
      const { dossierId } = await ownDossier(db, caller);
      const command = await findCommand(db, `receipt:${dossierId}/${params.key}`);
      if (!command) throw new Refused(refusal('COMMAND_UNKNOWN', { value: params.key }, 'path.key'));
      return commandView(command, language);
    },
  );

  app.post(
    '/v1/tracking/:code/rating',
    {
      config: { access },
      schema: {
        tags: ['public'],
        summary: 'Rate the service: once, and changeable for ten days',
        description: 'Possible once the result is ready.',
        params: Code,
        headers: Receipt,
        body: RatingGiven,
        response: answers({ 200: Rating }, 404, 409, 413, 415),
      },
    },
    async ({ db, caller, body }) => rateOwn(db, await ownDossier(db, caller), body, caller, context.clock.now()),
  );

  app.post(
    '/v1/tracking/:code/complaints',
    {
      config: { access },
      schema: {
        tags: ['public'],
        summary: 'Complain; answered within ten working days',
        params: Code,
        headers: IdempotencyHeader.extend(Receipt.shape),
        body: ComplaintGiven,
        response: answers({ 201: OwnComplaint }, 404, 409, 413, 415),
      },
    },
    async ({ db, caller, body, headers, params }, reply) => {
      const complaint = await complainOfOwn(db, await ownDossier(db, caller), body, caller, headers['idempotency-key'], context.clock.now());
      return reply.code(201).header('location', `/v1/tracking/${encodeURIComponent(params.code)}/complaints`).send(complaint);
    },
  );

  app.get(
    '/v1/tracking/:code/complaints',
    {
      config: { access },
      schema: { tags: ['public'], summary: 'Your complaints with their answers, the newest first', params: Code, headers: Receipt, response: answers({ 200: OwnComplaints }, 404) },
    },
    async ({ db, caller }) => ({ items: await complaintsOfOwn(db, await ownDossier(db, caller)) }),
  );
}

import { ConfirmationList, ConfirmationQuery, ConfirmationRefused, ConfirmationView, ConfirmedView, OneConfirmation } from '../../contracts/http/confirmation';
import { confirmationsIn, findConfirmation } from '../../db/confirmations';
import type { Confirmation } from '../../db/confirmations';
import { refusal } from '../../domain/errors';
import { checkingApart } from '../../gateway/check-apart';
import { confirm, refuseProposal, sees } from '../../gateway/second-person/confirmations';
import type { DecisionDesk } from '../../gateway/second-person/confirmations';
import { guarded } from '../answers';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { Refused, valueOf } from '../problem';
import { confirmationView, decisionDesk } from '../second-person';

const tags = ['administration'];
/** Which of them may decide what, the core says. */
const DECIDERS: Access = { people: ['supervisor', 'control', 'administrator', 'auditor'] };
/** More wait, or are shown of those that were decided, only where something is wrong. */
const MOST = 200;

/** What one person proposed and another has to confirm: posts that decide, grants, ways to sign in, and what moves many dates. */
export async function confirmationRoutes(app: Api, context: ApiContext): Promise<void> {
  const check = checkingApart();

  app.get(
    '/v1/confirmations',
    {
      config: { access: 'person' },
      schema: {
        tags,
        summary: 'What waits for a second person, or did',
        description: "What the caller proposed, what is about them, and what they could decide. `mayConfirm` says for which they may.",
        querystring: ConfirmationQuery,
        response: guarded({ 200: ConfirmationList }),
      },
    },
    async (request) => {
      const desk = decisionDesk(context, request);
      const all = await confirmationsIn(desk.db, request.query.state, MOST);
      const items = [];
      for (const each of all) if (await sees(desk, desk.db, each)) items.push(await confirmationView(desk, each));
      return { items };
    },
  );

  app.get(
    '/v1/confirmations/:id',
    {
      config: { access: 'person' },
      schema: { tags, summary: 'One request', params: OneConfirmation, response: guarded({ 200: ConfirmationView }, 404) },
    },
    async (request) => {
      const desk = decisionDesk(context, request);
      return confirmationView(desk, await visibleOr404(desk, request.params.id));
    },
  );

  app.post(
    '/v1/confirmations/:id/confirm',
    {
      config: { access: DECIDERS },
      schema: {
        tags,
        summary: 'Confirm what somebody else proposed: it is done now, once',
        description:
          'By another person, whom it does not concern, who could have proposed the same. If something it was decided on has changed, ' +
          'nothing is done and the answer says what. The password of a reset is in this answer and nowhere else.',
        params: OneConfirmation,
        response: guarded({ 200: ConfirmedView }, 404, 409, 412, 422),
      },
    },
    async (request) => {
      const desk = decisionDesk(context, request, check);
      await visibleOr404(desk, request.params.id);
      const { confirmation, secret = null, location = null } = valueOf(await confirm(desk, request.params.id));
      return { confirmation: await confirmationView(desk, confirmation), secret, location };
    },
  );

  app.post(
    '/v1/confirmations/:id/refuse',
    {
      config: { access: 'person' },
      schema: {
        tags,
        summary: 'Refuse what somebody proposed, or take back what one proposed oneself',
        params: OneConfirmation,
        body: ConfirmationRefused,
        response: guarded({ 200: ConfirmationView }, 404, 409, 413, 415),
      },
    },
    async (request) => {
      const desk = decisionDesk(context, request);
      await visibleOr404(desk, request.params.id);
      return confirmationView(desk, valueOf(await refuseProposal(desk, request.params.id, request.body.reason)));
    },
  );
}

async function visibleOr404(desk: DecisionDesk, id: string): Promise<Confirmation> {
  const found = await findConfirmation(desk.db, id);
  if (!found || !(await sees(desk, desk.db, found))) throw new Refused(refusal('CONFIRMATION_UNKNOWN', { value: id }, 'path.id'));
  return found;
}

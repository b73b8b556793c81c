import {
  ConfirmationCount,
  ConfirmationList,
  ConfirmationQuery,
  ConfirmationRefused,
  ConfirmationView,
  ConfirmedView,
  OneConfirmation,
} from '../../contracts/http/confirmation';
import { confirmationsIn, findConfirmation } from '../../db/confirmations';
import type { Confirmation } from '../../db/confirmations';
import { refusal } from '../../domain/errors';
import { checkingApart } from '../../gateway/check-apart';
import { confirm, deciderOf, refuseProposal } from '../../gateway/second-person/confirmations';
import type { Decider, DecisionDesk } from '../../gateway/second-person/confirmations';
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

/**
 * What one person proposed and another has to confirm: posts that decide, grants, ways to sign in, and what moves
 * many dates.
 */
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
      const decider = await deciderOf(desk, desk.db);
      const shown = (await confirmationsIn(desk.db, request.query.state, MOST)).filter(decider.sees);
      return { items: shown.map((each) => confirmationView(desk, decider, each)) };
    },
  );

  app.get(
    '/v1/confirmations/waiting',
    {
      config: { access: 'person' },
      schema: { tags, summary: 'How many wait for the caller to decide', response: guarded({ 200: ConfirmationCount }) },
    },
    async (request) => {
      const desk = decisionDesk(context, request);
      const decider = await deciderOf(desk, desk.db);
      const open = await confirmationsIn(desk.db, 'open', MOST);
      return { waiting: open.filter((each) => confirmationView(desk, decider, each).mayConfirm).length };
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
      const { found, decider } = await visibleOr404(desk, request.params.id);
      return confirmationView(desk, decider, found);
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
      const { decider } = await visibleOr404(desk, request.params.id);
      const { confirmation, secret = null, location = null } = valueOf(await confirm(desk, request.params.id));
      return { confirmation: confirmationView(desk, decider, confirmation), secret, location };
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
      const { decider } = await visibleOr404(desk, request.params.id);
      return confirmationView(desk, decider, valueOf(await refuseProposal(desk, request.params.id, request.body.reason)));
    },
  );
}

async function visibleOr404(
  desk: DecisionDesk,
  id: string,
): Promise<{ readonly found: Confirmation; readonly decider: Decider }> {
  const [found, decider] = [await findConfirmation(desk.db, id), await deciderOf(desk, desk.db)];
  if (!found || !decider.sees(found)) throw new Refused(refusal('CONFIRMATION_UNKNOWN', { value: id }, 'path.id'));
  return { found, decider };
}

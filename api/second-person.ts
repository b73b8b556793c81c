import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ConfirmationView } from '../contracts/http/confirmation';
import type { Confirmation } from '../db/confirmations';
import type { ConfirmationKind } from '../domain/second-person';
import { messageOf } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { CheckProcedure } from '../gateway/check-apart';
import { deciderOf, propose } from '../gateway/second-person/confirmations';
import type { Decider, DecisionDesk } from '../gateway/second-person/confirmations';
import type { Payloads, DeedTools } from '../gateway/second-person/deed-of';
import { logAdministration, officeDb } from './administration';
import { whoOf } from './caller';
import type { ApiContext } from './context';
import { Refused } from './problem';
import { timestamp, timestampOrNull } from './views/time';

/** Where the caller of a request proposes and decides. */
export const decisionDesk = (context: ApiContext, request: FastifyRequest, check?: CheckProcedure): DecisionDesk => ({
  db: officeDb(context, request),
  clock: context.clock,
  by: whoOf(request.caller),
  check,
  log: (trx, detail) => logAdministration(context, request, detail, trx),
});

/** Answers with the request that waits for a second person. Parts of the body are named as such. */
export async function answerProposed<K extends ConfirmationKind>(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: K,
  payload: Payloads[K],
  check?: DeedTools['check'],
): Promise<z.output<typeof ConfirmationView>> {
  const desk = decisionDesk(context, request, check);
  const proposed = await propose(desk, kind, payload);
  if (!proposed.ok) throw new Refused(inBody(proposed.refusal));
  return answerProposal(context, request, reply, proposed.value);
}

/** 202: taken in, and not done yet. */
export async function answerProposal(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  proposed: Confirmation,
): Promise<z.output<typeof ConfirmationView>> {
  reply.code(202).header('location', `/v1/confirmations/${proposed.id}`);
  const desk = decisionDesk(context, request);
  return confirmationView(desk, await deciderOf(desk, desk.db), proposed);
}

const OF_THE_BODY = new Set(['agency', 'role', 'onBehalfOf', 'to', 'from']);

function inBody(refused: Refusal): Refusal {
  if (refused.field === undefined || !OF_THE_BODY.has(refused.field)) return refused;
  const field = `body.${refused.field}`;
  return { ...refused, field, details: { ...refused.details, field } };
}

/** A request as the caller sees it: what it would do, and whether they may decide it. */
export function confirmationView(
  { by }: Pick<DecisionDesk, 'by'>,
  decider: Decider,
  confirmation: Confirmation,
): z.output<typeof ConfirmationView> {
  const { id, kind, summary, concerns, payload, proposedBy, state } = confirmation;
  const isOpen = state === 'open' && Date.now() < confirmation.expiresRealAt;
  const why = isOpen ? decider.whyNot(confirmation) : undefined;
  const file = kind === 'procedure' ? (payload as Payloads['procedure']).file : null;
  return {
    id,
    kind,
    summary,
    concerns,
    file,
    proposedBy,
    proposedAt: timestamp(confirmation.proposedAt),
    expires: timestamp(confirmation.expiresRealAt),
    state: state === 'open' && !isOpen ? 'expired' : state,
    decidedBy: confirmation.decidedBy,
    decidedAt: timestampOrNull(confirmation.decidedAt),
    decidedHow: confirmation.decidedHow,
    reason: confirmation.reason,
    mayConfirm: isOpen && why === undefined,
    whyNot: why === undefined ? null : { vi: messageOf(why, 'vi'), en: messageOf(why, 'en') },
    mayRefuse: isOpen && (why === undefined || proposedBy === by),
  };
}

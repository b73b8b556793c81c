import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestableAct } from '../contracts/act-request';
import { logAccess } from '../db/access-log';
import { Changes, accountedIn } from '../db/changes';
import { storeCommand } from '../db/commands';
import { ERRORS } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { Answer } from '../domain/dossier/state';
import type { Result } from '../domain/result';
import { prepareAct, sendPrepared } from '../gateway/act-on-dossier';
import type { PreparedAct } from '../gateway/act-on-dossier';
import { mendIfBehind } from '../gateway/compare-stores';
import { actingAs } from './actor';
import { accessOf } from './authenticate';
import { readerOf, whoOf } from './caller';
import { conflictOf } from './conflict';
import type { ApiContext } from './context';
import { insistently, withinPatience } from './patience';
import { Refused } from './problem';

export interface Asked {
  readonly dossier: string;
  readonly act: RequestableAct;
  readonly post?: string;
  readonly id: string;
  readonly fields: Record<string, unknown>;
}

/** One act, kept for later where Temporal or its workers do not answer in time. */
export async function perform(
  context: ApiContext,
  request: FastifyRequest,
  { dossier, act, post, id, fields }: Asked,
): Promise<Result<Answer> | 'pending'> {
  const desk = { db: request.db, clock: context.clock, client: context.client, signing: context.signing };
  const prepared = await preparing(context, () =>
    prepareAct(desk, { dossier, act, id, fields, ...actingAs(request.caller, post) }),
  );
  if (!prepared.ok) return prepared;
  const result = await withinPatience(context.client, context.actPatienceMs, () => sendPrepared(desk, prepared.value));
  // Whoever repeats an act got no answer: what recorded it may have died before the workflow heard of it.
  if (prepared.value.recorded) void mendIfBehind(desk, prepared.value.dossierId).catch(() => undefined);
  if (result === 'pending') await keep(context, request, act, prepared.value);
  return result;
}

/** What an act needs before it is sent. A text that was stored or a number that was reserved for it is nothing done yet. */
export const preparing = <T>(
  { actPatienceMs }: Pick<ApiContext, 'actPatienceMs'>,
  prepare: () => Promise<T>,
): Promise<T> => accountedIn(new Changes(actPatienceMs), prepare);

/** Keeps a prepared act, to be sent on until it is answered. */
export function keep(
  { actPatienceMs }: Pick<ApiContext, 'actPatienceMs'>,
  { db, caller }: FastifyRequest,
  act: string,
  prepared: PreparedAct,
): Promise<void> {
  const { commandId, dossierId, envelopes } = prepared;
  const command = {
    commandId,
    dossierId,
    who: whoOf(caller),
    agencies: readerOf(caller).agencies,
    act,
    // Sent on, it is no act that nobody can know: the log is asked first.
    prepared: { ...prepared, fresh: false },
    receivedAt: envelopes[0]!.stampedAt,
  };
  return insistently(actPatienceMs, () => storeCommand(db, command, Date.now()));
}

/** Answers 202; `outcome` is where to ask what became of it. */
export const pending = (
  reply: FastifyReply,
  commandId: string,
  outcome = `/v1/commands/${encodeURIComponent(commandId)}`,
) =>
  reply
    .code(202)
    .header('location', outcome)
    .send({ commandId, status: 'pending' as const, outcome });

/** The refusal is in the access log before it is answered; with a conflict comes what the other officer did, which is not for applicants. */
export async function refusedWith(
  context: ApiContext,
  request: FastifyRequest,
  reference: string,
  refused: Refusal,
): Promise<Refused> {
  await logAccess(request.db, { ...accessOf(context, request), action: 'refused-act', detail: refused.code });
  const told = ERRORS[refused.code].status === 409 && request.caller.kind !== 'applicant';
  const conflict = told ? await conflictOf(request.db, request.caller, reference, refused) : undefined;
  return new Refused(refused, conflict === undefined ? {} : { conflict }, true);
}

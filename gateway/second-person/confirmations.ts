import type { Kysely } from 'kysely';
import { tellOfAccount } from '../../db/account-notices';
import type { AccountChangeTold } from '../../db/account-notices';
import { findAgencies } from '../../db/catalogue';
import {
  decideConfirmation,
  findConfirmation,
  lockConfirmation,
  peopleWithASay,
  saveConfirmation,
} from '../../db/confirmations';
import type { Confirmation } from '../../db/confirmations';
import { findPerson } from '../../db/people';
import type { Schema } from '../../db/schema';
import type { Topology } from '../../domain/agency/topology';
import { formatInstant } from '../../domain/calendar/local-time';
import { messageOf, refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import { WAITS_MS, operatorMayConfirm, rightsToConfirm, whyNotConfirm } from '../../domain/second-person';
import type { ConfirmationKind, Proposed, Rights } from '../../domain/second-person';
import type { Text } from '../../domain/text';
import type { Done } from './deed';
import { deedOf, keptDeed } from './deed-of';
import type { DeedTools, Payloads } from './deed-of';
import { isOperator, rightsOf, rightsOfAll } from './rights-of';
import { changedWords } from './words';

/** Where things are proposed and decided, and by whom. */
export interface DecisionDesk extends DeedTools {
  readonly db: Kysely<Schema>;
  /** Of the register, or the operator as the command line knows them. */
  readonly by: string;
  /** Writes into the access log, in the transaction of what it is about. */
  readonly log: (trx: Kysely<Schema>, detail: string) => Promise<void>;
}

const topologyOf = async (
  db: Kysely<Schema>,
): Promise<Topology | undefined> => (await findAgencies(db))?.topology as Topology | undefined;

async function tell(
  trx: Kysely<Schema>,
  person: string | null,
  what: AccountChangeTold,
  by: string,
  detail: string,
): Promise<void> {
  if (person === null || person === by || !(await findPerson(trx, person))) return;
  await tellOfAccount(trx, person, what, { by, realNow: Date.now(), detail });
}

/** Keeps what somebody wants done until another one confirms it. What could not be done anyway is refused now. */
export async function propose<K extends ConfirmationKind>(
  desk: DecisionDesk,
  kind: K,
  payload: Payloads[K],
): Promise<Result<Confirmation>> {
  const { db, by, clock, log } = desk;
  const at = clock.now();
  const deed = deedOf(desk, kind, payload);
  const why = await deed.whyNot(db, by, at);
  if (why) return refuse(why);
  const [basis, summary] = [await deed.basis(db), await deed.summary(db)];
  const realAt = Date.now();
  const proposed = {
    kind,
    payload,
    basis,
    summary,
    concerns: deed.concerns,
    proposedBy: by,
    at,
    realAt,
    expiresRealAt: realAt + WAITS_MS,
  };
  return ok(
    await db.transaction().execute(async (trx) => {
      const { confirmation, present } = await saveConfirmation(trx, proposed);
      if (present) return confirmation;
      await log(trx, `confirmation ${confirmation.id} proposed: ${deed.words}`);
      await tell(trx, deed.concerns, 'proposed', by, kind);
      return confirmation;
    }),
  );
}

export interface Confirmed extends Done {
  readonly confirmation: Confirmation;
}

/** A transaction that must not stay, and why. */
class TakenBack extends Error {
  override readonly name = 'TakenBack';
  constructor(readonly refusal: Refusal) {
    super(messageOf(refusal));
  }
}

/**
 * Does what was proposed, once, in the transaction that decides it: if everything is still as it was proposed, the proposer may still
 * propose it, and whoever confirms may.
 */
export async function confirm(desk: DecisionDesk, id: string): Promise<Result<Confirmed>> {
  const found = await findConfirmation(desk.db, id);
  if (!found) return refuse(refusal('CONFIRMATION_UNKNOWN', { value: id }));
  const deed = keptDeed(desk, found.kind, found.payload);
  // What takes long is looked at before anybody waits for it.
  const early = found.state === 'open' ? await whyNotDecide(desk, desk.db, found) : undefined;
  if (!early && found.kind === 'procedure') await deed.whyNot(desk.db, found.proposedBy, desk.clock.now());
  try {
    return await desk.db.transaction().execute(async (trx) => {
      const locked = await lockConfirmation(trx, id);
      if (!locked) return refuse(refusal('CONFIRMATION_UNKNOWN', { value: id }));
      const at = desk.clock.now();
      const realAt = Date.now();
      const over = await closedOrOver(desk, trx, locked);
      if (over) return refuse(over);
      const forbidden = await whyNotDecide(desk, trx, locked);
      if (forbidden) return refuse(forbidden);
      await deed.lock(trx);
      const changed =
        changedWords(locked.basis, await deed.basis(trx)) ?? said(await deed.whyNot(trx, locked.proposedBy, at));
      if (changed) {
        await decideConfirmation(trx, id, { state: 'stale', at, realAt, by: null });
        await desk.log(trx, `confirmation ${id} stale: ${deed.words}`);
        return refuse(refusal('CONFIRMATION_STALE', { changed: changed.en, changedVi: changed.vi }));
      }
      const how = isOperator(desk.by) ? 'operator' : 'second-person';
      await decideConfirmation(trx, id, { state: 'confirmed', at, realAt, by: desk.by, how });
      const { proposedBy, kind, concerns } = locked;
      const done = await deed.perform(trx, { id, proposedBy, confirmedBy: desk.by, at, realAt });
      if (!done.ok) throw new TakenBack(done.refusal);
      const alone = how === 'operator' ? ' by the operator alone' : '';
      await desk.log(trx, `confirmation ${id} confirmed${alone}, proposed by ${proposedBy}: ${deed.words}`);
      await tell(trx, proposedBy, 'proposal-confirmed', desk.by, concerns === null ? kind : `${kind} ${concerns}`);
      if (how === 'operator') await tellEverybodyWithASay(desk, trx, kind, concerns);
      return ok({ ...done.value, confirmation: (await findConfirmation(trx, id))! });
    });
  } catch (error) {
    if (error instanceof TakenBack) return refuse(error.refusal);
    throw error;
  }
}

/** Where one decided for two, everybody hears of it who could have been the second. */
async function tellEverybodyWithASay(
  desk: DecisionDesk,
  trx: Kysely<Schema>,
  kind: ConfirmationKind,
  concerns: string | null,
): Promise<void> {
  for (const person of await peopleWithASay(trx, desk.clock.now())) {
    await tell(trx, person, 'operator-confirmed', desk.by, concerns === null ? kind : `${kind} ${concerns}`);
  }
}

const said = (
  why: Refusal | undefined,
): Text | undefined => why && { vi: messageOf(why, 'vi'), en: messageOf(why, 'en') };

/** Decides against it: whoever could have confirmed it, or whoever proposed it. */
export async function refuseProposal(desk: DecisionDesk, id: string, reason: string): Promise<Result<Confirmation>> {
  return desk.db.transaction().execute(async (trx) => {
    const locked = await lockConfirmation(trx, id);
    if (!locked) return refuse(refusal('CONFIRMATION_UNKNOWN', { value: id }));
    const over = await closedOrOver(desk, trx, locked);
    if (over) return refuse(over);
    const own = locked.proposedBy === desk.by;
    const forbidden = own || isOperator(desk.by) ? undefined : await whyNotDecide(desk, trx, locked);
    if (forbidden) return refuse(forbidden);
    await decideConfirmation(trx, id, {
      state: 'refused',
      at: desk.clock.now(),
      realAt: Date.now(),
      by: desk.by,
      reason,
    });
    const { kind, concerns, proposedBy, payload } = locked;
    await desk.log(trx, `confirmation ${id} refused, proposed by ${proposedBy}: ${keptDeed(desk, kind, payload).words}`);
    const detail = concerns === null ? kind : `${kind} ${concerns}`;
    for (const person of new Set([proposedBy, concerns])) await tell(trx, person, 'proposal-refused', desk.by, detail);
    return ok((await findConfirmation(trx, id))!);
  });
}

/** Why it cannot be decided any more. What nobody decided in time is closed now. */
async function closedOrOver(
  desk: DecisionDesk,
  trx: Kysely<Schema>,
  { id, state, decidedBy, expiresRealAt }: Confirmation,
): Promise<Refusal | undefined> {
  const expired = refusal('CONFIRMATION_EXPIRED', { at: formatInstant(expiresRealAt) });
  if (state === 'expired') return expired;
  if (state !== 'open') return refusal('CONFIRMATION_DECIDED', { state, by: decidedBy ?? '–' });
  const realAt = Date.now();
  if (realAt < expiresRealAt) return undefined;
  await decideConfirmation(trx, id, { state: 'expired', at: desk.clock.now(), realAt, by: null });
  return expired;
}

type Judging = Pick<DecisionDesk, 'by' | 'clock'>;

/** What somebody sees of requests, and which of them they may decide; their rights are read once. */
export interface Decider {
  sees(confirmation: Confirmation): boolean;
  whyNot(proposed: Proposed): Refusal | undefined;
}

/** Of somebody of the register, or of the operator, who decides only where no two others could. */
export async function deciderOf({ by, clock }: Judging, db: Kysely<Schema>): Promise<Decider> {
  const at = clock.now();
  const topology = await topologyOf(db);
  if (isOperator(by)) {
    const all = await rightsOfAll(db, at);
    return { sees: () => true, whyNot: (proposed) => whyNotOperator(proposed, all, topology) };
  }
  const rights = await rightsOf(db, by, at);
  return {
    sees: ({ proposedBy, concerns, kind }) =>
      by === proposedBy || by === concerns || rightsToConfirm(kind, rights, topology).length > 0,
    whyNot: (proposed) => whyNotConfirm(proposed, rights, topology),
  };
}

function whyNotOperator(
  proposed: Proposed,
  all: readonly Rights[],
  topology: Topology | undefined,
): Refusal | undefined {
  if (operatorMayConfirm(proposed, all, topology)) return undefined;
  const who = all.filter((rights) => whyNotConfirm(proposed, rights, topology) === undefined).map(({ person }) => person);
  return refusal('CONFIRMATION_BY_OTHERS', { who: who.slice(0, 8).join(', ') });
}

/** Why whoever is at this desk may not be the second person, or undefined. */
export const whyNotDecide = async (
  desk: Judging,
  db: Kysely<Schema>,
  proposed: Proposed,
): Promise<Refusal | undefined> =>
  (await deciderOf(desk, db)).whyNot(proposed);

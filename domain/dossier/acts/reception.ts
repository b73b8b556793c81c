import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import { routeOf } from '../../procedure/route';
import type { Procedure } from '../../procedure/procedure';
import { amountOf, feesOwed, notAcceptable } from '../acceptance';
import { appealOf, whyNotAppeal } from '../appeal';
import { startAppointment } from '../appointment';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import type { Exception } from '../event';
import { isGuarded } from '../guarded';
import type { DossierState, FactValue } from '../state';
import { saysSomething } from '../../text';
import { openSupplements, openTasks } from '../state';
import { cancelAll, openStep } from './advance';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

/** `<agency code>-<YYMMDD>-<sequence of at least four digits>` (domain.md §5). */
const DOSSIER_CODE = /^[A-Z0-9]{2,3}(\.[A-Z0-9]{2,3}){0,3}-\d{6}-\d{4,8}$/;

export function submit(draft: Draft, command: Cmd<'submit'>): Refusal | null {
  const { procedure, agencies } = draft.state;
  if (draft.state.seq > 0) return refusal('SUBMISSION_KEY_TAKEN', { dossierId: draft.state.dossierId });
  const wrong = factsRefusal(procedure, command.facts, true) ?? documentsRefusal(procedure, command.documents);
  if (wrong) return wrong;
  emit(draft, {
    type: 'DossierSubmitted',
    procedureCode: procedure.code,
    procedureVersion: procedure.version,
    calendarVersion: draft.state.calendar.version,
    ...(agencies.version === undefined ? {} : { agenciesVersion: agencies.version }),
    channel: command.channel,
    receivingUnit: draft.state.receivingUnit,
    place: draft.state.place,
    facts: command.facts,
    documents: command.documents,
    applicantDigest: command.applicantDigest,
    feeOwed: procedure.fees.some((fee) => fee.when !== 'exempt' && amountOf(fee, command.channel) > 0),
  });
  const receive = routeOf(procedure).first;
  if (receive.at === 'step') openStep(draft, receive.step, { scope: [], taskId: null, agency: draft.state.receivingUnit });
  return null;
}

/** Acceptance assigns the legal code and starts the clock (01/2018 Art. 19; the limit counts from a complete dossier). */
export function accept(draft: Draft, command: Cmd<'accept'>): Refusal | null {
  if (draft.state.code !== null) return refusal('ALREADY_ACCEPTED', { code: draft.state.code });
  if (openSupplements(draft.state).length > 0) return refusal('ACT_NOT_IN_STAGE', { act: 'accept', stage: 'waiting for the supplement', allowed: 'confirm-supplement first' });
  const procedure = command.procedure ?? draft.state.procedure;
  const begun = openTasks(draft.state).find((task) => routeOf(procedure).steps[task.step]?.step.kind !== task.kind);
  if (procedure.code !== draft.state.procedure.code || begun) {
    return refusal('PROCEDURE_UNFIT', { value: `${procedure.code} version ${procedure.version}`, have: draft.state.procedure.code, step: begun?.step ?? '' }, 'procedure');
  }
  const exceptions = isGuarded(draft.state) ? (command.exceptions ?? []) : [];
  const wanting = isGuarded(draft.state) ? notAcceptable(procedure, draft.state, exceptions) : null;
  if (wanting) return wanting;
  if (!DOSSIER_CODE.test(command.code)) return refusal('CODE_INVALID', { value: command.code }, 'code');
  // "Received" for the clock is the moment the dossier was complete and valid: now, or when the confirmed supplement came.
  const supplemented = draft.state.supplements.filter((s) => s.stage === 'reception' && s.status === 'confirmed').at(-1);
  const receivedAt = supplemented?.providedAt ?? draft.at;
  emit(draft, {
    type: 'DossierAccepted',
    code: command.code,
    procedureVersion: procedure.version,
    ...(command.procedure ? { procedure: command.procedure } : {}),
    ...(command.agencies ? { agencies: command.agencies } : {}),
    appointment: startAppointment({ ...draft.state, procedure }, 0, receivedAt),
    ...(exceptions.length > 0 ? { exceptions, ...letOff(procedure, draft.state, exceptions) } : {}),
  });
  return null;
}

/** Whether a fee is still owed when these were let off; nothing is said where none was. */
function letOff(procedure: Procedure, { channel, money }: DossierState, exceptions: readonly Exception[]): { feeOwed?: boolean } {
  const waived = exceptions.flatMap((e) => ('fee' in e ? [e.fee] : []));
  if (waived.length === 0) return {};
  return { feeOwed: feesOwed(procedure, { channel, money: { ...money, waived } }).length > 0 };
}

export function refuseIntake(draft: Draft, command: Cmd<'refuse-intake'>): Refusal | null {
  const { state } = draft;
  const isGiven = isGuarded(state) ? saysSomething(command.ground) : command.ground.trim() !== '';
  if (!isGiven) return refusal('REASON_MISSING', { act: 'refuse-intake' }, 'ground');
  // A refusal of the intake is given in writing, with its reasons (Decree 118/2025 Art. 17; form 03).
  if (isGuarded(state) && command.reason === null) return refusal('REASON_MISSING', { act: 'refuse-intake' }, 'reason');
  const tooShort = isGuarded(state) ? whyNotAppeal(state, state.receivingUnit, command.appeal) : null;
  if (tooShort) return tooShort;
  cancelAll(draft, 'ended');
  const { ground, reason } = command;
  const appeal = isGuarded(state) ? { appeal: appealOf(state, state.receivingUnit, command.appeal) } : {};
  emit(draft, { type: 'IntakeRefused', ground, reason, ...appeal });
  return null;
}

export function payFee(draft: Draft, command: Cmd<'pay-fee'>): Refusal | null {
  if (draft.state.money.fee !== 'owed') return refusal('ACT_NOT_IN_STAGE', { act: 'pay-fee', stage: `fee ${draft.state.money.fee}`, allowed: 'fee owed' });
  emit(draft, { type: 'FeePaid', reference: command.reference });
  return null;
}

/** Facts given must be asked by the procedure and of the declared type; at submission the required ones must be there. */
export function factsRefusal(procedure: Procedure, facts: DossierState['facts'], complete: boolean): Refusal | null {
  const declared = procedure.facts ?? [];
  const asked = declared.map((f) => f.fact).join(', ') || 'nothing';
  for (const [name, value] of Object.entries(facts)) {
    const fact = declared.find((f) => f.fact === name);
    if (!fact) return refusal('FACT_UNKNOWN', { procedure: procedure.code, allowed: asked }, `facts.${name}`);
    if (!fits(fact, value)) return refusal('FACT_INVALID', { value: String(value), expected: expectation(fact) }, `facts.${name}`);
  }
  const missing = complete ? declared.find((f) => f.required && facts[f.fact] === undefined) : undefined;
  return missing ? refusal('FACT_MISSING', { procedure: procedure.code, expected: expectation(missing) }, `facts.${missing.fact}`) : null;
}

type FactOf = NonNullable<Procedure['facts']>[number];

const fits = (fact: FactOf, value: FactValue): boolean =>
  fact.type === 'choice' ? typeof value === 'string' && (fact.options ?? []).includes(value) : typeof value === fact.type && (typeof value !== 'number' || Number.isFinite(value));

const expectation = (fact: FactOf): string => (fact.type === 'choice' ? `one of ${(fact.options ?? []).join(', ')}` : `a ${fact.type}`);

export function documentsRefusal(procedure: Procedure, documents: readonly string[], field = 'documents'): Refusal | null {
  const known = procedure.documents.map((d) => d.document);
  const unknown = documents.find((d) => !known.includes(d));
  return unknown === undefined ? null : refusal('DOCUMENT_UNKNOWN', { value: unknown, procedure: procedure.code, allowed: known.join(', ') }, field);
}

export const receiveTask = (state: DossierState): string | null => openTasks(state).find((t) => t.kind === 'receive')?.taskId ?? null;

import { WithStartWorkflowOperation } from '@temporalio/client';
import { dossierIdOf } from '../db/submit-once';
import { findAgencies, findCalendar, findProcedureInForce } from '../db/catalogue';
import { findSubmission, markStarted, requestDigestOf, submitOnce } from '../db/submit-once';
import { submissionAnswer } from '../db/reads/submission-answer';
import type { PersonalData } from '../db/personal-data';
import { placesServedBy } from '../domain/agency/committee';
import { snapshotAgencies } from '../domain/agency/snapshot-agencies';
import type { Topology } from '../domain/agency/topology';
import { unitsOffering } from '../domain/agency/units-offering';
import { localDateOf } from '../domain/calendar/local-time';
import type { Actor } from '../domain/dossier/actor';
import { alarmUnvouched } from '../db/alarms';
import type { Envelope } from '../domain/dossier/command';
import { handle } from '../domain/dossier/engine';
import { submissionId } from '../domain/dossier/engine-ids';
import { openingIn } from '../domain/dossier/signed';
import type { Signature, SignedEnvelope } from '../domain/dossier/signed';
import { initialState } from '../domain/dossier/initial-state';
import type { LoggedEvent } from '../domain/dossier/recording';
import type { Answer, Channel, FactValue } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import type { Procedure } from '../domain/procedure/procedure';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import { PRIORITY, TASK_QUEUES } from '../temporal.config';
import { actUpdate } from '../workflows/dossier.messages';
import type { DossierInput } from '../workflows/dossier.messages';
import { openingAttributes } from '../workflows/search-attributes';
import { actorsOf, onlyFrom } from './actor-of';
import type { Desk } from './desk';
import { askToMend } from './mend';
import { isOver, refusalIn } from './refused';

export interface SubmitRequest {
  /** Chosen by the caller; the same key is the same dossier, for ever. */
  readonly key: string;
  readonly procedure: string;
  /** Code of the one-stop unit that receives it. */
  readonly unit: string;
  /** Committee of the applicant's place; the unit's own by default. */
  readonly place?: string;
  readonly channel: Channel;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly documents: readonly string[];
  readonly people: readonly PersonalData[];
  /** `applicant`, or the receptionist who took it in. */
  readonly as: string;
  readonly operator?: string;
  /** Of somebody's several posts the one to act from. */
  readonly post?: string;
}

/** What the workflow input and the submission row share: enough to start the dossier again after a crash. */
export interface StoredSubmission {
  readonly input: DossierInput;
  /** Signed by whoever took it in; what an earlier program stored is not. */
  readonly envelope: Envelope & { readonly signature?: Signature };
}

/**
 * Hands in one dossier, exactly once by its key. Answered when the submission is recorded. Everything that can be wrong
 * with it is found before anything is stored.
 */
export async function submitDossier(desk: Desk, request: SubmitRequest): Promise<Result<Answer>> {
  const result = await submitNow(desk, request);
  if (result.ok) return result;
  // A repeat gets the first answer, whatever has become of the procedure, the unit or the post since.
  const earlier = await findSubmission(desk.db, request.key, digestOf(request));
  return earlier ? finishSubmission(desk, earlier.input as StoredSubmission, earlier.digests.applicant ?? '') : result;
}

const digestOf = ({ operator: _, post: __, ...asked }: SubmitRequest): string => requestDigestOf(asked.key, asked);

async function submitNow(desk: Desk, request: SubmitRequest): Promise<Result<Answer>> {
  const { db, clock } = desk;
  const at = clock.now();
  const date = localDateOf(at);
  const [procedure, calendar, published, capacities] = await Promise.all([
    findProcedureInForce(db, request.procedure, date),
    findCalendar(db, PROVINCIAL_CALENDAR),
    findAgencies(db),
    actorsOf(db, request.as, at, request.operator),
  ]);
  if (!procedure) return refuse(refusal('PROCEDURE_NOT_IN_FORCE', { value: request.procedure, date }, 'procedure'));
  if (!calendar || !published) return refuse(refusal('CATALOGUE_EMPTY', {}));
  const topology = published.topology as Topology;
  const place = placeOf(topology, request, procedure, date);
  if (!place.ok) return place;
  const actors = capacities.ok && request.post !== undefined ? onlyFrom(capacities.value, request.post) : capacities;
  // After the unit: who submits is by default one of its posts.
  if (!actors.ok) return actors;
  const context = { receivingUnit: request.unit, place: place.value, date };
  const agencies = snapshotAgencies(topology, procedure, context, published.version);
  if (!agencies.ok) return agencies;

  const dossierId = dossierIdOf(request.key);
  const { channel, facts, documents, unit: receivingUnit } = request;
  const commandId = submissionId(dossierId);
  const envelopeFor = (actor: Actor, applicantDigest: string): Envelope => ({
    commandId,
    actor,
    stampedAt: at,
    command: { act: 'submit', channel, facts, documents, applicantDigest },
  });
  const opening = initialState({
    dossierId,
    procedure,
    calendar,
    agencies: agencies.value,
    channel,
    receivingUnit,
    place: place.value,
    facts,
  });
  const tried = actors.value.map((actor) => ({ actor, result: handle(opening, envelopeFor(actor, '')) }));
  const fit = tried.find(({ result }) => result.ok);
  if (!fit) return tried[0]!.result as Result<never>;

  const input: DossierInput = {
    dossierId,
    submissionKey: request.key,
    procedureCode: procedure.code,
    procedureVersion: procedure.version,
    agenciesVersion: published.version,
    receivingUnit,
    place: place.value,
    channel,
    facts,
    submittedAt: at,
    clock: clock.isReal ? 'real' : 'installation',
    logFirst: true,
  };
  const submitted = await submitOnce(db, {
    idempotencyKey: request.key,
    unit: receivingUnit,
    requestDigest: digestOf(request),
    input: {
      input,
      envelope: desk.signing.sign(dossierId, envelopeFor(fit.actor, ''), openingIn(input)),
    } satisfies StoredSubmission,
    people: request.people,
    at,
  });
  if (!submitted.ok) return submitted;
  const carryOn = submitted.value.repeated ? finishSubmission : startSubmitted;
  return carryOn(desk, submitted.value.input as StoredSubmission, submitted.value.digests.applicant ?? '');
}

/**
 * Answers a submission that is stored already: from the log where it is recorded, else by starting it. Used by the
 * repair sweep too.
 */
export async function finishSubmission(
  desk: Pick<Desk, 'db' | 'client' | 'signing'>,
  stored: StoredSubmission,
  applicantDigest: string,
): Promise<Result<Answer>> {
  const { dossierId } = stored.input;
  const answer = await submissionAnswer(desk.db, dossierId);
  if (!answer) return startSubmitted(desk, stored, applicantDigest);
  await markStarted(desk.db, dossierId);
  return ok(answer);
}

/** Starts the stored submission's workflow, or finds it running; answered when it is recorded. */
export async function startSubmitted(
  desk: Pick<Desk, 'db' | 'client' | 'signing'>,
  stored: StoredSubmission,
  applicantDigest: string,
): Promise<Result<Answer>> {
  const { dossierId } = stored.input;
  const fault = desk.signing.faultOfEnvelope(dossierId, stored.envelope, openingIn(stored.input));
  // Whoever can write into the database could have put it there.
  if (fault !== null) {
    const { commandId } = stored.envelope;
    await alarmUnvouched(desk.db, { dossierId, commandId, fault });
    return refuse(refusal('ACT_NOT_VOUCHED_FOR', { commandId, fault }));
  }
  const envelope = withApplicant(desk, stored, applicantDigest);
  try {
    await startWith(desk.client, stored.input, envelope);
  } catch (error) {
    const refused = refusalIn(error);
    if (refused) return refuse(refused);
    // It ran and ended, or a newer run has taken over: the log says what it was answered.
    if (!isOver(error)) throw error;
  }
  // A workflow that was there already remembers its answer also where a restored log has lost it.
  let answer = await submissionAnswer(desk.db, dossierId);
  if (!answer) {
    await askToMend(desk.client, dossierId);
    answer = await submissionAnswer(desk.db, dossierId);
  }
  if (!answer) throw new Error(`the submission of dossier ${dossierId} is not in its log`);
  await markStarted(desk.db, dossierId);
  return ok(answer);
}

/** What was stored is vouched for by whoever took it in; with its applicant, by whoever starts it. */
function withApplicant(
  { signing }: Pick<Desk, 'signing'>,
  stored: StoredSubmission,
  applicantDigest: string,
): SignedEnvelope {
  const { dossierId } = stored.input;
  const opening = openingIn(stored.input);
  const { signature: _, command, ...rest } = stored.envelope;
  return signing.sign(dossierId, { ...rest, command: { ...command, applicantDigest } as Envelope['command'] }, opening);
}

function startWith(client: Desk['client'], input: DossierInput, envelope: SignedEnvelope): Promise<Answer> {
  const startWorkflowOperation = new WithStartWorkflowOperation('dossier', {
    workflowId: input.dossierId,
    taskQueue: TASK_QUEUES.dossier,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [input],
    typedSearchAttributes: openingAttributes(input),
    staticSummary: `${input.procedureCode} · ${input.receivingUnit}`,
    priority: { priorityKey: PRIORITY.act, fairnessKey: input.receivingUnit },
  });
  return client.workflow.executeUpdateWithStart(actUpdate, {
    args: [envelope, null],
    updateId: envelope.commandId,
    startWorkflowOperation,
  });
}

/**
 * A submission as it was stored, from what its workflow and its first event know: for a database that has lost the row.
 */
export const submissionOf = (
  input: DossierInput,
  { commandId, actor, command }: LoggedEvent,
  signature?: Signature,
) => {
  const { stampedAt, ...asked } = command as Envelope['command'] & { stampedAt: number };
  const envelope = {
    commandId,
    actor,
    stampedAt,
    command: asked as Envelope['command'],
    ...(signature === undefined ? {} : { signature }),
  };
  const stored: StoredSubmission = { input, envelope };
  return { idempotencyKey: input.submissionKey, unit: input.receivingUnit, input: stored, at: input.submittedAt };
};

/** Where the applicant is: named and served by the unit, or the only place the unit serves. */
function placeOf(topology: Topology, request: SubmitRequest, procedure: Procedure, date: string): Result<string> {
  const offering = unitsOffering(topology, procedure.offeredAt, date).map((u) => u.code);
  if (!offering.includes(request.unit)) {
    const some = offering.slice(0, 5).join(', ');
    return refuse(
      refusal(
        'PROCEDURE_NOT_OFFERED',
        { value: request.unit, procedure: procedure.code, allowed: `${some}${offering.length > 5 ? ' …' : ''}` },
        'unit',
      ),
    );
  }
  const served = placesServedBy(topology, request.unit, date).map((p) => p.code);
  if (request.place !== undefined) {
    return served.includes(request.place)
      ? ok(request.place)
      : refuse(
          refusal('PLACE_NOT_SERVED', { value: request.place, unit: request.unit, allowed: list(served) }, 'place'),
        );
  }
  return served.length === 1
    ? ok(served[0]!)
    : refuse(refusal('PLACE_MISSING', { unit: request.unit, allowed: list(served) }, 'place'));
}

const list = (codes: readonly string[]): string => `${codes.slice(0, 8).join(', ')}${codes.length > 8 ? ' …' : ''}`;

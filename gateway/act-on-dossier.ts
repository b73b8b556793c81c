import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { parseActFields, parseCommandId } from '../contracts/act-request';
import type { ActFields, RequestableAct } from '../contracts/act-request';
import { agencyVersions, findAgencies, findProcedureInForce } from '../db/catalogue';
import { actContext, recordedBy } from '../db/reads/act-context';
import type { ActContext } from '../db/reads/act-context';
import { lastConsultedTask } from '../db/reads/last-consulted-task';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import { forgetReceipt } from '../db/receipts';
import { reserveCode } from '../db/reserve-code';
import { canSignIn } from '../db/accounts';
import type { Schema } from '../db/schema';
import { storeText } from '../db/store-text';
import { infoOf, snapshotAgencies } from '../domain/agency/snapshot-agencies';
import type { AgencySnapshot } from '../domain/agency/snapshot';
import type { Topology } from '../domain/agency/topology';
import { localDateOf } from '../domain/calendar/local-time';
import type { Instant } from '../domain/calendar/calendar';
import { senderOf } from '../domain/dossier/actor';
import { returnToDeskId } from '../domain/dossier/engine-ids';
import type { Actor } from '../domain/dossier/actor';
import type { Command, Envelope } from '../domain/dossier/command';
import type { Exception } from '../domain/dossier/event';
import type { SignedEnvelope } from '../domain/dossier/signed';
import { PERMISSIONS } from '../domain/dossier/permissions';
import type { DossierRow, TaskRow } from '../domain/dossier/recording';
import type { Answer } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import { saysSomething } from '../domain/text';
import type { Refusal } from '../domain/errors';
import type { Procedure } from '../domain/procedure/procedure';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { actorsOf, onlyFrom } from './actor-of';
import type { Desk } from './desk';
import type { Tip } from '../workflows/dossier.messages';
import { askToMend } from './mend';
import { freeing } from './return-to-desk';
import { sendAct } from './send-act';

export interface ActRequest {
  /** Dossier id or legal code. */
  readonly dossier: string;
  readonly act: string;
  /** Who acts: a person, a post (`specialist@H35.12`), `applicant` or `partner:NAME`. */
  readonly as: string;
  /** Chosen by the caller; the same id is the same act. A fresh one by default. */
  readonly id?: string;
  readonly operator?: string;
  /** An officer who was shown the applicant's receipt shortly before. */
  readonly receiptSeenBy?: string;
  /** Of somebody's several posts the one to act from, `specialist@H35.12`; the first that may by default. */
  readonly post?: string;
  readonly fields?: unknown;
}

/** An act ready to be sent: what was received, fixed; sending it again any time later is the same act. */
export interface PreparedAct {
  readonly dossierId: string;
  readonly commandId: string;
  /** The command stood in the log already when it was prepared. */
  readonly recorded: boolean;
  /** It was received for the first time just now: neither store can know it. Absent in what was kept for later. */
  readonly fresh?: boolean;
  /** Where the log ended when the act was prepared. */
  readonly tip?: Tip;
  /** Its task is in the hands of somebody who is gone: this gives it back to the desk first, should the act want it. */
  readonly freeing?: { readonly first: SignedEnvelope; readonly then: readonly SignedEnvelope[] };
  /** One per capacity in which it may be done, the likeliest first. */
  readonly envelopes: readonly SignedEnvelope[];
}

/** Puts one act before the dossier's workflow; answered when it is recorded. */
export async function actOnDossier(desk: Desk, request: ActRequest): Promise<Result<Answer>> {
  const prepared = await prepareAct(desk, request);
  return prepared.ok ? sendPrepared(desk, prepared.value) : prepared;
}

/**
 * Everything about an act that needs no workflow. The stamp is taken here, by the server that received the act, and
 * kept under its key: whoever repeats it after no answer means the act that was received then.
 */
export async function prepareAct(desk: Pick<Desk, 'db' | 'clock' | 'signing'>, request: ActRequest): Promise<Result<PreparedAct>> {
  const now = desk.clock.now();
  const parsed = parseActFields(request.act, request.fields ?? {});
  if (!parsed.ok) return parsed;
  const commandId = parseCommandId(request.id ?? randomUUID());
  if (!commandId.ok) return commandId;
  const question = { reference: request.dossier, person: request.as, commandId: commandId.value, at: now };
  const context = await actContext(desk.db, { ...question, receive: true });
  if (!context) return refuse(refusal('DOSSIER_UNKNOWN', { value: request.dossier }, 'dossier'));
  const prepared = await prepareFrom(desk, request, context, parsed.value, commandId.value);
  if (!prepared.ok) await forgetReceipt(desk.db, context.dossier.dossierId, commandId.value);
  return prepared;
}

async function prepareFrom(
  { db, signing }: Pick<Desk, 'db' | 'signing'>,
  request: ActRequest,
  context: ActContext,
  asked: AskedAct,
  commandId: string,
): Promise<Result<PreparedAct>> {
  const { dossier, recorded, stampedAt, fresh, tip } = context;
  const capacities = await actorsOf(db, request.as, stampedAt, request.operator, context.postings);
  const from = capacities.ok && request.post !== undefined ? onlyFrom(capacities.value, request.post) : capacities;
  if (!from.ok) return from;
  const actors = from.value.map((actor) => marked(actor, request.receiptSeenBy));
  // A repeat is told by its id alone; its task may be closed and its text stored long since.
  const command = recorded
    ? ok({ act: asked.act, ...asked.fields } as Command)
    : await freshCommand(db, context, actors, asked, commandId, stampedAt);
  if (!command.ok) return command;
  const { dossierId } = dossier;
  const envelopes = actors.map((actor) =>
    signing.sign(dossierId, { commandId, actor, stampedAt, command: command.value }),
  );
  const taken = recorded ? null : takenByAnother(context, command.value, request.as);
  const first = taken && (await freeing({ db, signing }, { dossierId, ...taken, at: stampedAt }));
  if (!first) return ok({ dossierId, commandId, recorded, fresh, tip, envelopes });
  // Giving it back raises the task's version: whoever saw the one before it saw what is there now.
  const seen = afterReturn(command.value, first);
  const then = actors.map((actor) => signing.sign(dossierId, { commandId, actor, stampedAt, command: seen }));
  return ok({ dossierId, commandId, recorded, fresh, tip, envelopes, freeing: { first, then } });
}

const marked = (actor: Actor, receiptSeenBy: string | undefined): Actor =>
  actor.kind === 'applicant' && receiptSeenBy !== undefined ? { ...actor, receiptSeenBy } : actor;

/** An act as it is meant once its task was given back to the desk: by the version it then has. */
const afterReturn = (command: Command, { commandId }: SignedEnvelope): Command => {
  if (!('version' in command) || command.version === undefined) return command;
  const given = commandId === returnToDeskId(command.taskId ?? '', command.version);
  return given ? { ...command, version: command.version + 1 } : command;
};

/** The task that an act means, where somebody else has it in hand. */
function takenByAnother(
  { openTasks }: ActContext,
  command: Command,
  person: string,
): { readonly taskId: string; readonly person: string } | null {
  const named = 'taskId' in command ? openTasks.find((task) => task.taskId === command.taskId) : undefined;
  return named === undefined || named.assignee === null || named.assignee === person
    ? null
    : { taskId: named.taskId, person };
}

/**
 * Sends a prepared act. Somebody with several posts acts from the first that may. What the log holds is answered by
 * the log, also while Temporal is away, and "recorded" is said of nothing that the log does not hold.
 */
export async function sendPrepared(desk: Pick<Desk, 'db' | 'client'>, prepared: PreparedAct): Promise<Result<Answer>> {
  const known = prepared.fresh === true ? undefined : await answerFromLog(desk.db, prepared);
  if (known !== undefined) return known;
  let answer = await sendFromAnyPost(desk, prepared);
  if (!answer.ok && answer.refusal.code === 'TASK_TAKEN' && prepared.freeing !== undefined) {
    await sendAct(desk, prepared.dossierId, prepared.freeing.first);
    // What was taken by somebody who is gone is anybody's now, unless a colleague was quicker.
    answer = await sendFromAnyPost(desk, { ...prepared, envelopes: prepared.freeing.then });
  }
  if (answer.ok) return answer;
  await forgetReceipt(desk.db, prepared.dossierId, prepared.commandId);
  return answer;
}

async function sendFromAnyPost(desk: Pick<Desk, 'db' | 'client'>, prepared: PreparedAct): Promise<Result<Answer>> {
  let first: Refusal | undefined;
  for (const envelope of prepared.envelopes) {
    const answer = await sendAct(desk, prepared.dossierId, envelope, prepared.tip);
    if (answer.ok) return isNew(prepared, envelope, answer.value) ? answer : confirmed(desk, prepared);
    first ??= answer.refusal;
    if (!ANOTHER_POST_MAY.includes(answer.refusal.code)) break;
  }
  return refuse(first!);
}

/** What somebody may not do from one post they may from another: as the stand-in of whoever has taken the task, say. */
const ANOTHER_POST_MAY: readonly string[] = ['ACT_NOT_BY_ACTOR', 'ACT_BY_OTHER_AGENCY', 'TASK_TAKEN'];

/** An act that nobody can have known before, stamped as it was sent: its answer is that of this very recording. */
const isNew = ({ fresh }: PreparedAct, { stampedAt }: Envelope, { at }: Answer): boolean =>
  fresh === true && at === stampedAt;

/**
 * Temporal remembers what it answered, also where a database that was put back has lost it; then the log gets it
 * again first.
 */
async function confirmed(desk: Pick<Desk, 'db' | 'client'>, prepared: PreparedAct): Promise<Result<Answer>> {
  const recorded = await answerFromLog(desk.db, prepared);
  if (recorded !== undefined) return recorded;
  await askToMend(desk.client, prepared.dossierId);
  const mended = await answerFromLog(desk.db, prepared);
  if (mended === undefined)
    throw new Error(
      `command ${prepared.commandId} of dossier ${prepared.dossierId} was answered and is not in the log`,
    );
  return mended;
}

/** What the log says of a command; undefined where it does not hold it. */
async function answerFromLog(
  db: Kysely<Schema>,
  { dossierId, commandId, envelopes }: PreparedAct,
): Promise<Result<Answer> | undefined> {
  const by = await recordedBy(db, dossierId, commandId);
  if (by === undefined) return undefined;
  const earlier = (await rebuildDossier(db, dossierId))?.commands[commandId];
  // It is none of a caller's: the engine of an earlier program made ids that a caller may choose, too.
  if (earlier === undefined) return refuse(refusal('COMMAND_ID_REUSED', { commandId, act: 'tick' }, 'commandId'));
  const { command, actor } = envelopes[0]!;
  // An answer belongs to whoever asked: a colleague who knows the id has done nothing.
  return earlier.act === command.act && senderOf(by) === senderOf(actor)
    ? ok(earlier.answer)
    : refuse(refusal('COMMAND_ID_REUSED', { commandId, act: earlier.act }, 'commandId'));
}

interface AskedAct {
  readonly act: RequestableAct;
  readonly fields: Record<string, unknown>;
}

async function freshCommand(
  db: Kysely<Schema>,
  { dossier, openTasks }: ActContext,
  actors: readonly Actor[],
  { act, fields }: AskedAct,
  commandId: string,
  at: Instant,
): Promise<Result<Command>> {
  const agencies = actors.flatMap((actor) => (actor.kind === 'officer' ? [actor.agency] : []));
  const named = nameTask(dossier, openTasks, act, fields, agencies);
  if (!named.ok) {
    // A late answer is filed and changes nothing (domain.md §4.7): the step that asked has ended, and its task is no
    // longer open.
    const asked =
      act === 'reply' && named.refusal.code === 'TASK_NONE_FITS'
        ? await lastConsultedTask(db, dossier.dossierId, agencies)
        : undefined;
    return asked === undefined ? named : commandOf(db, dossier, act, { ...fields, taskId: asked }, commandId, at);
  }
  const unfit = act === 'assign' ? await whyNotAssignable(db, openTasks, named.value, at) : undefined;
  return unfit ? refuse(unfit) : commandOf(db, dossier, act, named.value, commandId, at);
}

/** Work is assigned to somebody who holds the post that the task wants; else nobody could ever complete it. */
async function whyNotAssignable(
  db: Kysely<Schema>,
  open: readonly TaskRow[],
  { taskId, person }: Record<string, unknown>,
  at: Instant,
): Promise<Refusal | undefined> {
  const task = open.find((each) => each.taskId === taskId);
  if (task === undefined || typeof person !== 'string') return undefined;
  const { agency, officerRole: role } = task;
  const posts = await actorsOf(db, person, at);
  const there =
    posts.ok &&
    posts.value.some((actor) => actor.kind === 'officer' && actor.agency === agency && actor.role === role);
  return there && (await canSignIn(db, person)) ? undefined : refusal('PERSON_NOT_THERE', { value: person, post: `${role}@${agency}` }, 'person');
}

/** Acts on a task that name none: the agency's only open task that the act fits is meant. */
const ON_TASK: ReadonlySet<string> = new Set([
  'acknowledge',
  'assign',
  'take-up',
  'release',
  'complete',
  'reply',
  'send-back',
  'recall',
  're-route',
  'issue-notice',
  'return-slip',
]);

function nameTask(
  { stage }: DossierRow,
  open: readonly TaskRow[],
  act: RequestableAct,
  fields: Record<string, unknown>,
  agencies: readonly string[],
): Result<Record<string, unknown>> {
  if (!ON_TASK.has(act) || fields['taskId'] !== undefined) return ok(fields);
  const consulted = (t: TaskRow): boolean => t.taskId.includes('/');
  const fitting = open.filter((t) =>
    act === 'reply' ? consulted(t) : !consulted(t) || ['acknowledge', 'take-up', 'assign', 'release'].includes(act),
  );
  // A recall concerns what lies at another agency now; everything else concerns one's own work.
  const own =
    act === 'recall' || agencies.length === 0
      ? fitting
      : fitting.filter((t) => agencies.includes(t.agency));
  // A consulted agency has nothing else that it could send back, nor its leader anything else to send on.
  const asked = act === 'send-back' || act === 're-route' ? open.filter((t) => consulted(t) && agencies.includes(t.agency)) : [];
  const meant = own.length > 0 ? own : asked.length > 0 ? asked : fitting;
  if (meant.length === 1) return ok({ ...fields, taskId: meant[0]!.taskId });
  const names = (tasks: readonly TaskRow[]): string => tasks.map((t) => t.taskId).join(', ') || '–';
  if (meant.length > 1) return refuse(refusal('TASK_AMBIGUOUS', { open: names(meant) }, 'taskId'));
  // In a stage that does not take the act at all the core says so.
  const stages: readonly string[] = PERMISSIONS[act].stages;
  return stages.includes(stage) ? refuse(refusal('TASK_NONE_FITS', { act, open: names(open) }, 'taskId')) : ok(fields);
}

/**
 * The core's command from what came over the edge: text is stored and referred to, codes are reserved, agencies
 * looked up.
 */
async function commandOf(
  db: Kysely<Schema>,
  dossier: DossierRow,
  act: RequestableAct,
  fields: Record<string, unknown>,
  commandId: string,
  at: Instant,
): Promise<Result<Command>> {
  const unreasoned = reasonWanted(act, fields);
  if (unreasoned !== null) return refuse(refusal('REASON_MISSING', { act }, unreasoned));
  const texts: Record<string, unknown> = {};
  for (const field of ['reason', 'note'] as const) {
    texts[field] = null;
    const text = fields[field];
    if (typeof text !== 'string' || !saysSomething(text)) continue;
    const stored = await storeText(db, { dossierId: dossier.dossierId, commandId, field, text });
    if (!stored.ok) return stored;
    texts[field] = stored.value;
  }
  const command = { act, ...fields, ...texts } as Command;
  if (command.act === 'accept') {
    const exceptions = await exceptionsOf(db, dossier.dossierId, commandId, fields);
    if (!exceptions.ok) return exceptions;
    const accept = await acceptCommand(db, dossier, commandId, at);
    return accept.ok && exceptions.value.length > 0 ? ok({ ...accept.value, exceptions: exceptions.value }) : accept;
  }
  if (command.act === 're-route') {
    const topology = (await findAgencies(db))?.topology as Topology;
    const info = infoOf(topology, command.to, localDateOf(at));
    return info.ok ? ok({ ...command, info: info.value }) : info;
  }
  return ok(command);
}

/** Why something is let off is a person's own words: kept where it can be erased, like every text. */
async function exceptionsOf(
  db: Kysely<Schema>,
  dossierId: string,
  commandId: string,
  fields: Record<string, unknown>,
): Promise<Result<readonly Exception[]>> {
  const given = (fields['exceptions'] ?? []) as NonNullable<ActFields<'accept'>['exceptions']>;
  const exceptions: Exception[] = [];
  for (const [i, { document, fee, reason: text }] of given.entries()) {
    const reason = await storeText(db, { dossierId, commandId, field: `exceptions.${i}.reason`, text });
    if (!reason.ok) return reason;
    exceptions.push({ ...(document === undefined ? { fee: fee! } : { document }), reason: reason.value });
  }
  return ok(exceptions);
}

/** What the applicant is told in writing needs its reasons in writing: a refusal, an apology (61/2018 Art. 19). */
const reasonWanted = (act: RequestableAct, fields: Record<string, unknown>): 'note' | 'reason' | null => {
  const isBlank = (field: string): boolean => !saysSomething(String(fields[field] ?? ''));
  if (act === 'complete' && fields['outcome'] === 'refused' && isBlank('note')) return 'note';
  return act === 'apologise' && isBlank('reason') ? 'reason' : null;
};

/**
 * The legal code is reserved before the act; the procedure pinned is the one in force at acceptance (design.md law
 * 1).
 */
async function acceptCommand(
  db: Kysely<Schema>,
  dossier: DossierRow,
  commandId: string,
  at: Instant,
): Promise<Result<Extract<Command, { act: 'accept' }>>> {
  const date = localDateOf(at);
  const procedure = await findProcedureInForce(db, dossier.procedureCode, date);
  if (!procedure) return refuse(refusal('PROCEDURE_NOT_IN_FORCE', { value: dossier.procedureCode, date }, 'procedure'));
  // A dossier that cannot be accepted any more uses up no number; the core says why.
  if (dossier.stage !== 'submitted') return ok({ act: 'accept', code: dossier.code ?? '' });
  const code = await reserveCode(db, { unit: dossier.receivingUnit, date, dossierId: dossier.dossierId, commandId });
  if (procedure.version === dossier.procedureVersion) return ok({ act: 'accept', code });
  const agencies = await agenciesToday(db, procedure, dossier, date);
  return agencies.ok ? ok({ act: 'accept', code, procedure, agencies: agencies.value }) : agencies;
}

/**
 * The newest agencies for a dossier. One that a correction has not reached yet stands at a code that only an earlier
 * version knows: the newest of those that resolve then.
 */
async function agenciesToday(
  db: Kysely<Schema>,
  procedure: Procedure,
  { receivingUnit, place }: DossierRow,
  date: string,
): Promise<Result<AgencySnapshot>> {
  let firstRefused: Result<AgencySnapshot> | undefined;
  for (const { version } of await agencyVersions(db)) {
    const topology = (await findAgencies(db, version))?.topology as Topology;
    const agencies = snapshotAgencies(topology, procedure, { receivingUnit, place, date }, version);
    if (agencies.ok) return agencies;
    firstRefused ??= agencies;
  }
  return firstRefused ?? refuse(refusal('CATALOGUE_EMPTY'));
}

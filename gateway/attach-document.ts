import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { parseCommandId } from '../contracts/act-request';
import { attachedBy, dropAttachment, expectFile, findAttachment, forgetStray, storeAttachment } from '../db/attachments';
import { actContext } from '../db/reads/act-context';
import type { ActContext } from '../db/reads/act-context';
import { stampOf } from '../db/receipts';
import type { OfficerRole } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import type { Actor } from '../domain/dossier/actor';
import type { Command } from '../domain/dossier/command';
import { PERMISSIONS } from '../domain/dossier/permissions';
import type { Answer, AttachmentOrigin } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { sendPrepared } from './act-on-dossier';
import type { PreparedAct } from './act-on-dossier';
import { actorsOf, onlyFrom } from './actor-of';
import type { Desk } from './desk';

/** Where files go; integrations/attachments has it. */
export interface FileRoom {
  /** Lets a content pass into the storage under a new key; what is refused, or breaks off, leaves nothing there. */
  receive(key: string, content: Readable, declared: { readonly name: string; readonly mediaType?: string }): Promise<Result<ReceivedFile>>;
  remove(key: string): Promise<void>;
}

interface ReceivedFile {
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly scan: 'clean' | 'unscanned';
}

export interface AttachRequest {
  /** Dossier id or legal code. */
  readonly dossier: string;
  readonly as: string;
  /** Of somebody's several posts the one to act from, as with every act. */
  readonly post?: string;
  /** Chosen by the caller; the same id with the same content is the same act. A fresh one by default. */
  readonly id?: string;
  readonly operator?: string;
  /** As the sender calls the file; of a path its last part is kept. */
  readonly name: string;
  /** The type as declared; what counts is the content. */
  readonly mediaType?: string;
  /** The document of the procedure's list that it fulfils. */
  readonly document?: string;
  /** Default: `applicant` from the applicant, `officer` from anybody else. */
  readonly origin?: AttachmentOrigin;
  readonly content: Readable;
}

/** What the log says of an attached file. */
export type AttachedFile = Omit<Extract<Command, { act: 'attach-document' }>, 'act'>;

export interface PreparedAttachment extends PreparedAct {
  readonly attachment: AttachedFile;
}

export interface Attached {
  readonly answer: Answer;
  readonly attachment: AttachedFile;
}

/** Real milliseconds after which a file whose act was not recorded is removed: no act waits so long to be sent on. */
const RECORDED_WITHIN_MS = 7 * 86_400_000;

/** Receives a file and attaches it to its dossier; answered when it is recorded. A refused act leaves neither row nor file. */
export async function attachDocument(desk: Desk, files: FileRoom, request: AttachRequest): Promise<Result<Attached>> {
  const prepared = await prepareAttachment(desk, files, request);
  return prepared.ok ? concludeAttachment(desk, files, prepared.value, await sendPrepared(desk, prepared.value)) : prepared;
}

/** Everything but the act itself: the file lies in the storage, its row is written, the act is ready to be sent. */
export async function prepareAttachment(desk: Pick<Desk, 'db' | 'clock' | 'signing'>, files: FileRoom, request: AttachRequest): Promise<Result<PreparedAttachment>> {
  const { db, clock } = desk;
  const name = fileNameOf(request.name);
  if (!name.ok) return name;
  const commandId = parseCommandId(request.id ?? randomUUID());
  if (!commandId.ok) return commandId;
  const context = await actContext(db, { reference: request.dossier, person: request.as, commandId: commandId.value, at: clock.now() });
  if (!context) return refuse(refusal('DOSSIER_UNKNOWN', { value: request.dossier }, 'dossier'));
  const capacities = await actorsOf(db, request.as, clock.now(), request.operator, context.postings);
  const chosen = capacities.ok && request.post !== undefined ? onlyFrom(capacities.value, request.post) : capacities;
  const actors = chosen.ok && request.origin === 'result' ? whoMakeResults(chosen.value) : chosen;
  if (!actors.ok) return actors;
  const closed = whyClosed(context);
  if (!closed.ok) return closed;

  const storageKey = randomUUID().replaceAll('-', '');
  await expectFile(db, storageKey, Date.now() + RECORDED_WITHIN_MS);
  const received = await files.receive(storageKey, request.content, { name: name.value, mediaType: request.mediaType });
  if (!received.ok) {
    await forgetStray(db, storageKey);
    return received;
  }
  const { dossierId } = context.dossier;
  const { scan, ...file } = received.value;
  const asked = { ...file, document: request.document ?? null, origin: request.origin ?? originFrom(actors.value[0]!) };
  const prepare = (attachment: AttachedFile, stampedAt: Instant, recorded: boolean): Result<PreparedAttachment> => {
    const command: Command = { act: 'attach-document', ...attachment };
    const envelopes = actors.value.map((actor) =>
      desk.signing.sign(dossierId, { commandId: commandId.value, actor, stampedAt, command }),
    );
    return ok({ dossierId, commandId: commandId.value, recorded, tip: context.tip, envelopes, attachment });
  };
  const earlier = context.recorded ? await attachedBy(db, dossierId, commandId.value) : undefined;
  if (earlier) {
    await removeFile(desk, files, storageKey);
    return isSame(earlier, asked) ? prepare(withoutType(earlier), clock.now(), true) : refuse(refusal('IDEMPOTENCY_KEY_REUSED', { key: commandId.value }, 'id'));
  }
  const row = { ...file, dossierId, commandId: commandId.value, name: name.value, storageKey, scan, uploadedAt: clock.now(), uploadedBy: request.as };
  const attachmentId = await storeAttachment(db, row);
  // Stamped when all of it is here, and not again where it is sent again.
  const stampedAt = await stampOf(db, { dossierId, commandId: commandId.value, at: clock.now() });
  return prepare({ attachmentId, ...asked }, stampedAt, false);
}

/**
 * What becomes of a prepared attachment once its act has been answered. The log decides: of two uploads under one id, at
 * once or one after the other, the one that it names is attached, and the other goes, as does one whose act is refused.
 */
export async function concludeAttachment(desk: Pick<Desk, 'db'>, files: FileRoom, { dossierId, commandId, attachment }: PreparedAttachment, answer: Result<Answer>): Promise<Result<Attached>> {
  const { db } = desk;
  const recorded = answer.ok ? await attachedBy(db, dossierId, commandId) : undefined;
  if (recorded?.attachmentId === attachment.attachmentId) {
    const stored = await findAttachment(db, dossierId, attachment.attachmentId);
    if (stored) await forgetStray(db, stored.storageKey);
  } else {
    const dropped = await dropAttachment(db, attachment.attachmentId);
    if (dropped !== undefined) await removeFile(desk, files, dropped);
  }
  if (!answer.ok) return answer;
  if (!recorded || !isSame(recorded, attachment)) return refuse(refusal('IDEMPOTENCY_KEY_REUSED', { key: commandId }, 'id'));
  return ok({ answer: answer.value, attachment: withoutType(recorded) });
}

async function removeFile({ db }: Pick<Desk, 'db'>, files: FileRoom, storageKey: string): Promise<void> {
  await files.remove(storageKey);
  await forgetStray(db, storageKey);
}

type Comparable = Pick<AttachedFile, 'sha256' | 'document' | 'origin'>;

const isSame = (a: Comparable, b: Comparable): boolean => a.sha256 === b.sha256 && a.document === b.document && a.origin === b.origin;

const withoutType = ({ attachmentId, document, mediaType, size, sha256, origin }: AttachedFile): AttachedFile => ({ attachmentId, document, mediaType, size, sha256, origin });

const originFrom = (actor: Actor): AttachmentOrigin => (actor.kind === 'applicant' ? 'applicant' : 'officer');

/** A counter takes papers in and hands results out; results are made by those who examine, sign and issue. */
const MAKE_NO_RESULTS: readonly OfficerRole[] = ['receptionist', 'accountant', 'procedure-control'];

function whoMakeResults(actors: readonly Actor[]): Result<Actor[]> {
  const makers = actors.filter((actor) => actor.kind !== 'officer' || !MAKE_NO_RESULTS.includes(actor.role));
  return makers.length > 0 ? ok(makers) : refuse(refusal('ATTACHMENT_NO_RESULT', { roles: MAKE_NO_RESULTS.join(', ') }, 'origin'));
}

/** Before a large file is carried in for nothing; the core says the same again. */
function whyClosed({ dossier: { stage }, recorded }: ActContext): Result<null> {
  const { stages } = PERMISSIONS['attach-document'];
  const open = recorded || (stages as readonly string[]).includes(stage);
  return open ? ok(null) : refuse(refusal('ACT_NOT_IN_STAGE', { act: 'attach-document', stage, allowed: stages.join(', ') }));
}

const LONGEST_NAME = 255;
/** Control characters, halves of characters, and marks that turn the reading direction and so hide what a name ends with. */
const MISLEADING = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function fileNameOf(given: string): Result<string> {
  const name = (given.split(/[\\/]/).at(-1) ?? '').normalize('NFC').trim();
  const length = [...name].length;
  if (length === 0 || length > LONGEST_NAME) return refuse(refusal('FIELD_SIZE', { size: length, least: 1, most: LONGEST_NAME }, 'name'));
  if (!MISLEADING.test(name)) return ok(name);
  return refuse(refusal('FIELD_INVALID', { problem: 'has control characters or marks of the reading direction; remove them', problemVi: 'có ký tự điều khiển hoặc ký tự đổi chiều chữ; hãy xóa đi' }, 'name'));
}

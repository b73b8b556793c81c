import { refusal } from '../../errors';
import type { Refusal } from '../../errors';
import type { Actor } from '../actor';
import type { Command } from '../command';
import { emit } from '../draft';
import type { Draft } from '../draft';
import type { Attachment, DossierState } from '../state';
import { documentsRefusal } from './reception';

type Cmd<A extends Command['act']> = Extract<Command, { act: A }>;

/** Files a dossier takes in its life, withdrawn ones included: their storage and the state have an end. */
export const MOST_ATTACHMENTS = 200;

/** A paper joins the dossier; no deadline moves by it. That a supplement is complete is said by acts of its own. */
export function attachDocument(draft: Draft, command: Cmd<'attach-document'>, actor: Actor): Refusal | null {
  const { attachmentId, document, mediaType, size, sha256, origin } = command;
  const attachments = draft.state.attachments ?? [];
  if (actor.kind === 'applicant' && origin !== 'applicant') return refusal('ATTACHMENT_NOT_YOURS', { act: 'attach-document', origin }, 'origin');
  const unknown = document === null ? null : documentsRefusal(draft.state.procedure, [document], 'document');
  if (unknown) return unknown;
  // One file may fulfil two documents of the list, but none twice.
  const same = attachments.find((a) => a.attachmentId === attachmentId || (!a.withdrawn && a.sha256 === sha256 && a.document === document && a.origin === origin));
  if (same) return refusal('ATTACHMENT_PRESENT', { attachmentId: same.attachmentId });
  if (attachments.length >= MOST_ATTACHMENTS) return refusal('ATTACHMENTS_FULL', { count: attachments.length });
  emit(draft, { type: 'DocumentAttached', attachmentId, document, mediaType, size, sha256, origin });
  return null;
}

/** Marks a file as withdrawn; what was examined stays on record. */
export function withdrawDocument(draft: Draft, command: Cmd<'withdraw-document'>, actor: Actor): Refusal | null {
  const live = attachedTo(draft.state);
  const attachment = live.find((a) => a.attachmentId === command.attachmentId);
  if (!attachment) {
    return refusal('ATTACHMENT_UNKNOWN', { value: command.attachmentId, attached: live.slice(-10).map((a) => a.attachmentId).join(', ') || 'none' }, 'attachmentId');
  }
  // A decision rests on what was handed in before it.
  if (actor.kind === 'applicant' && (attachment.origin !== 'applicant' || draft.state.endedAt !== null)) {
    return refusal('ATTACHMENT_NOT_YOURS', { act: 'withdraw-document', origin: attachment.origin }, 'attachmentId');
  }
  if (actor.kind !== 'applicant' && command.reason === null) return refusal('REASON_MISSING', { act: 'withdraw-document' }, 'reason');
  emit(draft, { type: 'DocumentWithdrawn', attachmentId: attachment.attachmentId, reason: command.reason });
  return null;
}

/** The files that are attached and not withdrawn. */
export const attachedTo = (state: DossierState): Attachment[] => (state.attachments ?? []).filter((a) => !a.withdrawn);

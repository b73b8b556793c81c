import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { TextRef } from '../../domain/dossier/event';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { AttachmentOrigin } from '../../domain/dossier/state';
import type { Schema } from '../schema';

/** An attached file as the log and the erasable table tell of it together. */
export interface AttachmentView {
  readonly attachmentId: string;
  readonly document: string | null;
  readonly origin: AttachmentOrigin;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly attachedAt: Instant;
  /** Null once erased: then nothing can be downloaded either. */
  readonly file: { readonly name: string; readonly scan: 'clean' | 'unscanned'; readonly uploadedBy: string } | null;
  readonly withdrawn: { readonly at: Instant; readonly reason: TextRef | null } | null;
}

/** The files of a dossier in the order in which they were attached, withdrawn ones included. */
export const attachmentsOf = async (db: Kysely<Schema>, dossierId: string): Promise<readonly AttachmentView[]> => {
  const [events, rows] = await Promise.all([
    db.selectFrom('events').select('body').where('dossier_id', '=', dossierId).where('type', 'in', ['DocumentAttached', 'DocumentWithdrawn']).orderBy('seq').execute(),
    db.selectFrom('attachments').select(['attachment_id', 'name', 'scan', 'uploaded_by']).where('dossier_id', '=', dossierId).execute(),
  ]);
  const files = new Map(rows.map((row) => [row.attachment_id, { name: row.name, scan: row.scan, uploadedBy: row.uploaded_by }]));
  const views = new Map<string, AttachmentView>();
  for (const { body } of events) {
    const { at, payload } = JSON.parse(body) as LoggedEvent;
    if (payload.type === 'DocumentAttached') {
      const { type: _, ...attached } = payload;
      views.set(payload.attachmentId, { ...attached, attachedAt: at, file: files.get(payload.attachmentId) ?? null, withdrawn: null });
    } else if (payload.type === 'DocumentWithdrawn') {
      const view = views.get(payload.attachmentId);
      if (view) views.set(payload.attachmentId, { ...view, withdrawn: { at, reason: payload.reason } });
    }
  }
  return [...views.values()];
};

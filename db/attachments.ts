import { sql, type Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { DossierEvent } from '../domain/dossier/event';
import type { LoggedEvent } from '../domain/dossier/recording';
import type { Schema } from './schema';

/** What is kept of an attached file beside the log. */
export interface StoredAttachment {
  readonly attachmentId: string;
  readonly dossierId: string;
  readonly commandId: string;
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Where the file lies in the storage. */
  readonly storageKey: string;
  readonly scan: 'clean' | 'unscanned';
  readonly uploadedAt: Instant;
  readonly uploadedBy: string;
}

type Attached = Extract<DossierEvent, { type: 'DocumentAttached' }>;

/** Says before an upload begins that a file will lie under this key, so that whatever becomes of it is cleaned up after. */
export const expectFile = async (db: Kysely<Schema>, storageKey: string, removeRealAt: number): Promise<void> => {
  await db.insertInto('stray_files').values({ storage_key: storageKey, remove_real_at: removeRealAt }).execute();
};

/** Writes down what a file in the storage is, and gives it its id. It stays a stray until the log has it. */
export const storeAttachment = async (db: Kysely<Schema>, file: Omit<StoredAttachment, 'attachmentId'>): Promise<string> => {
  const stored = await db
    .insertInto('attachments')
    .values({
      dossier_id: file.dossierId,
      command_id: file.commandId,
      name: file.name,
      media_type: file.mediaType,
      size: file.size,
      sha256: file.sha256,
      storage_key: file.storageKey,
      scan: file.scan,
      uploaded_at: file.uploadedAt,
      uploaded_by: file.uploadedBy,
    })
    .returning('attachment_id')
    .executeTakeFirstOrThrow();
  return stored.attachment_id;
};

/** What the log says was attached by a command, if it was recorded and did attach something. */
export const attachedBy = async (db: Kysely<Schema>, dossierId: string, commandId: string): Promise<Attached | undefined> => {
  const row = await db
    .selectFrom('events')
    .select('body')
    .where('dossier_id', '=', dossierId)
    .where('command_id', '=', commandId)
    .where('command_index', '=', 0)
    .where('type', '=', 'DocumentAttached')
    .executeTakeFirst();
  return row && ((JSON.parse(row.body) as LoggedEvent).payload as Attached);
};

/** What the log says of one attached file. */
export const attachedInLog = async (
  db: Kysely<Schema>,
  dossierId: string,
  attachmentId: string,
): Promise<Attached | undefined> => {
  const rows = await db
    .selectFrom('events')
    .select('body')
    .where('dossier_id', '=', dossierId)
    .where('type', '=', 'DocumentAttached')
    .execute();
  const attached = rows.map(({ body }) => (JSON.parse(body) as LoggedEvent).payload as Attached);
  return attached.find((each) => each.attachmentId === attachmentId);
};

/** Raises the alarm of a file that is not the one which was attached, unless it is open. */
export const tellOfChangedFile = async (
  db: Kysely<Schema>,
  { dossierId, attachmentId, how }: { readonly dossierId: string; readonly attachmentId: string; readonly how: string },
): Promise<void> => {
  await sql`select tell_of_changed_file(${dossierId}::uuid, ${attachmentId}::uuid, ${how})`.execute(db);
};

/** One attached file, while it is not erased. */
export const findAttachment = async (db: Kysely<Schema>, dossierId: string, attachmentId: string): Promise<StoredAttachment | undefined> => {
  const row = await db.selectFrom('attachments').selectAll().where('dossier_id', '=', dossierId).where('attachment_id', '=', attachmentId).executeTakeFirst();
  return (
    row && {
      attachmentId: row.attachment_id,
      dossierId: row.dossier_id,
      commandId: row.command_id,
      name: row.name,
      mediaType: row.media_type,
      size: row.size,
      sha256: row.sha256,
      storageKey: row.storage_key,
      scan: row.scan,
      uploadedAt: row.uploaded_at,
      uploadedBy: row.uploaded_by,
    }
  );
};

/** No row of an attachment that the log knows is ever dropped by what asks for this. */
const unrecorded = sql<boolean>`not exists (
  select from events e where e.dossier_id = attachments.dossier_id and e.command_id = attachments.command_id and e.command_index = 0
     and e.type = 'DocumentAttached' and e.body::jsonb #>> '{payload,attachmentId}' = attachments.attachment_id::text)`;

/** Drops an attachment whose act was refused. Returns the key of its file, if it was there. */
export const dropAttachment = async (db: Kysely<Schema>, attachmentId: string): Promise<string | undefined> => {
  const dropped = await db.deleteFrom('attachments').where('attachment_id', '=', attachmentId).where(unrecorded).returning('storage_key').executeTakeFirst();
  return dropped?.storage_key;
};

/** Drops the attachments of a dossier, names and all. Their files are strays, to be removed at once. Returns how many there were. */
export const eraseAttachments = async (db: Kysely<Schema>, dossierId: string): Promise<number> => {
  const erased = await sql`
    with erased as (delete from attachments where dossier_id = ${dossierId} returning storage_key)
    insert into stray_files (storage_key, remove_real_at) select storage_key, 0 from erased
      on conflict (storage_key) do update set remove_real_at = 0`.execute(db);
  return Number(erased.numAffectedRows ?? 0);
};

/** Keys of files whose time as strays is over. Only the recorder sees any. */
export const dueStrays = async (db: Kysely<Schema>, realNow: number, limit = 500): Promise<readonly string[]> => {
  const rows = await db.selectFrom('stray_files').select('storage_key').where('remove_real_at', '<=', realNow).orderBy('remove_real_at').limit(limit).execute();
  return rows.map((row) => row.storage_key);
};

/** Drops what is known of a file unless the log has it. True when it is now nobody's, and may be removed. */
export const releaseStray = async (db: Kysely<Schema>, storageKey: string): Promise<boolean> => {
  await db.deleteFrom('attachments').where('storage_key', '=', storageKey).where(unrecorded).execute();
  const kept = await db.selectFrom('attachments').select('attachment_id').where('storage_key', '=', storageKey).executeTakeFirst();
  return kept === undefined;
};

/** The file is gone from the storage, or belongs to an attachment of the log. */
export const forgetStray = async (db: Kysely<Schema>, storageKey: string): Promise<void> => {
  await db.deleteFrom('stray_files').where('storage_key', '=', storageKey).execute();
};

import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { Actor } from '../domain/dossier/actor';
import type { LoggedEvent } from '../domain/dossier/recording';
import type { FindingKind, TamperFinding } from '../domain/verification/finding';
import type { Schema } from '../db/schema';
import { faultOf } from './stored-file';
import type { FileReader, LoggedContent } from './stored-file';

/** Whose files: of one dossier, of those with an event since an official instant, of all, or of a part of all. */
export type FileScope =
  | { readonly dossierId: string }
  | { readonly since: Instant }
  | { readonly all: true }
  /** Each file belongs to one of so many parts, for good. */
  | { readonly part: number; readonly of: number };

export interface VerifiedFiles {
  readonly files: number;
  readonly bytes: number;
  /** Real milliseconds. */
  readonly ms: number;
  readonly findings: readonly TamperFinding[];
}

/** An attached file as its log tells of it, and where it lies. */
interface Attached extends LoggedContent {
  readonly dossierId: string;
  readonly code: string | null;
  readonly seq: number;
  readonly attachmentId: string;
  readonly actor: Actor;
  readonly storageKey: string;
  readonly uploadedBy: string;
}

const PAGE = 200;

/**
 * Opens every attached file in scope and holds it against its log: its content, and who sent it. What is erased has no
 * row and is not looked for; a row that is gone without a mark the verification of the dossier names.
 */
export async function verifyFiles(
  db: Kysely<Schema>,
  files: FileReader,
  scope: FileScope,
  onProgress: (files: number) => void = () => {},
): Promise<VerifiedFiles> {
  const began = Date.now();
  const findings: TamperFinding[] = [];
  let [looked, bytes] = [0, 0];
  for await (const page of pagesOf(db, scope)) {
    for (const file of page) {
      findings.push(...(await faultsOf(files, file)));
      looked += 1;
      bytes += file.size;
      onProgress(looked);
    }
  }
  return { files: looked, bytes, ms: Date.now() - began, findings };
}

async function faultsOf(files: FileReader, file: Attached): Promise<readonly TamperFinding[]> {
  const { dossierId, code, seq, attachmentId } = file;
  const found = (kind: FindingKind): TamperFinding => ({ kind, dossierId, code, seq, detail: attachmentId });
  const sender = senderIn(file.actor);
  const uploader = sender === null || sender === file.uploadedBy ? [] : [found('file-uploader')];
  try {
    const fault = await faultOf(files, file.storageKey, file);
    return fault === null ? uploader : [...uploader, found(KINDS[fault])];
  } catch {
    return [...uploader, found('unreadable')];
  }
}

const KINDS = { missing: 'file-content-missing', changed: 'file-content-changed' } as const;

/** Who an upload is written down to have come from, as the edge names them. */
function senderIn(actor: Actor): string | null {
  switch (actor.kind) {
    case 'officer':
      return actor.person;
    case 'applicant':
      return 'applicant';
    case 'partner':
      return `partner:${actor.system}`;
    case 'engine':
      return null;
  }
}

async function* pagesOf(db: Kysely<Schema>, scope: FileScope): AsyncGenerator<readonly Attached[]> {
  for (let [after, seq]: [string | null, number] = [null, 0]; ; ) {
    const rows: readonly Row[] = await nextRows(db, scope, after, seq);
    if (rows.length === 0) return;
    yield await attachedIn(db, scope, rows);
    [after, seq] = [rows.at(-1)!.dossier_id, rows.at(-1)!.seq];
  }
}

interface Row {
  readonly dossier_id: string;
  readonly seq: number;
  readonly body: string;
}

async function nextRows(
  db: Kysely<Schema>,
  scope: FileScope,
  after: string | null,
  seq: number,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select e.dossier_id, e.seq, e.body from events e
     where e.type = 'DocumentAttached' and ${within(scope)}
       and (${after}::uuid is null or (e.dossier_id, e.seq) > (${after}::uuid, ${seq}::int))
     order by e.dossier_id, e.seq limit ${PAGE}`.execute(db);
  return rows;
}

function within(scope: FileScope) {
  if ('dossierId' in scope) return sql`e.dossier_id = ${scope.dossierId}::uuid`;
  if (!('since' in scope)) return sql`true`;
  return sql`exists (select from events l where l.dossier_id = e.dossier_id and l.at >= ${scope.since})`;
}

/** What the events of a page attached, as far as it is there. An event that cannot be read its own chain names. */
async function attachedIn(db: Kysely<Schema>, scope: FileScope, rows: readonly Row[]): Promise<readonly Attached[]> {
  const ids = [...new Set(rows.map((row) => row.dossier_id))];
  const [kept, dossiers] = await Promise.all([
    db
      .selectFrom('attachments')
      .select(['attachment_id', 'dossier_id', 'storage_key', 'uploaded_by'])
      .where('dossier_id', 'in', ids)
      .execute(),
    db.selectFrom('dossiers').select(['dossier_id', 'code']).where('dossier_id', 'in', ids).execute(),
  ]);
  const known = new Map(kept.map((row) => [`${row.dossier_id} ${row.attachment_id}`, row]));
  const codes = new Map(dossiers.map((row) => [row.dossier_id, row.code]));
  return rows.flatMap(({ dossier_id, seq, body }) => {
    const event = eventIn(body);
    if (event?.payload.type !== 'DocumentAttached') return [];
    const { attachmentId, size, sha256 } = event.payload;
    const row = known.get(`${dossier_id} ${attachmentId}`);
    if (!row || !isOfPart(scope, attachmentId)) return [];
    const { storage_key: storageKey, uploaded_by: uploadedBy } = row;
    const code = codes.get(dossier_id) ?? null;
    const { actor } = event;
    return [{ dossierId: dossier_id, code, seq, attachmentId, actor, size, sha256, storageKey, uploadedBy }];
  });
}

const isOfPart = (scope: FileScope, attachmentId: string): boolean =>
  !('part' in scope) || parseInt(attachmentId.slice(0, 8), 16) % scope.of === scope.part;

function eventIn(body: string): LoggedEvent | undefined {
  try {
    return JSON.parse(body) as LoggedEvent;
  } catch {
    return undefined;
  }
}

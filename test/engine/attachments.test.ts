import type { Payload } from '@temporalio/common';
import { createHash } from 'node:crypto';
import { submissionId } from '../../domain/dossier/engine-ids';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openApiDatabase } from '../../db/api-database';
import { findAttachment } from '../../db/attachments';
import { erasePersonalData } from '../../db/personal-data';
import { eventsOf } from '../../db/reads/history-of';
import { actOnDossier } from '../../gateway/act-on-dossier';
import { attachDocument } from '../../gateway/attach-document';
import type { Attached, AttachRequest } from '../../gateway/attach-document';
import { payloadKeysOf } from '../../gateway/installation';
import { createPayloadCodec, isSealed } from '../../gateway/payload-codec';
import { removeStrayFiles } from '../../gateway/remove-stray-files';
import type { Result } from '../../domain/result';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import type { Attachments } from '../../integrations/attachments/open-attachments';
import { pdf } from '../integrations/sample-files';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, does, expectSoundLog, forwarded, granted, officerOf, onlyTask, submitted, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';
import { apiUrls } from '../db/logins';

const WINDOW = `receptionist@${COMMUNE_UNIT}`;
const NAME = 'Giấy xác nhận thu nhập của bà Lò Thị Mai.pdf';
const SECRET = 'MINH CHỨNG RIÊNG TƯ';
const content = (what: string): Buffer => Buffer.concat([pdf(200_000), Buffer.from(`${SECRET} ${what}`)]);
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const codeOf = (result: Result<unknown>): string => (result.ok ? 'granted' : result.refusal.code);

/** Wherever they stand: inputs, results, updates, local activities. */
const payloadsIn = (part: unknown): object[] =>
  typeof part !== 'object' || part === null || part instanceof Uint8Array ? [] : 'data' in part && 'metadata' in part && part.data instanceof Uint8Array ? [part] : Object.values(part).flatMap(payloadsIn);

describeOn('temporal', 'files attached to a dossier', () => {
  let there: TestInstallation;
  let files: Attachments;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    files = openAttachments({}, there.dataDir);
  });
  afterAll(() => there?.close());

  const attach = (dossier: string, bytes: Buffer, more: Partial<AttachRequest> = {}): Promise<Result<Attached>> =>
    attachDocument(there.desk, files, { dossier, as: 'applicant', name: NAME, content: Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]), ...more });
  /** Everything that lies anywhere because of attachments. */
  const everything = async (): Promise<{ files: number; rows: number; strays: number }> => {
    const root = join(there.dataDir, 'attachments');
    const paths = (readdirSync(there.dataDir).includes('attachments') ? readdirSync(root, { recursive: true }) : []) as string[];
    const count = async (table: 'attachments' | 'stray_files'): Promise<number> => (await there.desk.db.selectFrom(table).selectAll().execute()).length;
    return { files: paths.filter((path) => statSync(join(root, path)).isFile()).length, rows: await count('attachments'), strays: await count('stray_files') };
  };
  const plus = (before: Awaited<ReturnType<typeof everything>>, n: number) => ({ files: before.files + n, rows: before.rows + n, strays: before.strays });

  /** All payloads of a workflow's history, opened with the installation's keys. */
  async function openedHistory(dossierId: string): Promise<string> {
    const history = await there.desk.client.workflow.getHandle(dossierId).fetchHistory();
    // Search attributes are in clear: Temporal looks dossiers up by them.
    const sealed = payloadsIn(history).filter((payload) => isSealed(payload as Payload));
    const codec = createPayloadCodec(payloadKeysOf({}, there.dataDir));
    const open = codec.decode as unknown as (payloads: object[], context: object) => Promise<{ data: Uint8Array }[]>;
    return (await open(sealed, { workflowId: dossierId })).map(({ data }) => Buffer.from(data).toString('utf8')).join('\n') + JSON.stringify(history);
  }

  it('the log and the workflow know id, type, size and digest; name and content are nowhere but where they can be erased', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'known');
    const bytes = content('known');
    const before = await everything();
    const { attachment } = granted(await attach(dossierId, bytes, { document: 'request', name: `C:\\fakepath\\${NAME.normalize('NFD')}` }));
    const { payload } = (await eventsOf(desk.db, dossierId)).at(-1)!;
    expect(payload).toEqual({ type: 'DocumentAttached', attachmentId: attachment.attachmentId, document: 'request', mediaType: 'application/pdf', size: bytes.length, sha256: digest(bytes), origin: 'applicant' });
    const stored = (await findAttachment(desk.db, dossierId, attachment.attachmentId))!;
    expect(stored).toMatchObject({ name: NAME, sha256: digest(bytes), scan: 'unscanned', uploadedBy: 'applicant' });
    expect((await buffer((await files.read(stored.storageKey))!)).equals(bytes)).toBe(true);
    expect(await everything()).toEqual(plus(before, 1));
    await expectSoundLog(desk, dossierId);

    const history = await openedHistory(dossierId);
    const log = JSON.stringify(await eventsOf(desk.db, dossierId));
    for (const text of [history, log]) {
      expect(text).toContain(digest(bytes));
      for (const hidden of ['xác nhận thu nhập', 'fakepath', SECRET, '%PDF', stored.storageKey]) expect(text).not.toContain(hidden);
    }
  });

  it('the same id with the same content is one file with one answer, one after the other and at once', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'once');
    const before = await everything();
    const bytes = content('once');
    const again = (): Promise<Result<Attached>> => attach(dossierId, bytes, { id: 'upload-1' });
    const answers = [...(await Promise.all([again(), again(), again()])), await again()].map(granted);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await typesOf(desk, dossierId)).filter((type) => type === 'DocumentAttached')).toHaveLength(1);
    expect(await everything()).toEqual(plus(before, 1));
    expect(codeOf(await attach(dossierId, content('other'), { id: 'upload-1' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(codeOf(await attach(dossierId, bytes, { id: 'upload-1', document: 'request' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    // The engine's own ids are none that a caller may choose.
    expect(codeOf(await attach(dossierId, bytes, { id: submissionId(dossierId) }))).toBe('FIELD_INVALID');
    expect(await everything()).toEqual(plus(before, 1));
    await expectSoundLog(desk, dossierId);
  });

  it('of two contents sent at once under one id, one is attached', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'race');
    const before = await everything();
    const both = await Promise.all(['a', 'b'].map((what) => attach(dossierId, content(what), { id: 'upload-1' })));
    expect(both.map(codeOf).sort()).toEqual(['IDEMPOTENCY_KEY_REUSED', 'granted']);
    expect(await everything()).toEqual(plus(before, 1));
  });

  it('an upload that found no worker is attached once when it is repeated, and its first copy goes in time', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'no-worker');
    const before = await everything();
    const bytes = content('no-worker');
    await there.stopWorkers();
    await expect(desk.client.withDeadline(Date.now() + 1_500, () => attach(dossierId, bytes, { id: 'upload-1' }))).rejects.toThrow();
    await there.startWorkers();
    const { attachment } = granted(await attach(dossierId, bytes, { id: 'upload-1' }));
    await removeStrayFiles(desk.db, (key) => files.remove(key), Date.now() + 8 * 86_400_000);
    expect(await everything()).toEqual({ ...plus(before, 1), strays: 0 });
    const stored = (await findAttachment(desk.db, dossierId, attachment.attachmentId))!;
    expect(digest(await buffer((await files.read(stored.storageKey))!))).toBe(digest(bytes));
  });

  it('officers with work in it attach and withdraw; the rest of the administration does not', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'officers');
    const task = await onlyTask(desk, dossierId);
    const { attachment } = granted(await attach(dossierId, content('draft'), { as: officerOf(task) }));
    expect(attachment).toMatchObject({ origin: 'officer', document: null });
    granted(await attach(dossierId, content('scan'), { as: WINDOW, origin: 'applicant', document: 'request' }));
    const withdraw = (fields: object) => actOnDossier(desk, { dossier: dossierId, act: 'withdraw-document', as: officerOf(task), fields });
    expect(codeOf(await withdraw({ attachmentId: attachment.attachmentId }))).toBe('REASON_MISSING');
    expect(codeOf(await withdraw({ attachmentId: 'not-an-id', reason: 'x' }))).toBe('FIELD_INVALID');
    await does(desk, dossierId, 'withdraw-document', officerOf(task), { fields: { attachmentId: attachment.attachmentId, reason: 'Gửi nhầm bản dự thảo' } });
    expect(await findAttachment(desk.db, dossierId, attachment.attachmentId)).toBeDefined();
    expect(JSON.stringify(await eventsOf(desk.db, dossierId))).not.toContain('dự thảo');
    await expectSoundLog(desk, dossierId);
  });

  it.each<[string, string, Partial<AttachRequest>]>([
    ['by an officer without work in it', 'ACT_NOT_BY_ACTOR', { as: 'specialist@H35.41.02' }],
    ['as a document the procedure does not ask for', 'DOCUMENT_UNKNOWN', { document: 'passport' }],
    ['by an applicant as a result', 'ATTACHMENT_NOT_YOURS', { origin: 'result' }],
    ['of a kind that is not allowed', 'ATTACHMENT_TYPE_REFUSED', { content: Readable.from([Buffer.from('MZ')]) }],
    ['by somebody nobody knows', 'PERSON_UNKNOWN', { as: 'nobody' }],
    ['under an id that is none', 'FIELD_INVALID', { id: 'two words' }],
    ['without a name', 'FIELD_SIZE', { name: 'folder/' }],
    ['under a name that reads backwards', 'FIELD_INVALID', { name: 'hóa đơn\u202efdp.exe' }],
    ['to a dossier that is not there', 'DOSSIER_UNKNOWN', { dossier: 'H35.12-220314-9999' }],
  ])('a file %s is refused, and leaves neither event nor row nor file', async (_, code, more) => {
    const { dossierId } = await submitted(there.desk, 'refusing');
    const before = [await everything(), await typesOf(there.desk, dossierId)];
    expect(codeOf(await attach(dossierId, content('refused'), more))).toBe(code);
    expect([await everything(), await typesOf(there.desk, dossierId)]).toEqual(before);
  });

  it.each([
    ['an officer of the agency that received it', WINDOW, { person: WINDOW, agencies: [COMMUNE_UNIT] }],
    ['the applicant with the receipt', 'applicant', { person: 'applicant', agencies: [] as string[] }],
  ])('%s needs no more than their own rights in the database, also to be refused', async (_, as, reader) => {
    const { dossierId } = await submitted(there.desk, `rights-${as}`);
    const api = openApiDatabase(apiUrls(there.databaseUrl), 4);
    try {
      const db = api.as({ ...reader, ...(as === 'applicant' ? { dossier: dossierId } : {}) });
      const attachAs = (id: string, what: string, more: Partial<AttachRequest> = {}): Promise<Result<Attached>> =>
        attachDocument({ ...there.desk, db }, files, { dossier: dossierId, as, id, name: NAME, content: Readable.from([content(what)]), ...more });
      const before = await everything();
      const first = granted(await attachAs('upload-1', 'rights'));
      expect(granted(await attachAs('upload-1', 'rights'))).toEqual(first);
      expect(codeOf(await attachAs('upload-1', 'other'))).toBe('IDEMPOTENCY_KEY_REUSED');
      expect(codeOf(await attachAs('upload-2', 'rights', { document: 'passport' }))).toBe('DOCUMENT_UNKNOWN');
      expect(await everything()).toEqual(plus(before, 1));
      const stranger = { ...there.desk, db: api.as({ person: 'p', agencies: ['H35.40'] }) };
      expect(codeOf(await attachDocument(stranger, files, { dossier: dossierId, as, name: NAME, content: Readable.from([content('x')]) }))).toBe('DOSSIER_UNKNOWN');
    } finally {
      await api.close();
    }
  });

  it('a closed dossier refuses a file before it is carried in', async () => {
    const { dossierId } = await submitted(there.desk, 'closed');
    await does(there.desk, dossierId, 'withdraw', 'applicant');
    let read = false;
    const watched = Readable.from((function* () { read = true; yield pdf(); })());
    expect(codeOf(await attach(dossierId, Buffer.alloc(0), { content: watched }))).toBe('ACT_NOT_IN_STAGE');
    expect(read).toBe(false);
    watched.destroy();
  });

  it('erased, the file is gone; the log still holds together, and a repeated upload does not bring it back', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'erased');
    const before = await everything();
    const bytes = content('erased');
    const first = granted(await attach(dossierId, bytes, { id: 'upload-1' }));
    const { storageKey } = (await findAttachment(desk.db, dossierId, first.attachment.attachmentId))!;
    await erasePersonalData(desk.db, dossierId, 'lan.nt');
    expect(await findAttachment(desk.db, dossierId, first.attachment.attachmentId)).toBeUndefined();
    expect(await removeStrayFiles(desk.db, (key) => files.remove(key), Date.now())).toBe(1);
    expect(await files.read(storageKey)).toBeUndefined();
    expect(granted(await attach(dossierId, bytes, { id: 'upload-1' }))).toEqual(first);
    expect(await everything()).toEqual(before);
    await expectSoundLog(desk, dossierId);
  });
});

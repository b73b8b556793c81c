import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAlarms } from '../../db/reads/open-alarms';
import { verifyFiles } from '../../gateway/verify-files';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { superuserQuery, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

const MB = 1024 * 1024;

/** What the machine's administrator can do to files and rows, and what whoever fetches them gets. */
describe('an attached file that is not the one which was attached', () => {
  let api: TestApi;
  let window: Visitor;
  let dossierId: string;
  let made = 0;

  beforeAll(async () => {
    api = await startTestApi({ at: '2022-03-14T08:00' });
    window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
    const submission = { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Thị Mai' } };
    dossierId = (await window.post('/v1/dossiers', submission)).body.dossierId;
  });
  afterAll(() => api.close());

  const text = (size: number, fill = 'a'): Buffer => Buffer.alloc(size, `${fill}${'.'.repeat(70)}\n`);

  interface File {
    readonly path: string;
    readonly attachmentId: string;
    readonly onDisk: string;
    readonly content: Buffer;
  }

  async function attached(size: number): Promise<File> {
    made += 1;
    // The same content twice would be the same file.
    const content = text(size, `${made}`);
    const headers = { 'idempotency-key': `changed-${made}`, 'content-type': 'text/plain' };
    const answer = await window.upload(`/v1/dossiers/${dossierId}/attachments?name=${made}.txt`, content, headers);
    expect(answer).toMatchObject({ status: 201 });
    const { attachmentId } = answer.body.attachment as { attachmentId: string };
    const asked = `select storage_key from lienthong.attachments where attachment_id = '${attachmentId}'`;
    const [row] = await tamper<{ storage_key: string }>(asked);
    const key = row!.storage_key;
    const onDisk = join(api.installation.dataDir, 'attachments', key.slice(0, 2), key.slice(2, 4), key);
    return { path: answer.headers.get('location')!, attachmentId, onDisk, content };
  }

  const tamper = async <T extends object>(statement: string): Promise<T[]> =>
    (await superuserQuery(api.installation.databaseUrl, statement)) as T[];

  const alarms = async (attachmentId: string): Promise<unknown[]> =>
    (await openAlarms(api.installation.desk.db))
      .filter(({ kind }) => kind === 'attachment-changed')
      .filter(({ detail }) => (detail as { attachmentId: string }).attachmentId === attachmentId);

  const verify = () =>
    verifyFiles(api.installation.desk.db, openAttachments({}, api.installation.dataDir), { dossierId });
  const findings = async (attachmentId: string): Promise<string[]> =>
    (await verify()).findings.filter(({ detail }) => detail === attachmentId).map(({ kind }) => kind);

  /** Bytes that came, and whether the answer came to its end. */
  const fetched = (path: string): Promise<{ readonly status: number; readonly bytes: number; readonly whole: boolean }> =>
    new Promise((resolve, reject) => {
      const request = get(`${api.url}${path}`, { headers: { ...window.headers }, timeout: 10_000 }, (response) => {
        let bytes = 0;
        response.on('data', (part: Buffer) => (bytes += part.length));
        response.on('error', () => undefined);
        response.on('close', () => resolve({ status: response.statusCode!, bytes, whole: response.complete }));
      });
      request.on('timeout', () => request.destroy(new Error('it hangs')));
      request.on('error', reject);
    });

  test.each<[string, number, (file: File) => void | Promise<void>, string]>([
    ['replaced by as many bytes', 300, ({ onDisk }) => writeFileSync(onDisk, text(300, 'b')), 'changed'],
    ['replaced by more', 300, ({ onDisk }) => writeFileSync(onDisk, text(900)), 'changed'],
    ['cut short', 300, ({ onDisk }) => writeFileSync(onDisk, text(120)), 'changed'],
    ['emptied', 300, ({ onDisk }) => writeFileSync(onDisk, ''), 'changed'],
    ['taken away', 300, ({ onDisk }) => rmSync(onDisk), 'missing'],
    ['replaced with its row made to fit', 300, async ({ onDisk, attachmentId }) => {
      writeFileSync(onDisk, text(300, 'b'));
      const sha256 = createHash('sha256').update(text(300, 'b')).digest('hex');
      const set = `sha256 = '${sha256}', name = 'x.exe', scan = 'clean', uploaded_by = 'nobody'`;
      await tamper(`update lienthong.attachments set ${set} where attachment_id = '${attachmentId}'`);
    }, 'changed'],
    ['a large one, cut short', 9 * MB, ({ onDisk }) => writeFileSync(onDisk, text(8 * MB)), 'changed'],
  ])('%s: nothing of it is given out, an alarm tells of it, and verify names it', async (_, size, change, how) => {
    const file = await attached(size);
    expect((await fetched(file.path))).toEqual({ status: 200, bytes: size, whole: true });
    expect(await findings(file.attachmentId)).toEqual([]);
    await change(file);
    const refused = { status: 500, body: { code: 'ATTACHMENT_CHANGED' } };
    for (let n = 0; n < 2; n++) expect(await window.get(file.path)).toMatchObject(refused);
    expect(await alarms(file.attachmentId)).toMatchObject([{ dossierId, detail: { how } }]);
    expect(await findings(file.attachmentId)).toContain(`file-content-${how}`);
  });

  test('a large one of the same length, changed at its end: it breaks off, and an alarm tells of it', async () => {
    const file = await attached(9 * MB);
    const bytes = readFileSync(file.onDisk);
    bytes[bytes.length - 1] = 65;
    writeFileSync(file.onDisk, bytes);
    const { status, bytes: came, whole } = await fetched(file.path);
    expect([status, whole, came < 9 * MB]).toEqual([200, false, true]);
    for (let tries = 0; tries < 50 && (await alarms(file.attachmentId)).length === 0; tries++) await sleep(100);
    expect(await alarms(file.attachmentId)).toHaveLength(1);
    expect(await findings(file.attachmentId)).toEqual(['file-content-changed']);
  });

  test('a row that names somebody else as its sender is named', async () => {
    const file = await attached(300);
    await tamper(`update lienthong.attachments set uploaded_by = 'chu.ga' where attachment_id = '${file.attachmentId}'`);
    expect(await findings(file.attachmentId)).toEqual(['file-uploader']);
  });

  test('one that cannot be read is named, and the others are looked at', async () => {
    const file = await attached(300);
    rmSync(file.onDisk);
    mkdirSync(file.onDisk);
    const found = await findings(file.attachmentId);
    expect(found.length).toBe(1);
    rmSync(file.onDisk, { recursive: true });
  });

  test('every file is in one of the parts of a week, and in no other', async () => {
    const { db } = api.installation.desk;
    const files = openAttachments({}, api.installation.dataDir);
    const all = await verifyFiles(db, files, { all: true });
    const parts = await Promise.all(Array.from({ length: 7 }, (_, part) => verifyFiles(db, files, { part, of: 7 })));
    expect(parts.reduce((sum, part) => sum + part.files, 0)).toBe(all.files);
    expect(all.files).toBe(made);
  });
});

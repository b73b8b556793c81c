import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { attachedBy, dropAttachment, dueStrays, expectFile, findAttachment, forgetStray, storeAttachment } from '../../db/attachments';
import type { StoredAttachment } from '../../db/attachments';
import { erasePersonalData } from '../../db/personal-data';
import { attachmentsOf } from '../../db/reads/attachments-of';
import { recordDossier } from '../../db/record';
import type { Schema } from '../../db/schema';
import { removeStrayFiles } from '../../gateway/remove-stray-files';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, dossierRow, event, HOUR, MORNING, recording, taskRow } from './samples';

let database: TestDatabase;
const muong = dossierId('muong'); // received by H35.12
const elsewhere = dossierId('elsewhere'); // received by H35.40
const recorder = () => database.as('recorder').db;
const OFFICER = { person: 'p-1', agencies: ['H35.12'] } as const;
const asOfficer = <T>(fn: (trx: Transaction<Schema>) => Promise<T>) => database.for(OFFICER).transaction().execute(fn);

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database.as('recorder');
  await recordDossier(pool, recording(muong, [event(1)], { tasks: [taskRow()] }));
  await recordDossier(pool, recording(elsewhere, [event(1)], { dossier: dossierRow(elsewhere, 1, { receivingUnit: 'H35.40', holders: ['H35.40'] }), tasks: [taskRow({ agency: 'H35.40' })] }));
});
afterAll(() => database.close());

const SHA = 'ab'.repeat(32);
const aFile = (commandId: string, more: Partial<StoredAttachment> = {}): Omit<StoredAttachment, 'attachmentId'> => ({
  dossierId: muong,
  commandId,
  name: 'Giấy khai sinh của Giàng A Pó.pdf',
  mediaType: 'application/pdf',
  size: 1_234,
  sha256: SHA,
  storageKey: randomUUID().replaceAll('-', ''),
  scan: 'unscanned',
  uploadedAt: MORNING,
  uploadedBy: 'p-1',
  ...more,
});

let seq = 1;
const recorded = async (commandId: string, payload: object): Promise<void> => {
  seq += 1;
  const logged = event(seq, { commandId, type: (payload as { type: 'DocumentAttached' }).type, command: {}, payload: payload as never });
  await recordDossier(database.as('recorder').pool, recording(muong, [logged]));
};
const attached = (attachmentId: string) => ({ type: 'DocumentAttached', attachmentId, document: 'form', mediaType: 'application/pdf', size: 1_234, sha256: SHA, origin: 'applicant' });
/** Stored, and its act recorded. */
const attach = async (commandId: string, more: Partial<StoredAttachment> = {}): Promise<string> => {
  const attachmentId = await storeAttachment(recorder(), aFile(commandId, more));
  await recorded(commandId, attached(attachmentId));
  return attachmentId;
};

describe('an attached file', () => {
  test('is told of by log and row together, in order, and what was withdrawn with why', async () => {
    const first = await attach('list-1');
    const second = await attach('list-2', { name: 'Ảnh.jpg' });
    await storeAttachment(recorder(), aFile('never-recorded'));
    await recorded('list-3', { type: 'DocumentWithdrawn', attachmentId: first, reason: { textId: 't', digest: 'd' } });
    const views = await attachmentsOf(recorder(), muong);
    expect(views.map((view) => [view.attachmentId, view.file?.name, view.withdrawn])).toEqual([
      [first, 'Giấy khai sinh của Giàng A Pó.pdf', { at: MORNING + seq * 60_000, reason: { textId: 't', digest: 'd' } }],
      [second, 'Ảnh.jpg', null],
    ]);
    expect(await findAttachment(recorder(), muong, second)).toMatchObject({ name: 'Ảnh.jpg', sha256: SHA, scan: 'unscanned' });
    expect(await findAttachment(recorder(), elsewhere, second)).toBeUndefined();
  });

  test('is found by the command that attached it, and by no other', async () => {
    const attachmentId = await attach('by-command');
    expect(await attachedBy(recorder(), muong, 'by-command')).toEqual(attached(attachmentId));
    expect(await attachedBy(recorder(), muong, 'c-1')).toBeUndefined();
    expect(await attachedBy(recorder(), elsewhere, 'by-command')).toBeUndefined();
  });

  test('has its name nowhere in the log', async () => {
    await attach('nameless', { name: 'chỉ-ở-đây.pdf' });
    const [{ n }] = (await database.query<{ n: number }>(`select count(*)::int as n from lienthong.events where body like '%chỉ-ở-đây%'`)) as [{ n: number }];
    expect(n).toBe(0);
  });
});

describe('the api role', () => {
  test('sees the files of the dossiers it sees, and attaches to these only', async () => {
    const attachmentId = await attach('seen');
    const of = (agency: string) => database.for({ person: 'p', agencies: [agency] }).transaction().execute((trx) => findAttachment(trx, muong, attachmentId));
    expect(await of('H35.12')).toMatchObject({ attachmentId });
    expect(await of('H35.40')).toBeUndefined();
    expect(await database.for({ person: 'p', agencies: ['H35.40'] }).transaction().execute((trx) => attachmentsOf(trx, muong))).toEqual([]);
    expect(await asOfficer((trx) => storeAttachment(trx, aFile('own')))).toEqual(expect.any(String));
    await expect(asOfficer((trx) => storeAttachment(trx, aFile('foreign', { dossierId: elsewhere })))).rejects.toThrow('row-level security');
  });

  test('drops what no act recorded, and never what stands in the log', async () => {
    const loose = await asOfficer((trx) => storeAttachment(trx, aFile('loose')));
    const kept = await attach('kept');
    expect(await asOfficer((trx) => dropAttachment(trx, loose))).toEqual(expect.any(String));
    expect(await asOfficer((trx) => dropAttachment(trx, kept))).toBeUndefined();
    // Nor by any other statement.
    await asOfficer((trx) => trx.deleteFrom('attachments').execute());
    expect(await findAttachment(recorder(), muong, kept)).toBeDefined();
    await expect(asOfficer((trx) => trx.updateTable('attachments').set({ name: 'x' }).execute())).rejects.toThrow('permission denied');
  });

  test('finds no file to remove, whatever is due', async () => {
    await expectFile(recorder(), 'due', 0);
    const removed: string[] = [];
    await asOfficer((trx) => removeStrayFiles(trx, async (key) => void removed.push(key), Date.now()));
    expect(removed).toEqual([]);
    await forgetStray(recorder(), 'due');
  });
});

test('the auditor reads all of them and changes none', async () => {
  const auditor = database.as('auditor').db;
  expect((await attachmentsOf(auditor, muong)).length).toBeGreaterThan(0);
  await expect(auditor.deleteFrom('attachments').execute()).rejects.toThrow('permission denied');
});

describe('files that belong to nothing', () => {
  const day = 24 * HOUR;
  /** Removes what is due; the keys it removed. */
  const sweep = async (realNow: number): Promise<string[]> => {
    const removed: string[] = [];
    expect(await removeStrayFiles(recorder(), async (key) => void removed.push(key), realNow)).toBe(removed.length);
    return removed;
  };
  const begun = async (commandId: string, more: Partial<StoredAttachment> = {}) => {
    const file = aFile(commandId, more);
    await asOfficer((trx) => expectFile(trx, file.storageKey, Date.now() + day));
    return file;
  };

  test('an upload that a killed process left is removed once its time is over', async () => {
    const { storageKey } = await begun('killed');
    expect(await sweep(Date.now())).toEqual([]);
    expect(await sweep(Date.now() + 2 * day)).toEqual([storageKey]);
    expect(await sweep(Date.now() + 2 * day)).toEqual([]);
  });

  test('a file whose act was never recorded goes with its row; one that was recorded late stays', async () => {
    const [never, late] = [await begun('never'), await begun('late')];
    const [neverId, lateId] = await asOfficer(async (trx) => [await storeAttachment(trx, never), await storeAttachment(trx, late)] as const);
    await recorded('late', attached(lateId));
    expect(await sweep(Date.now() + 2 * day)).toEqual([never.storageKey]);
    expect(await findAttachment(recorder(), muong, neverId)).toBeUndefined();
    expect(await findAttachment(recorder(), muong, lateId)).toBeDefined();
    expect(await dueStrays(recorder(), Date.now() + 2 * day)).toEqual([]);
  });

  test('a file that the storage does not let go of is tried again', async () => {
    const { storageKey } = await begun('stuck');
    await expect(removeStrayFiles(recorder(), () => Promise.reject(new Error('storage away')), Date.now() + 2 * day)).rejects.toThrow('storage away');
    expect(await sweep(Date.now() + 2 * day)).toEqual([storageKey]);
  });

  test('erasing a dossier takes names and rows at once, and the files with the next sweep; the log stays', async () => {
    const before = await attachmentsOf(recorder(), muong);
    const rows = before.filter((view) => view.file !== null).length;
    const { storageKey } = (await findAttachment(recorder(), muong, await attach('erased', { name: 'Sổ hộ khẩu.pdf' })))!;
    const loose = (await recorder().selectFrom('attachments').select('attachment_id').where('command_id', 'in', ['never-recorded', 'own']).execute()).length;
    expect(await erasePersonalData(recorder(), muong, 'lan.nt')).toBe(rows + loose + 1);
    const after = await attachmentsOf(recorder(), muong);
    expect(after).toHaveLength(before.length + 1);
    expect(after.every((view) => view.file === null)).toBe(true);
    expect((await database.query(`select * from lienthong.attachments`)).length).toBe(0);
    expect(await sweep(Date.now())).toContain(storageKey);
  });
});

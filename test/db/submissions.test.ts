import type { Result } from '../../domain/result';
import { erasePersonalData, personalDataOf } from '../../db/personal-data';
import { moveSeriesPast, reserveCode } from '../../db/reserve-code';
import { storeText, textsOf, TEXT_LIMIT } from '../../db/store-text';
import { dossierIdOf, findUnstartedSubmissions, markStarted, requestDigestOf, submitOnce, type Submission } from '../../db/submit-once';
import { dossiersByName } from '../../db/reads/dossiers-by-name';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, MORNING } from './samples';

let database: TestDatabase;
beforeAll(async () => { database = await openTestDatabase(); });
afterAll(() => database.close());

const db = () => database.as('recorder').db;
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const submission = (key: string, overrides: Partial<Submission> = {}): Submission => ({
  idempotencyKey: key,
  unit: 'H35.12',
  requestDigest: requestDigestOf(key, { procedure: '1.012790', name: 'Lò Thị Đào' }),
  input: { procedureCode: '1.012790', facts: { area: 120 } },
  people: [{ subject: 'applicant', name: 'Lò Thị Đào', idNumber: '012345678901' }],
  at: MORNING,
  ...overrides,
});

describe('submission is exactly-once by its key', () => {
  test('the first time it is stored, the second time it is the same dossier', async () => {
    const first = value(await submitOnce(db(), submission('once')));
    expect(first).toMatchObject({ dossierId: dossierIdOf('once'), repeated: false, started: false });
    const second = value(await submitOnce(db(), submission('once', { at: MORNING + 5 })));
    expect(second).toEqual({ ...first, repeated: true });
  });

  test('fifty at once are one', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => submitOnce(db(), submission('crowd'))));
    expect(results.filter((result) => !value(result).repeated)).toHaveLength(1);
    expect(new Set(results.map((result) => JSON.stringify(value(result).digests))).size).toBe(1);
    expect(await personalDataOf(db(), dossierIdOf('crowd'))).toHaveLength(1);
  });

  test('the same key with another request is refused, and nothing changed', async () => {
    await submitOnce(db(), submission('reused'));
    const other = submission('reused', { requestDigest: requestDigestOf('reused', 'another'), people: [{ subject: 'submitter', name: 'X' }] });
    expect(await submitOnce(db(), other)).toMatchObject({ ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey', details: { key: 'reused' } } });
    expect((await personalDataOf(db(), dossierIdOf('reused'))).map((person) => person.subject)).toEqual(['applicant']);
  });

  test('the dossier id is a UUID that only the key decides', () => {
    expect(dossierIdOf('once')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(dossierIdOf('twice')).not.toBe(dossierIdOf('once'));
  });

  test('a submission whose workflow never started is found by the sweep, until it is marked', async () => {
    await submitOnce(db(), submission('orphan'));
    const id = dossierIdOf('orphan');
    const orphans = async (olderThanMs: number) => (await findUnstartedSubmissions(db(), olderThanMs)).map((orphan) => orphan.dossierId);
    expect(await orphans(0)).toContain(id);
    expect(await orphans(60_000)).not.toContain(id);
    await markStarted(db(), id);
    await markStarted(db(), id);
    expect(await orphans(0)).not.toContain(id);
    expect(value(await submitOnce(db(), submission('orphan')))).toMatchObject({ repeated: true, started: true });
  });
});

describe('free text', () => {
  const store = (commandId: string, text: string) => storeText(db(), { dossierId: dossierId('texts'), commandId, field: 'note', text });
  const read = async (commandId: string) => (await textsOf(db(), dossierId('texts'))).get(value(await store(commandId, nasty)).textId);
  const nasty = `Robert'); DROP TABLE texts;-- <img src=x onerror=alert(1)> \${x} %s \\u0000 ￿ 👩‍👩‍👧 tab\there\u0007`;

  test('is stored and read unchanged, whatever it looks like', async () => {
    await store('nasty', nasty);
    expect(await read('nasty')).toBe(nasty);
  });

  test('is kept in NFC', async () => {
    const stored = value(await store('nfd', 'Điện Biên'.normalize('NFD')));
    expect((await textsOf(db(), dossierId('texts'))).get(stored.textId)).toBe('Điện Biên'.normalize('NFC'));
  });

  test('of the same command is stored once; another one there is refused', async () => {
    const first = value(await store('again', 'một'));
    expect(value(await store('again', 'một'))).toEqual(first);
    expect(await store('again', 'hai')).toMatchObject({ ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  test.each([
    ['a 10 MB note', 'a'.repeat(10_000_000), 'TEXT_TOO_LONG'],
    ['one character too many', 'ơ'.repeat(TEXT_LIMIT + 1), 'TEXT_TOO_LONG'],
    ['a NUL character', 'a\0b', 'TEXT_NOT_STORABLE'],
    ['half a character', 'a\ud83d', 'TEXT_NOT_STORABLE'],
  ])('%s is refused by field and rule', async (name, text, code) => {
    expect(await store(name, text)).toMatchObject({ ok: false, refusal: { code, field: 'note' } });
  });

  test('exactly the limit is kept, counted in characters and not in bytes or code units', async () => {
    const text = '😀'.repeat(TEXT_LIMIT);
    const stored = value(await store('limit', text));
    expect((await textsOf(db(), dossierId('texts'))).get(stored.textId)).toBe(text);
  });

  test('the database itself refuses what is longer', async () => {
    const insert = db().insertInto('texts').values({ dossier_id: dossierId('texts'), command_id: 'raw', field: 'note', text: 'a'.repeat(TEXT_LIMIT + 1), salt: Buffer.alloc(16), digest: '' });
    await expect(insert.execute()).rejects.toThrow('texts_text_check');
  });
});

describe('personal data', () => {
  test('is found by name with or without diacritics, in any case', async () => {
    await submitOnce(db(), submission('name', { people: [{ subject: 'applicant', name: 'Giàng A Pó Đằng' }] }));
    for (const query of ['Giàng A Pó', 'giang a po', 'ĐẰNG', 'po  dang']) {
      expect((await dossiersByName(db(), query)).map((found) => found.dossierId)).toEqual([dossierIdOf('name')]);
    }
    expect(await dossiersByName(db(), `' or 1=1 --`)).toEqual([]);
    expect(await dossiersByName(db(), '%')).toEqual([]);
  });

  test('erased, it is gone with its salts; the rest stays', async () => {
    const { dossierId: id } = value(await submitOnce(db(), submission('erase')));
    await storeText(db(), { dossierId: id, commandId: 'c-1', field: 'note', text: 'ghi chú' });
    expect(await erasePersonalData(db(), id, 'lan.nt')).toBe(2);
    expect(await personalDataOf(db(), id)).toEqual([]);
    expect((await textsOf(db(), id)).size).toBe(0);
    expect(value(await submitOnce(db(), submission('erase')))).toMatchObject({ repeated: true, digests: {} });
    expect(await personalDataOf(db(), id)).toEqual([]);
  });

  test('the same person has another digest in another dossier', async () => {
    const digests = await Promise.all(['salt-1', 'salt-2'].map(async (key) => value(await submitOnce(db(), submission(key))).digests.applicant));
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(digests[1]).not.toBe(digests[0]);
  });
});

describe('legal codes', () => {
  const reserve = (name: string, commandId = 'accept', unit = 'H35.12', date = '2026-02-13') => reserveCode(db(), { unit, date, dossierId: dossierId(name), commandId });

  test('are unit, day and number of the day, each series of its own', async () => {
    expect(await reserve('first', 'accept', 'H35.77')).toBe('H35.77-260213-0001');
    expect(await reserve('second', 'accept', 'H35.77')).toBe('H35.77-260213-0002');
    expect(await reserve('third', 'accept', 'H35.77', '2026-02-23')).toBe('H35.77-260223-0001');
    expect(await reserve('fourth', 'accept', 'H35.78')).toBe('H35.78-260213-0001');
  });

  test('fifty at once are all different and without gaps', async () => {
    const codes = await Promise.all(Array.from({ length: 50 }, (_, index) => reserve(`parallel-${index}`)));
    expect([...new Set(codes)].sort()).toEqual(Array.from({ length: 50 }, (_, index) => `H35.12-260213-${String(index + 1).padStart(4, '0')}`));
  });

  test('the same act gets the same code, also when it asks many times at once', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => reserve('same', 'accept', 'H35.13')));
    expect(new Set(codes).size).toBe(1);
    expect(await reserve('same', 'accept', 'H35.13')).toBe(codes[0]);
  });

  test('after a restore go on behind the highest number in use, and grow past four digits', async () => {
    await moveSeriesPast(db(), { unit: 'H35.14', date: '2026-02-13' }, 9_999);
    await moveSeriesPast(db(), { unit: 'H35.14', date: '2026-02-13' }, 12);
    expect(await reserve('restored', 'accept', 'H35.14')).toBe('H35.14-260213-10000');
  });
});

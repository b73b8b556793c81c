import type { Calendar } from '../../domain/calendar/calendar';
import type { Procedure } from '../../domain/procedure/procedure';
import { endProcedure, findAgencies, findCalendar, findProcedure, findProcedureInForce, proceduresInForce, publishAgencies, publishCalendar, publishProcedure } from '../../db/catalogue';
import { appendClockSegment, beatClock, clockSegments, lastClockBeat } from '../../db/clock';
import { postingsAt, savePerson, savePosting, type Posting } from '../../db/people';
import { openTestDatabase, type TestDatabase } from './database';
import { HOUR, MORNING } from './samples';

let database: TestDatabase;
beforeAll(async () => { database = await openTestDatabase(); });
afterAll(() => database.close());

const db = () => database.as('recorder').db;
const by = { at: MORNING, by: 'p-1' };

/** Storage looks at these fields only; the rest of a procedure is its body. */
const procedure = (version: number, effectiveFrom: string, code = '1.012790') => ({ code, version, effectiveFrom, route: [{ step: 'receive', kind: 'receive' }] }) as unknown as Procedure;
const calendar = (version: number, daysOff: Record<string, string> = {}) => ({ id: 'lai-chau', version, daysOff }) as unknown as Calendar;

describe('procedures', () => {
  test('a version is published once and never altered', async () => {
    expect(await publishProcedure(db(), procedure(1, '2022-01-01'), by)).toBe('published');
    expect(await publishProcedure(db(), procedure(1, '2022-01-01'), by)).toBe('present');
    expect(await publishProcedure(db(), procedure(1, '2022-02-01'), by)).toBe('differs');
    expect(await findProcedure(db(), '1.012790', 1)).toEqual(procedure(1, '2022-01-01'));
  });

  test('the version in force is the one of the date; an older one is still found by its number', async () => {
    await publishProcedure(db(), procedure(2, '2025-07-01'), by);
    await endProcedure(db(), '1.012790', 1, '2025-07-01');
    const inForce = async (date: string) => (await findProcedureInForce(db(), '1.012790', date))?.version;
    expect(await Promise.all(['2021-12-31', '2022-01-01', '2025-06-30', '2025-07-01'].map(inForce))).toEqual([undefined, 1, 1, 2]);
    expect((await findProcedure(db(), '1.012790', 1))?.version).toBe(1);
    await publishProcedure(db(), procedure(1, '2025-01-01', '2.000635'), by);
    expect((await proceduresInForce(db(), '2026-02-13')).map((found) => [found.code, found.version])).toEqual([['1.012790', 2], ['2.000635', 1]]);
  });
});

test('calendars and agencies are kept in every version, the newest unless one is named', async () => {
  await publishCalendar(db(), calendar(1), 'năm 2026', by);
  await publishCalendar(db(), calendar(2, { '2026-01-02': 'hoán đổi' }), 'hoán đổi ngày làm việc', by);
  expect(await findCalendar(db(), 'lai-chau')).toEqual(calendar(2, { '2026-01-02': 'hoán đổi' }));
  expect(await findCalendar(db(), 'lai-chau', 1)).toEqual(calendar(1));
  expect(await findCalendar(db(), 'elsewhere')).toBeUndefined();
  expect(await publishAgencies(db(), 1, [{ code: 'H35' }], 'ba cấp', by)).toBe('published');
  expect(await publishAgencies(db(), 1, [{ code: 'H36' }], 'ba cấp', by)).toBe('differs');
  expect(await findAgencies(db())).toEqual({ version: 1, topology: [{ code: 'H35' }] });
});

test('a person holds the posts of the instant, their own first, whoever they stand in for', async () => {
  const post = (overrides: Partial<Posting>): Posting => ({ person: 'p-1', agency: 'H35.12', role: 'specialist', kind: 'regular', onBehalfOf: null, from: MORNING, to: null, ...overrides });
  await savePerson(db(), 'p-1', 'Vàng A Chu');
  await savePerson(db(), 'p-2', 'Lò Văn Hùng');
  const standIn = post({ role: 'division-head', kind: 'stand-in', onBehalfOf: 'p-2', from: MORNING + HOUR, to: MORNING + 2 * HOUR });
  await savePosting(db(), standIn);
  await savePosting(db(), post({}));
  expect(await postingsAt(db(), 'p-1', MORNING - 1)).toEqual([]);
  expect(await postingsAt(db(), 'p-1', MORNING)).toEqual([post({})]);
  expect(await postingsAt(db(), 'p-1', MORNING + HOUR)).toEqual([post({}), standIn]);
  expect(await postingsAt(db(), 'p-1', MORNING + 2 * HOUR)).toEqual([post({})]);
  await savePosting(db(), post({ to: MORNING + 3 * HOUR }));
  expect(await postingsAt(db(), 'p-1', MORNING + 3 * HOUR)).toEqual([]);
});

test('the clock has one history, and its beat never goes back', async () => {
  const segment = { realStart: 1, officialStart: MORNING, speed: 600.5 };
  const begun = await Promise.all([appendClockSegment(db(), 0, segment), appendClockSegment(db(), 0, segment)]);
  expect(begun.sort()).toEqual([false, true]);
  expect(await clockSegments(db())).toEqual([segment]);
  expect(await lastClockBeat(db())).toBeNull();
  await beatClock(db(), MORNING + 5, 10);
  await beatClock(db(), MORNING + 3, 11);
  expect(await lastClockBeat(db())).toEqual({ officialAt: MORNING + 5, realAt: 10 });
});

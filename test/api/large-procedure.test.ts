import { checkingApart } from '../../gateway/check-apart';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let control: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  control = await api.officer('kiểm', ['procedure-control@H35.01.02']);
});
afterAll(() => api.close());

const numbered = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');
const check = (visitor: Visitor, text: string) => visitor.send('POST', '/v1/procedures?dryRun=true', { file: text });

/** Each of them once stopped every request for seconds to minutes. */
const LARGE: readonly (readonly [string, string])[] = [
  ['560 KB of unknown keys with anchors', numbered(40_000, (i) => `k${i}: &a${i} 1`)],
  ['8,000 unknown keys', numbered(8_000, (i) => `k${i}: 1`)],
  ['one key 40,000 times', numbered(40_000, () => 'k: 1')],
  ['4,000 steps of a route, none as it should be', `route:\n${numbered(4_000, (i) => `  - { stp: s${i}, kind: x${i} }`)}`],
];

describe('a large procedure file', () => {
  test.each(LARGE)('%s: named problem by problem, and others are answered meanwhile', async (_, text) => {
    const answered: string[] = [];
    const checked = check(control, text).then((reply) => {
      answered.push('the file');
      return reply;
    });
    for (let i = 0; i < 3; i += 1) {
      expect(await control.get('/v1/procedures?limit=1')).toMatchObject({ status: 200 });
      answered.push('another request');
    }
    expect(await checked).toMatchObject({ status: 422, body: { code: 'PROCEDURE_FILE_FAULTY', field: 'body.file' } });
    const { errors } = (await checked).body;
    expect(errors).toHaveLength(101);
    expect(errors[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number), detail: expect.any(String) });
    expect(errors[100]).toMatchObject({ code: 'PROCEDURE_MORE_PROBLEMS' });
    expect(answered).toEqual(['another request', 'another request', 'another request', 'the file']);
  });
});

describe('a check has an end', () => {
  const context = { topology: { agencies: [] } };
  test.each([['time', { limitMs: 1 }], ['memory', { memoryMb: 16 }]])('one that takes more %s than it may is ended', async (_, limits) => {
    const ended = await checkingApart(limits)(LARGE[0]![1], context, 'file');
    expect(ended).toMatchObject({ ok: false, refusal: { code: 'PROCEDURE_FILE_TOO_COSTLY', field: 'file' } });
  });

  test('the file after it is checked as any', async () => {
    const checkedApart = checkingApart();
    const [large, small] = await Promise.all([checkedApart(LARGE[0]![1], context, 'a'), checkedApart('code: x', context, 'b')]);
    expect([large, small]).toMatchObject([{ ok: true, value: { ok: false } }, { ok: true, value: { ok: false, problems: expect.any(Array) } }]);
  });
});

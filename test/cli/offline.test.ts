import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { documentOf, lienthong } from './command';

const CERTIFIED_COPIES = resolve(__dirname, '../../catalogue/procedures/2.000908-certified-copies.v1.yaml');

describe('lienthong without an installation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileWith = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('passes a good procedure file', async () => {
    const answer = await lienthong(['procedures', 'check', CERTIFIED_COPIES, '--json']);
    expect(answer.code).toBe(0);
    expect(documentOf(answer)).toMatchObject({ ok: true, code: '2.000908', version: 1, problems: [] });
  });

  it('names the file and line of every problem of a bad one', async () => {
    const text = readFileSync(CERTIFIED_COPIES, 'utf8');
    const line = text.split('\n').findIndex((each) => each.includes('limit: 8 working hours')) + 1;
    const bad = fileWith('bad.yaml', text.replace('limit: 8 working hours', 'limit: 8 wrking hours').replace('sector:', 'sectr:'));
    const answer = await lienthong(['procedures', 'check', bad]);
    expect(answer.code).toBe(3);
    expect(answer.out).toContain(`${bad}:${line}:`);
    expect(answer.out).toContain('sectr');
    const { ok, problems } = documentOf<{ ok: boolean; problems: { line: number; messageVi: string }[] }>(await lienthong(['procedures', 'check', bad, '--json']));
    expect(ok).toBe(false);
    expect(problems.some((problem) => problem.line === line && problem.messageVi !== '')).toBe(true);
  });

  it('names the line of a file that is not UTF-8', async () => {
    const path = fileWith('latin.yaml', '');
    writeFileSync(path, Buffer.from('code: "1.000001"\nname: { vi: "C\xe2p" }\n', 'latin1'));
    const answer = await lienthong(['procedures', 'check', path]);
    expect(answer.code).toBe(3);
    expect(answer.err).toContain(`line 2 of "${path}" is no text in UTF-8`);
  });

  it('says that there are no agencies on a date before all of them', async () => {
    const answer = await lienthong(['agencies', 'tree', '--date', '1980-01-01']);
    expect(answer).toMatchObject({ code: 4, out: '' });
    expect(answer.err).toContain('[AGENCIES_NONE]');
  });

  it('fails with a sentence on a file that is not there', async () => {
    const answer = await lienthong(['procedures', 'check', join(folder, 'none.yaml')]);
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.err).toContain('ENOENT');
    expect(answer.err).not.toContain('    at ');
  });

  it('draws the agencies of today and of 2022', async () => {
    const today = await lienthong(['agencies', 'tree', '--date', '2026-01-01', '--code', 'H35.202']);
    expect(today.code).toBe(0);
    expect(today.out).toContain('└─ ');
    const { agencies } = documentOf<{ agencies: { tier: string; children: { tier: string }[] }[] }>(await lienthong(['agencies', 'tree', '--date', '2022-04-26', '--json']));
    expect(agencies[0]!.children.filter(({ tier }) => tier === 'district').length).toBeGreaterThanOrEqual(8);
  });

  it('finds agencies with or without diacritics', async () => {
    const [plain, accented] = await Promise.all(['doan ket', 'Đoàn Kết'].map((words) => lienthong(['agencies', 'find', ...words.split(' '), '--date', '2026-01-01', '--json'])));
    expect(plain!.out).toBe(accented!.out);
    expect(plain!.out).toContain('H35.202');
  });

  it('shows a procedure with what is assumed, and says when there is none', async () => {
    const { code, out } = await lienthong(['procedures', 'show', '1.012790', '--version', '2', '--lang', 'vi']);
    expect(code).toBe(0);
    expect(out).toContain('quy trình');
    expect(out).toContain('giả định');
    const none = await lienthong(['procedures', 'show', '0.000000', '--json']);
    expect(none.code).toBe(4);
    expect(documentOf(none)).toMatchObject({ refused: { code: 'PROCEDURE_UNKNOWN', field: 'code' } });
  });

  it('answers 4 for an agency that does not exist on the date', async () => {
    expect(await lienthong(['agencies', 'show', 'H35.202', '--date', '2022-04-26'])).toMatchObject({ code: 4, out: '' });
  });

  it('refuses a note of 10 MB and control characters before any server is asked', async () => {
    const long = await lienthong(['dossier', 'act', 'X', 'complete', '--as', 'a', '--note-file', fileWith('long.txt', 'a'.repeat(10_000_000)), '--json']);
    expect(long.code).toBe(3);
    expect(documentOf(long)).toMatchObject({ refused: { code: 'TEXT_TOO_LONG', field: 'note', details: { length: 10_000_000, limit: 10_000 } } });
    const bell = await lienthong(['dossier', 'act', 'X', 'complete', '--as', 'a', '--note-file', '-', '--json'], { input: 'a\u0007b' });
    expect(bell.code).toBe(3);
    expect(documentOf(bell)).toMatchObject({ refused: { code: 'TEXT_CONTROL_CHARACTERS', field: 'note' } });
  });

  it('refuses an act that does not exist and names those that do', async () => {
    const answer = await lienthong(['dossier', 'act', 'X', 'approve', '--as', 'a']);
    expect(answer.code).toBe(3);
    expect(answer.err).toContain('take-up');
  });

  it('says which server does not answer, and what to do, within ten seconds', async () => {
    writeFileSync(
      join(folder, 'installation.json'),
      JSON.stringify({ mode: 'production', databaseUrl: 'postgresql://x@127.0.0.1:1/x', temporalAddress: '127.0.0.1:1', uiUrl: null, startedAt: 1 }),
    );
    const began = Date.now();
    const answer = await lienthong(['inbox', '--agency', 'H35.202', '--data', folder, '--json']);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(answer.code).toBe(1);
    expect(answer.err).toContain('PostgreSQL does not answer at 127.0.0.1:1');
    expect(answer.err).toContain('npm start');
    expect(documentOf(answer)).toHaveProperty('failed');
    const { healthy, findings } = documentOf<{ healthy: boolean; findings: { check: string; severity: string; wayOut: unknown }[] }>(await lienthong(['doctor', '--data', folder, '--json']));
    expect(healthy).toBe(false);
    expect(findings.filter(({ severity }) => severity === 'fail').map(({ check }) => check)).toEqual(['payload-keys', 'postgres', 'temporal']);
    expect(findings.every(({ severity, wayOut }) => severity === 'ok' || wayOut !== null)).toBe(true);
  });

  it('tells that nothing was ever started', async () => {
    const answer = await lienthong(['statistics', '--lang', 'vi']);
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.err).toContain('không tìm thấy hệ thống');
  });

  it('shows help on standard output, and calls an unknown command a wrong command line', async () => {
    expect(await lienthong(['--help'])).toMatchObject({ code: 0, err: '' });
    expect(await lienthong(['dossier', 'submitt'])).toMatchObject({ code: 2, out: '' });
  });
});

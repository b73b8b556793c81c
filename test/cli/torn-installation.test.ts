import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentOf, lienthong } from './command';

/** Nobody listens there. */
const GONE = {
  mode: 'production',
  databaseUrl: 'postgres://postgres:x@127.0.0.1:1/x',
  temporalAddress: '127.0.0.1:1',
  uiUrl: null,
  startedAt: 1,
};

describe('an installation.json that a power cut has emptied', () => {
  let home: string;
  const write = (name: string, text: string): string => {
    mkdirSync(join(home, name), { recursive: true });
    const file = join(home, name, 'installation.json');
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lienthong-torn-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it.each([[''], ['{"mode": "prod'], ['null'], ['{}']])(
    'is named by the doctor, with the way out (%j)',
    async (text) => {
      const file = write('production', text);
      const answer = await lienthong(['doctor', '--json'], { env: { LIENTHONG_HOME: home } });
      expect(answer.code).toBe(1);
      const [finding, ...others] = documentOf<{ findings: { check: string; sentence: { en: string } }[] }>(
        answer,
      ).findings;
      expect(finding).toMatchObject({ check: 'installation', severity: 'fail' });
      expect(JSON.stringify(finding)).toContain(JSON.stringify(file).slice(1, -1));
      expect(others).toEqual([]);
    },
  );

  it('fails a command on it with one sentence in the language asked for', async () => {
    const file = write('production', '');
    const answer = await lienthong(['inbox', '--agency', 'H35.12', '--lang', 'vi'], { env: { LIENTHONG_HOME: home } });
    expect(answer.code).toBe(1);
    expect(answer.err).toContain(`"${file}" trống hoặc bị hỏng; hãy chạy "npm start"`);
  });

  it('of another data directory is left out with a remark, and the one that is whole is used', async () => {
    write('production', JSON.stringify(GONE));
    const torn = write('demo-2022', '');
    const env = { LIENTHONG_HOME: home };
    const acted = await lienthong(['inbox', '--agency', 'H35.12'], { env });
    expect(acted.err).toContain(`left out: "${torn}"`);
    expect(acted.err).toContain(`PostgreSQL does not answer`);
    expect(acted.err).toContain(join(home, 'production'));
    const named = await lienthong(['inbox', '--agency', 'H35.12', '--data', join(home, 'production')], { env });
    expect(named.err).not.toContain('left out');
    expect((await lienthong(['doctor'], { env })).out).toContain(torn);
  });

  it('does not keep commands from the catalogue that need no installation', async () => {
    write('production', '');
    const answer = await lienthong(['agencies', 'show', 'H35.202'], { env: { LIENTHONG_HOME: home } });
    expect(answer.code).toBe(0);
    expect(answer.err).toContain('is empty or torn');
  });
});

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Signing } from '../../gateway/signing';
import { documentOf, lienthong } from './command';

/** Nothing runs here: keys are files. */
const GONE = { mode: 'production', databaseUrl: 'postgres://127.0.0.1:1/x', temporalAddress: '127.0.0.1:1', startedAt: 1 };

describe('keys that vouch for acts', () => {
  let home: string;
  let dataDir: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lienthong-keys-'));
    dataDir = join(home, 'production');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'installation.json'), JSON.stringify(GONE));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const keys = (...args: string[]) => lienthong(['keys', ...args, '--json'], { env: { LIENTHONG_HOME: home } });
  type When = string | null;
  type Listed = { keys: { id: string; part: string; retiredAt: When; distrustedAt: When; distrustedSince: When }[] };

  test('are made when they are needed, readable by their owner alone', () => {
    new Signing(dataDir, 'api');
    const files = readdirSync(join(dataDir, 'signing'));
    expect(files.length).toBe(2);
    for (const file of files) expect(statSync(join(dataDir, 'signing', file)).mode & 0o077).toBe(0);
  });

  test('are rotated by a command; the old one stays known', async () => {
    new Signing(dataDir, 'api');
    const rotated = documentOf<{ key: string }>(await keys('rotate', 'api'));
    const listed = documentOf<Listed>(await keys('list'));
    expect(listed.keys.map(({ part }) => part)).toEqual(['api', 'api']);
    expect(listed.keys.find(({ retiredAt }) => retiredAt === null)?.id).toBe(rotated.key);
    expect(JSON.stringify(listed)).not.toContain('PRIVATE');
  });

  test('that were stolen are distrusted by a command; one that nobody knows is named', async () => {
    new Signing(dataDir, 'api');
    const { id } = documentOf<Listed>(await keys('list')).keys[0]!;
    expect((await keys('distrust', id)).code).toBe(0);
    expect(documentOf<Listed>(await keys('list')).keys[0]!.distrustedAt).toMatch(/^\d{4}-/);
    const told = await keys('distrust', id, '--since', '2026-01-02T08:00+07:00');
    expect(documentOf<{ since: string }>(told).since).toBe('2026-01-02T08:00+07:00');
    expect(documentOf<Listed>(await keys('list')).keys[0]!.distrustedSince).toBe('2026-01-02T08:00+07:00');
    expect((await keys('distrust', id, '--since', '2090-01-01')).code).toBe(1);
    expect((await keys('distrust', id, '--since', 'yesterday')).code).toBe(3);
    const unknown = await keys('distrust', 'api-no-such-key');
    expect([unknown.code, unknown.out]).toEqual([4, expect.stringContaining('KEY_UNKNOWN')]);
  });

  test('of a part that does not exist are refused with the parts that do', async () => {
    const answer = await lienthong(['keys', 'rotate', 'portal'], { env: { LIENTHONG_HOME: home } });
    expect([answer.code, answer.err]).toEqual([2, expect.stringContaining('api, cli, worker, relay')]);
  });
});

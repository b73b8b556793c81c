import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeInstallation } from '../../gateway/installation';
import { giveLogins, keepTestLogins } from '../db/logins';
import { describeOn } from '../servers';
import { prepareOriginal } from '../verify/scene';
import type { Original, Scene } from '../verify/scene';
import { documentOf, lienthong } from './command';

interface Answered {
  readonly intact: boolean;
  readonly findings: readonly {
    readonly kind: string;
    readonly code: string;
    readonly message: string;
    readonly messageVi: string;
  }[];
}

describeOn('postgres', 'lienthong verify and export', () => {
  let original: Original;
  let scene: Scene;
  const CODE = 'H35.41.01.01-220314-0002';
  beforeAll(async () => {
    original = await prepareOriginal();
    scene = await original.copy();
    const { dataDir, databaseUrl } = scene;
    await giveLogins(databaseUrl);
    keepTestLogins(dataDir, databaseUrl);
    writeInstallation({
      dataDir,
      mode: 'production',
      databaseUrl,
      temporalAddress: '127.0.0.1:1',
      uiUrl: null,
      startedAt: 1,
    });
  }, 180_000);
  afterAll(async () => {
    await scene?.close();
    await original?.close();
  });

  const run = (...words: string[]) => lienthong([...words, '--data', scene.dataDir]);

  test('says what it wants where nothing, or too much, is named', async () => {
    expect((await run('verify')).code).toBe(1);
    expect((await run('verify', CODE, '--all')).code).toBe(1);
    expect((await run('verify', 'H35.41.01.01-220314-0099')).code).toBe(4);
    expect((await run('verify', '--since', 'gestern')).code).toBe(3);
  });

  test('is done where everything is as it was, by code, by date, and all of it', async () => {
    for (const scope of [[CODE], ['--all'], ['--since', '2022-03-01'], ['--all', '--files'], [CODE, '--files']])
      expect(await run('verify', ...scope)).toMatchObject({
        code: 0,
        out: expect.stringContaining('everything is as it was written'),
      });
  });

  test('exports a dossier that the checker accepts, for its owner alone to read', async () => {
    const file = join(scene.dataDir, 'proof.json');
    expect(await run('export', CODE, '--out', file)).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o077).toBe(0);
    const keys = join(scene.dataDir, 'keys.json');
    writeFileSync(keys, (await run('keys', 'list', '--json')).out);
    const outside = ['--key', join(scene.dataDir, 'anchor-key.pub'), '--anchors', scene.anchorFile];
    const checked = spawnSync(
      process.execPath,
      [resolve(__dirname, '../../checker/check.mjs'), file, ...outside, '--signing-keys', keys],
      { encoding: 'utf8' },
    );
    expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining(`accepted: ${CODE}`) });
    expect(await run('export', CODE, '--out', join(scene.dataDir, 'no/such/place'))).toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).not.toContain('Lò Thị Mai');
  });

  test('fails where something was changed, names the place in both languages, and nobody', async () => {
    await scene.tamper(`update personal_data set name = 'Người khác' where dossier_id = '${scene.dossiers[1]}'`);
    const answer = await run('verify', CODE, '--json');
    expect(answer.code).toBe(1);
    const { intact, findings } = documentOf<Answered>(answer);
    expect(intact).toBe(false);
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'person-changed',
        code: CODE,
        message: expect.any(String),
        messageVi: expect.any(String),
      }),
    );
    const vietnamese = await run('verify', CODE, '--lang', 'vi');
    expect(vietnamese.out).toContain('người nộp khác với giá trị băm');
    expect(vietnamese.out + answer.out).not.toContain('Người khác');
    expect((await run('verify', 'H35.41.01.01-220314-0001')).code).toBe(0);
  });
});

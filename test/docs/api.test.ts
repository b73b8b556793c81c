import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setGrants } from '../../db/accounts';
import { writeInstallation } from '../../gateway/installation';
import { startTestApi, PASSWORD } from '../api/environment';
import type { TestApi } from '../api/environment';
import { temporaryDataDir } from '../servers';
import { ROOT, document } from './sources';

let api: TestApi;
let directory: string;

/** The commands of the walk, as somebody copies them, before this test's server. */
const script = (): string =>
  [...document('docs/api.md').matchAll(/```sh\n([\s\S]*?)```/g)]
    .map(([, block]) => block!)
    .join('\n')
    .replace('API=http://127.0.0.1:7800', `API=${api.url}`)
    .replace('npx lienthong', `node -r "${require.resolve('tsx/cjs')}" "${join(ROOT, 'cli/main.ts')}" --data "${api.installation.dataDir}"`)
    // Each answer on a line of its own, with its status.
    .replaceAll('curl -sS', 'curl -sS -m 20 -w "\\nstatus %{http_code}\\n"');

beforeAll(async () => {
  api = await startTestApi({ at: new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 16) });
  const { dataDir, databaseUrl } = api.installation;
  writeInstallation({ dataDir, databaseUrl, mode: 'production', temporalAddress: 'x', uiUrl: null, startedAt: 1 });
  directory = temporaryDataDir('curl');
  await api.officer('admin', [], ['administrator']);
  await setGrants(api.installation.desk.db, 'admin', ['administrator'], { at: 0, by: 'test' });
  mkdirSync(join(directory, '.lienthong/production'), { recursive: true });
  writeFileSync(join(directory, '.lienthong/production/first-administrator'), `admin ${PASSWORD}\n`);
});
afterAll(async () => {
  await api.close();
  rmSync(directory, { recursive: true, force: true });
});

test('curl alone, following the document, lets an officer in, submits, acts and tracks', async () => {
  const { stdout: output } = await promisify(execFile)('bash', ['-c', `cd "${directory}"\n${script()}\ncat admin.json lan.json submitted.json accepted.json`], { timeout: 50_000 });
  const statuses = [...output.matchAll(/^status (\d+)$/gm)].map(([, status]) => Number(status));
  // What was refused, with its sentence.
  expect(output.split(/^status /m).filter((_, i, all) => Number(all[i + 1]?.slice(0, 3)) >= 400)).toEqual([]);
  expect(statuses.length).toBeGreaterThanOrEqual(15);
  expect(output).toContain('"code":"H35.202.01-');
  expect(output).toMatch(/"DossierAccepted"/);
});

import { execFileSync } from 'node:child_process';
import { everyCommand } from '../../cli/help-document';
import { LOGGED } from '../../cli/logged';
import { operatorOf } from '../../cli/operator';
import { writeInstallation } from '../../gateway/installation';
import { superuserQuery } from '../api/environment';
import { submitted } from '../engine/desk-work';
import { startTestInstallation } from '../engine/environment';
import type { TestInstallation } from '../engine/environment';
import { describeOn } from '../servers';
import { lienthong } from './command';

test('of every command it is said what the access log has of it', () => {
  const commands = everyCommand().map(({ name }) => name);
  expect(commands.filter((name) => LOGGED[name] === undefined)).toEqual([]);
  expect(Object.keys(LOGGED).filter((name) => !commands.includes(name))).toEqual([]);
});

describe('whoever runs a command', () => {
  const lan = () => 'lan';
  test('is who the operating system says', () => {
    expect(operatorOf({ USER: 'chu-tich', LOGNAME: 'chu-tich', SUDO_UID: '7' }, 1000, lan)).toBe('os:lan');
    expect(operatorOf({ USER: 'chu-tich' })).toBe(operatorOf({}));
    const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
    expect(operatorOf({}).startsWith(`os:${user}`)).toBe(true);
  });

  test('is unproven as root, and where the system tells nothing', () => {
    const root = () => 'root';
    expect(operatorOf({}, 0, root)).toBe('os:root (unproven)');
    expect(operatorOf({ SUDO_UID: '1000' }, 0, root)).toBe('os:root (unproven, sudo names uid 1000)');
    expect(operatorOf({ SUDO_UID: '1000; chu-tich' }, 0, root)).toBe('os:root (unproven)');
  });
});

describeOn('temporal', 'the command line', () => {
  let installation: TestInstallation;
  let dossierId: string;
  beforeAll(async () => {
    installation = await startTestInstallation({ at: '2022-03-14T08:00' });
    const { dataDir, databaseUrl, desk } = installation;
    const temporalAddress = '127.0.0.1:1';
    writeInstallation({ dataDir, mode: 'production', databaseUrl, temporalAddress, uiUrl: null, startedAt: 1 });
    const people = [{ subject: 'applicant' as const, name: 'Lường Thị Kín', idNumber: '014199000001' }];
    ({ dossierId } = await submitted(desk, 'shown', { people }));
  }, 120_000);
  afterAll(() => installation?.close());

  const entries = () =>
    superuserQuery<{ who: string; action: string; route: string; dossier_id: string | null; detail: string | null }>(
      installation.databaseUrl,
      'select who, action, route, dossier_id, detail from access_log order by entry',
    );

  test('writes down what it shows and does, under the name the system gives, whatever USER says', async () => {
    const run = (...words: string[]) =>
      lienthong([...words, '--data', installation.dataDir], { env: { USER: 'chu-tich', LOGNAME: 'chu-tich' } });
    const shown = await run('dossier', 'show', dossierId);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('Lường Thị Kín') });
    expect(await run('dossier', 'show', 'H35.01-000000-0000')).toMatchObject({ code: 4 });
    expect(await run('people', 'add', 'lan.nt', '--name', 'Nguyễn Thị Lan')).toMatchObject({ code: 0 });
    expect(await run('people', 'add', 'notifier', '--name', 'Ai Đó')).toMatchObject({ code: 3 });
    expect(await run('people', 'list')).toMatchObject({ code: 0 });
    const who = operatorOf(process.env);
    const entry = (action: string, command: string, dossier: string | null = null, detail: string | null = null) => ({
      who,
      action,
      route: `lienthong ${command}`,
      dossier_id: dossier,
      detail,
    });
    expect(await entries()).toEqual([
      entry('read-personal-data', 'dossier show', dossierId),
      entry('read-personal-data', 'dossier show'),
      entry('administration', 'people add', null, 'lan.nt'),
      entry('administration', 'people add', null, 'notifier'),
      entry('read-register', 'people list'),
    ]);
  });
});

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesWith } from '../../workers/servers/processes';
import { describeOn, temporaryDataDir } from '../servers';
import { Launcher } from './launcher';

/** The tests follow each other on one data directory, as an operator's days do. */
describeOn('temporal', 'npm start', () => {
  const dataDir = temporaryDataDir('start');
  const file = (name: string): string => join(dataDir, name);
  const running: Launcher[] = [];
  const start = (args: readonly string[] = []): Launcher => {
    const launcher = new Launcher(dataDir, args);
    running.push(launcher);
    return launcher;
  };
  const serversThere = (): readonly number[] => processesWith([dataDir]);
  const portalAnswers = async (): Promise<boolean> => {
    const { apiPort } = JSON.parse(readFileSync(file('installation.json'), 'utf8')) as { apiPort: number };
    return (await fetch(`http://127.0.0.1:${apiPort}/v1/session`)).status < 500;
  };

  afterAll(async () => {
    for (const launcher of running) launcher.signal('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));
  }, 60_000);

  it.each<[NodeJS.Signals, string]>([
    ['SIGINT', 'lienthong ·'],
    ['SIGTERM', 'PostgreSQL: embedded'],
    ['SIGHUP', 'Temporal: our server'],
  ])(
    'ends at %s while it is being brought up ("%s"), and stops again what it had started',
    async (signal, line) => {
      const launcher = start();
      await launcher.said(line);
      launcher.signal(signal);
      expect(await launcher.ended).toBe(0);
      expect(launcher.text).toContain('Stopped.');
      expect(serversThere()).toEqual([]);
      expect(existsSync(file('start.pid'))).toBe(false);
    },
    60_000,
  );

  it('starts each part again that is killed, on the same ports, while the others go on', async () => {
    const launcher = start();
    await launcher.said('Ready.');
    const installation = readFileSync(file('installation.json'), 'utf8');
    for (const name of Object.keys(launcher.parts())) {
      const before = launcher.parts();
      process.kill(before[name]!, 'SIGKILL');
      await launcher.said(`${name} is back`);
      const { [name]: killed, ...others } = before;
      const { [name]: back, ...rest } = launcher.parts();
      expect(launcher.text).toContain(`${name} has died (SIGKILL); it is started again in 0.5 s`);
      expect(back).not.toBe(killed);
      expect(back).toBeGreaterThan(0);
      expect(rest).toEqual(others);
    }
    expect(readFileSync(file('installation.json'), 'utf8')).toBe(installation);
    for (const began = Date.now(); !(await portalAnswers()) && Date.now() - began < 20_000;) await sleep(200);
    expect(await portalAnswers()).toBe(true);

    // What cannot come up any more ends the launcher, with its reason and the rest in order.
    const password = readFileSync(file('postgres.password'), 'utf8');
    writeFileSync(file('postgres.password'), 'guess');
    process.kill(launcher.parts()['PostgreSQL']!, 'SIGKILL');
    expect(await launcher.ended).toBe(1);
    expect(launcher.text).toContain('lienthong: PostgreSQL does not come up again: PostgreSQL refuses the password');
    expect(serversThere()).toEqual([]);
    writeFileSync(file('postgres.password'), password);
  }, 180_000);

  it('makes emptied files anew where nothing is lost by it, and says so', async () => {
    const emptied = ['installation.json', 'servers.json'];
    for (const name of emptied) writeFileSync(file(name), '');
    const launcher = start();
    await launcher.said('Portal: ');
    for (const name of emptied) expect(launcher.text).toMatch(new RegExp(`${name}.* empty or torn: it is made anew`));
    for (const name of emptied) expect(() => JSON.parse(readFileSync(file(name), 'utf8')) as unknown).not.toThrow();
    for (const name of [...emptied, 'payload-keys', 'tracking-key', 'postgres.password', 'first-administrator']) {
      expect([name, statSync(file(name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    launcher.signal('SIGTERM');
    expect(await launcher.ended).toBe(0);
  }, 120_000);

  it('finds an emptied password of the database in its copy', async () => {
    const password = readFileSync(file('postgres.password'), 'utf8');
    writeFileSync(file('postgres.password'), '');
    const launcher = start();
    await launcher.said('PostgreSQL: ');
    launcher.signal('SIGINT');
    expect(await launcher.ended).toBe(0);
    expect(readFileSync(file('postgres.password'), 'utf8')).toBe(password);
  }, 60_000);

  it.each([
    ['payload-keys', '', /lienthong: there is no payload key in ".*payload-keys"; put it back from the backup/],
    ['postgres.password', 'guess', /PostgreSQL refuses the password in ".*postgres.password" .* put that file back/],
    ['postgres/global/pg_control', '', /lienthong: PostgreSQL d(id|oes) not .*pg_control/s],
  ])(
    'ends with its reason where %s is torn, and leaves nothing running',
    async (name, text, reason) => {
      const whole = readFileSync(file(name));
      writeFileSync(file(name), text);
      const launcher = start();
      expect(await launcher.ended).toBe(1);
      expect(launcher.text).toMatch(reason);
      expect(serversThere()).toEqual([]);
      writeFileSync(file(name), whole);
    },
    60_000,
  );
});

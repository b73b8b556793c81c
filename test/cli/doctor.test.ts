import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clockFinding } from '../../cli/doctor/check-api';
import { roomFinding } from '../../cli/doctor/check-disk';
import { openApiDatabase } from '../../db/api-database';
import { storeCommand } from '../../db/commands';
import { findInstallation, writeInstallation } from '../../gateway/installation';
import { COMMUNE_UNIT, does, submitted, typesOf } from '../engine/desk-work';
import { startPrivateInstallation } from '../engine/private-servers';
import type { PrivateInstallation } from '../engine/private-servers';
import { superuserQuery } from '../api/environment';
import { describeOn } from '../servers';
import { documentOf, lienthong } from './command';
import { databaseUrlFor } from '../../gateway/database-logins';

interface Found {
  readonly check: string;
  readonly severity: 'ok' | 'warn' | 'fail';
  readonly sentence: { readonly en: string; readonly vi: string };
  readonly wayOut: { readonly en: string; readonly vi: string } | null;
}

describe('room on a disk', () => {
  const MB = 1024 ** 2;
  it.each([
    [50_000 * MB, 100_000 * MB, 'ok'],
    [9_000 * MB, 100_000 * MB, 'warn'],
    [1_900 * MB, 10_000 * MB, 'warn'],
    [1_900 * MB, 100_000 * MB, 'fail'],
    [199 * MB, 1_000 * MB, 'fail'],
  ])('%d free of %d', (free, whole, severity) => {
    expect(roomFinding('disk.data', '/data', { free, whole })).toMatchObject({ severity });
  });
});

test('a clock of the API that is three days wrong is told in both directions', () => {
  for (const days of [3, -3])
    expect(clockFinding(days * 86_400_000)).toMatchObject({ check: 'api-clock', severity: 'fail' });
  expect(clockFinding(-900)).toMatchObject({ severity: 'ok' });
});

describeOn('postgres', 'an installation made ill', () => {
  let ill: PrivateInstallation;

  beforeAll(async () => {
    ill = await startPrivateInstallation('2022-03-14T08:00');
  }, 120_000);
  afterAll(() => ill.close());

  async function examine(env: Record<string, string> = {}): Promise<Map<string, Found>> {
    const answer = await lienthong(['doctor', '--data', ill.dataDir, '--json'], { env });
    const { findings, healthy } = documentOf<{ findings: Found[]; healthy: boolean }>(answer);
    expect(answer.code).toBe(healthy ? 0 : 1);
    for (const { severity, sentence, wayOut } of findings) {
      expect(sentence.en !== '' && sentence.vi !== '').toBe(true);
      expect(severity === 'ok' || (wayOut !== null && wayOut.en !== '' && wayOut.vi !== '')).toBe(true);
    }
    return new Map(findings.map((found) => [found.check, found]));
  }
  /** The superuser's. */
  const databaseUrl = (): string => {
    const url = new URL(findInstallation({}, ill.dataDir)!.databaseUrl);
    url.username = 'postgres';
    url.password = readFileSync(join(ill.dataDir, 'postgres.password'), 'utf8').trim();
    return url.toString();
  };

  test('well: room, recordings, acts and alarms are looked at, and how many dossiers were asked is told', async () => {
    await submitted(ill.desk, 'well');
    const found = await examine();
    for (const check of ['dossiers-resolve', 'agencies-followed', 'postgres-room', 'recordings', 'workflows', 'commands', 'alarms']) {
      expect({ check, severity: found.get(check)?.severity }).toEqual({ check, severity: 'ok' });
    }
    expect(['ok', 'warn']).toContain(found.get('disk.data')?.severity);
    expect(found.get('recordings')?.sentence.en).toContain('all 1 running dossiers asked');
  });

  test('a disk that takes no more bytes is noticed by writing, whatever its numbers say', async () => {
    const findings = await examineWithoutRoom(ill.dataDir);
    expect(findings.find(({ check }) => check === 'disk.data')).toMatchObject({
      severity: 'fail',
      sentence: { en: expect.stringContaining('nothing can be written') },
    });
  });

  test('an act that waits and is not taken, however often it is tried', async () => {
    const { dossierId } = await submitted(ill.desk, 'waits');
    const command = {
      commandId: 'waits-1',
      dossierId,
      who: 'páo',
      agencies: [COMMUNE_UNIT],
      act: 'accept',
      prepared: {},
    };
    const api = openApiDatabase({ api: databaseUrlFor(ill.dataDir, 'api'), auditor: databaseUrlFor(ill.dataDir, 'auditor') }, 2);
    const whose = api.as({ person: command.who, agencies: command.agencies, dossier: dossierId });
    await storeCommand(whose, { ...command, receivedAt: ill.desk.clock.now() }, Date.now());
    await api.close();
    expect((await examine()).get('commands')).toMatchObject({ severity: 'warn' });
    await superuserQuery(databaseUrl(), 'update commands set attempts = 20');
    expect((await examine()).get('commands')).toMatchObject({
      severity: 'fail',
      sentence: { en: expect.stringMatching(/1 acts wait .* tried up to 20 times/) },
      wayOut: { en: expect.stringContaining('dossier recover') },
    });
    await superuserQuery(databaseUrl(), 'delete from commands');
  });

  test('a recording that PostgreSQL goes on refusing is named with its reason, and well once it is mended', async () => {
    const { dossierId } = await submitted(ill.desk, 'refused');
    await superuserQuery(databaseUrl(), 'revoke insert on events from lienthong_recorder');
    // Whoever waits for it is given up on; the act goes on.
    void does(ill.desk, dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`).catch(() => undefined);
    const named = new RegExp(`${dossierId} \\(record ×\\d+: .*permission denied`);
    await untilTrue(async () => named.test((await examine()).get('recordings')?.sentence.en ?? ''));
    expect((await examine()).get('recordings')).toMatchObject({ severity: 'fail' });
    await superuserQuery(databaseUrl(), 'grant insert on events to lienthong_recorder');
    await untilTrue(async () => (await examine()).get('recordings')?.severity === 'ok');
    await untilTrue(async () => (await typesOf(ill.desk, dossierId)).includes('DossierAccepted'));
  }, 120_000);

  test('an alarm is told with the way out of it, and closed with a reason that is kept', async () => {
    const { dossierId } = await submitted(ill.desk, 'alarm');
    const detail = JSON.stringify({ seq: 3 });
    await ill.desk.db
      .insertInto('alarms')
      .values({ kind: 'recording-conflict', dossier_id: dossierId, detail })
      .execute();
    const wayOut = expect.stringContaining(`lienthong dossier recover ${dossierId} --replace-running`);
    expect((await examine()).get('alarms')).toMatchObject({ severity: 'fail', wayOut: { en: wayOut, vi: wayOut } });

    const alarms = (...words: string[]) => lienthong(['alarms', ...words, '--data', ill.dataDir, '--json']);
    const [{ alarm }] = documentOf<{ alarms: { alarm: number }[] }>(await alarms('list')).alarms as [{ alarm: number }];
    expect(await alarms('close', String(alarm))).toMatchObject({ code: 2 });
    expect(await alarms('close', String(alarm), '--because', ' ')).toMatchObject({ code: 3 });
    expect(await alarms('close', '999', '--because', 'seen')).toMatchObject({ code: 4 });
    expect(await alarms('close', String(alarm), '--because', 'recovered from its log')).toMatchObject({ code: 0 });
    expect(await alarms('close', String(alarm), '--because', 'again')).toMatchObject({ code: 3 });
    expect(documentOf(await alarms('list'))).toEqual({ open: 0, alarms: [] });
    const { alarms: closed } = documentOf<{ alarms: object[] }>(await alarms('list', '--closed'));
    const resolution = expect.stringMatching(/^os:.*: recovered from its log$/);
    expect(closed).toMatchObject([{ alarm, resolution, closedAt: expect.any(String) }]);
    expect((await examine()).get('alarms')).toMatchObject({ severity: 'ok' });
  });

  test('an API that is not there, one that hangs, and one whose clock is wrong', async () => {
    const port = async (answer: Parameters<typeof createServer>[1]): Promise<Server> => {
      const server = createServer({}, answer!).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      writeInstallation({ ...findInstallation({}, ill.dataDir)!, apiPort: (server.address() as AddressInfo).port });
      return server;
    };
    const wrong = await port((_, response) => {
      response.setHeader('date', new Date(Date.now() + 3 * 86_400_000).toUTCString());
      response.end('ok');
    });
    const skewed = await examine();
    expect(skewed.get('api')).toMatchObject({ severity: 'ok' });
    expect(skewed.get('api-clock')).toMatchObject({
      severity: 'fail',
      sentence: { en: expect.stringMatching(/25920\d s/) },
    });
    wrong.close();
    expect((await examine()).get('api')).toMatchObject({ severity: 'fail' });
    const hanging = await port(() => undefined);
    expect((await examine()).get('api')).toMatchObject({
      severity: 'fail',
      sentence: { en: expect.stringContaining('no answer within') },
    });
    hanging.close();
  });

  test('the real API is well, and its process answers without its servers', async () => {
    const api = await startPart('api/main.ts');
    const port = findInstallation({}, ill.dataDir)!.apiPort!;
    await untilTrue(async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok === true);
    expect((await examine()).get('api-clock')).toMatchObject({ severity: 'ok' });
    api.kill('SIGKILL');
  });

  test('a relay that runs, and one that was killed', async () => {
    const relay = await startPart('workers/relay.ts');
    await untilTrue(async () => /a relay serves/.test((await examine()).get('relay')?.sentence.en ?? ''));
    relay.kill('SIGKILL');
    await untilTrue(async () => (await examine()).get('relay')?.severity === 'fail');
    expect((await examine()).get('relay')?.sentence.en).toContain('no relay runs');
  });

  test.each(['postgres', 'temporal'] as const)(
    '%s is stopped and does not answer: the examination ends, and says so',
    async (part) => {
      ill.signal(part, 'SIGSTOP');
      try {
        const found = [...(await examine()).values()];
        const names = part === 'postgres' ? ['postgres'] : ['namespace', 'temporal'];
        expect(found.some(({ check, severity }) => names.includes(check) && severity === 'fail')).toBe(true);
      } finally {
        ill.signal(part, 'SIGCONT');
      }
      await untilTrue(async () => !(await examine()).has(part === 'postgres' ? 'never' : 'temporal'));
    },
  );

  function startPart(file: string): Promise<ChildProcess> {
    const part = fork(resolve(__dirname, '../..', file), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, LIENTHONG_DATA: ill.dataDir, TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new Promise((ready, failed) => {
      part.once('message', () => ready(part));
      part.once('exit', (code) => failed(new Error(`${file} ended with ${code}`)));
    });
  }
});

async function untilTrue(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 60; n++) {
    if (await holds()) return;
    await pause(500);
  }
  throw new Error('it did not become so');
}

/** The command as the system lets it run where no file may grow. */
const examineWithoutRoom = (dataDir: string): Promise<readonly Found[]> =>
  new Promise((done) => {
    const command = `ulimit -f 0; exec "${process.execPath}" -r tsx/cjs ${join('cli', 'main.ts')} doctor --json --data "${dataDir}"`;
    const env = { PATH: process.env['PATH'], TSX_DISABLE_CACHE: '1' };
    execFile('bash', ['-c', command], { cwd: resolve(__dirname, '../..'), env }, (_, out) =>
      done(documentOf<{ findings: Found[] }>({ code: 0, out, err: '' }).findings),
    );
  });

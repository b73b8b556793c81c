import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { providePostgres, type ProvidedPostgres } from '../../workers/servers/postgres';
import { isAlive, waitForExit } from '../../workers/servers/processes';
import { readServerBook } from '../../workers/servers/server-book';
import { describeOn, temporaryDataDir } from '../servers';

describeOn('postgres', 'the embedded PostgreSQL', () => {
  let dataDir: string;
  const running: ProvidedPostgres[] = [];

  beforeEach(() => { dataDir = temporaryDataDir('postgres'); });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const provide = async (options: { ephemeral?: boolean; configured?: string } = {}): Promise<ProvidedPostgres> => {
    const server = await providePostgres({ dataDir, report: () => undefined, ...options });
    running.push(server);
    return server;
  };
  const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const pidOf = (server: ProvidedPostgres): number => server.pid as number;

  it('keeps data, password and port from one start to the next', async () => {
    const first = await provide();
    await query(first.url, "create table kept as select 'Lai Châu' as place");
    await first.stop();
    expect(isAlive(pidOf(first))).toBe(false);
    const second = await provide();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select place from kept')).toEqual([{ place: 'Lai Châu' }]);
  });

  it('starts again with everything committed after kill -9', async () => {
    const first = await provide();
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(pidOf(first), 'SIGKILL');
    await waitForExit(pidOf(first), 5_000);
    const second = await provide();
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('takes over a server that outlived its launcher, and says in servers.json where it is', async () => {
    const first = await provide();
    const second = await provide();
    expect(second.pid).toBe(first.pid);
    expect(second.how).toContain('found running');
    expect(readServerBook(dataDir).postgres).toEqual({ pid: first.pid, port: Number(new URL(first.url).port) });
  });

  it('counts in UTF-8 and UTC, with checksums, durably, open to nobody without the password', async () => {
    const { url } = await provide();
    const settings = ['server_encoding', 'timezone', 'data_checksums', 'fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories'];
    const [row] = await query(url, `select ${settings.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`);
    expect(row).toEqual({
      server_encoding: 'UTF8', timezone: 'UTC', data_checksums: 'on', fsync: 'on', synchronous_commit: 'on', listen_addresses: '127.0.0.1', unix_socket_directories: '',
    });
    expect(await query(url, "select upper('điều') as upper")).toEqual([{ upper: 'ĐIỀU' }]);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password/);
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'servers.json'), 'utf8')).not.toContain(new URL(url).password);
  });

  it('leaves a configured server alone, and names DATABASE_URL when that does not answer', async () => {
    const own = await provide();
    const configured = await provide({ configured: own.url });
    await configured.stop();
    expect(isAlive(pidOf(own))).toBe(true);
    await expect(provide({ configured: 'postgres://postgres@127.0.0.1:1/postgres' })).rejects.toThrow(/DATABASE_URL/);
  });

  it('leaves nothing behind when throw-away', async () => {
    const server = await provide({ ephemeral: true });
    await server.stop();
    expect(isAlive(pidOf(server))).toBe(false);
    expect(statSync(join(dataDir, 'postgres'), { throwIfNoEntry: false })).toBeUndefined();
  });
});

import { Client } from 'pg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesWith } from '../../workers/servers/processes';
import { describeOn, temporaryDataDir } from '../servers';
import { Launcher } from './launcher';

/** As many dossiers as the week of 2022 has. */
const DOSSIERS = 52;

describeOn('temporal', 'npm start -- --demo', () => {
  const dataDir = temporaryDataDir('demo');
  let launcher: Launcher | undefined;
  afterAll(async () => {
    launcher?.signal('SIGTERM');
    await launcher?.ended;
  }, 60_000);

  /** Ends every connection that PostgreSQL serves, the launcher's own among them. */
  async function endConnections(): Promise<void> {
    const { databaseUrl } = JSON.parse(readFileSync(join(dataDir, 'installation.json'), 'utf8')) as {
      databaseUrl: string;
    };
    const url = new URL(databaseUrl);
    url.username = 'postgres';
    url.password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim();
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and client_addr is not null',
    );
    await client.end();
  }

  it('plays the whole week though its parts are killed under it, and Ctrl-C ends it', async () => {
    launcher = new Launcher(dataDir, ['--demo', '2022', '--speed', '12000']);
    await launcher.said('official minutes');
    for (const part of ['the worker', 'PostgreSQL']) {
      await launcher.said('routed', 4);
      process.kill(launcher.parts()[part]!, 'SIGKILL');
      await launcher.said(`${part} is back`);
    }
    await endConnections();
    await launcher.said('and now runs at its ordinary pace', 1, 200_000);
    expect(launcher.text).toContain('The week of 2022-03-14 in Lai Châu');
    expect(launcher.text).toContain(`received    ${DOSSIERS}  `);
    expect(launcher.text).not.toContain('is left out');
    // Also while PostgreSQL, on which everything waits, is away.
    process.kill(launcher.parts()['PostgreSQL']!, 'SIGKILL');
    launcher.signal('SIGINT');
    expect(await launcher.ended).toBe(0);
    expect(processesWith([dataDir])).toEqual([]);
  }, 300_000);
});

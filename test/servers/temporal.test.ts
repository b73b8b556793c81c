import { rmSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { temporalConnection, type TemporalConnection, type TemporalPart } from '../../gateway/temporal-connection';
import { isAlive, waitForExit } from '../../workers/servers/processes';
import { provideTemporal, type ProvidedTemporal, type TemporalOptions } from '../../workers/servers/temporal';
import { describeOn, quietSdk, temporaryDataDir, testTemporal } from '../servers';
import { finish, waitForFinish } from './fixtures/waiting';

describeOn('temporal', 'the Temporal development server', () => {
  let dataDir: string;
  const running: ProvidedTemporal[] = [];

  beforeAll(quietSdk);
  beforeEach(() => { dataDir = temporaryDataDir('temporal'); });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const provide = async (options: Partial<TemporalOptions> = {}): Promise<ProvidedTemporal> => {
    const server = await provideTemporal({
      dataDir, namespace: 'thu-tuc', searchAttributes: [{ name: 'DossierStatus', type: 'KEYWORD' }],
      dynamicConfig: { 'matching.enableFairness': true }, unguarded: true, report: () => undefined, ...options,
    });
    running.push(server);
    return server;
  };
  const to = ({ address, certificates }: ProvidedTemporal, part: TemporalPart = 'cli'): TemporalConnection =>
    temporalConnection({ temporalAddress: address, temporalTls: certificates }, {}, part);
  const withClient = async <T>(server: ProvidedTemporal, use: (client: Client) => Promise<T>): Promise<T> => {
    const connection = await Connection.connect(to(server));
    try {
      return await use(new Client({ connection, namespace: 'thu-tuc' }));
    } finally {
      await connection.close();
    }
  };
  const finishAll = async (server: ProvidedTemporal): Promise<string> => {
    const connection = await NativeConnection.connect(to(server, 'worker'));
    try {
      const worker = await Worker.create({ connection, namespace: 'thu-tuc', taskQueue: 'waiting', workflowsPath: require.resolve('./fixtures/waiting') });
      return await worker.runUntil(withClient(server, (client) => client.workflow.getHandle<typeof waitForFinish>('kept').result()));
    } finally {
      await connection.close();
    }
  };
  const startWaiting = (server: ProvidedTemporal): Promise<unknown> =>
    withClient(server, (client) =>
      client.workflow.start(waitForFinish, {
        workflowId: 'kept', taskQueue: 'waiting', typedSearchAttributes: [{ key: { name: 'DossierStatus', type: 'KEYWORD' }, value: 'waiting' }],
      }));

  it('brings a workflow through kill -9: it is there after the next start, on the same port, and finishes', async () => {
    const first = await provide();
    await startWaiting(first);
    process.kill(first.pid as number, 'SIGKILL');
    await waitForExit(first.pid as number, 5_000);
    const second = await provide();
    expect(second.address).toBe(first.address);
    await withClient(second, (client) => client.workflow.getHandle('kept').signal(finish));
    expect(await finishAll(second)).toBe('finished');
  }, 120_000);

  it('takes over a server that outlived its launcher', async () => {
    const first = await provide();
    const second = await provide();
    expect([second.pid, second.how]).toEqual([first.pid, 'found running']);
  });

  it('replaces one that runs with other settings, and keeps its workflows', async () => {
    const first = await provide();
    await startWaiting(first);
    const second = await provide({ searchAttributes: [{ name: 'DossierStatus', type: 'KEYWORD' }, { name: 'DueAt', type: 'DATETIME' }] });
    expect(isAlive(first.pid as number)).toBe(false);
    const { searchAttributes } = await withClient(second, (client) => client.workflow.getHandle('kept').describe());
    expect(searchAttributes).toEqual({ DossierStatus: ['waiting'] });
  });

  it('is searchable by its attributes from the first workflow on', async () => {
    const server = await provide({ ephemeral: true });
    await startWaiting(server);
    await withClient(server, async (client) => {
      expect((await client.workflow.count("DossierStatus = 'nothing'")).count).toBe(0);
    });
  });

  it('registers namespace and attributes on a configured server, and leaves it running', async () => {
    const server = await provide({ ephemeral: true });
    const configured = await provide({ configured: to(server), namespace: 'mot-cua', searchAttributes: [{ name: 'OverdueLevel', type: 'INT' }] });
    await configured.stop();
    expect([configured.how, isAlive(server.pid as number)]).toEqual(['configured', true]);
  });

  it('answers at the address that npm test hands out', async () => {
    const connection = await Connection.connect(testTemporal());
    await connection.close();
  });
});

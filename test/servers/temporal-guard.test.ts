import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { temporalConnection, type TemporalConnection, type TemporalPart } from '../../gateway/temporal-connection';
import { AGENCY_NAMESPACE, NAMESPACE, agencyQueue } from '../../temporal.config';
import { commandLine } from '../../workers/servers/processes';
import { provideTemporal, type ProvidedTemporal } from '../../workers/servers/temporal';
import { describeOn, temporaryDataDir, testTemporalPlace } from '../servers';
import { agencyCertificate } from './agency-certificate';

const NOBODY = 65_534;
/** Asks without any module of ours, so that it runs as a user who cannot read the checkout: the port, and each file. */
const STRANGER = `
const http2 = require('node:http2'), fs = require('node:fs');
const [port, ...files] = process.argv.slice(1);
const read = files.map((file) => { try { fs.readFileSync(file); return 'read ' + file; } catch (e) { return e.code; } });
const ask = (url) => new Promise((done) => {
  const session = http2.connect(url, { rejectUnauthorized: false });
  session.once('error', (e) => done('error'));
  session.once('close', () => done('closed'));
  const path = '/temporal.api.workflowservice.v1.WorkflowService/ListNamespaces';
  const request = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' });
  request.once('response', (headers) => { done('answered ' + headers[':status']); session.destroy(); });
  request.once('error', () => done('error'));
  request.end(Buffer.alloc(5));
});
Promise.all(['http', 'https'].map((scheme) => ask(scheme + '://127.0.0.1:' + port)))
  .then((asked) => { console.log(JSON.stringify({ read, asked })); process.exit(0); });
`;

const NO_DOSSIER = '00000000-0000-4000-8000-000000000000';

/** The doors of one server, tried by whoever has no business there. */
describeOn('temporal', 'Temporal lets in whoever shows a certificate of the installation, and nobody else', () => {
  let dataDir: string;
  let server: ProvidedTemporal;
  const connections: Connection[] = [];

  beforeAll(async () => {
    dataDir = temporaryDataDir('guard');
    server = await provideTemporal({
      dataDir,
      namespace: NAMESPACE,
      agencyNamespace: AGENCY_NAMESPACE,
      searchAttributes: [],
      dynamicConfig: {},
      ui: { publicPath: '/temporal', codecEndpoint: '/temporal/codec' },
      report: () => undefined,
    });
  }, 600_000);
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const certificate = (part: string): TemporalConnection =>
    temporalConnection({ temporalAddress: server.address, temporalTls: server.certificates }, {}, part as TemporalPart);

  const open = (options: TemporalConnection): { readonly client: Client; readonly connection: Connection } => {
    const connection = Connection.lazy({ ...options, interceptors: [] });
    connections.push(connection);
    return { connection, client: new Client({ connection, namespace: NAMESPACE }) };
  };

  /** The reviewer's own list. */
  const attempts = (client: Client): Readonly<Record<string, () => Promise<unknown>>> => ({
    list: () => client.workflowService.listWorkflowExecutions({ namespace: NAMESPACE }),
    update: () => client.workflow.getHandle(NO_DOSSIER).executeUpdate('act', { args: [{}] }),
    start: () => client.workflow.start('dossier', { workflowId: 'invented', taskQueue: 'dossier' }),
    pause: () => client.schedule.getHandle('escalation').pause(),
    terminate: () => client.workflow.getHandle('some-dossier').terminate(),
  });

  const outcomesOf = async (options: TemporalConnection): Promise<Record<string, string>> => {
    const { client, connection } = open(options);
    const outcomes: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(attempts(client))) {
      outcomes[name] = await connection.withDeadline(Date.now() + 3_000, attempt).then(() => 'done', codeIn);
    }
    return outcomes;
  };

  const ALL_UNREACHED = { list: 'unreached', update: 'unreached', start: 'unreached', pause: 'unreached', terminate: 'unreached' };

  it.each([
    ['in the clear', () => ({ address: server.address })],
    ['over TLS without a certificate', () => ({ ...certificate('cli'), tls: { ...certificate('cli').tls, clientCertPair: undefined } })],
    ["with another installation's certificate", () => ({ ...certificate('cli'), tls: { ...certificate('cli').tls, ...foreign() } })],
  ] as const)('does nothing for somebody who comes %s', async (_, options) => {
    expect(await outcomesOf(options() as TemporalConnection)).toEqual(ALL_UNREACHED);
  }, 60_000);

  /** Of the shared server of these tests, which is another installation's. */
  const foreign = (): Pick<NonNullable<TemporalConnection['tls']>, 'clientCertPair'> => {
    const { temporalTls } = testTemporalPlace();
    const { tls } = temporalConnection({ temporalAddress: '', temporalTls }, {}, 'cli');
    return tls?.clientCertPair ? { clientCertPair: tls.clientCertPair } : {};
  };

  it('every port of its process refuses a user of the machine, and every file', async () => {
    const files = filesIn(dataDir);
    const mine = files.filter((file) => statSync(file).uid === process.getuid?.());
    expect(mine.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    expect(files.map((file) => file.split('/').at(-1))).toEqual(expect.arrayContaining(['temporal.db', 'temporal.db-wal', 'temporal.log', 'ca.key', 'cli.key', 'ui-token.key']));
    const ports = portsOf(server.pid!);
    expect(ports).toEqual(expect.arrayContaining([server.ports!.port, server.ports!.uiPort]));
    const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    for (const port of ports) {
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', STRANGER, String(port), ...files], { ...as, cwd: '/', timeout: 60_000 });
      const { read, asked } = JSON.parse(stdout) as { read: string[]; asked: string[] };
      if (as.uid !== undefined) expect(new Set(read)).toEqual(new Set(['EACCES']));
      expect(asked.filter((answer) => answer.startsWith('answered 200'))).toEqual([]);
      expect(asked.filter((answer) => answer.startsWith('answered'))).toEqual([]);
    }
  }, 300_000);

  it('the ports between its services take no certificate that lies in a file', async () => {
    const { port, uiPort } = server.ports!;
    const between = portsOf(server.pid!).filter((each) => each !== port && each !== uiPort);
    expect(between.length).toBeGreaterThan(0);
    for (const each of between) {
      expect(await outcomesOf({ ...certificate('cli'), address: `127.0.0.1:${each}` })).toEqual(ALL_UNREACHED);
    }
  }, 120_000);

  it('its command line tells no secret', () => {
    const line = commandLine(server.pid!);
    const secrets = readdirSync(server.certificates!).filter((name) => name.endsWith('.key'));
    for (const name of secrets) {
      const secret = readFileSync(join(server.certificates!, name), 'utf8').split('\n').filter((part) => part.length > 20 && !part.startsWith('-'));
      for (const part of secret) expect(line).not.toContain(part);
    }
    expect(line).not.toMatch(/[0-9a-f]{32}/);
  });

  it('the Web UI gives nobody a page, a setting or a history who is not vouched for', async () => {
    const base = `http://127.0.0.1:${server.ports!.uiPort}`;
    const paths = ['/', '/temporal', '/temporal/', '/temporal/api/v1/settings', '/api/v1/settings', '/api/v1/namespaces', '/api/v1/namespaces/lienthong/workflows', '/temporal/api/v1/namespaces/lienthong/workflows/x/history', '/healthz', '/_app/version.json', '/render?content=x'];
    for (const path of paths) {
      for (const authorization of [undefined, 'Bearer ', 'Bearer 1.2.3', `Bearer ${Date.now() + 30_000}.eA.eA`]) {
        const response = await fetch(base + path, { headers: authorization === undefined ? {} : { authorization } });
        expect([path, response.status]).toEqual([path, 401]);
      }
    }
  });

  it('each part may do its own work and no other', async () => {
    await open(certificate('cli')).connection.ensureConnected();
    expect(await outcomesOf(certificate('cli'))).toEqual({ list: 'done', update: 'not found', start: 'done', pause: 'not found', terminate: 'not found' });
    for (const part of ['api', 'relay']) {
      expect([part, await outcomesOf(certificate(part))]).toEqual([part, { list: 'done', update: 'not found', start: 'refused', pause: 'refused', terminate: 'refused' }]);
    }
    expect(await outcomesOf(certificate('worker'))).toEqual({ list: 'done', update: 'not found', start: 'exists', pause: 'refused', terminate: 'not found' });
  }, 120_000);

  it.each(['worker', 'api', 'relay'])('"%s" has no say over namespaces, search attributes and the server itself', async (part) => {
    const { connection } = open(certificate(part));
    const asked = [
      () => connection.workflowService.registerNamespace({ namespace: 'another' }),
      () => connection.workflowService.updateNamespace({ namespace: NAMESPACE }),
      () => connection.operatorService.addSearchAttributes({ namespace: NAMESPACE }),
      () => connection.operatorService.deleteNamespace({ namespace: NAMESPACE }),
      () => connection.workflowService.listWorkflowExecutions({ namespace: 'temporal-system' }),
      () => connection.workflowService.deleteWorkflowExecution({ namespace: NAMESPACE, workflowExecution: { workflowId: 'invented' } }),
      () => connection.workflowService.resetWorkflowExecution({ namespace: NAMESPACE, workflowExecution: { workflowId: 'invented' } }),
      () => connection.workflowService.startBatchOperation({ namespace: NAMESPACE, jobId: 'x', visibilityQuery: '' }),
    ];
    for (const ask of asked) expect(await ask().then(() => 'done', codeIn)).toBe('refused');
  });

  const sealed: Payload = { metadata: { encoding: Buffer.from('binary/lienthong-aes-gcm') }, data: Buffer.from('x') };
  const plain: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{}') };
  type Start = Parameters<Client['workflowService']['startWorkflowExecution']>[0];
  type Update = Parameters<Client['workflowService']['updateWorkflowExecution']>[0];

  const startOf = (workflowId: string, fields: Partial<Start> = {}): Start => ({
    namespace: NAMESPACE,
    workflowId,
    workflowType: { name: 'dossier' },
    taskQueue: { name: 'dossier' },
    requestId: randomUUID(),
    input: { payloads: [sealed] },
    ...fields,
  });
  const updateOf = (workflowId: string): Update => ({
    namespace: NAMESPACE,
    workflowExecution: { workflowId },
    waitPolicy: { lifecycleStage: 3 },
    request: { meta: { updateId: randomUUID() }, input: { name: 'act', args: { payloads: [sealed] } } },
  });
  const mending = (fields: Partial<Start> = {}): Partial<Start> => ({
    workflowType: { name: 'mendDossier' },
    taskQueue: { name: 'sweeps' },
    workflowExecutionTimeout: { seconds: 600 as never },
    ...fields,
  });
  const startAs = (part: string, start: Start): Promise<string> => {
    const { connection } = open(certificate(part));
    const ask = (): Promise<unknown> => connection.workflowService.startWorkflowExecution(start);
    return connection.withDeadline(Date.now() + 5_000, ask).then(() => 'done', codeIn);
  };

  it('the API starts dossiers and mending as the product does, the relay mending and errands', async () => {
    expect(await startAs('api', startOf(randomUUID()))).toBe('done');
    expect(await startAs('api', startOf(randomUUID(), { workflowIdConflictPolicy: 2, workflowIdReusePolicy: 3 }))).toBe('done');
    for (const part of ['api', 'relay']) {
      expect(await startAs(part, startOf(`sweep/mend/${randomUUID()}`, mending({ workflowIdConflictPolicy: 2 })))).toBe('done');
    }
    const errand = { namespace: AGENCY_NAMESPACE, workflowType: { name: 'errand' }, taskQueue: { name: 'agency.H35' }, input: { payloads: [plain] } };
    const named = `errand:${randomUUID()}:khao-sat:1`;
    expect(await startAs('relay', startOf(named, { ...errand, workflowIdConflictPolicy: 1, workflowIdReusePolicy: 3 }))).toBe('done');
    expect(await startAs('relay', startOf(named, { ...errand, workflowIdConflictPolicy: 3 }))).toBe('refused');
    expect(await startAs('api', startOf(`errand:${randomUUID()}:khao-sat`, errand))).toBe('refused');
  }, 60_000);

  it.each<[string, Partial<Start>]>([
    ['that ends the run which is there', { workflowIdConflictPolicy: 3 }],
    ['that ends it by the older field', { workflowIdReusePolicy: 4 }],
    ['that ends it by a number nobody knows', { workflowIdConflictPolicy: 9 as never }],
    ['on another queue', { taskQueue: { name: 'atk-nowhere' } }],
    ['on a sticky queue', { taskQueue: { name: 'dossier', kind: 2, normalName: 'dossier' } }],
    ['of another type', { workflowType: { name: 'storeCheck' } }],
    ['of a sweep under a dossier’s id', mending()],
    ['that is not sealed', { input: { payloads: [plain] } }],
    ['with nothing', { input: null }],
    ['that waits', { workflowStartDelay: { seconds: 86_400 as never } }],
    ['that repeats', { cronSchedule: '* * * * *' }],
    ['that ends by itself', { workflowExecutionTimeout: { seconds: 1 as never } }],
    ['whose run ends by itself', { workflowRunTimeout: { seconds: 1 as never } }],
    ['that is tried again', { retryPolicy: { maximumAttempts: 1 } }],
    ['that adds to the run which is there', { workflowIdConflictPolicy: 2, onConflictOptions: { attachRequestId: true } }],
    ['that calls elsewhere', { completionCallbacks: [{ nexus: { url: 'http://127.0.0.1:1/' } }] }],
    ['of another deployment', { versioningOverride: { pinned: { version: { deploymentName: 'x', buildId: 'y' } } } }],
    ['whose first task the caller keeps', { requestEagerExecution: true }],
  ])('neither API nor relay may make a start %s, alone or with an act', async (_, fields) => {
    const id = randomUUID();
    expect(await startAs('cli', startOf(id))).toBe('done');
    const { runId } = await open(certificate('cli')).client.workflow.getHandle(id).describe();
    for (const part of ['api', 'relay']) {
      expect([part, await startAs(part, startOf(id, fields))]).toEqual([part, 'refused']);
      const { connection } = open(certificate(part));
      const operations = [{ startWorkflow: startOf(id, fields) }, { updateWorkflow: updateOf(id) }];
      const both = (): Promise<unknown> => connection.workflowService.executeMultiOperation({ namespace: NAMESPACE, operations });
      expect([part, await connection.withDeadline(Date.now() + 5_000, both).then(() => 'done', codeIn)]).toEqual([part, 'refused']);
    }
    const after = await open(certificate('cli')).client.workflow.getHandle(id).describe();
    expect(after).toMatchObject({ runId, status: { name: 'RUNNING' } });
  }, 60_000);

  it('ids of the engine’s own workflows are nobody’s to start or to send to', async () => {
    const schedule = 'temporal-sys-scheduler:escalation';
    for (const id of ['invented', schedule, 'sweep/reconcile', `sweep/mend/${randomUUID()}`, randomUUID().toUpperCase()]) {
      expect([id, await startAs('api', startOf(id))]).toEqual([id, 'refused']);
    }
    expect(await startAs('api', startOf('sweep/mend/x', mending()))).toBe('refused');
    expect(await startAs('api', startOf(`sweep/mend/${randomUUID()}`, mending({ workflowExecutionTimeout: null })))).toBe('refused');
    for (const part of ['api', 'relay']) {
      const { connection } = open(certificate(part));
      const send = (id: string): Promise<string> => connection.workflowService.updateWorkflowExecution(updateOf(id)).then(() => 'done', codeIn);
      expect(await send(schedule)).toBe('refused');
      expect(await send('sweep/reconcile')).toBe('refused');
      expect(await send(randomUUID())).toBe('not found');
    }
  }, 60_000);

  it.each(['api', 'relay'])('"%s" has no other call that changes a running workflow', async (part) => {
    const { workflowService } = open(certificate(part)).connection;
    const workflowExecution = { workflowId: NO_DOSSIER };
    const at = { namespace: NAMESPACE, workflowExecution };
    const schedule = { namespace: NAMESPACE, scheduleId: 'escalation' };
    const queue = { namespace: NAMESPACE, taskQueue: { name: 'dossier' } };
    const asked = [
      () => workflowService.signalWithStartWorkflowExecution({ ...startOf(NO_DOSSIER), signalName: 'x' }),
      () => workflowService.signalWorkflowExecution({ ...at, signalName: 'x' }),
      () => workflowService.requestCancelWorkflowExecution(at),
      () => workflowService.terminateWorkflowExecution(at),
      () => workflowService.deleteWorkflowExecution(at),
      () => workflowService.resetWorkflowExecution(at),
      () => workflowService.updateWorkflowExecutionOptions(at),
      () => workflowService.startBatchOperation({ namespace: NAMESPACE, jobId: 'x', visibilityQuery: '' }),
      () => workflowService.executeMultiOperation({ namespace: NAMESPACE, operations: [{}] }),
      () => workflowService.pauseActivity({ namespace: NAMESPACE, execution: workflowExecution, type: 'record' }),
      () => workflowService.resetActivity({ namespace: NAMESPACE, execution: workflowExecution, type: 'record' }),
      () => workflowService.updateActivityOptions({ namespace: NAMESPACE, execution: workflowExecution, type: 'record' }),
      () => workflowService.respondActivityTaskCompletedById({ namespace: NAMESPACE, workflowId: NO_DOSSIER, activityId: '1' }),
      () => workflowService.patchSchedule(schedule),
      () => workflowService.updateSchedule(schedule),
      () => workflowService.deleteSchedule(schedule),
      () => workflowService.createSchedule({ ...schedule, scheduleId: 'x' }),
      () => workflowService.createWorkflowRule({ namespace: NAMESPACE, spec: { id: 'x' } }),
      () => workflowService.updateTaskQueueConfig({ namespace: NAMESPACE, taskQueue: 'dossier' }),
      () => workflowService.setWorkerDeploymentCurrentVersion({ namespace: NAMESPACE, deploymentName: 'x' }),
      () => workflowService.pollWorkflowTaskQueue(queue),
      () => workflowService.pollActivityTaskQueue(queue),
      () => workflowService.resetStickyTaskQueue({ namespace: NAMESPACE, execution: workflowExecution }),
    ];
    for (const ask of asked) expect([`${ask}`, await ask().then(() => 'done', codeIn)]).toEqual([`${ask}`, 'refused']);
  });

  it('an agency takes tasks of its own queue among the agencies, and comes to nothing else', async () => {
    const own = 'H35.41.01.04';
    const { TEMPORAL_TLS_CLIENT_CERT_PATH: crt, TEMPORAL_TLS_CLIENT_KEY_PATH: key } = await agencyCertificate(own, server.certificates);
    const { connection } = open({ ...certificate('cli'), tls: { ...certificate('cli').tls, clientCertPair: { crt: readFileSync(crt!), key: readFileSync(key!) } } });
    const poll = (namespace: string, name: string, kind = 1, normalName = ''): Promise<string> =>
      connection
        .withDeadline(Date.now() + 2_000, () => connection.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name, kind, normalName } }))
        .then(() => 'done', codeIn);
    expect(await poll(AGENCY_NAMESPACE, agencyQueue(own))).not.toBe('refused');
    expect(await poll(AGENCY_NAMESPACE, agencyQueue('H35.41.02.04'))).toBe('refused');
    expect(await poll(AGENCY_NAMESPACE, 'sticky', 2, agencyQueue('H35.41.02.04'))).toBe('refused');
    expect(await poll(NAMESPACE, agencyQueue(own))).toBe('refused');
    expect(await connection.workflowService.listWorkflowExecutions({ namespace: NAMESPACE }).then(() => 'done', codeIn)).toBe('refused');
    expect(await connection.workflowService.listWorkflowExecutions({ namespace: AGENCY_NAMESPACE }).then(() => 'done', codeIn)).toBe('refused');
  }, 60_000);
});

/** What became of a call: no connection at all, or what Temporal said. */
function codeIn(error: unknown): string {
  const said: Readonly<Record<number, string>> = { 3: 'invalid', 5: 'not found', 6: 'exists', 7: 'refused', 14: 'unreached', 4: 'unreached' };
  for (let at = error as { code?: number; cause?: unknown; name?: string } | undefined; at; at = at.cause as typeof at) {
    if (at.name === 'WorkflowNotFoundError' || at.name === 'ScheduleNotFoundError') return 'not found';
    if (at.name === 'WorkflowExecutionAlreadyStartedError') return 'exists';
    if (typeof at.code === 'number' && said[at.code]) return said[at.code]!;
  }
  return String(error);
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => join(directory, path)).filter((path) => statSync(path).isFile());

/** The ports on which a process listens, as Linux tells them. */
function portsOf(pid: number): number[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /socket:\[(\d+)\]/.exec(readlinkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? []));
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(inode ?? ''))
      .map(([, local]) => parseInt(local!.split(':')[1]!, 16)));
}

function readlinkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

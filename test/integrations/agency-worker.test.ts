import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { saveAgencyWorker } from '../../db/agency-workers';
import { registerClient } from '../../db/clients';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { eventsOf } from '../../db/reads/history-of';
import type { OpenDesk } from '../../gateway/open-desk';
import { createAgencyErrands } from '../../integrations/agency-errands/agency-errands';
import { AGENCY_NAMESPACE, agencyQueue } from '../../temporal.config';
import { temporalReady } from '../../workers/servers/temporal-ready';
import { does, expectSoundLog, forwarded, officerOf, onlyTask, openTasksOf } from '../engine/desk-work';
import { startTestApi, visitor } from '../api/environment';
import type { TestApi } from '../api/environment';
import { describeOn, testTemporal, testTemporalAddress } from '../servers';
import { agencyCertificate } from '../servers/agency-certificate';
import { Carrier } from './carry';
import { urlAs } from '../db/logins';

/** The officers for culture and society of two communes, where the first examination of the procedure lies. */
const AGENCY = 'H35.41.01.04';
const OTHER = 'H35.41.02.04';
const OTHER_UNIT = 'H35.41.02.01';
const CLIENT = 'commune-system';
const NAME = 'Lò Thị Mai';

describeOn('temporal', "an agency's own worker", () => {
  let there: TestApi;
  let desk: OpenDesk;
  let relay: Database;
  let administration: Database;
  let connection: Connection;
  let agencies: Client;
  /** Errands that nobody is to work off end by the operator's hand: the relay may not. */
  let operator: Client;
  let operatorsConnection: Connection;
  let secret: string;
  const namespace = AGENCY_NAMESPACE;
  let certificate: Readonly<Record<string, string>>;
  /** Other runs on the same Temporal have had the errands of their dossiers. */
  const run = randomUUID();
  const keyOf = (name: string): string => `${name}-${run}`;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    there = await startTestApi({ at: '2022-03-14T08:00' });
    desk = there.installation.desk;
    await temporalReady({ connection: testTemporal(), namespace, searchAttributes: [], withinMs: 60_000 });
    connection = Connection.lazy(testTemporal('relay'));
    agencies = new Client({ connection, namespace });
    operatorsConnection = Connection.lazy(testTemporal());
    operator = new Client({ connection: operatorsConnection, namespace });
    relay = openDatabase({ url: urlAs(there.installation.databaseUrl, 'relay'), role: 'relay' });
    administration = openDatabase({ url: urlAs(there.installation.databaseUrl, 'api'), role: 'api' });
    const client = { clientId: CLIENT, name: 'The system of a commune', system: null, scopes: ['dossiers:read', 'acts:agency'], agencies: [AGENCY] } as const;
    secret = (await registerClient(desk.db, client, { at: desk.clock.now(), by: 'test' }))!.secret;
    await register(true);
    certificate = await agencyCertificate(AGENCY);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(workers.map(ended));
    await connection?.close();
    await operatorsConnection?.close();
    await relay?.close();
    await administration?.close();
    await there?.close();
  });

  const register = (active: boolean): Promise<void> =>
    saveAgencyWorker(administration.db, { agency: AGENCY, taskQueue: agencyQueue(AGENCY), active }, { at: desk.clock.now(), by: 'test' });

  const ended = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });

  /** The example as its agency runs it: nothing of ours is in its environment but the way in. */
  async function startExample(): Promise<ChildProcess> {
    const child = fork(join(__dirname, '..', '..', 'examples', 'agency-worker', 'worker.ts'), {
      execArgv: ['--import', 'tsx'],
      env: {
        PATH: process.env['PATH'],
        LIENTHONG_API_URL: there.url,
        LIENTHONG_CLIENT_ID: CLIENT,
        LIENTHONG_CLIENT_SECRET: secret,
        TEMPORAL_ADDRESS: testTemporalAddress(),
        ...certificate,
        TEMPORAL_NAMESPACE: namespace,
        AGENCY_TASK_QUEUE: agencyQueue(AGENCY),
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    workers.push(child);
    let said = '';
    child.stderr!.on('data', (text: Buffer) => { said += text.toString(); });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the example ended with code ${code} before it was ready: ${said}`)));
    });
    return child;
  }

  const carrierOf = (dossierId: string): Carrier => new Carrier(desk, dossierId, createAgencyErrands({ db: relay.db, client: agencies }));
  const errandsOf = async (dossierId: string): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { workflowId } of agencies.workflow.list()) if (workflowId.startsWith(`errand:${dossierId}:`)) ids.push(workflowId);
    return ids.sort();
  };
  /** What is listed lags behind what was started. */
  const eventually = async <T>(ask: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> => {
    for (const until = Date.now() + 60_000; ;) {
      const found = await ask();
      if (wanted(found) || Date.now() > until) return found;
      await sleep(100);
    }
  };

  /** As the relay does: again until it is taken. A new namespace is not known to every part of Temporal at once. */
  const carried = async (carrier: Carrier): Promise<void> => {
    expect(await eventually(() => carrier.carry(), (failure) => failure === null)).toBeNull();
  };

  it('is handed each task that opens at its agency, once, and nothing that identifies anybody', async () => {
    const dossierId = await forwarded(desk, keyOf('errand-started'), { people: [{ subject: 'applicant', name: NAME, idNumber: '012345678901' }] });
    const task = await onlyTask(desk, dossierId);
    expect(task.agency).toBe(AGENCY);
    const carrier = carrierOf(dossierId);
    await carried(carrier);
    carrier.again();
    await carried(carrier);
    const id = `errand:${dossierId}:${task.taskId}`;
    expect(await eventually(() => errandsOf(dossierId), (ids) => ids.length > 0)).toEqual([id]);
    const { events } = await agencies.workflow.getHandle(id).fetchHistory();
    const started = events!.filter((event) => event.workflowExecutionStartedEventAttributes);
    expect(started).toHaveLength(1);
    const payload = started[0]!.workflowExecutionStartedEventAttributes!.input!.payloads![0]!;
    expect(JSON.parse(Buffer.from(payload.data!).toString('utf8'))).toEqual({
      dossierId,
      code: expect.stringMatching(/^H35/),
      taskId: task.taskId,
      step: task.step,
      kind: task.kind,
      agency: AGENCY,
      officerRole: task.officerRole,
      dueAt: task.dueAt,
    });
    expect(JSON.stringify(events)).not.toContain(NAME);
    expect(await agencies.workflow.getHandle(id).describe()).toMatchObject({ taskQueue: agencyQueue(AGENCY) });
    await operator.workflow.getHandle(id).terminate('nobody is to work it off');
  });

  it('is handed nothing while it is inactive, and nothing that has been done meanwhile', async () => {
    const dossierId = await forwarded(desk, keyOf('errand-inactive'));
    await register(false);
    const carrier = carrierOf(dossierId);
    await carried(carrier);
    await register(true);
    const task = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'complete', officerOf(task));
    carrier.again();
    await carried(carrier);
    await expect(agencies.workflow.getHandle(`errand:${dossierId}:${task.taskId}`).describe()).rejects.toThrow(WorkflowNotFoundError);
  });

  it('a task that is re-routed to it is another errand', async () => {
    const dossierId = await forwarded(desk, keyOf('errand-re-routed'));
    const task = await onlyTask(desk, dossierId);
    const carrier = carrierOf(dossierId);
    await does(desk, dossierId, 're-route', 'leader@' + AGENCY, { fields: { taskId: task.taskId, to: OTHER } });
    await carried(carrier);
    const back = await does(desk, dossierId, 're-route', 'leader@' + OTHER, { fields: { taskId: task.taskId, to: AGENCY } });
    await carried(carrier);
    const id = `errand:${dossierId}:${task.taskId}:${back.seq}`;
    expect(await eventually(() => errandsOf(dossierId), (ids) => ids.includes(id))).toContain(id);
    for (const errand of await errandsOf(dossierId)) await operator.workflow.getHandle(errand).terminate('nobody is to work it off');
  });

  it("a process of its own acknowledges, takes up and completes its agency's step through the API, and the log says who did", async () => {
    await startExample();
    const dossierId = await forwarded(desk, keyOf('errand-worked-off'));
    const task = await onlyTask(desk, dossierId);
    await carried(carrierOf(dossierId));
    expect(await agencies.workflow.getHandle(`errand:${dossierId}:${task.taskId}`).result()).toBe('done');
    const events = await eventsOf(desk.db, dossierId);
    const own = events.filter(({ actor }) => actor.kind === 'officer' && actor.operator === `client:${CLIENT}`);
    expect(own.map(({ type }) => type)).toEqual(expect.arrayContaining(['HandOverAcknowledged', 'TaskTakenUp', 'StepCompleted']));
    expect(new Set(own.map(({ actor }) => (actor.kind === 'officer' ? actor.agency : '')))).toEqual(new Set([AGENCY]));
    // What came of it lies with another agency now, and is no errand of this one.
    expect((await openTasksOf(desk, dossierId)).map(({ agency }) => agency)).not.toContain(AGENCY);
    await expectSoundLog(desk, dossierId);
  }, 120_000);

  it('killed in the middle, another one goes on and nothing is done twice', async () => {
    await Promise.all(workers.splice(0).map(ended));
    const dossierId = await forwarded(desk, keyOf('errand-killed'));
    const task = await onlyTask(desk, dossierId);
    await carried(carrierOf(dossierId));
    const first = await startExample();
    await eventually(() => eventsOf(desk.db, dossierId), (events) => events.some(({ type }) => type === 'HandOverAcknowledged' || type === 'TaskTakenUp'));
    await ended(first);
    await startExample();
    expect(await agencies.workflow.getHandle(`errand:${dossierId}:${task.taskId}`).result()).toMatch(/^(done|closed by others)$/);
    const types = (await eventsOf(desk.db, dossierId)).filter(({ actor }) => actor.kind === 'officer' && actor.agency === AGENCY).map(({ type }) => type);
    for (const type of ['HandOverAcknowledged', 'TaskTakenUp', 'StepCompleted']) expect([type, types.filter((other) => other === type).length]).toEqual([type, 1]);
  }, 180_000);

  it("its credentials reach nothing of another agency's dossier", async () => {
    // Received and examined elsewhere: the commune of the example has no part in it.
    const dossierId = await forwarded(desk, keyOf('errand-elsewhere'), { unit: OTHER_UNIT, as: `receptionist@${OTHER_UNIT}` });
    const task = await onlyTask(desk, dossierId);
    expect(task.agency).toBe(OTHER);
    const tokenFor = (client_secret: string): Promise<Response> =>
      fetch(`${there.url}/v1/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: CLIENT, client_secret }) });
    expect((await tokenFor(`${secret}x`)).status).toBe(401);
    const { access_token } = (await (await tokenFor(secret)).json()) as { access_token: string };
    const thief = visitor(there.url, { authorization: `Bearer ${access_token}` });
    for (const path of ['', '/history', '/timeline', '/receipt']) expect([path, (await thief.get(`/v1/dossiers/${dossierId}${path}`)).status]).toEqual([path, 404]);
    expect((await thief.get(`/v1/tasks?agency=${OTHER}`)).status).toBe(403);
    for (const as of [officerOf(task), `specialist@${AGENCY}`]) {
      for (const act of ['acknowledge', 'take-up', 'complete']) {
        expect([403, 404]).toContain((await thief.post(`/v1/dossiers/${dossierId}/acts/${act}`, { taskId: task.taskId, as })).status);
      }
    }
    expect((await eventsOf(desk.db, dossierId)).some(({ actor }) => actor.kind === 'officer' && actor.operator !== undefined)).toBe(false);
  });
});

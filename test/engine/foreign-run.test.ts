import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { headOfDossier } from '../../db/reads/heads';
import { workflowsBehind } from '../../gateway/compare-stores';
import { recoverDossier } from '../../gateway/recover-dossier';
import { TASK_QUEUES } from '../../temporal.config';
import { keptQuery } from '../../workflows/dossier.messages';
import { describeOn, testTemporal } from '../servers';
import { COMMUNE_UNIT, does, forwarded, officerOf, onlyTask, submitted, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';
import { agree, loseActs } from './losses';

const WINDOW = `receptionist@${COMMUNE_UNIT}`;

type Start = Parameters<Client['workflowService']['startWorkflowExecution']>[0];

const plain = (value: unknown): Payload => ({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(JSON.stringify(value)),
});

/** What whoever has a certificate and no payload key puts in the place of a dossier's workflow. */
describeOn('temporal', 'a run that none of ours started, in the place of a dossier’s own', () => {
  let there: TestInstallation;
  let stranger: Client;
  let connection: Connection;

  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    connection = await Connection.connect(testTemporal());
    stranger = new Client({ connection, namespace: there.namespace });
  });
  afterAll(async () => {
    await connection?.close();
    await there?.close();
  });

  const replace = async (workflowId: string, fields: Partial<Start>): Promise<string> => {
    const { runId } = await stranger.workflowService.startWorkflowExecution({
      namespace: there.namespace,
      workflowId,
      workflowType: { name: 'dossier' },
      taskQueue: { name: TASK_QUEUES.dossier },
      requestId: `x${Math.random()}`,
      input: { payloads: [plain({})] },
      workflowIdReusePolicy: 1,
      workflowIdConflictPolicy: 3,
      ...fields,
    });
    return runId;
  };

  /** The first event of a run of the dossier holds what only the key's owner could seal. */
  const sealedInput = async (workflowId: string): Promise<Partial<Start>> => {
    const { namespace } = there;
    const asked = { namespace, execution: { workflowId }, maximumPageSize: 1 };
    const { history } = await stranger.workflowService.getWorkflowExecutionHistory(asked);
    const { input } = history!.events![0]!.workflowExecutionStartedEventAttributes!;
    return { input: input ?? null };
  };

  const how = async (dossierId: string): Promise<string | undefined> =>
    (await workflowsBehind(there.desk.client, [(await headOfDossier(there.desk.db, dossierId))!]))[0]?.how;

  const storeCheck = (id: string): Promise<unknown> =>
    there.desk.client.workflow.execute('storeCheck', { taskQueue: TASK_QUEUES.sweeps, workflowId: `sweep/${id}` });

  const healed = async (dossierId: string, foreign: string): Promise<void> => {
    const { desk } = there;
    expect(await how(dossierId)).toBeUndefined();
    const { runId } = await desk.client.workflow.getHandle(dossierId).describe();
    expect(runId).not.toBe(foreign);
    const task = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'complete', officerOf(task), { fields: { outcome: 'done' } });
    await agree(there, dossierId);
    expect((await desk.client.workflow.getHandle(dossierId).query(keptQuery))?.continuedFrom).not.toBe(foreign);
  };

  it.each<[string, (dossierId: string, other: string) => Promise<Partial<Start>>]>([
    ['an input that nobody sealed', async () => ({})],
    ['no input at all', async () => ({ input: null })],
    ['a queue that nobody polls', async () => ({ taskQueue: { name: 'atk-nowhere' } })],
    [
      'its own sealed input, on a queue that nobody polls',
      async (id) => ({ taskQueue: { name: 'atk-nowhere' }, ...(await sealedInput(id)) }),
    ],
    ['another dossier’s sealed input', (_, other) => sealedInput(other)],
    ['another type', async (id) => ({ workflowType: { name: 'nobody-has-it' }, ...(await sealedInput(id)) })],
    ['a long delay', async (id) => ({ workflowStartDelay: { seconds: 86_400 as never }, ...(await sealedInput(id)) })],
  ])('with %s: the minute’s look brings the dossier back', async (what, fieldsFor) => {
    const { desk } = there;
    const key = `foreign-${what.replace(/[^a-z]/g, '-')}`;
    const dossierId = await forwarded(desk, key);
    const other = await forwarded(desk, `${key}-other`);
    const before = await typesOf(desk, dossierId);
    const foreign = await replace(dossierId, await fieldsFor(dossierId, other));
    expect(await how(dossierId)).toBe('foreign');
    await storeCheck(key);
    expect(await typesOf(desk, dossierId)).toEqual(before);
    await healed(dossierId, foreign);
  }, 90_000);

  it('with the log put back at the same time: what the run before it knew is in the log again', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'foreign-and-behind');
    const task = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
    const head = (await headOfDossier(desk.db, dossierId))!.run!;
    const before = await typesOf(desk, dossierId);
    await loseActs(there, dossierId, 1);
    await desk.db
      .updateTable('heads')
      .set({ run_id: head.runId, run_started_at: head.startedAt, history_length: 3, history_at: head.at })
      .where('dossier_id', '=', dossierId)
      .execute();
    const foreign = await replace(dossierId, {});
    await storeCheck('foreign-and-behind');
    expect(await typesOf(desk, dossierId)).toEqual(before);
    await healed(dossierId, foreign);
  }, 90_000);

  it('in the place of an archived dossier: it is ended, and nothing goes on', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'foreign-archived');
    await does(desk, dossierId, 'refuse-intake', WINDOW, {
      fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' },
    });
    await does(desk, dossierId, 'archive', WINDOW);
    expect(await headOfDossier(desk.db, dossierId)).toMatchObject({ closed: true });
    await desk.client.workflow.getHandle(dossierId).result();
    await replace(dossierId, {});
    await storeCheck('foreign-archived');
    expect((await desk.client.workflow.getHandle(dossierId).describe()).status.name).toBe('TERMINATED');
  }, 90_000);

  it('an operator’s recovery replaces it without being told to; a run of ours stays', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'foreign-recovered');
    expect(await recoverDossier(desk, dossierId)).toMatchObject({ ok: false, refusal: { code: 'WORKFLOW_RUNNING' } });
    const foreign = await replace(dossierId, {});
    expect(await recoverDossier(desk, dossierId)).toMatchObject({ ok: true });
    await healed(dossierId, foreign);
  }, 90_000);

  it('a run of ours that no worker has taken up yet is left alone', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'ours-and-waiting');
    await there.stopWorkers();
    try {
      expect(await recoverDossier(desk, dossierId, { replaceRunning: true })).toMatchObject({ ok: true });
      expect(await how(dossierId)).toBeUndefined();
    } finally {
      await there.startWorkers();
    }
    await agree(there, dossierId);
  }, 90_000);
});

import { randomUUID } from 'node:crypto';
import { workflowsBehind } from '../../gateway/compare-stores';
import type { Head } from '../../db/reads/heads';
import { describeOn } from '../servers';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

/**
 * The test is the worker: it takes workflow tasks up as one does, and answers or fails them. What it says it has recorded
 * within a task is what the head of a log would say.
 */
describeOn('temporal', 'a worker that died behind its recording', () => {
  let there: TestInstallation;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
  });
  afterAll(() => there?.close());

  it('its workflow has not heard of it, though history has the task that recorded', async () => {
    const { client } = there.desk;
    const { namespace } = client.options;
    const [dossierId, taskQueue] = [randomUUID(), `lost-${randomUUID()}`];
    const { firstExecutionRunId: runId } = await client.workflow.start('dossier', { workflowId: dossierId, taskQueue });
    const takeUp = async () => {
      const asked = { namespace, taskQueue: { name: taskQueue }, identity: 'the test' };
      const task = await client.withDeadline(Date.now() + 30_000, () =>
        client.workflowService.pollWorkflowTaskQueue(asked),
      );
      return { taskToken: task.taskToken, namespace, historyLength: Number(task.startedEventId) };
    };
    const head = (historyLength: number): Head => ({
      dossierId,
      seq: 1,
      closed: false,
      run: { runId, startedAt: 0, historyLength, at: Date.now() },
    });

    const { historyLength: lost, ...failed } = await takeUp();
    await client.workflowService.respondWorkflowTaskFailed(failed);
    expect(await workflowsBehind(client, [head(lost)])).toEqual([{ dossierId, how: 'behind' }]);

    const { historyLength: answered, ...completed } = await takeUp();
    await client.workflowService.respondWorkflowTaskCompleted({ ...completed, commands: [] });
    expect(await workflowsBehind(client, [head(answered)])).toEqual([]);
    expect(await workflowsBehind(client, [head(lost)])).toEqual([{ dossierId, how: 'behind' }]);
    await client.workflow.getHandle(dossierId).terminate();
  }, 60_000);
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { describeOn, quietSdk, startTimeSkipping } from '../servers';
import { sleepThirtyDays } from './fixtures/waiting';

describeOn('timeSkipping', 'the time-skipping server', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    await quietSdk();
    env = await startTimeSkipping();
  });
  afterAll(() => env?.teardown());

  it('skips thirty days in which nobody works', async () => {
    const worker = await Worker.create({ connection: env.nativeConnection, taskQueue: 'waiting', workflowsPath: require.resolve('./fixtures/waiting') });
    const began = Date.now();
    const slept = await worker.runUntil(env.client.workflow.execute(sleepThirtyDays, { workflowId: 'thirty-days', taskQueue: 'waiting' }));
    expect(slept).toBeGreaterThanOrEqual(30 * 24 * 3_600_000);
    expect(Date.now() - began).toBeLessThan(30_000);
  });
});

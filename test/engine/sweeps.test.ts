import { setTimeout as sleep } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import { verifyLedger } from '../../db/reads/verify-ledger';
import { lastVerification } from '../../db/verifications';
import { anchorFileOf, newestOutside } from '../../gateway/anchor-file';
import { SCHEDULES, TASK_QUEUES } from '../../temporal.config';
import { ensureSchedules } from '../../workers/schedules';
import { describeOn } from '../servers';
import { countOf, forwarded } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'the sweeps', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  const sweep = (workflow: string, id = 'test') =>
    there.desk.client.workflow.start(workflow, { taskQueue: TASK_QUEUES.sweeps, workflowId: `sweep/${workflow}-${id}` });

  it('a warning, an overdue mark and an escalation are entered once, though two watches look and one is cut short', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'overdue');
    expect(await countOf(desk, 'escalations')).toBe(0);
    // Three working days for the commune are long over; the appointment is not.
    await there.setClock('2022-03-23T09:00');
    const watches = await Promise.all([sweep('escalationWatch', 'one'), sweep('escalationWatch', 'two')]);
    for (let tries = 0; tries < 200 && (await countOf(desk, 'escalations')) === 0; tries++) await sleep(50);
    await watches[0]!.cancel();
    await sleep(1_500);
    const first = await told(dossierId);
    await sleep(1_500);
    expect(await told(dossierId)).toEqual(first);
    await watches[1]!.cancel();
    expect(first.length).toBeGreaterThanOrEqual(2);
    expect(new Set(first.map(({ subject, level }) => `${subject} ${level}`)).size).toBe(first.length);
    expect(first.map(({ level }) => level)).toEqual(expect.arrayContaining(['warning', 'overdue']));
    // Each with the instant at which the law wanted it, not the one at which it was found.
    expect(first.every(({ at, firedAt }) => at < firedAt)).toBe(true);
    expect(await verifyLedger(desk.db)).toEqual({ intact: true, entries: await countOf(desk, 'escalations') });
    const messages = await desk.db.selectFrom('outbox').select('body').where('kind', '=', 'escalation').execute();
    const entries = messages.flatMap(({ body }) => {
      const message = JSON.parse(body!) as { addressee: string; entries: { subject: string; level: string }[] };
      return message.entries.map((entry) => `${message.addressee} ${entry.subject} ${entry.level}`);
    });
    expect(new Set(entries).size).toBe(entries.length);
  });

  const told = async (dossierId: string): Promise<{ subject: string; level: string; at: number; firedAt: number }[]> =>
    (await there.desk.db.selectFrom('escalations').select(['subject', 'level', 'at', 'fired_at']).where('dossier_id', '=', dossierId).orderBy('entry').execute()).map((row) => ({ subject: row.subject, level: row.level, at: row.at, firedAt: row.fired_at }));

  it('heads of agencies get one list a day, however often it is asked for', async () => {
    const { desk } = there;
    await forwarded(desk, 'listed');
    await there.setClock('2022-03-24T07:30');
    const sent = await (await sweep('dailyDigest', 'first')).result();
    expect(sent).toBeGreaterThan(0);
    expect(await (await sweep('dailyDigest', 'second')).result()).toBe(0);
  });

  it('a dossier whose deadline is long past and whose workflow has not moved is counted', async () => {
    // The clock jumped in the tests above, which no timer of theirs could know.
    const before = (await (await sweep('timerCheck', 'before')).result()) as number;
    const dossierId = await forwarded(there.desk, 'wedged');
    const client = new PostgresClient({ connectionString: there.databaseUrl });
    await client.connect();
    await client.query('update lienthong.dossiers set next_deadline_at = $1 where dossier_id = $2', [Date.UTC(2022, 0, 1), dossierId]);
    await client.end();
    expect(await (await sweep('timerCheck', 'after')).result()).toBe(before + 1);
  });

  it('everything is anchored and verified; found is the one row that was changed above, and nothing else', async () => {
    const { desk, dataDir } = there;
    expect(await (await sweep('anchorLogs')).result()).toBe(1);
    expect(await (await sweep('verifyEverything')).result()).toBe(1);
    expect(await lastVerification(desk.db)).toMatchObject({
      dossiers: await countOf(desk, 'dossiers'),
      findings: [{ kind: 'dossier-row', detail: 'next_deadline_at' }],
    });
    expect(await (await sweep('verifyEverything', 'again')).result()).toBeNull();
    expect(newestOutside(anchorFileOf({}, dataDir))).toBe(1);
  });

  it('schedules are made once, and brought to what they should be when they are not', async () => {
    const { client } = there.desk;
    await ensureSchedules(client, { demo: true });
    await ensureSchedules(client, { demo: false });
    await ensureSchedules(client, { demo: false });
    for (const { id, every, workflow } of SCHEDULES) {
      const { spec, policies, action, state } = await client.schedule.getHandle(id).describe();
      expect(spec.intervals).toEqual([expect.objectContaining({ every: every === '1 minute' ? 60_000 : every === '5 minutes' ? 300_000 : 600_000 })]);
      expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 60_000 });
      expect(action).toMatchObject({ type: 'startWorkflow', workflowType: workflow, taskQueue: TASK_QUEUES.sweeps });
      expect(state.paused).toBe(false);
    }
    // Nothing of it goes on behind the tests that follow.
    for (const { id } of SCHEDULES) await client.schedule.getHandle(id).delete();
  });
});

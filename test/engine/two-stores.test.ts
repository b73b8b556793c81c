import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { eventsOf } from '../../db/reads/history-of';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { reconciledCounts } from '../../db/reconciliations';
import { actOnDossier, prepareAct, sendPrepared } from '../../gateway/act-on-dossier';
import { compareStores, presentPlace } from '../../gateway/compare-stores';
import { askToMend } from '../../gateway/mend';
import { startSubmitted, submitDossier } from '../../gateway/submit-dossier';
import { TASK_QUEUES } from '../../temporal.config';
import { describeOn } from '../servers';
import {
  COMMUNE_UNIT,
  does,
  forwarded,
  granted,
  officerOf,
  onlyTask,
  request,
  storedOnly,
  submitted,
  typesOf,
} from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';
import { agree, loseActs, loseWorkflow, passUnderOldId } from './losses';

const WINDOW = `receptionist@${COMMUNE_UNIT}`;

describeOn('temporal', 'two stores, one truth', () => {
  let there: TestInstallation;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
  });
  afterAll(() => there?.close());

  describe('the log lost its end (its database was put back)', () => {
    it.each([1, 2])('by %i acts: the next act completes it from the workflow, and is recorded behind it', async (n) => {
      const { desk } = there;
      const dossierId = await forwarded(desk, `log-behind-${n}`);
      const before = await eventsOf(desk.db, dossierId);
      const task = await onlyTask(desk, dossierId);
      await loseActs(there, dossierId, n);
      await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
      const after = await eventsOf(desk.db, dossierId);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.at(-1)?.type).toBe('TaskTakenUp');
      await agree(there, dossierId);
    });

    it('an act that was answered before and is repeated is answered again only when the log has it again', async () => {
      const { desk } = there;
      const { dossierId } = await submitted(desk, 'repeat-after-loss');
      const first = await does(desk, dossierId, 'accept', WINDOW, { id: 'accept-1' });
      await loseActs(there, dossierId, 1);
      expect(await does(desk, dossierId, 'accept', WINDOW, { id: 'accept-1' })).toEqual(first);
      expect(await typesOf(desk, dossierId)).toContain('DossierAccepted');
      await agree(there, dossierId);
    });

    it('an act refused on what only the workflow knows has the log completed first', async () => {
      const { desk } = there;
      const dossierId = await forwarded(desk, 'refused-after-loss');
      const task = await onlyTask(desk, dossierId);
      await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
      await does(desk, dossierId, 'complete', officerOf(task), { fields: { taskId: task.taskId, outcome: 'done' } });
      const before = await eventsOf(desk.db, dossierId);
      await loseActs(there, dossierId, 2);
      // The officer sees the old task once more.
      const again = await actOnDossier(desk, {
        dossier: dossierId,
        act: 'complete',
        as: officerOf(task),
        fields: { taskId: task.taskId, outcome: 'done' },
      });
      expect(again).toMatchObject({ ok: false, refusal: { code: 'TASK_NOT_OPEN' } });
      expect(await eventsOf(desk.db, dossierId)).toEqual(before);
      await agree(there, dossierId);
    });

    it('a whole dossier: handed in again under its key it is the same dossier, with its log', async () => {
      const { desk } = there;
      const { dossierId } = await submitted(desk, 'lost-whole');
      await does(desk, dossierId, 'accept', WINDOW);
      const before = await eventsOf(desk.db, dossierId);
      await loseActs(there, dossierId, 9);
      const answer = granted(await submitDossier(desk, request('lost-whole')));
      expect(answer).toMatchObject({ dossierId, seq: expect.any(Number) });
      expect(await eventsOf(desk.db, dossierId)).toEqual(before);
      await agree(there, dossierId);
    });

    it('over several runs of the workflow: each gives back what it recorded', async () => {
      const { desk } = there;
      const { dossierId } = granted(
        await startSubmitted(desk, await storedOnly(desk, 'over-runs', { continueAfter: 30 }), ''),
      );
      await does(desk, dossierId, 'accept', WINDOW);
      await does(desk, dossierId, 'complete', WINDOW);
      const task = await onlyTask(desk, dossierId);
      const firstRun = (await desk.client.workflow.getHandle(dossierId).describe()).runId;
      for (let i = 0; i < 12; i++)
        await does(desk, dossierId, i % 2 ? 'release' : 'take-up', officerOf(task), {
          fields: { taskId: task.taskId },
        });
      expect((await desk.client.workflow.getHandle(dossierId).describe()).runId).not.toBe(firstRun);
      const before = await eventsOf(desk.db, dossierId);
      await loseActs(there, dossierId, 14);
      expect(await askToMend(desk.client, dossierId)).toMatchObject({ outcome: 'completed', seq: before.length });
      expect(await eventsOf(desk.db, dossierId)).toEqual(before);
      await agree(there, dossierId);
    });

    it('an archived dossier gets its last events back from the run that ended', async () => {
      const { desk } = there;
      const { dossierId } = await submitted(desk, 'lost-end');
      await does(desk, dossierId, 'refuse-intake', WINDOW, {
        fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' },
      });
      await does(desk, dossierId, 'archive', WINDOW);
      await desk.client.workflow.getHandle(dossierId).result();
      const before = await eventsOf(desk.db, dossierId);
      await loseActs(there, dossierId, 2);
      expect(await askToMend(desk.client, dossierId)).toMatchObject({ outcome: 'completed' });
      expect(await eventsOf(desk.db, dossierId)).toEqual(before);
      expect(await actOnDossier(desk, { dossier: dossierId, act: 'accept', as: WINDOW })).toMatchObject({
        ok: false,
        refusal: { code: 'DOSSIER_CLOSED' },
      });
    });
  });

  describe('the workflow lost its end (its server was killed or put back)', () => {
    it.each([
      ['the same act repeated', 'act-2'],
      ['another act', 'act-3'],
    ])('%s: the log is followed and answers', async (_, id) => {
      const { desk } = there;
      const dossierId = await forwarded(desk, `workflow-behind-${id}`);
      const task = await onlyTask(desk, dossierId);
      const fields = { taskId: task.taskId };
      const back = await loseWorkflow(there, dossierId);
      const taken = await does(desk, dossierId, 'take-up', officerOf(task), { id: 'act-1', fields });
      const released = await does(desk, dossierId, 'release', officerOf(task), { id: 'act-2', fields });
      await back();
      // At seq 6 where the log ends at seq 8, with the same number of events in the next decision.
      const answer = await does(desk, dossierId, id === 'act-2' ? 'release' : 'take-up', officerOf(task), {
        id,
        fields,
      });
      if (id === 'act-2') expect(answer).toEqual(released);
      expect(await does(desk, dossierId, 'take-up', officerOf(task), { id: 'act-1', fields })).toEqual(taken);
      // The log answered by itself. Here the run is a newer one, which only a whole comparison tells from one that is behind.
      if (id === 'act-2') await askToMend(desk.client, dossierId);
      await agree(there, dossierId);
    });

    it('an act that fits only what the log holds is done, not refused', async () => {
      const { desk } = there;
      const dossierId = await forwarded(desk, 'fits-the-log');
      const task = await onlyTask(desk, dossierId);
      const back = await loseWorkflow(there, dossierId);
      await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
      await does(desk, dossierId, 'complete', officerOf(task), { fields: { taskId: task.taskId, outcome: 'done' } });
      const next = await onlyTask(desk, dossierId);
      await back();
      await does(desk, dossierId, 'acknowledge', officerOf(next), { fields: { taskId: next.taskId } });
      await agree(there, dossierId);
    });

    it('an act that the log has refused by then is refused, and leaves nothing in the workflow', async () => {
      const { desk } = there;
      const dossierId = await forwarded(desk, 'refused-by-log');
      const task = await onlyTask(desk, dossierId);
      const back = await loseWorkflow(there, dossierId);
      await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
      await does(desk, dossierId, 'complete', officerOf(task), { fields: { taskId: task.taskId, outcome: 'done' } });
      // Prepared by somebody whose page is as old as the workflow.
      const prepared = granted(
        await prepareAct(desk, {
          dossier: dossierId,
          act: 'take-up',
          as: officerOf(task),
          fields: { taskId: task.taskId },
        }),
      );
      await back();
      expect(await sendPrepared(desk, { ...prepared, tip: undefined })).toMatchObject({
        ok: false,
        refusal: { code: 'TASK_NOT_OPEN' },
      });
      await agree(there, dossierId);
    });

    it('a dossier of which Temporal knows nothing any more is started again by the act that needs it, once', async () => {
      const { desk } = there;
      const dossierId = await forwarded(desk, 'gone');
      const task = await onlyTask(desk, dossierId);
      await desk.client.workflow.getHandle(dossierId).terminate('lost');
      const acts = Array.from({ length: 4 }, (_, i) =>
        actOnDossier(desk, {
          dossier: dossierId,
          act: 'take-up',
          as: officerOf(task),
          id: `gone-${i}`,
          fields: { taskId: task.taskId },
        }),
      );
      const answers = await Promise.all(acts);
      expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(1);
      expect(answers.filter((answer) => !answer.ok && answer.refusal.code === 'DOSSIER_CLOSED')).toEqual([]);
      await agree(there, dossierId);
    });
  });

  it('the stamp of an act is that of its first receipt, however often and late it is repeated; a refused one is received anew', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'stamps');
    const task = await onlyTask(desk, dossierId);
    const asked = {
      dossier: dossierId,
      act: 'take-up',
      as: officerOf(task),
      id: 'stamped',
      fields: { taskId: task.taskId },
    };
    const first = granted(await prepareAct(desk, asked));
    await sleep(20);
    const second = granted(await prepareAct(desk, asked));
    expect(second.envelopes[0]!.stampedAt).toBe(first.envelopes[0]!.stampedAt);
    expect([first.fresh, second.fresh]).toEqual([true, false]);
    expect(granted(await sendPrepared(desk, second)).at).toBe(first.envelopes[0]!.stampedAt);
    const refused = { ...asked, act: 'return-result', id: 'refused-first', fields: { way: 'counter' } };
    const early = granted(await prepareAct(desk, refused));
    expect(await sendPrepared(desk, early)).toMatchObject({ ok: false });
    await sleep(20);
    expect(granted(await prepareAct(desk, refused)).envelopes[0]!.stampedAt).toBeGreaterThan(
      early.envelopes[0]!.stampedAt,
    );
  });

  it('what the log holds is answered by the log while no worker and no workflow answers', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'answered-by-log');
    const accepted = await does(desk, dossierId, 'accept', WINDOW, { id: 'accept-1' });
    await there.stopWorkers();
    try {
      expect(await does(desk, dossierId, 'accept', WINDOW, { id: 'accept-1' })).toEqual(accepted);
      expect(
        await actOnDossier(desk, { dossier: dossierId, act: 'withdraw', as: 'applicant', id: 'accept-1' }),
      ).toMatchObject({ ok: false, refusal: { code: 'COMMAND_ID_REUSED' } });
    } finally {
      await there.startWorkers();
    }
  });

  it('an id that the engine made for itself in an older log does not stop the dossier at its deadline', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'old-id', {
      procedure: '1.012790',
      unit: 'H35.41.91',
      place: 'H35.41.01',
      facts: { newCertificate: false },
      documents: ['application', 'certificate', 'contract'],
      as: 'receptionist@H35.41.91',
    });
    for (const id of ['tick:3:1647424800000', 'submit:x', 'calendar:2']) {
      expect(
        await actOnDossier(desk, {
          dossier: dossierId,
          act: 'request-supplement',
          as: 'receptionist@H35.41.91',
          id: `~${id}`,
          fields: { items: ['Bản chính'] },
        }),
      ).toMatchObject({ ok: false, refusal: { code: 'FIELD_INVALID' } });
    }
    await does(desk, dossierId, 'accept', 'receptionist@H35.41.91', { id: 'tick:3:1647424800000' });
    const ids = (await eventsOf(desk.db, dossierId)).map(({ commandId }) => commandId);
    expect(new Set(ids.filter((id) => id.startsWith('~'))).size).toBeGreaterThan(0);
    await agree(there, dossierId);
  });

  it('a dossier whose log holds ids that the engine of an earlier program made is not stopped by a caller who sends one', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'old-engine-id');
    const task = await onlyTask(desk, dossierId);
    // As the log of an earlier program has it: a deadline that passed under an id that callers may choose.
    await passUnderOldId(there, dossierId, 'tick:9:1');
    const archive = { dossier: dossierId, act: 'withdraw', as: 'applicant', id: 'tick:9:1' };
    expect(await actOnDossier(desk, archive)).toMatchObject({ ok: false, refusal: { code: 'COMMAND_ID_REUSED' } });
    const raw = granted(await prepareAct(desk, { ...archive, id: 'another' }));
    const envelopes = raw.envelopes.map((envelope) =>
      desk.signing.sign(dossierId, { ...envelope, commandId: 'tick:9:1' }),
    );
    const sent = await sendPrepared(desk, { ...raw, commandId: 'tick:9:1', envelopes });
    expect(sent).toMatchObject({ ok: false, refusal: { code: 'COMMAND_ID_REUSED' } });
    await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
  });

  it('what a run recorded before it was lost and started again comes back, too', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'over-a-recovery');
    const before = await eventsOf(desk.db, dossierId);
    await desk.client.workflow.getHandle(dossierId).terminate('lost');
    expect(await askToMend(desk.client, dossierId)).toMatchObject({ outcome: 'started' });
    await loseActs(there, dossierId, 2);
    expect(await askToMend(desk.client, dossierId)).toMatchObject({ outcome: 'completed' });
    expect(await eventsOf(desk.db, dossierId)).toEqual(before);
    await agree(there, dossierId);
  });

  it('a submission whose row came back takes no other request under its key', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'row-came-back');
    await loseActs(there, dossierId, 9);
    expect(await askToMend(desk.client, dossierId)).toMatchObject({ outcome: 'completed' });
    const other = await submitDossier(desk, request('row-came-back', { channel: 'online', as: 'applicant' }));
    expect(other).toMatchObject({ ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(granted(await submitDossier(desk, request('row-came-back')))).toMatchObject({ dossierId });
  });

  it('the cheap comparison finds what Temporal lost, and the whole one brings every dossier back', async () => {
    const { desk } = there;
    const lost = await Promise.all([0, 1, 2].map((n) => forwarded(desk, `wiped-${n}`)));
    const [behind] = await Promise.all([forwarded(desk, 'behind')]);
    // As it is where other events have taken the place of those that were lost.
    await desk.database.pool.query('update heads set history_at = history_at - 1000 where dossier_id = $1', [behind]);
    await Promise.all(lost.map((id) => desk.client.workflow.getHandle(id).terminate('wiped')));
    const found = await compareStores(desk, undefined, { acting: true });
    expect(found.behind.map(({ dossierId }) => dossierId)).toEqual(expect.arrayContaining([...lost, behind]));
    expect(found.reconciliations).toHaveLength(1);
    await desk.client.workflow.execute('reconcileStores', {
      workflowId: 'sweep/reconcile',
      taskQueue: TASK_QUEUES.sweeps,
    });
    for (const id of [...lost, behind!]) await agree(there, id);
    // What was brought together once is not found again.
    expect(await reconciledCounts(desk.db, found.reconciliations[0]!)).toMatchObject({
      started: expect.any(Number),
      well: expect.any(Number),
    });
    expect((await compareStores(desk, undefined, { acting: true })).reconciliations).toEqual([]);
  });

  it('a database that stands before where it was seen is completed, whole dossiers and their codes included', async () => {
    const { desk } = there;
    const seen = await presentPlace(desk);
    const window = `receptionist@${COMMUNE_UNIT}`;
    const { dossierId } = await submitted(desk, 'only-temporal-knows');
    const { code } = await does(desk, dossierId, 'accept', window);
    const older = await forwarded(desk, 'older');
    const events = [await eventsOf(desk.db, dossierId), await eventsOf(desk.db, older)];
    await loseActs(there, dossierId, 9);
    await loseActs(there, older, 1);
    // The series forgets, too.
    await desk.database.pool.query('update code_series set last = 0');
    const found = await compareStores(desk, { ...seen, place: '9000000000000000' }, { acting: true });
    expect(found.putBack).toBe(true);
    const { dossierId: next } = await submitted(desk, 'accepted-after');
    expect((await does(desk, next, 'accept', window)).code).not.toBe(code);
    await desk.client.workflow.execute('reconcileStores', {
      workflowId: 'sweep/reconcile',
      taskQueue: TASK_QUEUES.sweeps,
    });
    expect([await eventsOf(desk.db, dossierId), await eventsOf(desk.db, older)]).toEqual(events);
    expect((await dossierByIdOrCode(desk.db, code!))?.dossierId).toBe(dossierId);
    for (const id of [dossierId, older, next]) await agree(there, id);
    const { rows } = await sql<{
      outcome: string;
      detail: object;
    }>`select outcome, detail from reconciled_dossiers where dossier_id = ${dossierId}`.execute(desk.db);
    expect(rows).toMatchObject([
      { outcome: 'completed', detail: { restored: events[0]!.length, applicantLost: true } },
    ]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import { findProcedure, publishProcedure } from '../../db/catalogue';
import { findUnstartedSubmissions } from '../../db/submit-once';
import { submitDossier } from '../../gateway/submit-dossier';
import { TASK_QUEUES } from '../../temporal.config';
import { describeOn } from '../servers';
import { countOf, expectSoundLog, granted, request, storedOnly, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'submissions', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  let repairs = 0;
  const repair = (): Promise<unknown> =>
    there.desk.client.workflow.execute('orphanRepair', { taskQueue: TASK_QUEUES.sweeps, workflowId: `sweep/orphan-repair-${++repairs}` });

  /** As if they had been stored long enough ago for the sweep to look at them. */
  const age = async (): Promise<void> => {
    const client = new PostgresClient({ connectionString: there.databaseUrl });
    await client.connect();
    await client.query('update lienthong.submissions set stored_real_at = stored_real_at - 60000');
    await client.end();
  };

  it('one key, ten times at once, is one dossier with one answer', async () => {
    const { desk } = there;
    const before = await countOf(desk, 'dossiers');
    const answers = await Promise.all(Array.from({ length: 10 }, () => submitDossier(desk, request('ten-at-once'))));
    expect(new Set(answers.map((answer) => JSON.stringify(granted(answer)))).size).toBe(1);
    expect(await countOf(desk, 'dossiers')).toBe(before + 1);
    const { dossierId } = granted(answers[0]!);
    expect((await typesOf(desk, dossierId)).filter((type) => type === 'DossierSubmitted')).toHaveLength(1);
    expect(granted(await submitDossier(desk, request('ten-at-once')))).toEqual(granted(answers[0]!));
  });

  it('the same key gets the same answer even when the procedure and the unit are no more', async () => {
    const { desk } = there;
    const first = granted(await submitDossier(desk, request('for-ever')));
    await there.setClock('2025-08-04T08:00');
    expect(await submitDossier(desk, request('too-late'))).toMatchObject({ ok: false });
    expect(granted(await submitDossier(desk, request('for-ever')))).toEqual(first);
    await there.setClock('2022-03-14T10:00');
  });

  it('the same key gets the same answer when the workflow has long ended, and starts nothing', async () => {
    const { desk } = there;
    const first = granted(await submitDossier(desk, request('long-ended')));
    await desk.client.workflow.getHandle(first.dossierId).terminate('as if archived and forgotten');
    expect(granted(await submitDossier(desk, request('long-ended')))).toEqual(first);
    expect((await desk.client.workflow.getHandle(first.dossierId).describe()).status.name).toBe('TERMINATED');
  });

  it('another request under the same key is refused, and nothing has changed', async () => {
    const { desk } = there;
    granted(await submitDossier(desk, request('key-used')));
    const before = [await countOf(desk, 'submissions'), await countOf(desk, 'events')];
    const other = await submitDossier(desk, request('key-used', { people: [{ subject: 'applicant', name: 'Giàng A Dơ' }] }));
    expect(other).toMatchObject({ ok: false, refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect([await countOf(desk, 'submissions'), await countOf(desk, 'events')]).toEqual(before);
  });

  it.each([
    ['a procedure that is not in force', { procedure: '1.012790.X' }, 'PROCEDURE_NOT_IN_FORCE'],
    ['a unit that does not offer it', { unit: 'H35.01.01' }, 'PROCEDURE_NOT_OFFERED'],
    ['a place the unit does not serve', { place: 'H35.41.02' }, 'PLACE_NOT_SERVED'],
    ['a fact nobody asked for', { facts: { age: 7 } }, 'FACT_UNKNOWN'],
    ['a document that is not listed', { documents: ['poem'] }, 'DOCUMENT_UNKNOWN'],
    ['somebody who holds no post', { as: 'nobody' }, 'PERSON_UNKNOWN'],
  ])('%s is refused before anything is stored', async (_, more, code) => {
    const { desk } = there;
    const before = await countOf(desk, 'submissions');
    expect(await submitDossier(desk, request('bad', more))).toMatchObject({ ok: false, refusal: { code } });
    expect(await countOf(desk, 'submissions')).toBe(before);
  });

  it('a dossier whose submission was stored and whose workflow was never started is started by the sweep, once', async () => {
    const { desk } = there;
    const { input } = await storedOnly(desk, 'orphan');
    await age();
    expect((await findUnstartedSubmissions(desk.db, 30_000)).map((orphan) => orphan.dossierId)).toEqual([input.dossierId]);
    await Promise.all([repair(), repair()]);
    expect((await typesOf(desk, input.dossierId)).filter((type) => type === 'DossierSubmitted')).toHaveLength(1);
    expect(await findUnstartedSubmissions(desk.db, 0)).toEqual([]);
    await expectSoundLog(desk, input.dossierId);
  });

  it('an orphan that cannot be started does not keep the sweep from the others', async () => {
    const { desk } = there;
    const { input: hopeless } = await storedOnly(desk, 'orphan-without-procedure', { procedureVersion: 99 });
    const { input } = await storedOnly(desk, 'orphan-behind-it');
    await age();
    await repair();
    expect(await typesOf(desk, input.dossierId)).toContain('DossierSubmitted');
    // What it lacked is published, and it goes on.
    const procedure = (await findProcedure(desk.db, hopeless.procedureCode, 1))!;
    await publishProcedure(desk.db, { ...procedure, version: 99 }, { at: desk.clock.now(), by: 'test' });
    for (let tries = 0; tries < 200 && (await typesOf(desk, hopeless.dossierId)).length === 0; tries++) await sleep(100);
    expect(await typesOf(desk, hopeless.dossierId)).toContain('DossierSubmitted');
  });
});

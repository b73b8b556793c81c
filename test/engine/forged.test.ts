import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { createRecordActivities } from '../../activities/record';
import { eventsOf, signaturesOf } from '../../db/reads/history-of';
import { markAt } from '../../db/reads/mark-at';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import type { Envelope } from '../../domain/dossier/command';
import { passUntil } from '../../domain/dossier/engine';
import { recordingOf } from '../../domain/dossier/recording-of';
import { openingIn } from '../../domain/dossier/signed';
import type { SignedEnvelope } from '../../domain/dossier/signed';
import { dossierIdOf } from '../../db/submit-once';
import { Signing, distrustKey, rotateKey, trustedKeys } from '../../gateway/signing';
import { TASK_QUEUES } from '../../temporal.config';
import { finishSubmission } from '../../gateway/submit-dossier';
import { actUpdate, keptQuery } from '../../workflows/dossier.messages';
import type { DossierInput } from '../../workflows/dossier.messages';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, does, expectSoundLog, forwarded, officerOf, onlyTask, submitted, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';
import { agree, loseActs } from './losses';

const DAY = 86_400_000;

/**
 * Whoever reaches Temporal with everything but a signing key: the payload key, a connection, the names of all updates.
 */
describeOn('temporal', 'acts that nobody vouches for', () => {
  let there: TestInstallation;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
  });
  afterAll(() => there?.close());

  const leader = { kind: 'officer', person: 'chu-tich-tinh', agency: 'H35.41.01.01', role: 'leader' } as const;
  const now = (): number => there.desk.clock.now();
  const forged = (command: Envelope['command'], actor: Envelope['actor'] = leader): Envelope => ({
    commandId: `forged-${command.act}-${Math.floor(Math.random() * 1e9)}`,
    actor,
    stampedAt: now(),
    command,
  });
  const send = (dossierId: string, envelope: Envelope | SignedEnvelope): Promise<unknown> =>
    there.desk.client.workflow.getHandle(dossierId).executeUpdate(actUpdate, { args: [envelope, null] });
  const refusedFor = async (sent: Promise<unknown>): Promise<unknown> => {
    const failure = await sent.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(WorkflowUpdateFailedError);
    return JSON.stringify((failure as WorkflowUpdateFailedError).cause);
  };
  const unharmed = async (dossierId: string, before: readonly string[]): Promise<void> => {
    expect(await typesOf(there.desk, dossierId)).toEqual(before);
    const task = await onlyTask(there.desk, dossierId);
    await does(there.desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
    await agree(there, dossierId);
  };

  test.each<[string, Envelope['command'], Envelope['actor']]>([
    ['a withdrawal that nobody asked for', { act: 'withdraw', reason: null }, { kind: 'applicant' }],
    ['a stop by a person who does not exist', { act: 'stop', reason: null }, leader],
    ['an apology under the head’s name', { act: 'apologise', reason: null }, leader],
    ['a payment by a partner', { act: 'pay-fee', reference: 'I-SAY-SO' }, { kind: 'partner', system: 'payment' }],
    ['the passing of time', { act: 'tick', deadline: 1 }, { kind: 'engine' }],
  ])('%s leaves no trace, and the dossier lives on', async (what, command, actor) => {
    const dossierId = await forwarded(there.desk, `forged ${what}`.replace(/[^a-z]/g, '-'));
    const before = await typesOf(there.desk, dossierId);
    await send(dossierId, forged(command, actor)).catch(() => undefined);
    await unharmed(dossierId, before);
  });

  test('the refusal names the reason and the way out', async () => {
    const dossierId = await forwarded(there.desk, 'forged-reason');
    const reason = await refusedFor(send(dossierId, forged({ act: 'withdraw', reason: null }, { kind: 'applicant' })));
    expect(reason).toContain('ACT_NOT_VOUCHED_FOR');
  });

  test.each<[string, (signed: SignedEnvelope) => SignedEnvelope]>([
    ['for another person', (signed) => ({ ...signed, actor: { kind: 'applicant', operator: 'x' } })],
    ['at another time', (signed) => ({ ...signed, stampedAt: signed.stampedAt - 30 * DAY })],
    ['under another id', (signed) => ({ ...signed, commandId: 'mine' })],
    ['with other words', (signed) => ({ ...signed, command: { act: 'withdraw', reason: { textId: 'x', digest: 'y' } } })],
    ['by a key of nobody', (signed) => ({ ...signed, signature: { ...signed.signature, key: 'api-0000000000000000' } })],
  ])('a signature is worth nothing %s', async (what, changed) => {
    const dossierId = await forwarded(there.desk, `moved ${what}`.replaceAll(' ', '-'));
    const before = await typesOf(there.desk, dossierId);
    const signed = there.desk.signing.sign(dossierId, forged({ act: 'withdraw', reason: null }, { kind: 'applicant' }));
    expect(await refusedFor(send(dossierId, changed(signed)))).toContain('ACT_NOT_VOUCHED_FOR');
    await unharmed(dossierId, before);
  });

  test('a signature for one dossier is worth nothing in another, and the relay’s key nothing for an officer', async () => {
    const dossierId = await forwarded(there.desk, 'moved-dossier');
    const other = await forwarded(there.desk, 'moved-other');
    const before = await typesOf(there.desk, dossierId);
    const withdrawal = forged({ act: 'withdraw', reason: null }, { kind: 'applicant' });
    const elsewhere = there.desk.signing.sign(other, withdrawal);
    expect(await refusedFor(send(dossierId, elsewhere))).toContain('wrong');
    const relay = new Signing(there.dataDir, 'relay');
    expect(() => relay.sign(dossierId, withdrawal)).toThrow('the relay may not sign');
    await unharmed(dossierId, before);
  });

  test('acts that wait for a forged one are decided without it', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'forged-among-true');
    const task = await onlyTask(desk, dossierId);
    const sent = await Promise.allSettled([
      send(dossierId, forged({ act: 'withdraw', reason: null }, { kind: 'applicant' })),
      does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } }),
    ]);
    expect(sent.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await agree(there, dossierId);
  });

  describe('a dossier from nothing', () => {
    const inputFor = (key: string): DossierInput => ({
      dossierId: dossierIdOf(key),
      submissionKey: key,
      procedureCode: '9.900010.H35',
      procedureVersion: 1,
      receivingUnit: COMMUNE_UNIT,
      place: 'H35.41.01',
      channel: 'counter',
      facts: {},
      submittedAt: now() - 30 * DAY,
      clock: 'installation',
      logFirst: true,
    });
    const first = (input: DossierInput): Envelope => ({
      commandId: 'forged-submission',
      actor: { kind: 'applicant' },
      stampedAt: input.submittedAt,
      command: { act: 'submit', channel: 'counter', facts: {}, documents: ['request'], applicantDigest: '' },
    });
    const startWith = (input: DossierInput, envelope: Envelope | SignedEnvelope): Promise<unknown> =>
      there.desk.client.workflow.executeUpdateWithStart(actUpdate, {
        args: [envelope, null],
        startWorkflowOperation: new WithStartWorkflowOperation('dossier', {
          workflowId: input.dossierId,
          taskQueue: TASK_QUEUES.dossier,
          workflowIdConflictPolicy: 'USE_EXISTING',
          args: [input],
        }),
      });

    test('back-dated and unsigned, it has no log', async () => {
      const input = inputFor('from-nothing');
      expect(await refusedFor(startWith(input, first(input)))).toContain('missing');
      expect(await eventsOf(there.desk.db, input.dossierId)).toEqual([]);
    });

    test('stored in the database and not through a window, it is not begun, and somebody is told', async () => {
      const { desk } = there;
      const input = inputFor('from-a-row');
      const stored = { input, envelope: first(input) as SignedEnvelope };
      const answer = await finishSubmission(desk, stored, '');
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'ACT_NOT_VOUCHED_FOR' } });
      expect(await eventsOf(desk.db, input.dossierId)).toEqual([]);
      await finishSubmission(desk, stored, '');
      const alarms = await desk.db.selectFrom('alarms').select(['kind']).where('dossier_id', '=', input.dossierId).execute();
      expect(alarms).toEqual([{ kind: 'kept-unvouched' }]);
    });

    test('signed for one unit and begun at another, it has no log', async () => {
      const input = inputFor('from-something');
      const elsewhere = openingIn({ ...input, place: 'H35.41.02' });
      const signed = there.desk.signing.sign(input.dossierId, first(input), elsewhere);
      expect(await refusedFor(startWith(input, signed))).toContain('wrong');
      expect(await eventsOf(there.desk.db, input.dossierId)).toEqual([]);
    });
  });

  test('a run that is started with another state goes by the log', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'forged-state');
    const handle = desk.client.workflow.getHandle(dossierId);
    const { input, state, mark, epoch } = (await handle.query(keptQuery))!;
    await handle.terminate('replaced by a stranger');
    const appointment = state.appointments[state.phase]!;
    const later = { ...appointment, due: appointment.due + 10 * DAY };
    const other = { ...state, appointments: { ...state.appointments, [state.phase]: later } };
    await desk.client.workflow.start('dossier', {
      workflowId: dossierId,
      taskQueue: TASK_QUEUES.dossier,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [{ ...input, carried: { state: other, mark, epoch } }],
    });
    const task = await onlyTask(desk, dossierId);
    const { dueAt } = await does(desk, dossierId, 'take-up', officerOf(task), { fields: { taskId: task.taskId } });
    expect(dueAt).toBe(appointment.due);
    await agree(there, dossierId);
  });

  test('the worker says that time has passed only when it has', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'forged-time');
    const before = (await rebuildDossier(desk.db, dossierId))!;
    const { state, logged } = passUntil(before, before.appointments[before.phase]!.due + DAY);
    expect(logged.length).toBeGreaterThan(0);
    const mark = (await markAt(desk.db, dossierId, before.seq))!;
    const signing = new Signing(there.dataDir, 'worker');
    const { record } = createRecordActivities({ ...desk.database, signing, clock: desk.clock });
    const recording = recordingOf(before, { state, logged }, { epoch: 1, after: mark, run: null });
    expect(await record(recording)).toMatchObject({ status: 'unvouched', fault: 'not-the-engines' });
    expect((await eventsOf(desk.db, dossierId)).length).toBe(before.seq);
    await expectSoundLog(desk, dossierId);
  });

  test('what a restored log gets back from Temporal is vouched for as before', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'restored-signatures');
    const before = await signaturesOf(desk.db, dossierId);
    await loseActs(there, dossierId, 2);
    const task = (await typesOf(desk, dossierId)).length;
    expect(Object.keys(await signaturesOf(desk.db, dossierId)).length).toBeLessThan(Object.keys(before).length);
    await does(desk, dossierId, 'complete', `receptionist@${COMMUNE_UNIT}`).catch(() => undefined);
    expect((await typesOf(desk, dossierId)).length).toBeGreaterThan(task);
    expect(await signaturesOf(desk.db, dossierId)).toMatchObject(before);
    await agree(there, dossierId);
  });

  test('a key that was replaced goes on vouching, and one that was stolen does not', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'rotated');
    const withOld = desk.signing.sign(dossierId, forged({ act: 'archive' }));
    const old = withOld.signature.key;
    const made = rotateKey(there.dataDir, 'cli', Date.now());
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(desk.signing.sign(dossierId, withOld).signature.key).toBe(made.id);
    expect(desk.signing.faultOfEnvelope(dossierId, withOld)).toBeNull();
    expect(trustedKeys(there.dataDir).find(({ id }) => id === old)?.retiredAt).toBeDefined();
    expect(distrustKey(there.dataDir, old, Date.now())).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(desk.signing.faultOfEnvelope(dossierId, withOld)).toBe('distrusted');
    expect((await submitted(desk, 'after-rotation')).events).toContain('DossierSubmitted');
  });
});

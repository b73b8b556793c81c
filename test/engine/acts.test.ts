import { savePerson, savePosting } from '../../db/people';
import type { Result } from '../../domain/result';
import { actOnDossier } from '../../gateway/act-on-dossier';
import type { ActRequest } from '../../gateway/act-on-dossier';
import { recoverDossier } from '../../gateway/recover-dossier';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, countOf, does, expectSoundLog, forwarded, granted, officerOf, onlyTask, submitted, typesOf } from './desk-work';
import { officialAt, startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'acts of officers', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  const codeOf = (result: Result<unknown>): string => (result.ok ? 'granted' : result.refusal.code);
  const historyLength = async (dossierId: string): Promise<number> => (await there.desk.client.workflow.getHandle(dossierId).describe()).historyLength;
  let refusingDossier: Promise<string> | undefined;
  /** One dossier for all refusals: none of them changes it. */
  const refusing = (): Promise<string> => (refusingDossier ??= forwarded(there.desk, 'refused'));
  const WINDOW = `receptionist@${COMMUNE_UNIT}`;

  it('the same act twice is one act with one answer, one after the other and at once', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'twice');
    const accept = (): Promise<unknown> => does(desk, dossierId, 'accept', WINDOW, { id: 'accept-1' });
    const answers = await Promise.all([accept(), accept(), accept()]);
    answers.push(await accept());
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await typesOf(desk, dossierId)).filter((type) => type === 'DossierAccepted')).toHaveLength(1);
    expect(codeOf(await actOnDossier(desk, { dossier: dossierId, act: 'withdraw', as: 'applicant', id: 'accept-1' }))).toBe('COMMAND_ID_REUSED');
    await expectSoundLog(desk, dossierId);
  });

  it('an act on the only open task, repeated when that task is done, gets the answer it got', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'repeated-complete');
    const officer = officerOf(await onlyTask(desk, dossierId));
    const complete = (): Promise<unknown> => does(desk, dossierId, 'complete', officer, { id: 'done-1', fields: { note: 'Đủ điều kiện' } });
    const first = await complete();
    expect(await complete()).toEqual(first);
    expect((await typesOf(desk, dossierId)).filter((type) => type === 'StepCompleted')).toHaveLength(2);
  });

  it('an act that named no task, repeated when no task is open any more, gets the answer it got', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'repeated-late');
    await does(desk, dossierId, 'accept', WINDOW);
    const forward = (): Promise<unknown> => does(desk, dossierId, 'complete', WINDOW, { id: 'forward-1' });
    const first = await forward();
    await does(desk, dossierId, 'withdraw', 'applicant');
    expect(await forward()).toEqual(first);
    expect(codeOf(await actOnDossier(desk, { dossier: dossierId, act: 'complete', as: WINDOW, id: 'forward-2' }))).toBe('ACT_NOT_IN_STAGE');
  });

  it('the same act repeated after Temporal has lost the dossier gets its answer from the log; the next one starts it again', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'forgotten');
    const accepted = await does(desk, dossierId, 'accept', WINDOW, { id: 'accept-forgotten' });
    // A later run that ended knows nothing of the updates of the first.
    const handle = desk.client.workflow.getHandle(dossierId);
    await handle.terminate('the run that answered');
    granted(await recoverDossier(desk, dossierId));
    await handle.terminate('as a lost database leaves it');
    expect(await does(desk, dossierId, 'accept', WINDOW, { id: 'accept-forgotten' })).toEqual(accepted);
    await does(desk, dossierId, 'complete', WINDOW);
    expect((await typesOf(desk, dossierId)).slice(1)).toEqual(['StepAssigned', 'DossierAccepted', 'StepCompleted', 'StepAssigned', 'HandOverSent']);
    await expectSoundLog(desk, dossierId);
  });

  it('the same act repeated after the dossier was archived still gets its answer; another one hears that it is archived', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'archived');
    await does(desk, dossierId, 'refuse-intake', WINDOW, { fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' } });
    const archive = (): Promise<Result<unknown>> => actOnDossier(desk, { dossier: dossierId, act: 'archive', as: WINDOW, id: 'archive-1' });
    const first = granted(await archive());
    await desk.client.workflow.getHandle(dossierId).result();
    expect(granted(await archive())).toEqual(first);
    expect(codeOf(await actOnDossier(desk, { dossier: dossierId, act: 'accept', as: WINDOW }))).toBe('DOSSIER_CLOSED');
    expect(await submitted(desk, 'archived')).toMatchObject({ dossierId, events: expect.arrayContaining(['DossierSubmitted']) });
  });

  it.each<[string, string, Partial<ActRequest> & { act: string; as: string }]>([
    ['by an officer of another agency', 'ACT_BY_OTHER_AGENCY', { act: 'complete', as: 'specialist@H35.41.02', fields: { taskId: 'commune-check#1', outcome: 'done' } }],
    ['by somebody who may not', 'ACT_NOT_BY_ACTOR', { act: 'complete', as: 'applicant', fields: { taskId: 'commune-check#1', outcome: 'done' } }],
    ['in the wrong stage', 'ACT_NOT_IN_STAGE', { act: 'return-result', as: WINDOW, fields: { way: 'counter' } }],
    ['with a version that is not the present one', 'TASK_VERSION_STALE', { act: 'take-up', as: 'its officer', fields: { taskId: 'commune-check#1', version: 99 } }],
    ['on a task that there is not', 'TASK_UNKNOWN', { act: 'take-up', as: 'its officer', fields: { taskId: 'sign#7' } }],
    ['with an outcome that the step does not have', 'OUTCOME_UNKNOWN', { act: 'complete', as: 'its officer', fields: { taskId: 'commune-check#1', outcome: 'perhaps' } }],
    ['with a note of 10 MB', 'TEXT_TOO_LONG', { act: 'complete', as: 'its officer', fields: { taskId: 'commune-check#1', outcome: 'done', note: 'a'.repeat(10_000_000) } }],
    ['with control characters', 'TEXT_CONTROL_CHARACTERS', { act: 'complete', as: 'its officer', fields: { taskId: 'commune-check#1', outcome: 'done', note: 'a\u0007b' } }],
    ['at an instant before 1975', 'INSTANT_OUT_OF_RANGE', { act: 'apologise', as: 'its officer', fields: { newDue: '1974-01-01T00:00:00+07:00' } }],
    ['that nobody knows', 'ACT_UNKNOWN', { act: 'burn', as: WINDOW }],
    ['by a post that its agency does not have', 'POST_UNKNOWN', { act: 'accept', as: `procedure-control@${COMMUNE_UNIT}` }],
  ])('an act %s is refused, and nothing has changed', async (_, code, asked) => {
    const { desk } = there;
    const dossierId = await refusing();
    const task = await onlyTask(desk, dossierId);
    const before = [await countOf(desk, 'events'), await historyLength(dossierId)];
    const result = await actOnDossier(desk, { dossier: dossierId, ...asked, as: asked.as === 'its officer' ? officerOf(task) : asked.as });
    expect(codeOf(result)).toBe(code);
    expect([await countOf(desk, 'events'), await historyLength(dossierId)]).toEqual(before);
    expect(await onlyTask(desk, dossierId)).toEqual(task);
  });

  it('what looks like SQL or HTML is kept as it was written, in NFC', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'strange-text');
    const task = await onlyTask(desk, dossierId);
    const note = `'); drop table events; -- <script>alert("Lai Cha\u0302u")</script>`;
    await does(desk, dossierId, 'complete', officerOf(task), { fields: { outcome: 'done', note } });
    const { rows } = await desk.database.pool.query<{ text: string }>('select text from texts where dossier_id = $1', [dossierId]);
    expect(rows).toEqual([{ text: note.normalize('NFC') }]);
  });

  it('of two officers who take up one task at once, one gets it', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'two-officers');
    const task = await onlyTask(desk, dossierId);
    const people = ['lo-van-pao', 'tan-thi-mai'];
    for (const person of people) {
      await savePerson(desk.db, person, person);
      await savePosting(desk.db, { person, agency: task.agency, role: task.officerRole as 'specialist', kind: 'regular', onBehalfOf: null, from: officialAt('2022-01-01T00:00'), to: null });
    }
    const outcomes = await Promise.all(people.map((as) => actOnDossier(desk, { dossier: dossierId, act: 'take-up', as, fields: { taskId: task.taskId } })));
    expect(outcomes.map(codeOf).sort()).toEqual(['TASK_TAKEN', 'granted']);
    const winner = people[outcomes.findIndex((outcome) => outcome.ok)];
    expect(await onlyTask(desk, dossierId)).toMatchObject({ taskId: task.taskId, status: 'taken', assignee: winner });
    // The loser decides on what they saw, which is not what is there now.
    const late = await actOnDossier(desk, { dossier: dossierId, act: 'complete', as: people.find((person) => person !== winner)!, fields: { taskId: task.taskId, version: task.version, outcome: 'done' } });
    expect(codeOf(late)).toBe('TASK_VERSION_STALE');
    await expectSoundLog(desk, dossierId);
  });

  it('a stand-in at the same desk completes what the other has taken, and a colleague does not', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'same-desk');
    const task = await onlyTask(desk, dossierId);
    const from = officialAt('2022-01-01T00:00');
    const post = { agency: task.agency, role: task.officerRole as 'specialist', from, to: null };
    const people = ['vang-thi-may', 'lu-van-hoa', 'sung-a-lu'];
    for (const person of people) {
      await savePerson(desk.db, person, person);
      await savePosting(desk.db, { ...post, person, kind: 'regular', onBehalfOf: null });
    }
    const until = officialAt('2022-12-31T00:00');
    await savePosting(desk.db, { ...post, person: 'lu-van-hoa', kind: 'stand-in', onBehalfOf: 'vang-thi-may', to: until });
    await does(desk, dossierId, 'take-up', 'vang-thi-may', { fields: { taskId: task.taskId } });
    const complete = (as: string) =>
      actOnDossier(desk, { dossier: dossierId, act: 'complete', as, fields: { taskId: task.taskId, outcome: 'done' } });
    expect(codeOf(await complete('sung-a-lu'))).toBe('TASK_TAKEN');
    expect(codeOf(await complete('lu-van-hoa'))).toBe('granted');
  });
});

import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { recoverDossier } from '../../gateway/recover-dossier';
import type { Result } from '../../domain/result';
import { eventsOf } from '../../db/reads/history-of';
import { actOnDossier } from '../../gateway/act-on-dossier';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { payloadKeysOf } from '../../gateway/installation';
import { workflowBundle } from '../../workers/bundle';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, does, expectSoundLog, forwarded, granted, officerOf, onlyTask, submitted, typesOf } from './desk-work';
import { beforeRules2 } from './earlier-program';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';
import { loseWorkflow } from './losses';

const KEYS = `guards:${Buffer.alloc(32, 7).toString('base64')}`;
const WINDOW = `receptionist@${COMMUNE_UNIT}`;

describeOn('temporal', 'dossiers that were open before rules 2', () => {
  let there: TestInstallation;
  const old: Record<string, string> = {};

  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00', payloadKeys: KEYS });
    await there.stopWorkers();
    await there.startWorkers(await beforeRules2(there.dataDir));
    for (const key of ['waiting', 'excepted', 'raced']) old[key] = (await submitted(there.desk, key, { documents: [] })).dossierId;
    for (const key of ['forwarded', 'recovered', 'followed']) old[key] = await forwarded(there.desk, key, { documents: [] });
    await there.stopWorkers();
    await there.startWorkers();
  });
  afterAll(() => there?.close());

  const codeOf = (result: Result<unknown>): string => (result.ok ? 'granted' : result.refusal.code);
  const adoptions = async (dossierId: string): Promise<number> => (await typesOf(there.desk, dossierId)).filter((type) => type === 'RulesAdopted').length;

  /** The whole history, as a worker that has lost its cache replays it. */
  async function replayed(dossierId: string): Promise<void> {
    const history = await there.desk.client.workflow.getHandle(dossierId).fetchHistory();
    await Worker.runReplayHistory(
      {
        workflowBundle: { codePath: await workflowBundle(() => undefined) },
        dataConverter: { payloadCodecs: [createPayloadCodec(payloadKeysOf({ LIENTHONG_PAYLOAD_KEYS: KEYS }, '/nowhere'))] },
      },
      temporal.api.history.v1.History.decode(temporal.api.history.v1.History.encode(history).finish()),
      dossierId,
    );
  }

  it('began under rules 1, without what rules 2 want', async () => {
    expect((await eventsOf(there.desk.db, old['forwarded']!)).map(({ rules }) => rules)).toEqual(expect.arrayContaining([1]));
    expect(await typesOf(there.desk, old['forwarded']!)).toContain('DossierAccepted');
  });

  it('are judged by rules 2 from the next act on; what is refused leaves nothing behind', async () => {
    const dossierId = old['waiting']!;
    const refused = await actOnDossier(there.desk, { dossier: dossierId, act: 'accept', as: WINDOW });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'DOCUMENTS_MISSING', details: { documents: 'request (Request on the form prescribed)' } } });
    expect(await adoptions(dossierId)).toBe(0);
    await does(there.desk, dossierId, 'refuse-intake', WINDOW, { fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' } });
    expect(await adoptions(dossierId)).toBe(1);
  });

  it('adopt them once, before the act, and the log is sound and replays', async () => {
    const dossierId = old['excepted']!;
    await does(there.desk, dossierId, 'accept', WINDOW, { fields: { exceptions: [{ document: 'request', reason: 'Đã có trong kho dữ liệu' }] } });
    await does(there.desk, dossierId, 'complete', WINDOW);
    expect((await typesOf(there.desk, dossierId)).slice(2, 5)).toEqual(['RulesAdopted', 'DossierAccepted', 'StepCompleted']);
    const [, , adopted, accepted] = await eventsOf(there.desk.db, dossierId);
    expect([adopted!.rules, adopted!.actor, adopted!.commandId, accepted!.rules]).toEqual([1, { kind: 'engine' }, '~rules:2', 2]);
    expect(accepted!.payload).toMatchObject({ exceptions: [{ document: 'request', reason: { textId: expect.any(String) as unknown } }] });
    await expectSoundLog(there.desk, dossierId);
    await replayed(dossierId);
  });

  it('adopt them once when two acts come at once', async () => {
    const dossierId = old['raced']!;
    const fields = { exceptions: [{ document: 'request', reason: 'Đã có trong kho dữ liệu' }] };
    const accept = () => actOnDossier(there.desk, { dossier: dossierId, act: 'accept', as: WINDOW, fields });
    expect((await Promise.all([accept(), accept(), accept()])).map(codeOf).sort()).toEqual(['ACT_NOT_IN_STAGE', 'ACT_NOT_IN_STAGE', 'granted']);
    expect(await adoptions(dossierId)).toBe(1);
    await expectSoundLog(there.desk, dossierId);
    await replayed(dossierId);
  });

  it('keep what was decided, and are guarded in what follows', async () => {
    const dossierId = old['forwarded']!;
    const task = await onlyTask(there.desk, dossierId);
    const near = { fields: { reason: 'thiếu người', newDue: '2022-12-01T17:00+07:00' } };
    expect(codeOf(await actOnDossier(there.desk, { dossier: dossierId, act: 'apologise', as: `leader@${task.agency}`, ...near }))).toBe('NEW_DATE_TOO_EARLY');
    await does(there.desk, dossierId, 'take-up', officerOf(task));
    expect(await adoptions(dossierId)).toBe(1);
    const wrong = { taskId: task.taskId, to: COMMUNE_UNIT, reason: 'chuyển nhầm' };
    expect(codeOf(await actOnDossier(there.desk, { dossier: dossierId, act: 're-route', as: `leader@${task.agency}`, fields: wrong }))).toBe('AGENCY_LACKS_POST');
    await there.stopWorkers();
    await there.startWorkers();
    await does(there.desk, dossierId, 'complete', officerOf(task), { fields: { outcome: 'refused', note: 'Không đủ điều kiện' } });
    await expectSoundLog(there.desk, dossierId);
    await replayed(dossierId);
  });

  it('adopt them after a recovery, too', async () => {
    const dossierId = old['recovered']!;
    await there.desk.client.workflow.getHandle(dossierId).terminate('as a lost database leaves it');
    granted(await recoverDossier(there.desk, dossierId));
    await does(there.desk, dossierId, 'take-up', officerOf(await onlyTask(there.desk, dossierId)));
    await there.desk.client.workflow.getHandle(dossierId).terminate('again');
    granted(await recoverDossier(there.desk, dossierId));
    await does(there.desk, dossierId, 'release', officerOf(await onlyTask(there.desk, dossierId)));
    expect(await adoptions(dossierId)).toBe(1);
    await expectSoundLog(there.desk, dossierId);
    await replayed(dossierId);
  });

  it('follow a log that has adopted them already', async () => {
    const dossierId = old['followed']!;
    const officer = officerOf(await onlyTask(there.desk, dossierId));
    const back = await loseWorkflow(there, dossierId);
    await does(there.desk, dossierId, 'take-up', officer);
    await back();
    await does(there.desk, dossierId, 'release', officer);
    expect(await adoptions(dossierId)).toBe(1);
    await expectSoundLog(there.desk, dossierId);
    await replayed(dossierId);
  });

  it('are no reason to adopt for whoever reaches Temporal: only the workflow does', async () => {
    const dossierId = await forwarded(there.desk, 'new');
    expect(await adoptions(dossierId)).toBe(0);
    expect((await eventsOf(there.desk.db, dossierId)).map(({ rules }) => rules)).toEqual((await typesOf(there.desk, dossierId)).map(() => 2));
    await replayed(dossierId);
  });
});

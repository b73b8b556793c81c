import { canonicalJson } from '../../domain/canonical-json';
import { raiseEpoch } from '../../db/raise-epoch';
import { headOf, recordDossier } from '../../db/record';
import { markAt } from '../../db/reads/mark-at';
import type { Recording } from '../../domain/dossier/recording';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { eventsOf } from '../../db/reads/history-of';
import { inbox } from '../../db/reads/inbox';
import { openAlarms } from '../../db/reads/open-alarms';
import { verifyChain } from '../../db/reads/verify-chain';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, dossierRow, event, HOUR, MORNING, recording, rung, taskRow, watchRow } from './samples';

let database: TestDatabase;
beforeAll(async () => { database = await openTestDatabase(); });
afterAll(() => database.close());

const recorder = () => database.as('recorder');
const watchesOf = (id: string) => recorder().db.selectFrom('watches').selectAll().where('dossier_id', '=', id).execute();

describe('recording an act', () => {
  test('writes log, head, dossier, tasks, watches and outbox, and answers with the head', async () => {
    const id = dossierId('whole');
    const events = [event(1), event(2, { commandId: 'c-1' })];
    const outcome = await recordDossier(recorder().pool, recording(id, events, { tasks: [taskRow()], watches: [watchRow()] }));
    expect(outcome).toMatchObject({ status: 'recorded', headSeq: 2 });
    expect(outcome.mark).toBe(await markAt(recorder().db, id, 2));
    expect(await eventsOf(recorder().db, id)).toEqual(events);
    expect(await dossierByIdOrCode(recorder().db, id)).toEqual(dossierRow(id, 2));
    expect(await watchesOf(id)).toMatchObject([{ generation: 1, next: 0, fire_at: MORNING + 20 * HOUR }]);
    const outbox = await recorder().db.selectFrom('outbox').select(['kind', 'seq']).where('dossier_id', '=', id).orderBy('seq').execute();
    expect(outbox).toEqual([{ kind: 'event', seq: 1 }, { kind: 'event', seq: 2 }]);
    expect(await verifyChain(recorder().db, id)).toEqual({ intact: true, headSeq: 2 });
  });

  test('stores the canonical text and keeps what looks like SQL or HTML as it is', async () => {
    const id = dossierId('text');
    const nasty = `'); drop table events; -- <script>alert("x")</script> \\ {NULL,"a"} Đỗ Thị Hường 😀 \u0001`;
    const act = event(1, { command: { act: 'assign', note: nasty } });
    await recordDossier(recorder().pool, recording(id, [act], { tasks: [taskRow({ nameVi: nasty, assignee: nasty })] }));
    const [row] = await recorder().db.selectFrom('events').select('body').where('dossier_id', '=', id).execute();
    expect(row?.body).toBe(canonicalJson(act));
    const task = (await inbox(recorder().db, 'H35.12', { limit: 1000 })).find((item) => item.dossierId === id);
    expect(task).toMatchObject({ nameVi: nasty, assignee: nasty });
  });

  test('repeated whole changes nothing; repeated in part records the rest', async () => {
    const id = dossierId('repeat');
    const first = recording(id, [event(1), event(2)], { tasks: [taskRow({ version: 1 })] });
    await recordDossier(recorder().pool, first);
    expect(await recordDossier(recorder().pool, first)).toMatchObject({ status: 'repeated', headSeq: 2 });
    expect(await recordDossier(recorder().pool, recording(id, [event(2)]))).toMatchObject({ status: 'repeated', headSeq: 2 });
    expect((await dossierByIdOrCode(recorder().db, id))?.headSeq).toBe(2);
    const outcome = await recordDossier(recorder().pool, recording(id, [event(2), event(3)]));
    expect(outcome).toMatchObject({ status: 'recorded', headSeq: 3 });
    expect(await verifyChain(recorder().db, id)).toEqual({ intact: true, headSeq: 3 });
  });

  test('sent twice at the same time is recorded once', async () => {
    const id = dossierId('twice');
    const first = recording(id, [event(1), event(2)]);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => recordDossier(recorder().pool, first)));
    expect(outcomes.filter((outcome) => outcome.status === 'recorded')).toHaveLength(1);
    expect(await verifyChain(recorder().db, id)).toEqual({ intact: true, headSeq: 2 });
  });

  test('a gap is answered with the head and writes nothing', async () => {
    const id = dossierId('gap');
    expect(await recordDossier(recorder().pool, recording(id, [event(2)]))).toMatchObject({ status: 'gap', headSeq: 0 });
    await recordDossier(recorder().pool, recording(id, [event(1)]));
    expect(await recordDossier(recorder().pool, recording(id, [event(3), event(4)]))).toMatchObject({ status: 'gap', headSeq: 1 });
    expect(await eventsOf(recorder().db, id)).toHaveLength(1);
  });

  test('a recording that contradicts itself never reaches the database', async () => {
    const id = dossierId('broken');
    await expect(recordDossier(recorder().pool, recording(id, [event(1), event(3)]))).rejects.toThrow('not contiguous: 1, 3');
    await expect(recordDossier(recorder().pool, recording(id, [event(1)], { dossier: dossierRow(id, 2) }))).rejects.toThrow('at seq 2, not to seq 1');
  });
});

describe('the log stands as it is, and a run that wanted something else is told so without an alarm', () => {
  const alarmsOf = async (id: string) => (await openAlarms(recorder().db)).filter((alarm) => alarm.dossierId === id);
  const expectDiffers = async (id: string, wanted: Recording, headSeq: number): Promise<void> => {
    expect(await recordDossier(recorder().pool, wanted)).toMatchObject({ status: 'differs', headSeq });
    expect(await alarmsOf(id)).toEqual([]);
    expect(await verifyChain(recorder().db, id)).toEqual({ intact: true, headSeq });
  };

  test('when the same seq has another text', async () => {
    const id = dossierId('conflict');
    await recordDossier(recorder().pool, recording(id, [event(1), event(2)]));
    await expectDiffers(id, recording(id, [event(2, { at: MORNING }), event(3)]), 2);
  });

  test('when the log goes on behind what is sent', async () => {
    const id = dossierId('further');
    await recordDossier(recorder().pool, recording(id, [event(1), event(2)]));
    await expectDiffers(id, recording(id, [event(1)]), 2);
  });

  test('when the event before is another one than the run knows, though the numbers fit', async () => {
    const [id, other] = [dossierId('fork'), dossierId('other')];
    await recordDossier(recorder().pool, recording(id, [event(1), event(2)]));
    const foreign = await recordDossier(recorder().pool, recording(other, [event(1), event(2)]));
    await expectDiffers(id, recording(id, [event(3)], { after: foreign.mark }), 2);
    const { mark } = await headOf(recorder().pool, id);
    expect(await recordDossier(recorder().pool, recording(id, [event(3)], { after: mark }))).toMatchObject({ status: 'recorded', headSeq: 3 });
    // Sent once more it is the same recording.
    expect(await recordDossier(recorder().pool, recording(id, [event(3)], { after: mark }))).toMatchObject({ status: 'repeated', headSeq: 3 });
  });

  test('when a command id is in the log at another seq', async () => {
    const id = dossierId('command');
    await recordDossier(recorder().pool, recording(id, [event(1, { commandId: 'same' })]));
    await expectDiffers(id, recording(id, [event(2, { commandId: 'same' })]), 1);
  });

  test('when the run belongs to an older recovery epoch', async () => {
    const id = dossierId('epoch');
    await recordDossier(recorder().pool, recording(id, [event(1)], { epoch: 1 }));
    expect(await raiseEpoch(recorder().db, id)).toBe(2);
    expect(await recordDossier(recorder().pool, recording(id, [event(2)], { epoch: 1 }))).toMatchObject({ status: 'fenced', headSeq: 1 });
    expect(await recordDossier(recorder().pool, recording(id, [event(2)], { epoch: 2 }))).toMatchObject({ status: 'recorded', headSeq: 2 });
    expect(await alarmsOf(id)).toEqual([]);
  });
});

describe('read models follow the log', () => {
  test('a task changes in place and keeps one row per occurrence', async () => {
    const id = dossierId('task');
    await recordDossier(recorder().pool, recording(id, [event(1)], { tasks: [taskRow()] }));
    const closed = taskRow({ version: 2, status: 'done', closedAt: MORNING + HOUR, outcome: 'done' });
    await recordDossier(recorder().pool, recording(id, [event(2)], { tasks: [closed, taskRow({ taskId: 'sign#1', step: 'sign' })] }));
    const open = (await inbox(recorder().db, 'H35.12', { limit: 1000 })).filter((item) => item.dossierId === id);
    expect(open.map((item) => item.taskId)).toEqual(['sign#1']);
  });

  test('a higher generation supersedes a watch, the same one does not start it anew, an empty ladder ends it', async () => {
    const id = dossierId('watch');
    const moved = watchRow({ generation: 2, ladder: [rung('overdue', MORNING + 48 * HOUR), rung('warning', MORNING + 40 * HOUR)] });
    await recordDossier(recorder().pool, recording(id, [event(1)], { watches: [watchRow()] }));
    await recordDossier(recorder().pool, recording(id, [event(2)], { watches: [watchRow(), moved] }));
    expect(await watchesOf(id)).toMatchObject([{ generation: 2, fire_at: MORNING + 40 * HOUR }]);
    await recordDossier(recorder().pool, recording(id, [event(3)], { watches: [watchRow({ generation: 2 }), watchRow({ subject: 'appointment:1' })] }));
    expect(await watchesOf(id)).toMatchObject([{ subject: 'appointment:1' }, { generation: 2, fire_at: MORNING + 40 * HOUR }].reverse());
    await recordDossier(recorder().pool, recording(id, [event(4)], { watches: [watchRow({ generation: 3, ladder: [] })] }));
    expect((await watchesOf(id)).map((watch) => watch.subject)).toEqual(['appointment:1']);
  });

  test('a legal code belongs to one dossier; a second one that was promised it is recorded all the same, and a person is told', async () => {
    const [one, two] = [dossierId('code-1'), dossierId('code-2')];
    const code = 'H35.12-260213-0001';
    const coded = (id: string, seq: number) => recording(id, [event(seq)], { dossier: dossierRow(id, seq, { code }) });
    await recordDossier(recorder().pool, coded(one, 1));
    for (const seq of [1, 2]) await recordDossier(recorder().pool, coded(two, seq));
    expect((await dossierByIdOrCode(recorder().db, code))?.dossierId).toBe(one);
    expect(await dossierByIdOrCode(recorder().db, two)).toMatchObject({ code: null, headSeq: 2 });
    const alarms = (await openAlarms(recorder().db)).filter((alarm) => alarm.dossierId === two);
    expect(alarms).toMatchObject([{ kind: 'code-given-twice', detail: { code, other: one } }]);
  });
});

import { COMMUNE_UNIT, THREE_LEVELS, onlyTask, openTasksOf } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

const PROVINCE_UNIT = 'H35.01.01';
const ENTERPRISE = '2.001610';

let api: TestApi;
let window: Visitor;
let centre: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('window', [`receptionist@${COMMUNE_UNIT}`]);
  centre = await api.officer('centre', [`receptionist@${PROVINCE_UNIT}`]);
});
afterAll(() => api.close());

const submit = async (documents: readonly string[]): Promise<string> =>
  (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents, applicant: { name: 'Lò Thị Mai' } })).body.dossierId;
const owing = async (): Promise<string> =>
  (await centre.post('/v1/dossiers', { procedure: ENTERPRISE, unit: PROVINCE_UNIT, place: 'H35.41.01', documents: ['request'], applicant: { name: 'Lò Văn Páo' } })).body.dossierId;
const act = (by: Visitor, dossierId: string, name: string, fields: object = {}) => by.post(`/v1/dossiers/${dossierId}/acts/${name}`, fields);
const offered = async (by: Visitor, dossierId: string, name: string) =>
  (await by.get(`/v1/dossiers/${dossierId}`)).body.acts.find((each: { act: string }) => each.act === name);
const bulk = async (by: Visitor, name: string, fields: object, ...dossiers: string[]) =>
  (await by.post('/v1/tasks/bulk', { act: name, fields, items: dossiers.map((dossier) => ({ dossier })) })).body;

/** Accepted and at its first examination, with an officer and the head of the agency that has it. */
async function examined() {
  const dossierId = await submit(['request']);
  await act(window, dossierId, 'accept');
  await act(window, dossierId, 'complete');
  const { agency, taskId } = await onlyTask(api.installation.desk, dossierId);
  const [officer, leader] = await Promise.all([api.officer(`officer.${dossierId.slice(0, 6)}`, [`specialist@${agency}`]), api.officer(`leader.${dossierId.slice(0, 6)}`, [`leader@${agency}`])]);
  return { dossierId, taskId, agency, officer, leader };
}

test('a required paper holds the acceptance up, alone and among many, and is told before it is tried', async () => {
  const [lacking, whole] = [await submit([]), await submit(['request'])];
  expect(await offered(window, lacking, 'accept')).toMatchObject({ allowed: false, whyNot: { code: 'DOCUMENTS_MISSING', detail: expect.stringContaining('request') } });
  expect((await window.get(`/v1/dossiers/${lacking}`)).body.wanting).toMatchObject({ documents: [{ document: 'request' }], fees: [] });
  expect(await act(window, lacking, 'accept')).toMatchObject({ status: 409, body: { code: 'DOCUMENTS_MISSING' } });
  const answer = await bulk(window, 'accept', {}, lacking, whole);
  expect(answer).toMatchObject({ recorded: 1, items: [{ status: 409, problem: { code: 'DOCUMENTS_MISSING' } }, { status: 200 }] });
});

test('an exception names the paper and its reason, which stay with the dossier; a blank reason is none', async () => {
  const dossierId = await submit([]);
  for (const [exceptions, code] of [
    [[{ document: 'request', reason: ' \n ' }], 'EXCEPTION_UNREASONED'],
    [[{ reason: 'x' }], 'EXCEPTION_NAMELESS'],
    [[{ document: 'request', fee: 'x', reason: 'x' }], 'EXCEPTION_NAMELESS'],
    [[{ document: 'poem', reason: 'x' }], 'EXCEPTION_UNFIT'],
    [[{ fee: 'permit', reason: 'x' }], 'EXCEPTION_UNFIT'],
  ] as const) {
    expect(await act(window, dossierId, 'accept', { exceptions })).toMatchObject({ status: 422, body: { type: `/v1/problems/${code}` } });
  }
  expect(await act(window, dossierId, 'accept', { exceptions: [{ document: 'request', reason: 'Có trong kho dữ liệu' }] })).toMatchObject({ status: 200 });
  const { body } = await window.get(`/v1/dossiers/${dossierId}`);
  expect(body).toMatchObject({ exceptions: [{ document: 'request', fee: null, reason: 'Có trong kho dữ liệu' }], wanting: { documents: [] } });
});

test('a fee due before is paid or let off before the acceptance; what is wanted of the applicant says the same', async () => {
  const [paid, let_off] = [await owing(), await owing()];
  expect(await offered(centre, paid, 'accept')).toMatchObject({ allowed: false, whyNot: { code: 'FEE_UNPAID', detail: expect.stringContaining('150000') } });
  expect(await act(centre, paid, 'accept')).toMatchObject({ status: 409, body: { code: 'FEE_UNPAID' } });
  expect(await act(centre, paid, 'pay-fee', { reference: 'BL-1' })).toMatchObject({ status: 200 });
  expect(await act(centre, paid, 'accept')).toMatchObject({ status: 200 });
  const exceptions = ['registration', 'publication'].map((fee) => ({ fee, reason: 'Hộ nghèo được miễn' }));
  expect(await act(centre, let_off, 'accept', { exceptions: exceptions.slice(1) })).toMatchObject({ status: 409, body: { code: 'FEE_UNPAID', detail: expect.stringContaining('50000') } });
  expect(await act(centre, let_off, 'accept', { exceptions })).toMatchObject({ status: 200 });
  expect((await centre.get(`/v1/dossiers/${let_off}`)).body).toMatchObject({ money: 'fee-none', exceptions: [{ fee: 'registration' }, { fee: 'publication' }] });
  const { code, trackingSecret: secret } = (await centre.post(`/v1/dossiers/${let_off}/receipt/prints`)).body;
  expect((await api.anonymous.get(`/v1/tracking/${code}`, { 'x-tracking-secret': secret })).body).toMatchObject({ paymentWanted: [] });
});

test('a new date far away, or for a dossier that has time, is refused alone and among many', async () => {
  const { dossierId, leader } = await examined();
  const early = { reason: 'x', newDue: '2022-04-08T17:00+07:00' };
  expect((await leader.get(`/v1/dossiers/${dossierId}`)).body.newDate).toMatchObject({ open: false, from: '2022-03-30T00:00:00.000+07:00' });
  expect(await act(leader, dossierId, 'apologise', early)).toMatchObject({ status: 409, body: { code: 'NEW_DATE_TOO_EARLY' } });
  expect((await bulk(leader, 'apologise', early, dossierId)).items).toMatchObject([{ status: 409, problem: { code: 'NEW_DATE_TOO_EARLY' } }]);
  await api.installation.setClock('2022-03-30T08:00');
  expect((await leader.get(`/v1/dossiers/${dossierId}`)).body.newDate).toMatchObject({ open: true });
  expect(await act(leader, dossierId, 'apologise', { ...early, newDue: '2023-05-04T17:00+07:00' })).toMatchObject({ status: 422, body: { code: 'NEW_DATE_TOO_FAR' } });
  expect(await act(leader, dossierId, 'apologise', early)).toMatchObject({ status: 200 });
});

test('a refusal has its reason, its ground and the way of appeal', async () => {
  const waiting = await submit([]);
  const refusal = { ground: 'Không thuộc thẩm quyền', reason: 'Nộp tại huyện' };
  const refuse = (more: object) => act(window, waiting, 'refuse-intake', { ...refusal, ...more });
  expect(await refuse({ appeal: { days: 1 } })).toMatchObject({ status: 422, body: { code: 'APPEAL_TOO_SHORT' } });
  for (const nothing of [' ', '\u200b', '\u2060\u00ad', '\u2800', '\u3164', '.']) {
    expect((await refuse({ ground: nothing })).status).toBe(422);
    expect((await refuse({ reason: nothing })).status).toBe(422);
    expect((await refuse({ appeal: { law: nothing } })).status).toBe(422);
    expect((await act(window, waiting, 'pay-fee', { reference: nothing })).status).toBe(422);
  }
  expect(await act(window, waiting, 'refuse-intake', { ground: 'Không thuộc thẩm quyền', reason: '  ' })).toMatchObject({ status: 422, body: { code: 'REASON_MISSING' } });
  expect(await act(window, waiting, 'refuse-intake', { ground: 'Không thuộc thẩm quyền', reason: 'Nộp tại huyện', appeal: { days: 100 } })).toMatchObject({ status: 200 });
  expect((await window.get(`/v1/dossiers/${waiting}`)).body.refusal).toMatchObject({ ground: 'Không thuộc thẩm quyền', reason: 'Nộp tại huyện', appeal: { days: 100, law: { en: expect.stringContaining('Law on Complaints') } }, taskId: null });

  const { dossierId, taskId, officer } = await examined();
  expect(await act(officer, dossierId, 'complete', { taskId, outcome: 'refused' })).toMatchObject({ status: 422, body: { code: 'REASON_MISSING' } });
  expect(await act(officer, dossierId, 'complete', { taskId, outcome: 'refused', note: 'Không đủ điều kiện', ground: 'Điều 9' })).toMatchObject({ status: 200 });
  expect((await window.get(`/v1/dossiers/${dossierId}`)).body.refusal).toMatchObject({ ground: 'Điều 9', reason: 'Không đủ điều kiện', appeal: { days: 90 }, taskId });
});

test('work is re-routed only to an agency that has its post', async () => {
  const { dossierId, taskId, leader } = await examined();
  const lacking = await act(leader, dossierId, 're-route', { taskId, to: COMMUNE_UNIT, reason: 'chuyển nhầm' });
  expect(lacking).toMatchObject({ status: 422, body: { code: 'AGENCY_LACKS_POST', detail: expect.stringContaining('specialist') } });
  expect(await act(leader, dossierId, 're-route', { taskId, to: 'H35.41.02', reason: 'chuyển nhầm' })).toMatchObject({ status: 200 });
});

test('an agency of a parallel branch returns a wrong transfer, and its sender names the right one', async () => {
  const dossierId = await owing();
  await act(centre, dossierId, 'pay-fee', { reference: 'BL-2' });
  await act(centre, dossierId, 'accept');
  await act(centre, dossierId, 'complete');
  const { desk } = api.installation;
  for (let open = await openTasksOf(desk, dossierId); open.length === 1; open = await openTasksOf(desk, dossierId)) {
    const [task] = open as [(typeof open)[number]];
    const officer = await api.officer(`before.${task.step}`, [`${task.officerRole}@${task.agency}`]);
    expect(await act(officer, dossierId, 'complete', { taskId: task.taskId })).toMatchObject({ status: 200 });
  }
  const branches = await openTasksOf(desk, dossierId);
  const sender = (await desk.db.selectFrom('tasks').select(['agency', 'officer_role']).where('dossier_id', '=', dossierId).where('closed_at', 'is not', null).orderBy('closed_at', 'desc').executeTakeFirstOrThrow());
  const wrong = branches.find(({ agency }) => agency !== sender.agency)!;
  const officer = await api.officer('wrong', [`${wrong.officerRole}@${wrong.agency}`]);
  const { taskId } = wrong;
  expect(await act(officer, dossierId, 'send-back', { taskId })).toMatchObject({ status: 422, body: { code: 'REASON_MISSING' } });
  expect(await act(officer, dossierId, 'send-back', { taskId, reason: 'Không thuộc thẩm quyền' })).toMatchObject({ status: 200, body: { events: ['TransferReturned'] } });
  const back = await api.officer('sender', [`${sender.officer_role}@${sender.agency}`]);
  expect(await act(back, dossierId, 'complete', { taskId })).toMatchObject({ status: 409, body: { code: 'TASK_RETURNED' } });
  expect((await back.get(`/v1/dossiers/${dossierId}`)).body.acts).toEqual(expect.arrayContaining([expect.objectContaining({ act: 're-route', taskId, allowed: true })]));
  expect(await act(back, dossierId, 're-route', { taskId, to: wrong.agency, reason: 'đúng cơ quan' })).toMatchObject({ status: 200 });
  expect((await openTasksOf(desk, dossierId)).map((task) => task.taskId).sort()).toEqual(branches.map((task) => task.taskId).sort());
});

test('late days are put to whoever answers for them', async () => {
  await api.installation.setClock('2022-03-30T08:00');
  const { dossierId, agency, officer } = await examined();
  await api.installation.setClock('2022-04-27T08:00');
  const { lateDays } = (await officer.get(`/v1/dossiers/${dossierId}/clock`)).body;
  expect(lateDays.length).toBeGreaterThan(0);
  expect(lateDays[0]).toMatchObject({ to: 'agency', agency, step: { step: 'commune-check' } });
});

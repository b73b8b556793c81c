import { setTimeout as sleep } from 'node:timers/promises';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { trackingSecret } from '../../gateway/tracking-secret';
import { TASK_QUEUES } from '../../temporal.config';
import { TRACKING_KEY, superuserQuery } from '../api/environment';
import type { TestApi, Visitor } from '../api/environment';
import type { TestDatabase } from '../db/database';
import { COMMUNE_UNIT, THREE_LEVELS, does, officerOf, onlyTask, submitted } from '../engine/desk-work';
import { startRelay } from '../integrations/relay-running';

/** The commune of the scene, and the desk that looks at its dossiers first. */
export const COMMUNE = COMMUNE_UNIT.slice(0, -3);
export const SOCIAL_DESK = `${COMMUNE}.04`;

/** Has the dossier "taken" in hand. */
export const SPECIALIST_PERSON = 'máy';
/** Leads the commune, and has answered a complaint. */
export const LEADER_PERSON = 'chu';
const WINDOW = `receptionist@${COMMUNE_UNIT}`;
const SPECIALIST = `specialist@${SOCIAL_DESK}`;

/** Dossiers by how far they have come: the code of each, its id where it has none yet. */
export interface Scene {
  readonly waiting: string;
  readonly refused: string;
  readonly withdrawn: string;
  readonly examined: string;
  readonly taken: string;
  readonly paused: string;
  /** Overdue, and those above have been told. */
  readonly late: string;
  /** Result handed over; rated, and complained of twice: one complaint is answered. */
  readonly returned: string;
  readonly returnedSecret: string;
}

/** A commune in the middle of its work: something for every page to show. It begins on Monday, 7 March 2022 and ends on the 14th. */
export async function setPortalScene(api: TestApi): Promise<Scene> {
  const { desk, setClock } = api.installation;
  const window = await api.officer('mỷ', [WINDOW]);
  await api.officer(SPECIALIST_PERSON, [SPECIALIST]);
  const leader = await api.officer(LEADER_PERSON, [`leader@${COMMUNE}`]);
  const submit = async (name: string, more: object = {}): Promise<string> => (await submitted(desk, `scene-${name}`, { people: [{ subject: 'applicant', name, phone: '0912345678' }], ...more })).dossierId;
  const accepted = async (name: string): Promise<string> => {
    const dossier = await submit(name);
    await does(desk, dossier, 'accept', WINDOW);
    return dossier;
  };
  const forwarded = async (name: string): Promise<string> => {
    const dossier = await accepted(name);
    await does(desk, dossier, 'complete', WINDOW, { fields: { note: 'Chuyển bộ phận chuyên môn thẩm định' } });
    return dossier;
  };
  const codeOf = async (dossier: string): Promise<string> => (await dossierByIdOrCode(desk.db, dossier))?.code ?? dossier;

  const [late, returned] = [await forwarded('Giàng A Chậm'), await forwarded('Lò Thị Xong')];
  for (let task = await onlyTask(desk, returned); task.kind !== 'return'; task = await onlyTask(desk, returned)) {
    await does(desk, returned, 'take-up', officerOf(task));
    await does(desk, returned, 'complete', officerOf(task), { fields: { outcome: task.kind === 'sign' ? 'approved' : 'done' } });
  }
  await does(desk, returned, 'return-result', WINDOW, { fields: { way: 'counter' } });
  await does(desk, late, 'acknowledge', SPECIALIST);
  await administration(api);
  await setClock('2022-03-11T08:00');
  const returnedSecret = trackingSecret(TRACKING_KEY, returned);
  const family = { code: await codeOf(returned), secret: returnedSecret };
  await rated(api, family);
  const answered = await complained(api, family, 'Hẹn hai lần không trả');
  const { headers } = await leader.get(`/v1/complaints/${answered}`);
  await leader.send('POST', `/v1/complaints/${answered}/answer`, { text: 'Xin lỗi bà, đã chấn chỉnh' }, { 'if-match': headers.get('etag')! });

  await setClock('2022-03-14T08:00');
  await escalated(api);
  const dossiers = {
    late,
    returned,
    waiting: await submit('Vàng Thị Chờ', { channel: 'online', documents: [] }),
    refused: await submit('Lý A Sử'),
    withdrawn: await forwarded('Tẩn Láo San'),
    examined: await forwarded('Sùng Thị Dúa'),
    taken: await forwarded('Chẻo Seo Vần'),
    paused: await forwarded('Phùng Thị Mai'),
  };
  await does(desk, dossiers.refused, 'refuse-intake', WINDOW, { fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' } });
  await does(desk, dossiers.withdrawn, 'withdraw', WINDOW, { fields: { reason: 'Theo đề nghị của người nộp' } });
  for (const dossier of [dossiers.taken, dossiers.paused]) await does(desk, dossier, 'acknowledge', SPECIALIST);
  await does(desk, dossiers.taken, 'assign', `leader@${SOCIAL_DESK}`, { fields: { person: SPECIALIST_PERSON } });
  await does(desk, dossiers.paused, 'request-supplement', SPECIALIST, { fields: { items: ['Giấy xác nhận của đơn vị'], note: 'Bản chính' } });
  await paperwork(api, window, leader, dossiers.taken);
  await complained(api, family, 'Thu tiền không có biên lai', '0912 345 678');
  const codes = await Promise.all(Object.entries(dossiers).map(async ([name, dossier]) => [name, await codeOf(dossier)] as const));
  return { ...(Object.fromEntries(codes) as Omit<Scene, 'returnedSecret'>), returnedSecret };
}

interface Family {
  readonly code: string;
  readonly secret: string;
}

async function rated({ anonymous }: TestApi, { code, secret }: Family): Promise<void> {
  await anonymous.send('POST', `/v1/tracking/${code}/rating`, { attitude: 5, time: 4, ease: 3, comment: 'Cán bộ nhiệt tình' }, { 'x-tracking-secret': secret, 'idempotency-key': 'scene-rating' });
}

async function complained({ anonymous }: TestApi, { code, secret }: Family, text: string, contact?: string): Promise<string> {
  const { body } = await anonymous.send('POST', `/v1/tracking/${code}/complaints`, { text, ...(contact === undefined ? {} : { contact }) }, { 'x-tracking-secret': secret, 'idempotency-key': `scene-${text.length}` });
  return body.complaintId;
}

/** A file, and somebody who watches over the task. */
async function paperwork({ installation: { desk } }: TestApi, window: Visitor, leader: Visitor, dossier: string): Promise<void> {
  const { taskId } = await onlyTask(desk, dossier);
  await leader.send('PUT', `/v1/dossiers/${dossier}/tasks/${encodeURIComponent(taskId)}/people/${LEADER_PERSON}`, { part: 'monitor' });
  await window.upload(`/v1/dossiers/${dossier}/attachments?name=${encodeURIComponent('Đơn đề nghị.txt')}`, 'Kính gửi Ủy ban nhân dân xã', { 'content-type': 'text/plain', 'idempotency-key': 'scene-file' });
}

/** The sweep tells everybody of what is late by now. */
async function escalated({ installation: { desk } }: TestApi): Promise<void> {
  const watch = await desk.client.workflow.start('escalationWatch', { taskQueue: TASK_QUEUES.sweeps, workflowId: 'sweep/portal-scene' });
  const told = () => desk.db.selectFrom('escalations').select('level').where('level', 'like', 'escalation-%').execute();
  for (let tries = 0; tries < 400 && (await told()).length === 0; tries++) await sleep(50);
  await watch.cancel();
}

/** A system that takes no message, one of another organisation, an alarm, and a notice that did not arrive. */
async function administration(api: TestApi): Promise<void> {
  const administrator = await api.officer('hào', [], ['administrator']);
  const { databaseUrl, desk } = api.installation;
  await administrator.post('/v1/subscriptions', { kind: 'webhook', name: 'Kho dữ liệu tỉnh', url: 'http://127.0.0.1:9/' });
  await api.client('he-thong-thue', { scopes: ['acts:partner'], agencies: [COMMUNE_UNIT], system: 'tax' });
  const { dossierId } = await submitted(desk, 'scene-undelivered');
  await does(desk, dossierId, 'withdraw', WINDOW);
  const relay = startRelay({ url: databaseUrl } as TestDatabase, { retryDelaysMs: [10, 10] });
  const dead = async (): Promise<number> => (await administrator.get('/v1/dead-letters')).body.items.length;
  for (let tries = 0; tries < 400 && (await dead()) === 0; tries++) await sleep(50);
  await relay.stop();
  await superuserQuery(
    databaseUrl,
    `insert into notices (message_id, recipient_kind, recipient, template, dossier_id, seq, agency, status, channel, attempts, last_error, planned_at, next_real_at)
     values ($1::uuid || '/2', 'applicant', 'applicant', 'DossierWithdrawn', $1::uuid, 2, $2, 'failed', 'sms', 3, 'refused', 0, 0)`,
    [dossierId, COMMUNE_UNIT],
  );
  await superuserQuery(databaseUrl, `insert into alarms (kind, dossier_id, detail) values ('recording-conflict', $1, '{}')`, [dossierId]);
}

/** The procedure whose dossiers these are. */
export const PROCEDURE = THREE_LEVELS;

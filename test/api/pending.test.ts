import { PendingCommands } from '../../api/pending-commands';
import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { COMMUNE_UNIT, THREE_LEVELS, expectSoundLog, typesOf } from '../engine/desk-work';
import { SIGN_IN, TRACKING_KEY, startTestApi, superuserQuery } from './environment';
import type { TestApi, Visitor } from './environment';
import { apiUrls } from '../db/logins';

let api: TestApi;
let window: Visitor;
let database: ApiDatabase;
let pending: PendingCommands;
let dossierId: string;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00', actPatienceMs: 1_500 });
  window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
  const { desk, databaseUrl } = api.installation;
  database = openApiDatabase(apiUrls(databaseUrl), 4);
  pending = new PendingCommands({ database, client: desk.client, clock: desk.clock, signing: desk.signing, trackingKey: TRACKING_KEY, signIn: SIGN_IN, publicUrl: 'http://127.0.0.1', attachments: openAttachments({}, api.installation.dataDir), actPatienceMs: 20_000 });
  dossierId = (await handedIn('Lò Thị Mai', 'early-1')).body.dossierId;
});

const handIn = (name: string, key: string) =>
  window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name } }, key);

/** The first task of a worker that has just come up may take longer than people are kept waiting. */
async function handedIn(name: string, key: string) {
  let answer = await handIn(name, key);
  for (let tries = 0; tries < 10 && answer.status === 202; tries++) answer = await handIn(name, key);
  return answer;
}

afterAll(async () => {
  await database.close();
  await api.close();
});

test('while no worker answers an act is kept, and carried out once when they are back, with the stamp of its receipt', async () => {
  await api.installation.stopWorkers();
  const received = await window.post(`/v1/dossiers/${dossierId}/acts/accept`, {}, 'accept-1');
  expect(received).toMatchObject({ status: 202, body: { commandId: 'accept-1', status: 'pending', outcome: '/v1/commands/accept-1' } });
  expect(received.headers.get('location')).toBe('/v1/commands/accept-1');
  // A second click while it waits is the same act.
  expect((await window.post(`/v1/dossiers/${dossierId}/acts/accept`, {}, 'accept-1')).status).toBe(202);
  expect(await window.get('/v1/commands/accept-1')).toMatchObject({ status: 200, body: { status: 'pending', recorded: null, refused: null } });

  await api.installation.startWorkers();
  await pending.sendDue();
  expect(await window.get('/v1/commands/accept-1')).toMatchObject({ status: 200, body: { status: 'recorded', recorded: { code: `${COMMUNE_UNIT}-220314-0001`, stage: 'processing' } } });
  expect((await window.post(`/v1/dossiers/${dossierId}/acts/accept`, {}, 'accept-1'))).toMatchObject({ status: 200, body: { code: `${COMMUNE_UNIT}-220314-0001` } });
  expect((await typesOf(api.installation.desk, dossierId)).filter((type) => type === 'DossierAccepted')).toHaveLength(1);
  await expectSoundLog(api.installation.desk, dossierId);
});

test('a kept act that the law refuses says so where its outcome is asked for; nobody else may ask', async () => {
  await api.installation.stopWorkers();
  expect((await window.post(`/v1/dossiers/${dossierId}/acts/return-result`, { way: 'counter' }, 'too-early')).status).toBe(202);
  await api.installation.startWorkers();
  await pending.sendDue();
  expect(await window.get('/v1/commands/too-early')).toMatchObject({ body: { status: 'refused', refused: { code: 'ACT_NOT_IN_STAGE' } } });
  const other = await api.officer('other', [`receptionist@${COMMUNE_UNIT}`]);
  expect(await other.get('/v1/commands/too-early')).toMatchObject({ status: 404, body: { code: 'COMMAND_UNKNOWN' } });
});

test('a dossier handed in meanwhile is kept, too: a repetition finds it, and so does the link', async () => {
  await api.installation.stopWorkers();
  const received = await handIn('Lý A Sử', 'late-1');
  expect(received).toMatchObject({ status: 202, body: { outcome: expect.stringMatching(/^\/v1\/dossiers\//) } });
  await api.installation.startWorkers();
  const again = await handedIn('Lý A Sử', 'late-1');
  expect(again).toMatchObject({ status: 201, body: { stage: 'submitted' } });
  expect(received.body.outcome).toBe(`/v1/dossiers/${again.body.dossierId}`);
  expect((await window.get(received.body.outcome)).status).toBe(200);
});

test('a kept act that somebody wrote into the database is not sent, says so, and keeps nobody behind it waiting', async () => {
  const { desk, databaseUrl } = api.installation;
  const head = () => superuserQuery(databaseUrl, 'select max(seq) as seq from events where dossier_id = $1', [dossierId]);
  const before = await head();
  const planted = (commandId: string, signature: object) => {
    const envelope = { commandId, actor: { kind: 'applicant' }, stampedAt: desk.clock.now(), command: { act: 'withdraw', reason: null }, ...signature };
    const prepared = { dossierId, commandId, recorded: false, envelopes: [envelope] };
    return superuserQuery(
      databaseUrl,
      `insert into commands (command_id, dossier_id, who, agencies, act, prepared, received_at, next_attempt_real_at)
       values ($1, $2, 'ghost', '{}', 'withdraw', $3, 0, 0)`,
      [commandId, dossierId, JSON.stringify(prepared)],
    );
  };
  await planted('planted-1', {});
  await planted('planted-2', { signature: { key: 'api-0000000000000000', value: 'AA' } });
  await pending.sendDue();
  await pending.sendDue();
  expect(await superuserQuery(databaseUrl, `select status, outcome ->> 'code' as code from commands where who = 'ghost'`)).toEqual([
    { status: 'refused', code: 'ACT_NOT_VOUCHED_FOR' },
    { status: 'refused', code: 'ACT_NOT_VOUCHED_FOR' },
  ]);
  expect(await head()).toEqual(before);
  expect(await superuserQuery(databaseUrl, `select detail ->> 'fault' as fault from alarms where kind = 'kept-unvouched' order by 1`)).toEqual([
    { fault: 'missing' },
    { fault: 'unknown-key' },
  ]);
});

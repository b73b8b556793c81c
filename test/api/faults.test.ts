import { trackingSecret } from '../../gateway/tracking-secret';
import { Signing } from '../../gateway/signing';
import { setTimeout as pause } from 'node:timers/promises';
import { PendingCommands } from '../../api/pending-commands';
import { openApiDatabase } from '../../db/api-database';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { COMMUNE_UNIT, THREE_LEVELS, expectSoundLog, typesOf } from '../engine/desk-work';
import { SIGN_IN, TRACKING_KEY, drawLines, startTestApi, superuserQuery } from './environment';
import type { Lines, Reply, TestApi, Visitor } from './environment';
import { apiUrls } from '../db/logins';

let api: TestApi;
let lines: Lines;
let window: Visitor;
let administrator: Visitor;

beforeAll(async () => {
  lines = await drawLines();
  api = await startTestApi({ at: '2022-03-14T08:00', actPatienceMs: 1_500, answerMs: 1_500, lines });
  window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
  administrator = await api.officer('quản', [], ['administrator']);
});
afterAll(async () => {
  await api.close();
  await Promise.all([lines.postgres.close(), lines.temporal.close()]);
});
afterEach(async () => {
  lines.postgres.mend();
  lines.temporal.mend();
});

const desk = () => api.installation.desk;
let number = 0;

interface Dossier {
  readonly dossierId: string;
  readonly secret: string;
}

async function handedIn(): Promise<Dossier> {
  const { body } = await window.post('/v1/dossiers', submission(`Lò Thị Mai ${number}`));
  return { dossierId: body.dossierId, secret: trackingSecret(TRACKING_KEY, body.dossierId) };
}

async function accepted(): Promise<Dossier> {
  const dossier = await handedIn();
  expect((await window.post(`/v1/dossiers/${dossier.dossierId}/acts/accept`)).status).toBe(200);
  return dossier;
}

const submission = (name: string) => ({
  procedure: THREE_LEVELS,
  unit: COMMUNE_UNIT,
  documents: ['request'],
  applicant: { name },
});
const recordedAs = async ({ dossierId }: Dossier, type: string): Promise<number> =>
  (await typesOf(desk(), dossierId)).filter((each) => each === type).length;

/** A way of changing something: what is sent, how often it was done, and what it is answered when it was done. */
interface Way {
  readonly send: () => Promise<Reply>;
  readonly times: () => Promise<number>;
  readonly done: number;
}

const WAYS: Readonly<Record<string, () => Promise<Way>>> = {
  'an act': async () => {
    const dossier = await handedIn();
    const key = `act-${++number}`;
    return {
      send: () => window.post(`/v1/dossiers/${dossier.dossierId}/acts/accept`, {}, key),
      times: () => recordedAs(dossier, 'DossierAccepted'),
      done: 200,
    };
  },
  'one of many acts': async () => {
    const dossier = await handedIn();
    const key = `bulk-${++number}`;
    const send = async (): Promise<Reply> => {
      const answer = await window.post(
        '/v1/tasks/bulk',
        { act: 'accept', items: [{ dossier: dossier.dossierId }] },
        key,
      );
      const [item] = answer.body.items ?? [];
      return item === undefined
        ? answer
        : { ...answer, status: item.status, body: item.problem ?? item.recorded ?? item.pending };
    };
    return { send, times: () => recordedAs(dossier, 'DossierAccepted'), done: 200 };
  },
  'a submission': async () => {
    const key = `submission-${++number}`;
    const name = `Giàng A ${number}`;
    const times = async (): Promise<number> =>
      (
        await superuserQuery(
          api.installation.databaseUrl,
          'select 1 from events e join submissions s using (dossier_id) where e.seq = 1 and s.idempotency_key like $1',
          [`%/${key}`],
        )
      ).length;
    return { send: () => window.post('/v1/dossiers', submission(name), key), times, done: 201 };
  },
  'a file': async () => {
    const dossier = await accepted();
    const headers = { 'idempotency-key': `file-${++number}`, 'content-type': 'text/plain' };
    return {
      send: () => window.upload(`/v1/dossiers/${dossier.dossierId}/attachments?name=don.txt`, 'Đơn đề nghị', headers),
      times: () => recordedAs(dossier, 'DocumentAttached'),
      done: 201,
    };
  },
  "an applicant's act": async () => {
    const dossier = await accepted();
    const headers = { 'x-tracking-secret': dossier.secret, 'idempotency-key': `applicant-${++number}` };
    return {
      send: () =>
        api.anonymous.send(
          'POST',
          `/v1/tracking/${dossier.dossierId}/acts/withdraw`,
          { reason: 'Tôi muốn rút hồ sơ' },
          headers,
        ),
      times: () => recordedAs(dossier, 'DossierWithdrawn'),
      done: 200,
    };
  },
};

const expectUnavailable = ({ status, headers, body }: Reply): void => {
  expect({ status, code: body.code, detail: body.detail }).toEqual({
    status: 503,
    code: 'UNAVAILABLE',
    detail: expect.stringContaining('nothing of this request was done'),
  });
  expect(body.instance === '/v1/tasks/bulk' || headers.get('retry-after') !== null).toBe(true);
};
const expectUnknown = ({ status, headers, body }: Reply): void => {
  expect({ status, code: body.code, detail: body.detail }).toEqual({
    status: 503,
    code: 'OUTCOME_UNKNOWN',
    detail: expect.stringContaining(
      'it is not known whether this was done; send it again with the same Idempotency-Key',
    ),
  });
  expect(body.instance === '/v1/tasks/bulk' || headers.get('retry-after') !== null).toBe(true);
};

const isACommit = (said: string): boolean => said.includes('commit');
/** What goes to Temporal besides is short. */
const isAnAct = ({ length }: string): boolean => length > 200;

/** Asked again with the same key it is done, and once, however often it is asked. */
async function expectDoneOnce({ send, times, done }: Way): Promise<void> {
  expect(await untilAnswered(send)).toMatchObject({ status: done });
  expect((await send()).status).toBe(done);
  expect(await times()).toBe(1);
}

/** As a client would: what cannot be served yet is asked again. */
async function untilAnswered(send: () => Promise<Reply>): Promise<Reply> {
  for (let tries = 1; ; tries++) {
    const answer = await send();
    if (![202, 503].includes(answer.status) || tries === 40) return answer;
    await pause(250);
  }
}

describe.each(Object.keys(WAYS))('%s', (name) => {
  let way: Way;
  beforeEach(async () => {
    way = await WAYS[name]!();
  });

  test('PostgreSQL hangs before it is sent: nothing was done, and that is said', async () => {
    lines.postgres.hang();
    expectUnavailable(await way.send());
    lines.postgres.mend();
    await pause(500);
    expect(await way.times()).toBe(0);
    await expectDoneOnce(way);
  });

  test('PostgreSQL is cut off once it is on its way to the workflow, which cannot answer: it is not known what becomes of it', async () => {
    await api.installation.stopWorkers();
    const sent = lines.temporal.afterHearing(isAnAct, 'hang').then(() => lines.postgres.cut());
    const answer = await way.send();
    await sent;
    // A submission is stored before it is sent, and goes on from there.
    if (name === 'a submission') expect(answer.status).toBe(202);
    else expectUnknown(answer);
    lines.postgres.mend();
    lines.temporal.mend();
    await api.installation.startWorkers();
    await expectDoneOnce(way);
  });

  test('Temporal is cut off in between: it is kept, and carried out once', async () => {
    lines.temporal.cut();
    const answer = await way.send();
    expect(answer).toMatchObject({ status: 202, body: { status: 'pending', outcome: expect.any(String) } });
    lines.temporal.mend();
    await carryOutKept();
    await expectDoneOnce(way);
  });
});

async function carryOutKept(): Promise<void> {
  const database = openApiDatabase(apiUrls(api.installation.databaseUrl), 4);
  const context = {
    database,
    client: desk().client,
    clock: desk().clock,
    signing: new Signing(api.installation.dataDir, 'api'),
    trackingKey: TRACKING_KEY,
    signIn: SIGN_IN,
    publicUrl: '',
    attachments: openAttachments({}, api.installation.dataDir),
    actPatienceMs: 20_000,
  };
  await new PendingCommands(context).sendDue();
  await database.close();
}

test('the commit of a submission is heard and its answer lost: nobody says that nothing was done', async () => {
  const way = await WAYS['a submission']!();
  const cut = lines.postgres.afterHearing(isACommit, 'cut');
  expectUnknown(await way.send());
  await cut;
  lines.postgres.mend();
  await expectDoneOnce(way);
});

describe('a change of the register, which has no key', () => {
  const register = (person: string): Promise<Reply> =>
    administrator.send('PUT', `/v1/people/${person}`, { name: 'Vàng Thị Sáng' }, { 'if-none-match': '*' });
  const registered = async (person: string): Promise<number> =>
    (await superuserQuery(api.installation.databaseUrl, 'select 1 from people where person = $1', [person])).length;

  test('PostgreSQL hangs before: nothing was done', async () => {
    lines.postgres.hang();
    expectUnavailable(await register('sang.1'));
    lines.postgres.mend();
    expect(await registered('sang.1')).toBe(0);
  });

  test('the commit is heard and its answer lost: whoever asked shall look first', async () => {
    const cut = lines.postgres.afterHearing(isACommit, 'cut');
    const answer = await register('sang.2');
    await cut;
    expect(answer).toMatchObject({
      status: 503,
      body: {
        code: 'OUTCOME_UNKNOWN',
        detail: expect.stringContaining('look whether it is there before you send it again'),
      },
    });
    lines.postgres.mend();
    expect(await registered('sang.2')).toBe(1);
  });
});

test('reading from a database that hangs is answered, and well again at once when it is back', async () => {
  const dossier = await accepted();
  lines.postgres.hang();
  const answers = await Promise.all(Array.from({ length: 20 }, () => window.get(`/v1/dossiers/${dossier.dossierId}`)));
  for (const { status, body } of answers)
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'UNAVAILABLE' });
  lines.postgres.mend();
  expect((await window.get(`/v1/dossiers/${dossier.dossierId}`)).status).toBe(200);
  await expectSoundLog(desk(), dossier.dossierId);
});

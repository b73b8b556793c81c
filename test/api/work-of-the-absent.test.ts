import { saveAccount } from '../../db/accounts';
import { savePosting } from '../../db/people';
import { formatInstant } from '../../domain/calendar/local-time';
import { TASK_QUEUES } from '../../temporal.config';
import { forwarded } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { Reply, TestApi, Visitor } from './environment';

/** Where the first examination lies: the ward's own division. */
const DIVISION = 'H35.41.01.04';
const SPECIALIST = `specialist@${DIVISION}`;

let api: TestApi;
let may: Visitor;
let administrator: Visitor;
let head: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  may = await api.officer('may', [SPECIALIST]);
  administrator = await api.officer('quan', [], ['administrator']);
  head = await api.officer('chu', [`division-head@${DIVISION}`]);
});
afterAll(() => api?.close());

let keys = 0;
/** A dossier at the ward, whose examination this visitor has taken up. */
async function takenUpBy(visitor: Visitor): Promise<string> {
  const dossier = await forwarded(api.installation.desk, `absent-${++keys}`);
  expect((await act(visitor, dossier, 'take-up')).status).toBe(200);
  return dossier;
}

const act = (visitor: Visitor, dossier: string, name: string, body: object = {}): Promise<Reply> =>
  visitor.post(`/v1/dossiers/${dossier}/acts/${name}`, body);

const taskOf = async (visitor: Visitor, dossier: string) => {
  const { body } = await visitor.get(`/v1/dossiers/${dossier}`);
  return body.tasks.find(({ step }: { step: string }) => step === 'commune-check');
};
const mayComplete = async (visitor: Visitor, dossier: string): Promise<boolean> => {
  const { body } = await visitor.get(`/v1/dossiers/${dossier}`);
  return body.acts.some((offered: { act: string; allowed: boolean }) => offered.act === 'complete' && offered.allowed);
};
const historyOf = async (dossier: string): Promise<string> =>
  JSON.stringify((await may.get(`/v1/dossiers/${dossier}/history`)).body.items);

const now = (): number => api.installation.desk.clock.now();
/** Somebody with an account who stands in for another at the ward, until then. */
async function standIn(person: string, onBehalfOf: string, to = now() + 86_400_000): Promise<Visitor> {
  const visitor = await api.officer(person, []);
  const posting = { person, agency: DIVISION, role: 'specialist', kind: 'stand-in', onBehalfOf, to } as const;
  await savePosting(api.installation.desk.db, { ...posting, from: now() - 86_400_000 });
  return visitor;
}
/** A posting as the register shows it, with the tag of its person. */
async function postingOf(person: string): Promise<{ readonly path: string; readonly tag: string }> {
  const found = await administrator.get(`/v1/people/${person}`);
  return { path: `/v1/people/${person}/postings/${found.body.postings[0].id}`, tag: found.headers.get('etag')! };
}
const endPost = async (person: string, more: object = {}): Promise<Reply> => {
  const { path, tag } = await postingOf(person);
  return administrator.send('PATCH', path, { to: formatInstant(now()), ...more }, { 'if-match': tag });
};

const sweep = async (): Promise<number> =>
  api.installation.desk.client.workflow.execute('deskCheck', {
    taskQueue: TASK_QUEUES.sweeps,
    workflowId: `sweep/desk-check-${++keys}`,
  });

describe('work of somebody whose post ends', () => {
  test('its number is shown before, and the desk has it again at once', async () => {
    const hai = await api.officer('hai', [SPECIALIST]);
    const dossier = await takenUpBy(hai);
    expect(await act(may, dossier, 'complete')).toMatchObject({ status: 409, body: { code: 'TASK_TAKEN' } });
    expect(await mayComplete(may, dossier)).toBe(false);

    const shown = await administrator.get(`${(await postingOf('hai')).path}/work`);
    expect(shown).toMatchObject({ status: 200, body: { open: 1, colleagues: [{ person: 'may' }] } });
    expect(JSON.stringify(shown.body)).not.toContain(dossier);

    expect(await endPost('hai')).toMatchObject({ status: 200, body: { work: { open: 1, handedOver: 0, returned: 1 } } });
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: null, status: 'open' });
    const queue = await may.get(`/v1/tasks?agency=${DIVISION}&queue=unassigned`);
    expect(JSON.stringify(queue.body)).toContain(dossier);
    expect(await mayComplete(may, dossier)).toBe(true);
    expect((await act(may, dossier, 'complete')).status).toBe(200);
    expect(await historyOf(dossier)).toContain('hai');
  });

  test('a colleague who is named goes on with it; nobody without that post is taken', async () => {
    const ba = await api.officer('ba', [SPECIALIST]);
    const dossier = await takenUpBy(ba);
    for (const handOverTo of ['chu', 'ba', 'nobody.here']) {
      const refused = await endPost('ba', { handOverTo });
      expect(refused).toMatchObject({ status: 422, body: { code: 'PERSON_NOT_THERE', field: 'body.handOverTo' } });
    }
    const later = await endPost('ba', { handOverTo: 'may', to: formatInstant(now() + 86_400_000) });
    expect(later).toMatchObject({ status: 422, body: { code: 'HAND_OVER_LATER' } });
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: 'ba' });

    const ended = await endPost('ba', { handOverTo: 'may' });
    expect(ended).toMatchObject({ status: 200, body: { work: { open: 1, handedOver: 1, returned: 0 } } });
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: 'may' });
    expect((await act(may, dossier, 'complete')).status).toBe(200);
  });

  test('who may not end a post does not see its work either', async () => {
    const sau = await api.officer('sau', [SPECIALIST]);
    const { path } = await postingOf('sau');
    expect((await sau.get(`${path}/work`)).status).toBe(403);
    expect((await head.get(`${path}/work`)).status).toBe(403);
    expect((await administrator.get(`${path.replace(/\d+$/, '999999')}/work`)).status).toBe(404);
  });

  test('is taken up, too, when the post ended by its date and nothing has looked since', async () => {
    const tu = await api.officer('tu', [SPECIALIST]);
    const dossier = await takenUpBy(tu);
    const { db } = api.installation.desk;
    await db.updateTable('postings').set({ to_at: now() - 1 }).where('person', '=', 'tu').execute();
    expect(await mayComplete(may, dossier)).toBe(true);
    // By the version that was shown, too: giving it back is not a change that anybody has missed.
    const { taskId, version, assignee } = await taskOf(may, dossier);
    expect(assignee).toBeNull();
    expect((await act(may, dossier, 'take-up', { taskId, version })).status).toBe(200);
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: 'may' });
  });

  test('stands among the unassigned after the next look, though nobody asks for it', async () => {
    const nam = await api.officer('nam', [SPECIALIST]);
    const dossier = await takenUpBy(nam);
    expect(await sweep()).toBe(0);
    const { db } = api.installation.desk;
    await db.updateTable('postings').set({ to_at: now() - 1 }).where('person', '=', 'nam').execute();
    expect(await sweep()).toBe(1);
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: null });
    expect(await sweep()).toBe(0);
  });
});

describe('a stand-in', () => {
  test('ends with the post of whoever they stand in for', async () => {
    await api.officer('vang', [SPECIALIST]);
    const thay = await standIn('thay', 'vang');
    const dossier = await takenUpBy(thay);
    expect((await act(thay, dossier, 'release')).status).toBe(200);
    expect((await endPost('vang')).status).toBe(200);
    const refused = await act(thay, dossier, 'take-up');
    expect([401, 403, 404, 422]).toContain(refused.status);
    const { body } = await administrator.get('/v1/people/thay');
    expect(body.postings.every(({ to }: { to: string | null }) => to !== null && Date.parse(to) <= now())).toBe(true);
  });
});

describe('work of somebody whose account is closed', () => {
  test('or who has no way to sign in any more, and is handed to nobody who could not go on with it', async () => {
    const muoi = await api.officer('muoi', [SPECIALIST]);
    const dossier = await takenUpBy(muoi);
    const { tag } = await postingOf('muoi');
    const taken = await administrator.send('PUT', '/v1/people/muoi/account', { password: null }, { 'if-match': tag });
    expect(taken.status).toBe(200);
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: null });

    await api.officer('roi', [SPECIALIST]);
    const { path } = await postingOf('roi');
    const { body } = await administrator.get(`${path}/work`);
    expect(body.colleagues.map(({ person }: { person: string }) => person)).not.toContain('muoi');
    expect(await endPost('roi', { handOverTo: 'muoi' })).toMatchObject({ status: 422, body: { code: 'PERSON_NOT_THERE' } });
    expect(await act(head, dossier, 'assign', { person: 'muoi' })).toMatchObject({ status: 422 });
  });

  test('is anybody\'s of that desk', async () => {
    const bay = await api.officer('bay', [SPECIALIST]);
    const dossier = await takenUpBy(bay);
    const { tag } = await postingOf('bay');
    const closed = await administrator.send('PUT', '/v1/people/bay/account', { disabled: true }, { 'if-match': tag });
    expect(closed.status).toBe(200);
    expect(await taskOf(may, dossier)).toMatchObject({ assignee: null });
    expect((await act(may, dossier, 'complete')).status).toBe(200);
  });

  test('also where it was closed past the portal', async () => {
    const tam = await api.officer('tam', [SPECIALIST]);
    const dossier = await takenUpBy(tam);
    await saveAccount(api.installation.desk.db, 'tam', { disabledRealAt: Date.now() });
    expect(await sweep()).toBe(1);
    expect((await act(may, dossier, 'complete')).status).toBe(200);
  });
});

describe('work that a stand-in has taken up', () => {
  test('is finished by whoever they stood in for, back early or in time', async () => {
    const the = await standIn('the', 'may');
    const early = await takenUpBy(the);
    expect(await mayComplete(may, early)).toBe(true);
    expect((await act(may, early, 'complete')).status).toBe(200);

    const inTime = await takenUpBy(the);
    const { db } = api.installation.desk;
    await db.updateTable('postings').set({ to_at: now() - 1 }).where('person', '=', 'the').execute();
    expect((await act(may, inTime, 'complete')).status).toBe(200);
  });

  test('is not taken from them by a colleague, nor by the absent one where they have that post themselves', async () => {
    const the = await standIn('lien', 'may');
    const dossier = await takenUpBy(the);
    const hoa = await api.officer('hoa', [SPECIALIST]);
    expect(await act(hoa, dossier, 'complete')).toMatchObject({ status: 409, body: { code: 'TASK_TAKEN' } });

    await api.officer('lien', [SPECIALIST]);
    const own = await takenUpBy(the);
    expect(await act(may, own, 'complete')).toMatchObject({ status: 409, body: { code: 'TASK_TAKEN' } });
  });
});

describe('an assignment', () => {
  test('goes to somebody who holds the post that the task wants, and to nobody else', async () => {
    const dossier = await forwarded(api.installation.desk, `absent-${++keys}`);
    await api.officer('van.thu', [`division-head@${DIVISION}`]);
    const refused = await act(head, dossier, 'assign', { person: 'van.thu' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'PERSON_NOT_THERE' } });
    expect((await act(head, dossier, 'assign', { person: 'may' })).status).toBe(200);
  });
});

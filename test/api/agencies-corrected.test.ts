import { trackingSecret } from '../../gateway/tracking-secret';
import { followAgencies } from '../../gateway/follow-agencies';
import { UNIT_CODES, editedFiles } from '../agency-catalogue';
import type { Edit } from '../agency-catalogue';
import { COMMUNE_UNIT, does, expectSoundLog, forwarded, officerOf, onlyTask, submitted } from '../engine/desk-work';
import { describeOn } from '../servers';
import { TRACKING_KEY, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

const CORRECTED = 'H35.41.01.61';
const legalBasis = 'Công văn 12/VP';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describeOn('temporal', 'a code of the agencies corrected over the API while dossiers are open', () => {
  let api: TestApi;
  let [open, closed, decided]: string[] = [];
  let code: string;
  let [window, control, leader, administrator, auditor, unitLeader]: Visitor[] = [];
  let warehouse: Visitor;
  let routes: readonly string[] = [];

  beforeAll(async () => {
    api = await startTestApi({ at: '2022-03-14T08:00' });
    const { desk } = api.installation;
    open = await forwarded(desk, 'open');
    closed = (await submitted(desk, 'closed')).dossierId;
    await does(desk, closed, 'accept', `receptionist@${COMMUNE_UNIT}`);
    await does(desk, closed, 'withdraw', 'applicant', { fields: { reason: 'Xin rút' } });
    await does(desk, closed, 'archive', `receptionist@${COMMUNE_UNIT}`);
    decided = await archivedAfterDecision('decided');
    const said = { 'x-tracking-secret': trackingSecret(TRACKING_KEY, decided) };
    const complaint = { text: 'Phải đi lại nhiều lần' };
    const once = { ...said, 'idempotency-key': 'c' };
    await api.anonymous.send('POST', `/v1/tracking/${decided}/complaints`, complaint, once);
    const scores = { attitude: 4, time: 2, ease: 4 };
    await api.anonymous.send('POST', `/v1/tracking/${decided}/rating`, scores, said);
    warehouse = await api.client('kho', { scopes: ['dossiers:read'], agencies: [COMMUNE_UNIT] });
    [window, control, leader, administrator, auditor, unitLeader] = await Promise.all([
      api.officer('window', [`receptionist@${COMMUNE_UNIT}`]),
      api.officer('control', ['procedure-control@H35.01.02']),
      api.officer('leader', [`leader@${COMMUNE_UNIT.slice(0, -3)}`]),
      api.officer('administrator', [], ['administrator']),
      api.officer('auditor', [], ['auditor']),
      api.officer('unit-leader', [`leader@${COMMUNE_UNIT}`]),
    ]);
    const { paths } = (await api.anonymous.get<Document>('/openapi.json')).body;
    routes = Object.keys(paths).filter(
      (path) => /^\/v1\/dossiers\/\{reference\}(\/[a-z-]+)?$/.test(path) && 'get' in paths[path]!,
    );
    code = (await window!.get(`/v1/dossiers/${open}`)).body.code;
  }, 120_000);
  afterAll(() => api?.close());

  /** Decided as asked for, its result handed out, and archived. */
  async function archivedAfterDecision(key: string): Promise<string> {
    const { desk } = api.installation;
    const by = `receptionist@${COMMUNE_UNIT}`;
    const { dossierId } = await submitted(desk, key);
    await does(desk, dossierId, 'accept', by);
    for (let task = await onlyTask(desk, dossierId); task.kind !== 'return'; task = await onlyTask(desk, dossierId)) {
      const outcome = task.kind === 'sign' ? 'approved' : 'done';
      await does(desk, dossierId, 'complete', officerOf(task), { fields: task.kind === 'receive' ? {} : { outcome } });
    }
    await does(desk, dossierId, 'return-result', by, { fields: { way: 'counter' } });
    await does(desk, dossierId, 'archive', by);
    return dossierId;
  }

  const filesOf = (...edits: readonly Edit[]) => editedFiles(...edits).map(({ file, text }) => ({ file, text }));
  const correction = (...edits: readonly Edit[]) => ({ kind: 'correct', files: filesOf(...edits), legalBasis });
  const tag = async (): Promise<string> => (await control!.get('/v1/agency-versions')).headers.get('etag')!;

  /** Every page of both dossiers, as everybody reads it who may. */
  async function pages(): Promise<readonly string[]> {
    const wrong: string[] = [];
    const ask = async (
      who: string,
      visitor: Visitor,
      path: string,
      headers?: Record<string, string>,
    ): Promise<void> => {
      const { status } = await visitor.get(path, headers);
      if (status !== 200) wrong.push(`${who} ${path}: ${status}`);
    };
    for (const dossier of [open!, closed!]) {
      const secret = { 'x-tracking-secret': trackingSecret(TRACKING_KEY, dossier) };
      await ask('applicant', api.anonymous, `/v1/tracking/${dossier}`, secret);
      for (const path of routes.map((route) => route.replace('{reference}', dossier))) {
        await ask('window', window!, path);
        for (const [who, visitor] of [
          ['control', control!],
          ['auditor', auditor!],
          ['leader', leader!],
          ['client', warehouse],
        ] as const) {
          if (!path.endsWith('/receipt')) await ask(who, visitor, path);
        }
      }
    }
    for (const path of ['/v1/dossiers', '/v1/tasks', '/v1/statistics?groupBy=agency', '/v1/statistics?groupBy=level'])
      await ask('control', control!, path);
    // Of this year they are asked once, at the end: they are counted once a minute.
    for (const path of ['/v1/public/statistics?year=2021', `/v1/agencies/${COMMUNE_UNIT}`])
      await ask('anybody', api.anonymous, path);
    return wrong;
  }

  it('knows routes to ask', async () => {
    expect(routes.length).toBeGreaterThan(6);
    expect(await pages()).toEqual([]);
  });

  it('names every mistake with its file and line, and publishes nothing', async () => {
    const files = filesOf(['- code: H35.01.02', '- code: H35-01-02']);
    const preview = await control!.send('POST', '/v1/agency-versions/preview', { kind: 'correct', files });
    expect(preview.body.problems).toMatchObject([
      { file: 'lai-chau-province.yaml', line: expect.any(Number), message: expect.stringContaining('identifier code') },
    ]);
    const refused = await control!.send(
      'POST',
      '/v1/agency-versions',
      { kind: 'correct', files, legalBasis },
      { 'if-match': await tag() },
    );
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'AGENCY_FILES_INVALID', errors: [{ line: preview.body.problems[0].line }] },
    });
    expect((await control!.get('/v1/agency-versions')).body.items).toHaveLength(1);
  });

  it('previews for the whole province, also to an administrator who sees no dossier', async () => {
    for (const visitor of [control!, administrator!]) {
      const { status, body } = await visitor.send('POST', '/v1/agency-versions/preview', {
        kind: 'correct',
        files: filesOf(UNIT_CODES),
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ version: 1, unchanged: false, obstacle: null, problems: [], concerned: 106 });
      expect(body.agencies[0]).toMatchObject({
        code: COMMUNE_UNIT,
        goesTo: CORRECTED,
        openDossiers: 1,
        postings: 2,
        changes: [{ kind: 'code', after: CORRECTED }],
      });
    }
    expect((await leader!.send('POST', '/v1/agency-versions/preview', correction(UNIT_CODES))).status).toBe(403);
    expect((await leader!.send('POST', '/v1/agency-versions', correction(UNIT_CODES))).status).toBe(403);
  });

  it('publishes what was looked at, once, and every page can be read before anybody has followed', async () => {
    const seen = await tag();
    expect((await control!.send('POST', '/v1/agency-versions', correction(UNIT_CODES))).status).toBe(428);
    const proposed = await control!.send('POST', '/v1/agency-versions', correction(UNIT_CODES), { 'if-match': seen });
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'agencies', state: 'open', mayConfirm: false } });
    expect(proposed.body.summary.vi).toContain(`${COMMUNE_UNIT} → ${CORRECTED}`);
    // Nothing is done by one person alone.
    expect((await control!.get('/v1/agency-versions')).body.items).toHaveLength(1);
    expect((await control!.post(`/v1/confirmations/${proposed.body.id}/confirm`)).status).toBe(403);
    expect((await api.confirmed(proposed)).status).toBe(200);
    expect((await control!.get('/v1/agency-versions/2')).body).toMatchObject({
      version: 2,
      kind: 'correct',
      legalBasis,
      publishedBy: 'control',
      progress: { state: 'moving', total: 1, moved: 0 },
    });
    expect(
      (await control!.send('POST', '/v1/agency-versions', correction(UNIT_CODES), { 'if-match': seen })).status,
    ).toBe(412);
    expect(
      await control!.send('POST', '/v1/agency-versions', correction(UNIT_CODES), { 'if-match': await tag() }),
    ).toMatchObject({ status: 409, body: { code: 'AGENCIES_UNCHANGED' } });
    expect(await pages()).toEqual([]);
  });

  it('lets posts and open dossiers follow; whoever sat there reads old and new, and legal codes stay', async () => {
    expect(await followAgencies(api.installation.desk)).toMatchObject({
      version: 2,
      state: 'done',
      moved: 1,
      refused: [],
    });
    expect((await control!.get('/v1/agency-versions/2')).body).toMatchObject({
      progress: { state: 'done', total: 1, done: 1, moved: 1, refused: [] },
    });
    expect(await pages()).toEqual([]);
    const { body } = await window!.get(`/v1/dossiers/${code}`);
    expect(body).toMatchObject({ receivingUnit: CORRECTED, code });
    expect((await window!.get(`/v1/dossiers/${closed}`)).body).toMatchObject({ receivingUnit: COMMUNE_UNIT });
    const timeline = (await control!.get(`/v1/dossiers/${closed}/timeline`)).body;
    expect(JSON.stringify(timeline)).toContain('Bộ phận Tiếp nhận và Trả kết quả');
    await expectSoundLog(api.installation.desk, open!);
  });

  it('takes the next dossier in at the corrected unit, in a series of its own', async () => {
    const { desk } = api.installation;
    const { dossierId } = await submitted(desk, 'next', { unit: CORRECTED, as: 'window' });
    await does(desk, dossierId, 'accept', 'window');
    expect((await window!.get(`/v1/dossiers/${dossierId}`)).body.code).toMatch(/^H35\.41\.01\.61-220314-0001$/);
  });

  it('survives a second correction at once', async () => {
    const again = correction(UNIT_CODES, ["suffix: '61'", "suffix: '62'"]);
    const proposed = await control!.send('POST', '/v1/agency-versions', again, { 'if-match': await tag() });
    expect((await api.confirmed(proposed)).status).toBe(200);
    expect(await pages()).toEqual([]);
    expect(await followAgencies(api.installation.desk)).toMatchObject({
      version: 3,
      state: 'done',
      moved: 2,
      refused: [],
    });
    expect(await pages()).toEqual([]);
    expect((await window!.get(`/v1/dossiers/${open}`)).body).toMatchObject({ receivingUnit: 'H35.41.01.62', code });
  });

  it('counts an agency once, under its present code, with what was archived under earlier ones', async () => {
    const now = `${COMMUNE_UNIT.slice(0, -2)}62`;
    const rows = async (query: string) =>
      (await auditor!.get(`/v1/statistics?from=2022-03-01&to=2022-03-31&${query}`)).body.rows.map(
        ({ key, received, solved }: Record<string, unknown>) => [key, received, solved],
      );
    const whole = await rows('groupBy=none');
    expect(whole).toEqual([['all', 4, 1]]);
    expect(await rows('groupBy=agency')).toEqual([[now, 4, 1]]);
    for (const unit of [now, CORRECTED, COMMUNE_UNIT]) {
      expect(await rows(`groupBy=none&unit=${unit}`)).toEqual(whole);
      const period = `from=2022-03-01&to=2022-03-31&unit=${unit}`;
      const listed = await auditor!.get(`/v1/statistics/dossiers?figure=solved&${period}`);
      expect(listed.body.items.map(({ dossierId }: { dossierId: string }) => dossierId)).toEqual([decided]);
      expect((await auditor!.get(`/v1/dossiers?limit=100&unit=${unit}`)).body.items).toHaveLength(4);
      expect((await auditor!.get(`/v1/ratings/summary?${period}`)).body).toMatchObject({ count: 1 });
    }
    const { units } = (await api.anonymous.get('/v1/public/statistics?year=2022')).body;
    expect(units.map(({ unit, received }: Record<string, unknown>) => [unit, received])).toEqual([[now, 4]]);
  });

  it('shows complaints of archived dossiers to the window and to the unit leader, who answers them', async () => {
    const unit = `${COMMUNE_UNIT.slice(0, -2)}62`;
    for (const visitor of [window!, unitLeader!, leader!, control!]) {
      const { items } = (await visitor.get('/v1/complaints')).body;
      expect(items).toMatchObject([{ dossierId: decided, unit }]);
    }
    for (const code of [unit, COMMUNE_UNIT])
      expect((await unitLeader!.get(`/v1/complaints?agency=${code}`)).body.items).toHaveLength(1);
    const { complaintId } = (await unitLeader!.get('/v1/complaints')).body.items[0];
    const etag = (await unitLeader!.get(`/v1/complaints/${complaintId}`)).headers.get('etag')!;
    const [path, answer] = [`/v1/complaints/${complaintId}/answer`, { text: 'Xin lỗi bà' }];
    const answered = await unitLeader!.send('POST', path, answer, { 'if-match': etag });
    expect(answered).toMatchObject({ status: 200, body: { unit, answer: 'Xin lỗi bà' } });
  });

  it.each<[string, readonly Edit[]]>([
    ['back', []],
    ['forth', [UNIT_CODES]],
    ['back again', []],
    ['and forth again', [UNIT_CODES]],
  ])('corrects the code %s: posts and clients end where dossiers are', async (_way, edits) => {
    const again = correction(...edits);
    const proposed = await control!.send('POST', '/v1/agency-versions', again, { 'if-match': await tag() });
    expect((await api.confirmed(proposed)).status).toBe(200);
    expect(await followAgencies(api.installation.desk)).toMatchObject({ state: 'done', refused: [] });
    const unit = edits.length > 0 ? CORRECTED : COMMUNE_UNIT;
    const clients = await api.installation.desk.db.selectFrom('clients').select('agencies').execute();
    expect(clients).toEqual([{ agencies: [unit] }]);
    expect((await window!.get(`/v1/dossiers/${open}`)).body).toMatchObject({ receivingUnit: unit });
    const body = { procedure: '9.900010.H35', unit, documents: ['request'], applicant: { name: 'Lò Thị Mai' } };
    const { dossierId } = (await window!.post('/v1/dossiers', body)).body;
    expect((await window!.post(`/v1/dossiers/${dossierId}/acts/accept`, {})).status).toBe(200);
    expect(await pages()).toEqual([]);
  });
});

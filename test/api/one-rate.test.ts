import type { OpenDesk } from '../../gateway/open-desk';
import { writeInstallation } from '../../gateway/installation';
import { demoOf } from '../../workers/demo/demo';
import { printSummary } from '../../workers/demo/summary';
import { documentOf, lienthong } from '../cli/command';
import { COMMUNE_UNIT, THREE_LEVELS, does, officerOf, onlyTask } from '../engine/desk-work';
import { describeOn } from '../servers';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

/** Four decided, one of them late; one withdrawn late, one open and overdue: 3 of 4 in time, whoever is asked. */
const RATE = 75;

describeOn('temporal', 'one rate', () => {
  let api: TestApi;
  let auditor: Visitor;
  let window: Visitor;
  let late: string;

  beforeAll(async () => {
    api = await startTestApi({ at: '2022-03-01T08:00' });
    const { dataDir, databaseUrl } = api.installation;
    writeInstallation({ dataDir, mode: 'production', databaseUrl, temporalAddress: '127.0.0.1:1', uiUrl: null, startedAt: 1 });
    auditor = await api.officer('thanh.tra', [], ['auditor']);
    window = await api.officer('pao', [`receptionist@${COMMUNE_UNIT}`]);
    for (const name of ['Một', 'Hai', 'Ba']) await decide(await accepted(name));
    late = await accepted('Bốn');
    const withdrawn = await accepted('Năm');
    await accepted('Sáu');
    // The appointment of all three was 22 March.
    await api.installation.setClock('2022-03-25T08:00');
    await decide(late);
    await window.post(`/v1/dossiers/${withdrawn}/acts/withdraw`, { reason: 'Không cần nữa' });
  }, 240_000);
  afterAll(() => api?.close());

  async function accepted(name: string): Promise<string> {
    const body = { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name } };
    const { body: { dossierId } } = await window.post('/v1/dossiers', body);
    expect((await window.post(`/v1/dossiers/${dossierId}/acts/accept`)).status).toBe(200);
    return dossierId;
  }

  /** Through every agency to the decision, the result returned. */
  async function decide(dossierId: string): Promise<void> {
    const { desk } = api.installation;
    for (let task = await onlyTask(desk, dossierId); task.kind !== 'return'; task = await onlyTask(desk, dossierId)) {
      const fields = task.kind === 'receive' ? {} : { outcome: task.kind === 'sign' ? 'approved' : 'done' };
      await does(desk, dossierId, 'complete', officerOf(task), { fields });
    }
    await does(desk, dossierId, 'return-result', `receptionist@${COMMUNE_UNIT}`, { fields: { way: 'counter' } });
  }

  /** What each reader tells of March; the command line and the demonstration tell of all there is. */
  async function rates(): Promise<Readonly<Record<string, unknown>>> {
    const printed: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
    await printSummary(api.installation.desk as OpenDesk, demoOf('2022')).finally(() => log.mockRestore());
    const shown = await lienthong(['statistics', '--json', '--data', api.installation.dataDir]);
    const march = 'from=2022-03-01&to=2022-03-31';
    const rowOf = async (groupBy: string) => (await auditor.get(`/v1/statistics?groupBy=${groupBy}&${march}`)).body.rows;
    const deciders = await rowOf('decider');
    return {
      cli: documentOf<{ onTimePercent: number }>(shown).onTimePercent,
      api: (await rowOf('none'))[0].onTimePercent,
      decider: [deciders.length, deciders[0].onTimePercent],
      public: await publicRate(),
      demo: /legal: ([\d.]+) % of (\d+) decided/.exec(printed.join('\n'))?.slice(1),
    };
  }

  let asked = 0;
  /** It is counted once a minute: each question comes a minute after the one before. */
  async function publicRate(): Promise<number> {
    const real = Date.now.bind(Date);
    const ahead = ++asked * 61_000;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
    const { body } = await api.anonymous.get('/v1/public/statistics?year=2022').finally(() => later.mockRestore());
    return body.units[0].onTimePercent;
  }

  const expected = { cli: RATE, api: RATE, decider: [1, RATE], public: RATE, demo: ['75.00', '4'] };

  test('is told by command line, API, public page and demonstration alike', async () => {
    expect(await rates()).toEqual(expected);
  });

  test('stays what it was while a correction is open, after it, and in the month after', async () => {
    const control = await api.officer('kiem', ['procedure-control@H35.01.02']);
    const opened = await control.post(`/v1/dossiers/${late}/acts/correct`, { reason: 'Sai tên' });
    expect(opened.status).toBe(200);
    expect(await rates()).toEqual(expected);
    await decide(late);
    expect(await rates()).toEqual(expected);
    await api.installation.setClock('2022-04-20T08:00');
    expect(await rates()).toEqual(expected);
    const april = (await auditor.get('/v1/statistics?groupBy=none&from=2022-04-01&to=2022-04-30')).body.rows;
    expect(april[0]?.solved ?? 0).toBe(0);
  });
});

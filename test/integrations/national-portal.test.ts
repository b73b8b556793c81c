import type { PortalDossier } from '../../contracts/national-portal';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { savePerson, savePosting } from '../../db/people';
import { erasePersonalData } from '../../db/personal-data';
import { findProcedure, publishProcedure } from '../../db/catalogue';
import { eventsOf } from '../../db/reads/history-of';
import { NATIONAL_STATUS } from '../../domain/dossier/national-status';
import { isStep } from '../../domain/procedure/procedure';
import { Signing } from '../../gateway/signing';
import { sendAct } from '../../gateway/send-act';
import { dossierFacts } from '../../integrations/national-portal/dossier-message';
import { createNationalPortal } from '../../integrations/national-portal/national-portal';
import type { SyncReport } from '../../integrations/national-portal/national-portal';
import { pagesOf } from '../../integrations/national-portal/pages';
import { createPortalClient, portalSettingsOf } from '../../integrations/national-portal/portal-client';
import { portalTime } from '../../integrations/national-portal/portal-time';
import type { Subscriber } from '../../integrations/subscriber';
import { Undeliverable } from '../../integrations/subscriber';
import { given } from '../domain/dossier/given';
import type { Story } from '../domain/dossier/given';
import { landTransfer, threeLevels } from '../domain/dossier/procedures';
import { COMMUNE_UNIT, does, expectSoundLog, granted, officerOf, onlyTask, openTasksOf, submitted, typesOf } from '../engine/desk-work';
import { officialAt, startTestInstallation } from '../engine/environment';
import type { TestInstallation } from '../engine/environment';
import { describeOn } from '../servers';
import { Carrier } from './carry';
import { startPortalServer } from './portal-server';
import type { PortalServer } from './portal-server';
import { urlAs } from '../db/logins';

/** Consecutive repeats apart: the way a dossier went through the portal's codes. */
const statusesOf = (told: readonly PortalDossier[]): string[] => told.map((dossier) => dossier.TrangThaiHoSo).filter((status, i, all) => status !== all[i - 1]);

describe("the portal's codes, each from a dossier that stands there", () => {
  const toldOf = (story: Story) => dossierFacts(pagesOf(story.opened, story.logged), new Map());
  const day = '2026-03-02T08:00';
  const begun = (): Story => given(threeLevels).accepted(day).at('2026-03-02T09:00');
  const asked = (): Story => begun().does('acknowledge', { task: 'examine' }).by('specialist@commune-committee').does('request-supplement', { task: 'examine' });
  const noticed = (): Story =>
    given(landTransfer).accepted(day).at('2026-03-02T09:00').does('complete', { task: 'examine' }).by('specialist@tax-office').does('issue-notice', { task: 'tax' });
  const resolved = (): Story =>
    given(landTransfer).accepted(day).at('2026-03-02T09:00').does('complete', { task: 'examine' }).does('settle-obligation').does('complete', { task: 'register' });

  const dossiers: readonly (readonly [keyof typeof NATIONAL_STATUS, string, () => Story])[] = [
    [2, 'accepted, not forwarded', () => given(threeLevels).at(day).does('submit').does('accept')],
    [3, 'refused at reception', () => given(threeLevels).at(day).does('submit').does('refuse-intake')],
    [4, 'forwarded', () => given(threeLevels).accepted(day)],
    [5, 'a supplement is awaited', asked],
    [6, 'the tax is to be paid', noticed],
    [7, 'withdrawn', () => begun().does('withdraw')],
    [8, 'stopped at the applicant\'s request', () => begun().does('stop')],
    [8, 'closed, for the supplement did not come', () => asked().passes('2026-04-15T08:00')],
    [9, 'the result lies at the one-stop unit', resolved],
    [10, 'the result was handed over', () => resolved().does('return-result')],
  ];
  it.each(dossiers)('%d: %s', (code, _, story) => {
    expect(toldOf(story())?.TrangThaiHoSo).toBe(String(code));
  });

  it('1: before reception there is no legal code and so no record; every other code has one', () => {
    const story = given(threeLevels).at(day).does('submit');
    expect(story.status).toBe(1);
    expect(toldOf(story)).toBeUndefined();
    expect(new Set(dossiers.map(([code]) => code)).size).toBe(Object.keys(NATIONAL_STATUS).length - 1);
  });

  it('what waits, for a supplement or a payment, or was stopped, is never shown as processed, and has an end only where it has ended', () => {
    expect([asked(), noticed()].map((story) => toldOf(story))).toMatchObject([
      { TrangThaiHoSo: '5', NgayKetThucXuLy: '', NgayTra: '' },
      { TrangThaiHoSo: '6', NgayKetThucXuLy: '', NgayTra: '' },
    ]);
    const stopped = toldOf(begun().does('stop'));
    expect(stopped).toMatchObject({ TrangThaiHoSo: '8', NgayKetThucXuLy: '20260302090000', NgayTra: '', GhiChu: 'Dừng theo yêu cầu của người nộp hồ sơ' });
  });

  it('a dossier keeps one key for its whole life, also when a refusal at reception came first', () => {
    const lapsed = given(threeLevels).at(day).does('submit').does('request-supplement').passes('2026-04-15T08:00');
    const key = toldOf(lapsed)?.MaHoSo;
    expect(lapsed.status).toBe(3);
    lapsed.does('undo-lapse', { providedAt: officialAt('2026-03-03T08:00') }).does('confirm-supplement').does('accept');
    expect(lapsed.state.code).not.toBeNull();
    expect(toldOf(lapsed)).toMatchObject({ MaHoSo: key, TrangThaiHoSo: '2' });
  });

  it('writes instants as the portal does, in Vietnamese time whatever the zone of the machine', () => {
    expect(portalTime(Date.UTC(2026, 1, 13, 17, 5, 9, 999))).toBe('20260214000509');
    expect(portalTime(officialAt('2026-02-13T14:59'))).toBe('20260213145900');
    expect(portalTime(null)).toBe('');
  });

  it('is off where nothing is configured, and names what is missing', () => {
    expect(portalSettingsOf({})).toBeUndefined();
    expect(() => portalSettingsOf({ LIENTHONG_PORTAL_URL: 'http://portal', LIENTHONG_PORTAL_USER: 'x' })).toThrow('LIENTHONG_PORTAL_DSTCODE, LIENTHONG_PORTAL_UNIT, LIENTHONG_PORTAL_PASSWORD');
  });
});

describeOn('temporal', 'the national portal is kept in step', () => {
  let there: TestInstallation;
  let relay: Database;
  let portal: PortalServer;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    relay = openDatabase({ url: urlAs(there.databaseUrl, 'relay'), role: 'relay' });
    await savePerson(there.desk.db, 'nga', 'Vàng Thị Nga');
    await savePosting(there.desk.db, { person: 'nga', agency: COMMUNE_UNIT, role: 'receptionist', kind: 'regular', onBehalfOf: null, from: officialAt('2022-01-01T00:00'), to: null });
  });
  beforeEach(async () => { portal = await startPortalServer(); });
  afterEach(() => portal.close());
  afterAll(async () => {
    await relay?.close();
    await there?.close();
  });

  const NAME = 'Lò Thị Mai';
  const people = [{ subject: 'applicant', name: NAME, idNumber: '012345678901', phone: '0912345678', email: 'mai@example.vn' }] as const;
  const relayKey = () => new Signing(there.dataDir, 'relay');
  const reportSync = async ({ dossierId, commandId, acknowledgedSeq, failure }: SyncReport): Promise<void> => {
    const actor = { kind: 'partner', system: 'national-portal' } as const;
    const command = { act: 'report-sync', acknowledgedSeq, failure } as const;
    const report = relayKey().sign(dossierId, { commandId, actor, stampedAt: there.desk.clock.now(), command });
    granted(await sendAct(there.desk, dossierId, report));
  };
  const adapter = (): Subscriber => createNationalPortal({ db: relay.db, portal: createPortalClient(portal.settings), now: () => there.desk.clock.now(), reportSync });
  const carrierOf = (dossierId: string): Carrier => new Carrier(there.desk, dossierId, adapter());
  const handedIn = async (key: string) => (await submitted(there.desk, key, { people, as: 'nga' })).dossierId;
  const syncOf = async (dossierId: string) => (await eventsOf(there.desk.db, dossierId)).flatMap(({ payload }) => (payload.type === 'SyncReported' ? [payload] : []));

  /** Accepted, supplemented, decided and handed over; `between` after every act. */
  async function live(dossierId: string, between: () => Promise<unknown>): Promise<string> {
    const { desk } = there;
    const act = async (name: string, as: string, fields: object = {}): Promise<void> => {
      await does(desk, dossierId, name, as, { fields });
      await between();
    };
    const { code } = await does(desk, dossierId, 'accept', 'nga');
    await between();
    await act('complete', 'nga');
    await act('request-supplement', officerOf(await onlyTask(desk, dossierId)), { items: ['Bản sao giấy khai sinh'], note: 'Bản chụp mờ' });
    await act('provide-supplement', 'applicant');
    await act('confirm-supplement', 'nga');
    for (let task = await onlyTask(desk, dossierId); task.kind !== 'return'; task = await onlyTask(desk, dossierId)) {
      await act('complete', officerOf(task), task.kind === 'sign' ? { outcome: 'approved' } : {});
    }
    await act('return-result', 'nga', { way: 'post' });
    return code!;
  }

  it('through a whole life, with its dates, its applicant, its supplement and a row for each step', async () => {
    const dossierId = await handedIn('portal-life');
    const carrier = carrierOf(dossierId);
    const code = await live(dossierId, async () => expect(await carrier.carry()).toBeNull());

    const told = portal.told(code);
    expect(statusesOf(told)).toEqual(['2', '4', '5', '4', '9', '10']);
    expect(portal.codes()).toEqual([code]);
    expect(told.at(-1)).toMatchObject({
      MaHoSo: code,
      MaTTHC: '9.900010.H35',
      KenhThucHien: '1',
      NoiNopHoSo: '2',
      ChuHoSo: NAME,
      SoGiayToChuHoSo: '012345678901',
      LoaiDoiTuong: '1',
      DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '012345678901' }],
      NgayTuChoi: '',
      HinhThuc: '1',
      ThongTinTra: 'Trả qua dịch vụ bưu chính công ích',
      DanhSachHoSoBoSung: [{ HoSoBoSungId: '1', NoiDungBoSung: 'Bản sao giấy khai sinh; Bản chụp mờ' }],
    });
    for (const field of ['NgayNopHoSo', 'NgayTiepNhan', 'NgayHenTra', 'NgayTra', 'NgayKetThucXuLy'] as const) expect(told.at(-1)![field]).toMatch(/^2022\d{10}$/);
    expect(told[0]!.NgayTra + told[0]!.NgayKetThucXuLy).toBe('');
    // 15 working days from the receipt: the appointment of the receipt, then the one counted anew.
    const [supplement] = told.at(-1)!.DanhSachHoSoBoSung;
    expect(supplement!.NgayHenTraTruoc).toBe(told[0]!.NgayHenTra);
    expect(supplement!.NgayHenTraMoi).toBe(told.at(-1)!.NgayHenTra);

    const rows = portal.rows(code);
    const [received] = rows;
    expect(received).toMatchObject({ TrangThai: '1', PhongBanXuLy: expect.stringContaining('Bộ phận') });
    const completed = rows.filter((row) => row.NoiDungXuLy.endsWith('đã hoàn thành'));
    expect(completed.map((row) => row.TrangThai)).toEqual(['4', '4', '4', '9', '10']);
    expect(completed[0]).toMatchObject({ NguoiXuLy: 'Vàng Thị Nga', ChucDanh: 'Công chức tiếp nhận và trả kết quả' });
    expect(rows.map((row) => row.ThoiDiemXuLy)).toEqual(rows.map((row) => row.ThoiDiemXuLy).sort());

    // The log says how far the portal has come, once for each status.
    const reports = await syncOf(dossierId);
    expect(reports.map(({ failure }) => failure)).toEqual([null, null, null, null, null, null]);
    expect((await eventsOf(there.desk.db, dossierId)).find(({ seq }) => seq === reports.at(-1)!.acknowledgedSeq)?.type).toBe('ResultReturned');
    await expectSoundLog(there.desk, dossierId);

    const auditor = openDatabase({ url: urlAs(there.databaseUrl, 'auditor'), role: 'auditor' });
    // Every reading of the applicant's data is in the access log.
    const logged = await auditor.db.selectFrom('access_log').select(['who', 'action']).where('dossier_id', '=', dossierId).execute();
    await auditor.close();
    expect(logged).toEqual(told.map(() => ({ who: 'national-portal', action: 'read-personal-data' })));
  });

  it('catches up after an outage in the order in which things happened, and the log knows of the outage', async () => {
    const dossierId = await handedIn('portal-outage');
    const carrier = carrierOf(dossierId);
    let acts = 0;
    const code = await live(dossierId, async () => {
      acts += 1;
      if (acts <= 2) return expect(await carrier.carry()).toBeNull();
      portal.mood = acts % 2 === 0 ? 'gone' : 'failing';
      expect(await carrier.carry()).toBeInstanceOf(Error);
    });
    expect(statusesOf(portal.told(code))).toEqual(['2', '4']);
    expect((await syncOf(dossierId)).at(-1)).toMatchObject({ failure: expect.stringMatching(/^(HTTP 503|unreachable)$/) });
    expect((await syncOf(dossierId)).filter(({ failure }) => failure !== null)).toHaveLength(1);
    portal.mood = 'well';
    expect(await carrier.carry()).toBeNull();
    expect(statusesOf(portal.told(code))).toEqual(['2', '4', '5', '4', '9', '10']);
    expect((await syncOf(dossierId)).at(-1)).toMatchObject({ failure: null });
    expect(portal.told(code).filter(({ TrangThaiHoSo }) => TrangThaiHoSo === '5').every(({ NgayKetThucXuLy }) => NgayKetThucXuLy === '')).toBe(true);
  });

  it('told again after a crash it says the same, and the portal has each row once', async () => {
    const dossierId = await handedIn('portal-again');
    const carrier = carrierOf(dossierId);
    const code = await live(dossierId, () => carrier.carry());
    const [last, rows, events] = [portal.told(code).at(-1), portal.rows(code), await typesOf(there.desk, dossierId)];
    carrier.again();
    expect(await carrier.carry()).toBeNull();
    expect(portal.told(code).at(-1)).toEqual(last);
    expect(portal.rows(code)).toEqual(rows);
    expect(await typesOf(there.desk, dossierId)).toEqual(events);
  });

  it('renews its session, updates what is already there and hands in anew what the portal has lost', async () => {
    const { desk } = there;
    const dossierId = await handedIn('portal-session');
    const carrier = carrierOf(dossierId);
    await does(desk, dossierId, 'accept', 'nga');
    expect(await carrier.carry()).toBeNull();
    const code = portal.codes()[0]!;
    portal.expireSessions();
    await does(desk, dossierId, 'complete', 'nga');
    expect(await carrier.carry()).toBeNull();
    expect([portal.logins(), portal.told(code).at(-1)?.TrangThaiHoSo]).toEqual([2, '4']);
    portal.calls.length = 0;
    carrier.again();
    expect(await carrier.carry()).toBeNull();
    expect(portal.calls.slice(0, 2)).toEqual(['DongBoHoSoMC False 1 -1', 'DongBoHoSoMC True 1 00']);
    portal.forget(code);
    await does(desk, dossierId, 'withdraw', 'applicant');
    expect(await carrier.carry()).toBeNull();
    expect(portal.told(code).map(({ TrangThaiHoSo }) => TrangThaiHoSo)).toEqual(['7']);
  });

  it('a dossier that ends before it got a code is told under its id', async () => {
    const { desk } = there;
    const dossierId = await handedIn('portal-refused');
    const carrier = carrierOf(dossierId);
    expect(await carrier.carry()).toBeNull();
    expect(portal.codes()).toEqual([]);
    await does(desk, dossierId, 'refuse-intake', 'nga', { fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' } });
    expect(await carrier.carry()).toBeNull();
    const key = dossierId.replaceAll('-', '');
    expect(portal.told(key)).toMatchObject([{ TrangThaiHoSo: '3', NgayTuChoi: expect.stringMatching(/^2022/), NgayTiepNhan: '' }]);
    expect(portal.rows(key).length).toBeGreaterThan(0);
    // Archived, it takes no more reports, and whatever is told again is still told.
    await does(desk, dossierId, 'archive', 'nga');
    carrier.again();
    expect(await carrier.carry()).toBeNull();
  });

  it('hands over no more than ten rows at once', async () => {
    const { desk } = there;
    const one = (await findProcedure(desk.db, '1.009645', 1))!;
    const departments = [
      ...['dept-home-affairs', 'dept-justice', 'dept-industry-trade', 'dept-agriculture', 'dept-environment', 'dept-construction'],
      ...['dept-transport', 'dept-labour', 'dept-culture', 'dept-science', 'dept-information', 'dept-health'],
    ];
    const route = one.route.map((block) => (isStep(block) && block.consult ? { ...block, consult: { ...block.consult, agencies: departments } } : block));
    await publishProcedure(desk.db, { ...one, code: '1.009699', route }, { at: desk.clock.now(), by: 'test' });
    const centre = 'H35.01.01';
    const documents = one.documents.filter(({ required }) => required).map(({ document }) => document);
    const handed = { procedure: '1.009699', unit: centre, place: 'H35.41.01', as: `receptionist@${centre}`, people, documents };
    const { dossierId } = await submitted(desk, 'portal-many', handed);
    const carrier = carrierOf(dossierId);
    await does(desk, dossierId, 'accept', `receptionist@${centre}`);
    for (let open = await openTasksOf(desk, dossierId); open.length === 1; open = await openTasksOf(desk, dossierId)) {
      await does(desk, dossierId, 'complete', officerOf(open[0]!), { fields: { taskId: open[0]!.taskId } });
    }
    expect(await carrier.carry()).toBeNull();
    const chunks = portal.calls.filter((call) => call.startsWith('CapNhatTienDoHoSoMC')).map((call) => Number(call.split(' ')[2]));
    expect(Math.max(...chunks)).toBe(10);
    const code = portal.codes()[0]!;
    expect(portal.rows(code).filter((row) => row.NoiDungXuLy.endsWith('chờ xử lý')).length).toBeGreaterThan(10);
  });

  it('a refusal names no person, and without an applicant nothing is told', async () => {
    const { desk } = there;
    const dossierId = await handedIn('portal-nameless');
    const carrier = carrierOf(dossierId);
    await does(desk, dossierId, 'accept', 'nga');
    portal.mood = { refuses: `Chủ hồ sơ ${NAME.toUpperCase()} (012345678901) không hợp lệ` };
    const refused = await carrier.carry();
    expect(refused?.message).toContain('error_code -1: Chủ hồ sơ … (…) không hợp lệ');
    for (const attempt of [2, 3, 4]) expect([attempt, (await carrier.carry())?.message]).toEqual([attempt, refused!.message]);
    expect((await syncOf(dossierId)).map(({ failure }) => failure)).toEqual(['error -1']);
    portal.mood = 'well';
    await erasePersonalData(desk.db, dossierId, 'lan.nt');
    expect(await carrier.carry()).toBeInstanceOf(Undeliverable);
    expect(portal.codes()).toEqual([]);
  });
});

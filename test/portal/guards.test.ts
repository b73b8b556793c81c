import { COMMUNE_UNIT, does, forwarded, onlyTask, submitted } from '../engine/desk-work';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { Desk, TestPortal } from './browser';

const PROVINCE_UNIT = 'H35.01.01';

jest.setTimeout(180_000);

describeOn('chromium', "the law's guards, through the screens", () => {
  let portal: TestPortal;
  let window: Desk;
  let centre: Desk;
  let social: Desk;
  let refusable: string;

  beforeAll(async () => {
    portal = await startTestPortal({ at: '2022-03-14T08:00' });
    const { desk } = portal.api.installation;
    refusable = await forwarded(desk, 'refusable');
    const { agency } = await onlyTask(desk, refusable);
    [window, centre, social] = (await Promise.all([
      portal.seat('páo', [`receptionist@${COMMUNE_UNIT}`]),
      portal.seat('mỷ', [`receptionist@${PROVINCE_UNIT}`]),
      portal.seat('máy', [`specialist@${agency}`, `leader@${agency}`]),
    ])) as [Desk, Desk, Desk];
  });
  afterAll(() => portal?.close());

  test('a paper that is not there is named, and accepted only with its reason', async () => {
    const { dossierId } = await submitted(portal.api.installation.desk, 'lacking', { documents: [], people: [{ subject: 'applicant', name: 'Vàng Thị Chờ' }] });
    const page = await window.open(`/dossiers/${dossierId}`);
    await page.getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Còn thiếu theo quy định').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
    await dialog.getByText('Hãy ghi lý do').waitFor();
    await dialog.getByLabel(/Đơn hoặc tờ khai/).fill('Đã có trong kho dữ liệu');
    await dialog.getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
    await page.getByText(/H35\.41\.01\.01-220314-\d{4}/).first().waitFor();
  });

  test('a fee due before is paid at the window as the dossier is accepted', async () => {
    const { dossierId } = await submitted(portal.api.installation.desk, 'owing', {
      procedure: '2.001610', unit: PROVINCE_UNIT, place: 'H35.41.01', as: `receptionist@${PROVINCE_UNIT}`, people: [{ subject: 'applicant', name: 'Lò Văn Páo' }],
    });
    const page = await centre.open('/reception?tab=waiting');
    await page.getByText('Lò Văn Páo').first().click();
    await page.getByRole('button', { name: 'Vẫn tiếp nhận' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Số biên lai đã nộp phí').fill('BL-17');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Tiếp nhận' }).click();
    await page.getByRole('heading', { name: 'Đã tiếp nhận hồ sơ' }).waitFor();
    const row = await portal.api.installation.desk.db.selectFrom('dossiers').select('money').where('dossier_id', '=', dossierId).executeTakeFirstOrThrow();
    expect(row.money).toBe('fee-paid');
  });

  test('a decision that refuses is printed with its ground and where to complain', async () => {
    const { desk } = portal.api.installation;
    const task = await onlyTask(desk, refusable);
    await does(desk, refusable, 'complete', `specialist@${task.agency}`, { fields: { outcome: 'refused', note: 'Không đủ điều kiện', ground: 'Điều 9' } });
    const page = await social.open(`/dossiers/${refusable}/papers?paper=TC-1`);
    for (const seen of ['VĂN BẢN TỪ CHỐI GIẢI QUYẾT HỒ SƠ', 'Điều 9', '90 ngày', 'Luật Khiếu nại']) await page.getByText(new RegExp(seen)).first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});


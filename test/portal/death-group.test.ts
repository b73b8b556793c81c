import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { TASK_QUEUES } from '../../temporal.config';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { Desk, TestPortal } from './browser';

/** The ward of Đoàn Kết and those it works with: its own organs, its police, the department of home affairs of the province. */
const WARD = 'H35.202';
const WINDOW = `${WARD}.01`;
const CIVIL_STATUS = `${WARD}.02`;
const SOCIAL = `${WARD}.04`;
const POLICE = `${WARD}.09`;
const DEPARTMENT = 'H35.02';

// Six officers at their browsers on one small machine.
jest.setTimeout(180_000);

describeOn('chromium', "a death, its removal from residence and a veteran's funeral benefit, through the screens of those who settle them", () => {
  let portal: TestPortal;
  let window: Desk;
  let registrar: Desk;
  let chairman: Desk;
  let chief: Desk;
  let clerk: Desk;
  let director: Desk;
  let code: string;
  let secret: string;

  beforeAll(async () => {
    // A Monday.
    portal = await startTestPortal({ at: '2026-03-02T08:00' });
    [window, registrar, chairman, chief, clerk, director] = (await Promise.all([
      portal.seat('páo', [`receptionist@${WINDOW}`]),
      portal.seat('máy', [`specialist@${CIVIL_STATUS}`]),
      portal.seat('chu', [`leader@${WARD}`]),
      portal.seat('sình', [`leader@${POLICE}`]),
      portal.seat('lan', [`specialist@${SOCIAL}`]),
      portal.seat('minh', [`leader@${DEPARTMENT}`]),
    ])) as [Desk, Desk, Desk, Desk, Desk, Desk];
  });
  afterAll(() => portal?.close());

  test('the window finds the procedure without diacritics, sees the appointment before it accepts, and prints the receipt, by keyboard alone', async () => {
    const page = await window.open('/reception');
    await page.getByRole('combobox', { name: 'Thủ tục' }).or(page.getByRole('textbox', { name: 'Thủ tục' })).first().focus();
    await page.keyboard.type('lien thong khai tu');
    await page.getByRole('option', { name: /2\.002913/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Người có công' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('group', { name: /xác nhận trên VNeID/ }).or(page.getByRole('radiogroup', { name: /xác nhận trên VNeID/ })).getByRole('radio', { name: 'Không' }).press('Space');
    await page.getByRole('checkbox', { name: /Đã nhận đủ cả 2 giấy tờ/ }).press('Space');
    await page.getByLabel('Họ và tên').fill('Lò Thị Mai');
    await page.getByLabel('Số điện thoại').fill('0912345678');
    // Merit: 18 working days.
    await page.getByText('26/03/2026').first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Đã tiếp nhận hồ sơ' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    code = (await page.getByText(/^H35\.202\.01-260302-\d{4}$/).textContent())!;
    await page.getByRole('button', { name: 'Chuyển xử lý' }).press('Enter');
    await page.getByRole('button', { name: 'Đã chuyển xử lý' }).waitFor();
    await page.getByRole('link', { name: 'In giấy tiếp nhận' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: new RegExp(code) }).waitFor();
    secret = (await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/).first().textContent())!;
    expect(await axeFaults(page)).toEqual([]);
  });

  test('the registrar takes it up and asks for what is missing; the clock stops, and the family reads it on a telephone without JavaScript', async () => {
    const page = await openFromWork(registrar, code);
    await act(page, 'Nhận việc');
    await act(page, 'Yêu cầu bổ sung', async (dialog) => {
      await dialog.getByRole('checkbox', { name: /Giấy báo tử/ }).check();
      await dialog.getByLabel('Nội dung khác cần bổ sung').fill('Bản sao sổ hộ khẩu');
      expect(await axeFaults(page)).toEqual([]);
    });
    await page.getByText(/tạm dừng/i).first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Biểu mẫu' }).click();
    const paper = page.getByRole('article');
    for (const told of ['PHIẾU YÊU CẦU BỔ SUNG', 'Lò Thị Mai', 'Bản sao sổ hộ khẩu', 'trước 11/03/2026 17:00', 'Văn phòng HĐND và UBND phường Đoàn Kết']) await paper.getByText(told).first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const family = await track(portal, code, secret);
    await family.getByText('Bản sao sổ hộ khẩu').waitFor();
    await family.getByText(/chậm nhất/).waitFor();
    await family.context().close();
  });

  test('the window takes in the supplement, the registrar confirms it and registers the death, the chairman signs', async () => {
    await portal.api.installation.setClock('2026-03-03T08:30');
    await act(await window.open(`/dossiers/${code}`), 'Ghi nhận đã bổ sung');
    const page = await registrar.open(`/dossiers/${code}`);
    await act(page, 'Xác nhận đã bổ sung đủ');
    await act(page, 'Hoàn thành bước', (dialog) => outcome(dialog, 'Hoàn thành'));
    const signing = await openFromWork(chairman, code);
    await act(signing, 'Nhận việc');
    await act(signing, 'Hoàn thành bước', (dialog) => outcome(dialog, 'Đồng ý'));
  });

  test('two branches begin at once: the police acknowledge and settle theirs the same day', async () => {
    const page = await chief.open('/work');
    await page.getByRole('link', { name: code }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const dossier = await openFromWork(chief, code);
    await act(dossier, 'Xác nhận đã nhận');
    await act(dossier, 'Nhận việc');
    await act(dossier, 'Hoàn thành bước', (dialog) => outcome(dialog, 'Đồng ý'));
    // The other branch goes on beside it.
    const other = await clerk.open('/work');
    await other.getByRole('link', { name: code }).waitFor();
  });

  test('the other branch is left lying: it is overdue on the list, and those above are told and see who has it', async () => {
    const { installation } = portal.api;
    await installation.setClock('2026-03-13T09:00');
    const watch = await installation.desk.client.workflow.start('escalationWatch', { taskQueue: TASK_QUEUES.sweeps, workflowId: 'sweep/death-group' });
    const page = await clerk.open('/work');
    await page.getByRole('row', { name: new RegExp(code) }).getByText(/quá hạn/i).first().waitFor();
    const { desk } = installation;
    const told = () => desk.db.selectFrom('escalations').select('level').where('level', 'like', 'escalation-%').execute();
    for (let tries = 0; tries < 400 && (await told()).length === 0; tries++) await sleep(50);
    await watch.cancel();
    const above = await chairman.open('/supervision?tab=escalations');
    await above.getByRole('row', { name: new RegExp(code) }).filter({ hasText: 'Báo cáo cấp trên' }).first().waitFor();
    expect(await axeFaults(above)).toEqual([]);
    const due = await chairman.open('/supervision?tab=due');
    await due.getByRole('row', { name: new RegExp(code) }).first().waitFor();
    expect(await axeFaults(due)).toEqual([]);
  });

  test('it is caught up, and the escalation is answered; the department of the province acknowledges and decides', async () => {
    const page = await openFromWork(clerk, code);
    await act(page, 'Nhận việc');
    await act(page, 'Hoàn thành bước', (dialog) => outcome(dialog, 'Hoàn thành'));
    const above = await chairman.open('/supervision?tab=escalations&state=closed');
    await above.getByRole('row', { name: new RegExp(code) }).first().waitFor();
    const decision = await openFromWork(director, code);
    await act(decision, 'Xác nhận đã nhận');
    await act(decision, 'Nhận việc');
    await act(decision, 'Hoàn thành bước', (dialog) => outcome(dialog, 'Đồng ý'));
  });

  test('the window hands the result over; the lanes, the history and the family all tell the same story', async () => {
    const page = await openFromWork(window, code);
    await act(page, 'Hoàn thành bước');
    await act(page, 'Trả kết quả', async (dialog) => dialog.getByRole('radio', { name: /Trực tiếp/ }).check());
    await page.getByText('Chuỗi sự kiện nguyên vẹn').waitFor();
    await page.getByRole('button', { name: /^Xem cả \d+ mốc/ }).click();
    const words = (await page.locator('main').textContent())!;
    for (const told of ['Bản sao sổ hộ khẩu', 'Tạm dừng tính thời hạn', 'song song', 'trễ hạn', 'Sở Nội vụ', 'Người có công']) expect(words).toContain(told);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Biểu mẫu' }).click();
    await page.getByRole('button', { name: /Phiếu kiểm soát/ }).click();
    await page.getByRole('article').getByRole('row', { name: /Phòng Văn hóa.*quá hạn/ }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    // Who was told of the lateness is read where that was answered for.
    const above = await chairman.open(`/dossiers/${code}`);
    await above.getByRole('button', { name: /^Xem cả \d+ mốc/ }).click();
    await above.getByText(/Báo cáo cấp trên/).first().waitFor();
    const family = await track(portal, code, secret);
    await family.getByText(/Đã trả kết quả/).first().waitFor();
    await family.context().close();
  });
});

/** From the list of one's work to the dossier, as one goes there. */
async function openFromWork({ open, page }: Desk, code: string): Promise<Page> {
  await open('/work');
  await page.getByRole('link', { name: code }).first().click();
  await page.getByRole('heading', { level: 1, name: new RegExp(code) }).waitFor();
  return page;
}

/** One act from the dossier's page; `fill` answers what its dialog asks. */
async function act(page: Page, name: string, fill?: (dialog: Locator) => Promise<unknown>): Promise<void> {
  const button = page.getByRole('main').getByRole('button', { name, exact: true });
  await button.first().click();
  const dialog = page.getByRole('dialog');
  const atOnce = page.getByText(`${name}: đã ghi nhận`);
  await dialog.or(atOnce).first().waitFor();
  if (await dialog.isVisible()) {
    await fill?.(dialog);
    await dialog.getByRole('button', { name, exact: true }).click();
    // What cannot be undone is asked once more.
    const surely = dialog.getByRole('button', { name: `Chắc chắn: ${name}` });
    await surely.or(atOnce).first().waitFor();
    if (await surely.isVisible()) await surely.click();
    await dialog.waitFor({ state: 'detached' });
  }
  await atOnce.first().waitFor();
}

const outcome = (dialog: Locator, name: string): Promise<void> => dialog.getByRole('radio', { name, exact: true }).check();

/** A family member's telephone, without JavaScript. */
async function track({ visitor, url }: TestPortal, code: string, secret: string): Promise<Page> {
  const { page } = await visitor({ javaScriptEnabled: false, width: 360 });
  await page.goto(`${url}/tracking?code=${code}`);
  await page.getByLabel('Mã tra cứu').fill(secret);
  await page.getByRole('button', { name: 'Xem hồ sơ' }).click();
  await page.getByRole('heading', { name: new RegExp(code) }).waitFor();
  return page;
}

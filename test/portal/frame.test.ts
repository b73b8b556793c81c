import { PASSWORD } from '../api/environment';
import { COMMUNE_UNIT, does, forwarded, officerOf, onlyTask, submitted } from '../engine/desk-work';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { TestPortal } from './browser';

describeOn('chromium', 'the portal', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await startTestPortal({ at: '2022-03-14T08:00' });
  });
  afterAll(() => portal.close());

  test('an officer signs in and sees what is theirs, in both languages, with nothing for axe to complain of', async () => {
    const { page } = await portal.seat('páo', [`receptionist@${COMMUNE_UNIT}`]);
    await page.getByRole('link', { name: 'Tiếp nhận', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Vận hành', exact: true }).count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'EN: switch to English' }).click();
    await page.getByRole('link', { name: 'Reception', exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('an officer finds a dossier on their list, passes it on from its page, and sees it leave; axe has nothing to say of any page', async () => {
    const { page, open } = await portal.seat('mỷ', [`receptionist@${COMMUNE_UNIT}`]);
    const { desk } = portal.api.installation;
    const { dossierId } = await submitted(desk, 'on-screen');
    const { code } = await does(desk, dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`);
    await open('/work');
    await page.getByRole('link', { name: code! }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: code! }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(code!) }).waitFor();
    await page.getByText('Chuỗi sự kiện nguyên vẹn').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Hoàn thành bước/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Ghi chú').fill('Chuyển xã thẩm định');
    await dialog.getByRole('button', { name: 'Hoàn thành bước' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('“Chuyển xã thẩm định”').waitFor();
    await open('/work');
    await page.getByText('Không có việc nào ở đây').waitFor();
    await open('/dossiers');
    await page.getByLabel('Tên chủ hồ sơ').fill('lo thi mai');
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.getByRole('link', { name: code! }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  test('an officer who is quicker than the line acts on what they have brought about, not on what the page showed before', async () => {
    const { desk } = portal.api.installation;
    const dossierId = await forwarded(desk, 'quick');
    const { page, open } = await portal.seat('nhanh', [officerOf(await onlyTask(desk, dossierId))]);
    await open(`/dossiers/${dossierId}`);
    await page.route(/\/v1\/dossiers\/[\w-]+$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    for (const act of ['Xác nhận đã nhận', 'Nhận việc', 'Trả lại việc', 'Nhận việc']) {
      await page.getByRole('button', { name: act, exact: true }).click();
      await page.getByText(`${act}: đã ghi nhận`).waitFor();
    }
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a wrong password says what to do; the content policy has nothing to report', async () => {
    const { page, open } = await portal.visitor();
    const refusedByPolicy: string[] = [];
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) refusedByPolicy.push(message.text());
    });
    await open('/sign-in');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('Tên đăng nhập').fill('páo');
    await page.getByLabel(/^Mật khẩu/).fill('sai');
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('alert').getByText('mật khẩu không khớp').waitFor();
    expect(refusedByPolicy).toEqual([]);
  });

  test('whoever is not signed in is led to the sign-in page, and back where they wanted to go', async () => {
    await portal.api.officer('súa', [`receptionist@${COMMUNE_UNIT}`]);
    const { page } = await portal.visitor();
    await page.goto(`${portal.url}/dossiers`);
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel('Tên đăng nhập').fill('súa');
    await page.getByLabel(/^Mật khẩu/).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL((at) => at.pathname === '/dossiers');
  });

  test('an address that there is not is told to people as a page and to programs as a problem, as not found to both', async () => {
    const asked = async (accept: string) => {
      const answer = await fetch(`${portal.url}/v1/no-such-thing`, { headers: { accept } });
      return [answer.status, answer.headers.get('content-type')];
    };
    expect(await asked('text/html,*/*;q=0.8')).toEqual([404, 'text/html; charset=utf-8']);
    expect(await asked('application/json')).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(await asked('*/*')).toEqual([404, 'application/problem+json; charset=utf-8']);
  });
});

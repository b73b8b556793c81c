import { PASSWORD } from '../api/environment';
import { COMMUNE_UNIT } from '../engine/desk-work';
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
});

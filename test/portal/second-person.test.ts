import { COMMUNE_UNIT } from '../engine/desk-work';
import { signedIn } from '../api/environment';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { TestPortal } from './browser';

describeOn('chromium', 'what waits for a second person', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await startTestPortal({ at: '2022-03-14T08:00' });
    await portal.api.officer('pao.lv', [`receptionist@${COMMUNE_UNIT}`]);
  }, 120_000);
  afterAll(() => portal?.close());

  test('is proposed on one desk, and counted, read, confirmed and refused on another', async () => {
    const proposer = await portal.seat('quan.hv', [], ['administrator']);
    const page = await proposer.open('/people?person=pao.lv');
    await page.getByRole('button', { name: 'Đề nghị đặt lại mật khẩu' }).click();
    await page.getByText('chỉ thực hiện khi người thứ hai xác nhận').first().waitFor();
    await page.getByLabel(/^Kiểm tra, giám sát/).check();
    const proposed = page.waitForResponse((answer) => answer.url().endsWith('/grants'));
    await page.getByRole('button', { name: 'Đề nghị quyền này' }).click();
    expect((await proposed).status()).toBe(202);
    await proposer.open('/confirmations');
    await page.getByText('Không ai được tự xác nhận đề nghị của mình').first().waitFor();
    expect(await page.getByRole('button', { name: 'Xác nhận…' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Rút đề nghị…' }).count()).toBe(2);

    const second = await portal.seat('kiem.dt', [], ['auditor']);
    const desk = await second.open('/confirmations');
    await desk.getByRole('link', { name: /Chờ xác nhận.*2/ }).waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    await desk.getByRole('listitem').filter({ hasText: 'Đặt lại mật khẩu của pao.lv' }).getByRole('button', { name: 'Xác nhận…' }).click();
    await desk.getByRole('button', { name: 'Xác nhận và thực hiện' }).click();
    const shown = desk.getByRole('dialog').filter({ hasText: 'Mật khẩu dùng một lần' });
    await shown.waitFor();
    expect(await axeFaults(desk)).toEqual([]);
    const password = (await shown.locator('pre').textContent())!;
    await shown.getByRole('button', { name: 'Đã ghi lại, đóng' }).click();
    expect((await (await signedIn(portal.api.url, 'pao.lv', password)).get('/v1/session')).body.wants).toBe('password');

    await desk.getByRole('listitem').filter({ hasText: 'Quyền của' }).getByRole('button', { name: 'Từ chối…' }).click();
    await desk.getByLabel('Lý do').fill('chưa có quyết định');
    await desk.getByRole('dialog').getByRole('button', { name: 'Từ chối', exact: true }).click();
    await desk.getByText('Không có đề nghị nào').waitFor();
    await desk.getByText('Đã xử lý').click();
    await desk.getByText('chưa có quyết định').waitFor();
    await proposer.open('/confirmations');
    await page.getByText('Đề nghị đã bị từ chối').waitFor();
  }, 120_000);
});

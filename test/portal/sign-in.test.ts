import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { PASSWORD, superuserQuery } from '../api/environment';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { TestPortal } from './browser';

/** A port that is free now: the portal must know its own address before it listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Several people at several browsers, one after the other, on a machine that does much besides. */
const LONG_MS = 240_000;

const codeOf = (secret: string, offset = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offset * 30_000 });

/** Every page of it can be read by everybody. */
const look = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  expect([name, await axeFaults(page)]).toEqual([name, []]);
};

describeOn('chromium', 'signing in with a second factor', () => {
  let portal: TestPortal;
  let address: string;
  beforeAll(async () => {
    address = `http://localhost:${await freePort()}`;
    portal = await startTestPortal({
      at: '2022-03-14T08:00',
      publicUrl: address,
      signIn: { secondFactor: 'required' },
    });
  });
  afterAll(() => portal?.close());

  const seated = async (person: string): Promise<Page> => {
    await portal.api.officer(person, [`leader@${COMMUNE_UNIT}`]);
    const { page } = await portal.visitor();
    await signInAs(page, person);
    return page;
  };
  const signInAs = async (page: Page, person: string): Promise<void> => {
    await page.goto(`${address}/sign-in`);
    await page.getByLabel('Tên đăng nhập').fill(person);
    await page.getByLabel(/^Mật khẩu/).fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const atWork = (page: Page) => page.waitForURL((at) => at.pathname === '/work');
  /** Chromium's own software key: with a PIN, and somebody there who types it. */
  const withKey = async (page: Page): Promise<void> => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  };

  test(
    'a leader sets a code app up, keeps the recovery codes, works, and proves it at the next sign-in',
    async () => {
      const refused: string[] = [];
      const page = await seated('thào');
      page.on('console', (message) => {
        if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
      });
      await page.getByRole('heading', { name: 'Thiết lập xác thực hai lớp' }).waitFor();
      expect(await page.getByRole('link', { name: 'Việc của tôi' }).count()).toBe(0);
      await look(page, 'enrol');
      await button(page, 'Ứng dụng tạo mã').click();
      await button(page, 'Tiếp tục').click();
      await page.getByRole('img', { name: 'Mã QR cho ứng dụng tạo mã' }).waitFor();
      const shown = await page.getByText('Khóa để gõ tay').innerText();
      const secret = shown.split(':')[1]!.replaceAll(/\s/g, '');
      await look(page, 'enrol-app');
      await page.getByLabel(/^Mã của ứng dụng/).fill('000000');
      await button(page, 'Xác nhận').click();
      await page.getByRole('alert').getByText('không phải mã hiện tại').waitFor();
      await page.getByLabel(/^Mã của ứng dụng/).fill(codeOf(secret, -1));
      await button(page, 'Xác nhận').click();
      const codes = page.getByRole('list', { name: 'Mã khôi phục' }).getByRole('listitem');
      await codes.first().waitFor();
      expect(await codes.count()).toBe(10);
      const recoveryCode = await codes.first().innerText();
      await look(page, 'recovery-codes');
      await button(page, 'Tôi đã lưu, tiếp tục').click();
      await page.getByText('Thay đổi về đăng nhập và quyền của bạn').waitFor();
      await look(page, 'notice');
      await button(page, 'Đúng, tôi đã biết').click();
      await page.getByText('Thay đổi về đăng nhập và quyền của bạn').waitFor({ state: 'detached' });
      expect(refused).toEqual([]);

      const { page: elsewhere } = await portal.visitor();
      await signInAs(elsewhere, 'thào');
      await elsewhere.getByRole('heading', { name: 'Xác thực lớp thứ hai' }).waitFor();
      await look(elsewhere, 'prove');
      await elsewhere.getByLabel(/^Mã của ứng dụng/).fill(codeOf(secret));
      await button(elsewhere, 'Xác nhận').click();
      await atWork(elsewhere);

      const { page: lost } = await portal.visitor();
      await signInAs(lost, 'thào');
      await lost.getByLabel(/^Mã của ứng dụng/).fill(recoveryCode);
      await button(lost, 'Xác nhận').click();
      await atWork(lost);
      await lost.goto(`${address}/people?tab=me`);
      await lost.getByText('Mã khôi phục còn: 9').waitFor();
      await lost.getByText('máy này').waitFor();
      await look(lost, 'own-account');
      await lost
        .getByRole('button', { name: /^Kết thúc: / })
        .first()
        .click();
      await lost.waitForFunction(
        () => (globalThis as any).document.querySelectorAll('[aria-label^="Kết thúc: "]').length === 1,
      );
    },
    LONG_MS,
  );

  test(
    'a security key is registered, signs in without a password, and proves beside one',
    async () => {
      const page = await seated('dín');
      await withKey(page);
      await button(page, 'Khóa bảo mật').click();
      await look(page, 'enrol-key');
      await button(page, 'Đăng ký khóa').click();
      await button(page, 'Tôi đã lưu, tiếp tục').click();
      await page.getByRole('link', { name: 'Việc của tôi' }).waitFor();

      await page.context().clearCookies();
      await page.goto(`${address}/sign-in`);
      await look(page, 'sign-in');
      await button(page, 'Đăng nhập bằng khóa bảo mật').click();
      await atWork(page);

      await page.context().clearCookies();
      await signInAs(page, 'dín');
      await page.getByRole('heading', { name: 'Xác thực lớp thứ hai' }).waitFor();
      await look(page, 'prove-key');
      await button(page, 'Dùng khóa bảo mật').click();
      await atWork(page);
    },
    LONG_MS,
  );

  test('a password of somebody else is changed first', async () => {
    await portal.api.officer('mới', [`receptionist@${COMMUNE_UNIT}`]);
    const { databaseUrl } = portal.api.installation;
    await superuserQuery(databaseUrl, `update accounts set must_change_password = true where person = 'mới'`);
    const { page } = await portal.visitor();
    await signInAs(page, 'mới');
    await page.getByRole('heading', { name: 'Đặt mật khẩu của bạn' }).waitFor();
    await page.getByLabel(/^Mật khẩu hiện tại/).fill(PASSWORD);
    await page.getByLabel(/^Mật khẩu mới/).fill('matkhau123456');
    await page.getByLabel(/^Nhập lại mật khẩu mới/).fill('matkhau123456');
    await button(page, 'Đổi mật khẩu').click();
    await page.getByRole('alert').getByText('dễ bị đoán').waitFor();
    await look(page, 'choose-password');
    await page.getByLabel(/^Mật khẩu mới/).fill('nước mắm cốt dừa');
    await page.getByLabel(/^Nhập lại mật khẩu mới/).fill('nước mắm cốt dừa');
    await button(page, 'Đổi mật khẩu').click();
    await atWork(page);
  });

  test('whoever waits behind a stranger is asked for the code of the app beside the password', async () => {
    await portal.api.officer('chờ', [`receptionist@${COMMUNE_UNIT}`]);
    const { page } = await portal.visitor();
    const { databaseUrl } = portal.api.installation;
    await superuserQuery(databaseUrl, `insert into sign_in_tries values ('name:chờ', 9, $1, $2)`, [
      Date.now(),
      Date.now() + 600_000,
    ]);
    await signInAs(page, 'chờ');
    await page.getByRole('alert').getByText('quá nhiều lần nhập sai').waitFor();
    await page.getByLabel(/^Mã của ứng dụng/).waitFor();
    await look(page, 'rests');
  });
});

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { builtPortal } from '../../workers/portal';
import { PASSWORD, startTestApi } from '../api/environment';
import type { TestApi, TestApiOptions } from '../api/environment';
import { testChromium } from '../servers';

/** Somebody at their own machine: a browser of their own, signed in. */
export interface Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens a page of the portal and waits until it has its content. */
  open(path: string): Promise<Page>;
}

export interface TestPortal {
  readonly api: TestApi;
  readonly url: string;
  /** A person with these posts at a browser of their own. */
  seat(person: string, posts: readonly string[], grants?: readonly ('auditor' | 'administrator')[]): Promise<Desk>;
  /** Somebody who is not signed in. */
  visitor(options?: { readonly javaScriptEnabled?: boolean; readonly width?: number }): Promise<Desk>;
  close(): Promise<void>;
}

/** The built portal before a whole installation, and a real browser. */
export async function startTestPortal(options: TestApiOptions): Promise<TestPortal> {
  const portalDir = await builtPortal(() => undefined);
  const api = await startTestApi({ ...options, portalDir });
  const browser: Browser = await chromium.launch({ executablePath: testChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const { url } = api;
  const sitDown = async (settings: Parameters<Browser['newContext']>[0]): Promise<Desk> => {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: { width: 1366, height: 850 }, ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    return {
      page,
      context,
      open: async (path) => {
        await page.goto(`${url}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        return page;
      },
    };
  };
  return {
    api,
    url,
    async seat(person, posts, grants = []) {
      await api.officer(person, posts, grants);
      const desk = await sitDown({});
      const page = await desk.open('/sign-in');
      await page.getByLabel('Tên đăng nhập').fill(person);
      await page.getByLabel(/^Mật khẩu/).fill(PASSWORD);
      await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
      await page.waitForURL((at) => at.pathname !== '/sign-in');
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      return desk;
    },
    visitor: ({ javaScriptEnabled = true, width = 1366 } = {}) => sitDown({ javaScriptEnabled, viewport: { width, height: 850 } }),
    async close() {
      await browser.close();
      await api.close();
    },
  };
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface Fault {
  readonly rule: string;
  readonly help: string;
  readonly where: readonly string[];
}

/** What axe finds against WCAG 2.2 AA on the page as it stands. */
export async function axeFaults(page: Page): Promise<readonly Fault[]> {
  // Through the debugger, which the page's content policy does not concern.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<{ violations: { id: string; help: string; nodes: { target: string[] }[] }[] }> } };
    const { violations } = await axe.run((globalThis as unknown as { document: unknown }).document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map(({ id, help, nodes }) => ({ rule: id, help, where: nodes.map(({ target }) => target.join(' ')) }));
  });
}

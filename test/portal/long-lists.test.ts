import type { Page } from 'playwright-core';
import { COMMUNE_UNIT, forwarded, officerOf, onlyTask } from '../engine/desk-work';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { Desk, TestPortal } from './browser';

const MANY = 10_000;
const PAGE = 200;
/** What a browser on a village machine has to hold of them. */
const MOST_ROWS = 120;

describeOn('chromium', 'lists of ten thousand', () => {
  let portal: TestPortal;
  let desk: Desk;
  beforeAll(async () => {
    portal = await startTestPortal({ at: '2022-03-14T08:00' });
    const { desk: installed } = portal.api.installation;
    const dossierId = await forwarded(installed, 'long');
    desk = await portal.seat('mỷ', [`receptionist@${COMMUNE_UNIT}`, officerOf(await onlyTask(installed, dossierId))]);
  });
  afterAll(() => portal?.close());

  const rowsThere = (page: Page): Promise<number> => page.locator('tbody tr').count();
  /** Down to where nothing more comes. */
  async function toTheEnd(page: Page, last: string): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
      if (await page.getByText(last, { exact: true }).first().isVisible()) return;
      expect(await rowsThere(page)).toBeLessThan(MOST_ROWS);
      await page.waitForTimeout(50);
    }
    throw new Error(`"${last}" was not reached`);
  }

  test('a search that finds them all in one answer holds a few rows, tells how many there are, and goes to the last one', async () => {
    const { page, open } = desk;
    await page.route(/\/v1\/dossiers\?/, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { items: object[] };
      const items = Array.from({ length: MANY }, (_, n) => ({ ...body.items[0], dossierId: numbered(n), code: `H35.41.01.01-220314-${n}` }));
      await route.fulfill({ response: answer, json: { ...body, items, next: null } });
    });
    await open('/dossiers?applicant=lo thi mai');
    await page.getByText('H35.41.01.01-220314-0', { exact: true }).waitFor();
    expect(await rowsThere(page)).toBeLessThan(MOST_ROWS);
    expect(await page.locator('table[aria-rowcount]').getAttribute('aria-rowcount')).toBe(String(MANY + 1));
    await toTheEnd(page, `H35.41.01.01-220314-${MANY - 1}`);
    expect(await rowsThere(page)).toBeLessThan(MOST_ROWS);
    expect(await axeFaults(page)).toEqual([]);
    await page.unrouteAll({ behavior: 'wait' });
  });

  test('the work list fetches them page by page as it is scrolled, and holds a few rows all the way', async () => {
    const { page, open } = desk;
    await page.route(/\/v1\/tasks\?/, async (route) => {
      const url = new URL(route.request().url());
      const from = Number(url.searchParams.get('cursor') ?? 0);
      url.searchParams.delete('cursor');
      const answer = await route.fetch({ url: url.href });
      const body = (await answer.json()) as { items: object[] };
      const items = Array.from({ length: PAGE }, (_, n) => ({ ...body.items[0], dossierId: numbered(from + n), code: `H35.41.01.01-220314-${from + n}` }));
      await route.fulfill({ response: answer, json: { ...body, items, next: from + PAGE < MANY ? String(from + PAGE) : null } });
    });
    await open('/work');
    await page.getByText('H35.41.01.01-220314-0', { exact: true }).waitFor();
    await toTheEnd(page, `H35.41.01.01-220314-${MANY - 1}`);
    expect(await axeFaults(page)).toEqual([]);
    await page.unrouteAll({ behavior: 'wait' });
  });
});

const numbered = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findInstallation } from '../gateway/installation';
import { findChromium } from './find-chromium';

/**
 * `npm run screenshots [-- FOLDER]`: every page as each kind of person sees it, in both languages at two widths, into
 * screenshots/. On a running demonstration, or on one of its own that it starts and stops.
 */
const PASSWORD = 'mot-cua-lai-chau';
const WIDTHS = [1366, 390];
const LANGUAGES = ['vi', 'en'] as const;

interface Shot {
  readonly name: string;
  /** Undefined: nobody is signed in. */
  readonly person?: string;
  readonly path: string | ((page: Page) => Promise<string>);
}

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'tracking', path: '/tracking' },
  { name: 'procedures-public', path: '/procedures' },
  { name: 'procedure-public', path: '/procedures/1.000656' },
  { name: 'when-ready', path: '/when-ready' },
  { name: 'public-statistics', path: '/public-statistics' },
  { name: 'reception', person: 'pao.lv', path: '/reception' },
  { name: 'work', person: 'lan.nt', path: '/work' },
  { name: 'dossiers', person: 'binh.pv', path: '/dossiers' },
  { name: 'dossier', person: 'binh.pv', path: firstDossier },
  { name: 'receipt', person: 'binh.pv', path: async (page) => `${await firstDossier(page)}/receipt` },
  { name: 'supervision', person: 'binh.pv', path: '/supervision' },
  { name: 'agencies', person: 'quan.hv', path: '/agencies' },
  { name: 'calendar', person: 'quan.hv', path: '/calendar' },
  { name: 'procedure-administration', person: 'quan.hv', path: '/procedures/9.900010.H35' },
  { name: 'people', person: 'quan.hv', path: '/people' },
  { name: 'operations', person: 'quan.hv', path: '/operations' },
  { name: 'training', person: 'pao.lv', path: '/training' },
];

/** A dossier that has come some way. */
async function firstDossier(page: Page): Promise<string> {
  const found = (await page.evaluate("fetch('/v1/dossiers?stage=processing&limit=50').then((answer) => answer.json())")) as { items: { code: string | null; version: number }[] };
  const [longest] = found.items.filter(({ code }) => code !== null).sort((a, b) => b.version - a.version);
  return `/dossiers/${longest?.code ?? ''}`;
}

async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? 'screenshots');
  mkdirSync(folder, { recursive: true });
  const own = (await answers(runningUrl())) ? undefined : await startDemonstration();
  const url = runningUrl()!;
  const browser = await chromium.launch({ executablePath: findChromium().path, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    for (const shot of SHOTS) for (const language of LANGUAGES) for (const width of WIDTHS) await take(browser, url, folder, shot, language, width);
  } finally {
    await browser.close();
    own?.kill('SIGINT');
  }
  console.log(`${SHOTS.length * LANGUAGES.length * WIDTHS.length} pictures in ${folder}`);
}

async function take(browser: Browser, url: string, folder: string, { name, person, path }: Shot, language: (typeof LANGUAGES)[number], width: number): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: width > 800 ? 850 : 844 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  await context.addInitScript(`localStorage.setItem('language', '${language}')`);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${url}/sign-in`);
  if (person !== undefined) {
    await page.locator('input[autocomplete=username]').fill(person);
    await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL((at) => at.pathname !== '/sign-in');
  }
  const address = typeof path === 'string' ? path : await path(page);
  await page.goto(`${url}${address}${address === '/tracking' && language === 'en' ? '?lang=en' : ''}`);
  await page.waitForLoadState('load');
  // Live updates keep the network busy for ever; the page is there when nothing says that it is loading.
  await sleep(1_200);
  await page.screenshot({ path: join(folder, `${name}-${language}-${width}.png`), fullPage: true });
  await context.close();
}

const runningUrl = (): string | undefined => {
  const installation = findInstallation(process.env);
  return installation?.mode.startsWith('demo') ? installation.publicUrl : undefined;
};

const answers = async (url: string | undefined): Promise<boolean> =>
  url !== undefined && (await fetch(`${url}/v1/identity`).then(
    (answer) => answer.ok,
    () => false,
  ));

/** A demonstration of its own, until Wednesday evening of its week. */
async function startDemonstration(): Promise<ChildProcess> {
  console.log('starting a demonstration, until the middle of its week …');
  const child = spawn(process.execPath, [join(__dirname, 'bootstrap.mjs'), 'workers/start.ts', '--demo'], { stdio: 'ignore', cwd: resolve(__dirname, '..') });
  const until = Date.now() + 600_000;
  while (Date.now() < until) {
    await sleep(2_000);
    const url = runningUrl();
    if (!(await answers(url))) continue;
    const session = await fetch(`${url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'kiem.dt', password: PASSWORD }) }).then((answer) => answer.json() as Promise<{ officialTime?: string }>, () => ({}) as { officialTime?: string });
    if ((session.officialTime ?? '') > '2022-03-16T17') return child;
  }
  child.kill('SIGINT');
  throw new Error('the demonstration did not come to the middle of its week');
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

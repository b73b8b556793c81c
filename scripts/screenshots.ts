import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import type { APIRequestContext, Browser, BrowserContext, Page } from 'playwright-core';
import { findInstallation } from '../gateway/installation';
import { openDesk } from '../gateway/open-desk';
import { changeSpeed } from '../workers/legal-clock';
import { findChromium } from './find-chromium';

/**
 * `npm run screenshots [-- FOLDER [NAME…]]`: every page and tab as each kind of person sees it, in both languages at two widths,
 * into screenshots/; only those whose names begin with one of NAME, where any is given. On a running demonstration, or on one of
 * its own that it starts and stops.
 */
const PASSWORD = 'mot-cua-lai-chau';
const WIDTHS = [1366, 390] as const;
const LANGUAGES = ['vi', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** What the pictures are of; an address that leads nowhere would be a picture of an error. */
interface Scene {
  /** A dossier that has come a long way and goes on. */
  readonly travelled: string;
  readonly late: string;
  readonly finished: string;
  /** Something was asked for in it, so that there is a paper of it. */
  readonly supplemented: string;
  /** At the window of the sample receptionist, not accepted yet. */
  readonly waiting: string;
  /** Accepted there, at the desk of the sample specialist; whoever handed it in complains of it. */
  readonly own: { readonly code: string; readonly secret: string };
}

interface Shot {
  readonly name: string;
  readonly path: string | ((scene: Scene) => string);
  /** What is done on the page before the picture. */
  readonly then?: (page: Page, scene: Scene) => Promise<unknown>;
}

const PROCEDURE = '9.900010.H35';
const WINDOW = 'H35.41.01.01';

/** Of whom which pages are taken; nobody is signed in under the empty name. */
const SHOTS: Readonly<Record<string, readonly Shot[]>> = {
  '': [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'public-procedures', path: '/procedures' },
    { name: 'public-procedure', path: '/procedures/1.000656' },
    { name: 'public-calendar', path: '/calendar' },
    { name: 'public-when-ready', path: `/when-ready?procedure=${PROCEDURE}&on=2022-03-17&at=15:30` },
    { name: 'public-when-ready-empty', path: '/when-ready' },
    { name: 'public-statistics', path: '/public-statistics' },
    { name: 'public-tracking', path: '/tracking' },
    { name: 'public-tracking-found', path: '/tracking', then: (page, { own }) => track(page, own) },
    { name: 'public-tracking-unknown', path: '/tracking', then: (page, { own }) => track(page, { ...own, secret: 'wrong' }) },
  ],
  'pao.lv': [
    { name: 'reception-empty', path: '/reception' },
    { name: 'reception-new', path: '/reception', then: fillIn },
    { name: 'reception-waiting', path: '/reception?tab=waiting' },
    { name: 'reception-waiting-one', path: ({ waiting }) => `/reception?tab=waiting&dossier=${waiting}` },
    {
      name: 'reception-supplement',
      path: ({ waiting }) => `/reception?tab=waiting&dossier=${waiting}`,
      then: (page) => press(page, /^(Yêu cầu bổ sung|Ask for what is missing)/),
    },
    { name: 'receipt', path: ({ own }) => `/dossiers/${own.code}/receipt` },
    { name: 'work-receptionist', path: '/work' },
    { name: 'training-reception', path: '/training' },
    { name: 'no-permission', path: '/operations' },
    // The server itself knows no such address; a link within the portal may still lead there.
    { name: 'not-found', path: '/procedures', then: (page) => page.evaluate("history.pushState({}, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))") },
    { name: 'menu', path: '/procedures', then: (page) => press(page, /^(Tài khoản|Account)/) },
  ],
  'may.vt': [
    { name: 'work-one', path: '/work' },
    { name: 'dossier-own', path: ({ own }) => `/dossiers/${own.code}` },
    { name: 'dossier-act', path: ({ own }) => `/dossiers/${own.code}`, then: (page) => press(page, /^(Yêu cầu bổ sung|Ask for a supplement)$/) },
  ],
  'lan.nt': [
    { name: 'work', path: '/work' },
    { name: 'work-chosen', path: '/work', then: (page) => page.getByRole('table').getByRole('checkbox').nth(1).check({ force: true }) },
    { name: 'work-unassigned', path: '/work?queue=unassigned' },
    { name: 'work-mine', path: '/work?queue=mine' },
    { name: 'account', path: '/people?tab=me' },
    { name: 'training-specialist', path: '/training' },
  ],
  'minh.tv': [
    { name: 'work-leader', path: '/work' },
    { name: 'supervision-leader', path: '/supervision' },
    { name: 'supervision-leader-due', path: '/supervision?tab=due' },
  ],
  'binh.pv': [
    { name: 'dossiers', path: '/dossiers' },
    { name: 'dossiers-found', path: '/dossiers?stage=processing&overdue=true' },
    { name: 'dossiers-none', path: '/dossiers?code=H35.99' },
    { name: 'dossier', path: ({ travelled }) => `/dossiers/${travelled}` },
    { name: 'dossier-late', path: ({ late }) => `/dossiers/${late}` },
    { name: 'dossier-finished', path: ({ finished }) => `/dossiers/${finished}` },
    { name: 'papers-supplement', path: ({ supplemented }) => `/dossiers/${supplemented}/papers?paper=02-1` },
    { name: 'papers-control', path: ({ travelled }) => `/dossiers/${travelled}/papers?paper=06` },
    { name: 'dossier-complaint', path: ({ own }) => `/dossiers/${own.code}` },
    { name: 'dossier-unknown', path: '/dossiers/H35.41.01.01-220101-9999' },
    { name: 'supervision-rate', path: '/supervision' },
    { name: 'supervision-figure', path: '/supervision?tab=rate&figure=received' },
    ...['due', 'steps', 'load', 'escalations', 'complaints'].map((tab) => ({ name: `supervision-${tab}`, path: `/supervision?tab=${tab}` })),
    { name: 'procedure-guide', path: `/procedures/${PROCEDURE}` },
    ...['route', 'rules', 'versions', 'edit'].map((tab) => ({ name: `procedure-${tab}`, path: `/procedures/${PROCEDURE}?tab=${tab}` })),
    { name: 'procedure-branches', path: '/procedures/1.012790?tab=route' },
    { name: 'operations-control', path: '/operations' },
    { name: 'training-control', path: '/training' },
  ],
  'kiem.dt': [
    { name: 'people-auditor', path: '/people' },
    { name: 'supervision-auditor', path: '/supervision' },
  ],
  'quan.hv': [
    { name: 'procedures', path: '/procedures' },
    { name: 'agencies', path: '/agencies' },
    { name: 'agencies-one', path: '/agencies?code=H35.12' },
    { name: 'agencies-search', path: '/agencies?q=tan uyen' },
    { name: 'calendar', path: '/calendar' },
    { name: 'calendar-amend', path: '/calendar?tab=amend' },
    { name: 'people', path: '/people' },
    { name: 'people-one', path: '/people?person=may.vt' },
    { name: 'people-clients', path: '/people?tab=clients' },
    ...['waiting', 'delivery', 'notices', 'subscriptions'].map((tab) => ({ name: `operations-${tab}`, path: `/operations?tab=${tab}` })),
  ],
};

async function main(): Promise<void> {
  const [folder = 'screenshots', ...wanted] = process.argv.slice(2);
  const into = resolve(folder);
  mkdirSync(into, { recursive: true });
  const own = (await answers(runningUrl())) ? undefined : spawnDemonstration();
  let browser: Browser | undefined;
  const tidyUp = async (): Promise<void> => {
    await browser?.close();
    await stop(own);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void tidyUp().finally(() => process.exit(1)));
  let taken = 0;
  try {
    if (own) await reachMiddleOfTheWeek(own);
    const url = runningUrl()!;
    // Signals are this program's: the browser would end it before its demonstration has stopped.
    const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
    browser = await chromium.launch({ executablePath: findChromium().path, args: ['--no-sandbox', '--disable-dev-shm-usage'], ...signals });
    const windows = browser;
    const scene = await setScene(windows, url);
    for (const [person, all] of Object.entries(SHOTS)) {
      const shots = all.filter(({ name }) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning)));
      if (shots.length === 0) continue;
      // Beside each other: most of the time a page waits for its server.
      const sessions = LANGUAGES.flatMap((language) => WIDTHS.map((width) => ({ url, person, language, width, scene, shots, into })));
      await Promise.all(sessions.map((session) => takeAll(windows, session)));
      taken += sessions.length * shots.length;
    }
  } finally {
    await tidyUp();
  }
  console.log(`${taken} pictures in ${into}`);
}

interface Session {
  readonly url: string;
  readonly person: string;
  readonly language: Language;
  readonly width: number;
  readonly scene: Scene;
  readonly shots: readonly Shot[];
  readonly into: string;
}

/** One after the other in one browser window, as somebody would look at them. */
async function takeAll(browser: Browser, { url, person, language, width, scene, shots, into }: Session): Promise<void> {
  const viewport = { width, height: heightOf(width) };
  const context = await browser.newContext({ baseURL: url, viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' });
  await context.addInitScript(`localStorage.setItem('language', '${language}')`);
  if (person !== '') await signIn(context.request, person);
  for (const { name, path, then } of shots) {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const address = typeof path === 'string' ? path : path(scene);
    try {
      // Written by the server, which knows of no chosen language.
      await page.goto(address.startsWith('/tracking') ? `${address}?lang=${language}` : address);
      await settled(page);
      await then?.(page, scene);
      await settled(page);
      await showWhole(page, width);
      await page.screenshot({ path: join(into, `${name}-${language}-${width}.png`), animations: 'disabled' });
    } catch (error) {
      throw new Error(`${name} (${language}, ${width}): ${(error as Error).message}`);
    }
    await page.close();
  }
  await context.close();
}

/** Live updates keep the network busy for ever: a page is there when it has its title, nothing in it loads, and it stays as it is. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const looks = () => page.evaluate<string>(LOOKS);
  for (let before = LOADING, now = await looks(); now === LOADING || before !== now; ) {
    await sleep(150);
    [before, now] = [now, await looks()];
  }
}

const LOADING = 'loading';
/** How much there is on the page, in words that the page's content policy lets the debugger alone evaluate. */
const LOOKS = `document.fonts.status !== 'loaded' || document.querySelector('.mantine-Loader-root, .mantine-Skeleton-root, [data-loading]')
  ? '${LOADING}' : String(document.body.innerHTML.length)`;

/** A window as high as its page, so that what stays at its edges stands where it would; a dialog is seen as it opens. */
async function showWhole(page: Page, width: number): Promise<void> {
  if (await page.getByRole('dialog').count()) return;
  // A list that draws what is in view alone learns its height while it is drawn.
  for (let drawn = 0; drawn < 2; drawn++) {
    const height = await page.evaluate<number>('document.documentElement.scrollHeight');
    await page.setViewportSize({ width, height: Math.max(heightOf(width), height) });
    await settled(page);
  }
}

const heightOf = (width: number): number => (width > 800 ? 850 : 844);

const press = (page: Page, name: RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

async function track(page: Page, { code, secret }: Scene['own']): Promise<void> {
  await page.locator('input[name=code]').fill(code);
  await page.locator('input[name=secret]').fill(secret);
  await page.locator('main').getByRole('button').first().click();
}

/** A dossier at the window, half entered. */
async function fillIn(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: /^(Thủ tục|Procedure)/ }).fill('khai sinh');
  await page.getByRole('option').first().click();
  await page.getByRole('checkbox').first().check();
  await page.getByLabel(/^(Họ và tên|Name)/).first().fill('Lò Thị Hoa');
  await page.evaluate('document.activeElement.blur()');
}

async function signIn(request: APIRequestContext, name: string): Promise<string> {
  const answer = await request.post('/v1/session', { data: { name, password: PASSWORD } });
  if (!answer.ok()) throw new Error(`${name} cannot sign in: ${await answer.text()}`);
  return ((await answer.json()) as { csrfToken: string }).csrfToken;
}

interface Desk {
  readonly context: BrowserContext;
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, data: unknown, headers?: Readonly<Record<string, string>>) => Promise<T>;
}

async function deskOf(browser: Browser, url: string, person: string): Promise<Desk> {
  const context = await browser.newContext({ baseURL: url });
  const csrf = await signIn(context.request, person);
  let acts = 0;
  return {
    context,
    get: async (path) => (await context.request.get(path)).json(),
    async post(path, data, headers = {}) {
      const answer = await context.request.post(path, { data, headers: { 'x-csrf-token': csrf, 'idempotency-key': `pictures-${Date.now()}-${acts++}`, ...headers } });
      if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
      return answer.json();
    },
  };
}

interface Summary {
  readonly code: string | null;
  readonly version: number;
}

/** What people of the commune bring to the window: procedure, its document, who. */
const BROUGHT = [
  ['9.900011.H35', 'request-m12', 'Lò Văn Ín'],
  ['1.001776', 'declaration', 'Tao Thị Ón'],
  ['9.900012.H35', 'request', 'Vàng Seo Phừ'],
  ['1.001731', 'declaration', 'Giàng Thị Mỷ'],
] as const;
const ACCEPTED = 3;
const PHONE = '0912 345 678';

interface Task {
  readonly dossierId: string;
  readonly taskId: string;
  readonly kind: string;
  readonly agency: string;
  readonly version: number;
}

/** Finds what the demonstration has, and adds what its week does not bring: work for the sample people of the commune. */
async function setScene(browser: Browser, url: string): Promise<Scene> {
  const [window, office, control] = [await deskOf(browser, url, 'pao.lv'), await deskOf(browser, url, 'may.vt'), await deskOf(browser, url, 'binh.pv')];
  const as = `receptionist@${WINDOW}`;
  const handIn = (procedure: string, document: string, name: string) =>
    window.post<{ dossierId: string }>('/v1/dossiers', { procedure, unit: WINDOW, documents: [document], applicant: { name, phone: PHONE }, as });
  const passOn = async (dossier: string): Promise<string> => {
    const { code } = await window.post<{ code: string }>(`/v1/dossiers/${dossier}/acts/accept`, { as });
    await window.post(`/v1/dossiers/${dossier}/acts/complete`, { as });
    return code;
  };
  const tasksOf = async ({ get }: Desk): Promise<readonly Task[]> => (await get<{ items: Task[] }>('/v1/tasks?limit=50')).items;
  const atWindow = (await tasksOf(window)).find(({ kind }) => kind === 'receive');
  let waiting = atWindow?.dossierId ?? '';
  if (atWindow === undefined) {
    for (const [i, [procedure, document, name]] of BROUGHT.entries()) {
      const { dossierId } = await handIn(procedure, document, name);
      if (i < ACCEPTED) await passOn(dossierId);
      else waiting = dossierId;
    }
    const [first] = await tasksOf(office);
    if (first) await office.post(`/v1/dossiers/${first.dossierId}/acts/acknowledge`, { taskId: first.taskId, version: first.version, as: `specialist@${first.agency}` });
  }
  const { dossierId } = await handIn(PROCEDURE, 'request', 'Vàng A Dình');
  const code = await passOn(dossierId);
  const { trackingSecret: secret } = await window.post<{ trackingSecret: string }>(`/v1/dossiers/${code}/receipt/prints`, {});
  const own = { code, secret };
  const complaint = { text: 'Gia đình ở xa, đề nghị cho biết có thể nhận kết quả tại nhà hay không.', contact: PHONE };
  await window.post(`/v1/tracking/${own.code}/complaints`, complaint, { 'x-tracking-secret': secret });

  const longest = async (query: string): Promise<string> => {
    const { items } = await control.get<{ items: Summary[] }>(`/v1/dossiers?${query}&limit=200`);
    const [first] = items.filter(({ code }) => code !== null).sort((a, b) => b.version - a.version);
    if (!first) throw new Error(`the demonstration has no dossier of ${query}`);
    return first.code!;
  };
  const askedFor = async (): Promise<string> => {
    const { items } = await control.get<{ items: Summary[] }>('/v1/dossiers?limit=200');
    for (const { code } of items.filter((each) => each.code !== null)) {
      const history = await control.get<{ items: { type?: string }[] }>(`/v1/dossiers/${code}/history`);
      if (history.items.some(({ type }) => type === 'SupplementRequested')) return code!;
    }
    throw new Error('the demonstration has no dossier in which something was asked for');
  };
  const scene = {
    travelled: await longest('stage=processing'),
    late: await longest('stage=processing&overdue=true'),
    finished: await longest('stage=returned'),
    supplemented: await askedFor(),
    waiting,
    own,
  };
  for (const { context } of [window, office, control]) await context.close();
  return scene;
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

const MIDDLE_OF_THE_WEEK = '2022-03-17T09';
const LONGEST_START_MS = 900_000;

function spawnDemonstration(): ChildProcess {
  console.log('starting a demonstration, until the middle of its week …');
  return spawn(process.execPath, [join(__dirname, 'bootstrap.mjs'), 'workers/start.ts', '--demo'], { stdio: 'ignore', cwd: resolve(__dirname, '..') });
}

/** Until Thursday morning of its week, when there is something of everything and officials are at work; they stay there for the pictures. */
async function reachMiddleOfTheWeek(demonstration: ChildProcess): Promise<void> {
  const until = Date.now() + LONGEST_START_MS;
  while (Date.now() < until && demonstration.exitCode === null) {
    await sleep(500);
    const url = runningUrl();
    if (!(await answers(url))) continue;
    const { officialTime } = (await (await fetch(`${url}/v1/identity`)).json()) as { officialTime: string };
    if (officialTime > MIDDLE_OF_THE_WEEK) return goOnAtOrdinaryPace();
  }
  throw new Error('the demonstration did not come to the middle of its week; npm start -- --demo says why');
}

async function goOnAtOrdinaryPace(): Promise<void> {
  const desk = await openDesk(findInstallation(process.env)!, process.env);
  await changeSpeed(desk.db, desk.clock.now(), 1);
  await desk.close();
}

/** Its servers are stopped by it, which takes a moment. */
async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  await gone;
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

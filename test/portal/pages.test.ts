import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { Desk, TestPortal } from './browser';
import { COMMUNE, LEADER_PERSON, PROCEDURE, SOCIAL_DESK, SPECIALIST_PERSON, setPortalScene } from './scene';
import type { Scene } from './scene';
import { COMMUNE_UNIT } from '../engine/desk-work';

type Role = keyof typeof POSTS;
type Language = 'vi' | 'en';

interface Visit {
  /** {name} stands for what the scene calls so. */
  readonly path: string;
  /** Words, or several of which one will do, without which the page has not come. */
  readonly shows?: string;
  /** A page that is for others. */
  readonly forbidden?: true;
  /** Buttons that are pressed before one looks, in Vietnamese and English. */
  readonly press?: readonly (readonly [vi: string, en: string])[];
  /** What else is done before. */
  readonly then?: (page: Page) => Promise<void>;
  /** Statuses of answers that belong to the page, for errors are pages, too. */
  readonly answers?: readonly number[];
}

/** Who works in the commune, or watches over it, with posts besides those the scene gave; null is somebody who has not signed in. */
const POSTS = {
  administrator: { person: 'quân', posts: [], grants: ['administrator'] },
  control: { person: 'bình', posts: ['procedure-control@H35.01.02'] },
  leader: { person: LEADER_PERSON, posts: [] },
  specialist: { person: SPECIALIST_PERSON, posts: [`specialist@${COMMUNE}.03`, `clerk@${SOCIAL_DESK}`] },
  receptionist: { person: 'páo', posts: [`receptionist@${COMMUNE_UNIT}`] },
  auditor: { person: 'kiểm', posts: [], grants: ['auditor'] },
  visitor: null,
} as const;
const ROLES = Object.keys(POSTS) as Role[];

const at = (...paths: readonly string[]): readonly Visit[] => paths.map((path) => ({ path }));
/** What stands on a page only because the scene has it. */
const showing = (shows: string, ...paths: readonly string[]): readonly Visit[] => paths.map((path) => ({ path, shows }));
const forbidden = (...paths: readonly string[]): readonly Visit[] => paths.map((path) => ({ path, forbidden: true }));

const DUE = `/when-ready?procedure=${PROCEDURE}&unit=${COMMUNE_UNIT}&on=2022-03-14`;
const FOR_EVERYBODY: readonly Visit[] = [...at('/procedures', `/procedures/${PROCEDURE}`, '/calendar', DUE, '/public-statistics'), { path: '/no-such-page', answers: [404] }];
const SIGNED_IN = [...FOR_EVERYBODY, ...at(`/agencies?code=${COMMUNE_UNIT}`, '/people?tab=me', '/training', '/confirmations')];
const DOSSIERS = [...showing('{taken}', '/dossiers'), ...showing('{late}', '/dossiers/{late}'), ...showing('{returned}', '/dossiers/{returned}')];
const SUPERVISION = [
  ...at('/supervision', '/supervision?tab=steps', '/supervision?tab=load'),
  ...showing('{late}', '/supervision?tab=due', '/supervision?tab=escalations'),
  ...showing('{returned}', '/supervision?tab=complaints'),
];
const PUBLISHING = at(`/procedures/${PROCEDURE}?tab=edit`, '/procedures?tab=new', '/calendar?tab=amend', '/agencies?tab=versions');
const OPERATIONS = [
  ...showing('lienthong verify', '/operations'),
  ...at('/operations?tab=waiting&for=person'),
  ...showing('subscription:|Kho dữ liệu tỉnh', '/operations?tab=delivery'),
  ...showing('sms', '/operations?tab=notices'),
];

/** Every page with its tabs and states, for each who may open it; what looks the same to all is looked at once. */
const VISITS: Readonly<Record<Role, readonly Visit[]>> = {
  administrator: [
    ...SIGNED_IN,
    ...PUBLISHING,
    ...OPERATIONS,
    ...showing('Kho dữ liệu tỉnh', '/operations?tab=subscriptions'),
    ...showing(LEADER_PERSON, '/people'),
    ...showing('he-thong-thue', '/people?tab=clients'),
    ...at(`/people?q=${LEADER_PERSON}`, `/people?person=${SPECIALIST_PERSON}`),
    ...forbidden('/dossiers'),
    { path: '/people', press: [['Thêm cán bộ', 'Add somebody']] },
    { path: '/operations?tab=subscriptions', press: [['Thêm hệ thống nhận tin', 'Add a subscription']] },
  ],
  control: [
    ...SIGNED_IN,
    ...PUBLISHING,
    ...OPERATIONS,
    ...DOSSIERS,
    ...SUPERVISION,
    ...at(`/procedures/${PROCEDURE}?tab=route`, `/procedures/${PROCEDURE}?tab=rules`, `/procedures/${PROCEDURE}?tab=versions`),
    ...showing('{taken}', '/dossiers?stage=processing'),
    ...forbidden('/reception'),
  ],
  leader: [
    ...SIGNED_IN,
    ...DOSSIERS,
    ...SUPERVISION,
    ...at('/work', '/people', `/people?person=${SPECIALIST_PERSON}`, '/supervision?tab=escalations&state=closed'),
    ...showing('{taken}', '/supervision?tab=due&list=soon', '/supervision?figure=received'),
    ...showing('{returned}', `/supervision?tab=steps&procedure=${PROCEDURE}&step=commune-check`, '/supervision?tab=complaints&answered=true'),
    ...forbidden('/operations'),
  ],
  specialist: [
    ...SIGNED_IN,
    ...DOSSIERS,
    ...showing('{late}', '/work', '/work?queue=unassigned'),
    ...showing('{taken}', '/work?queue=mine'),
    ...showing('Đơn đề nghị.txt', '/dossiers/{taken}'),
    ...showing('Giấy xác nhận của đơn vị', '/dossiers/{paused}', '/dossiers/{paused}/papers'),
    ...at('/work?queue=involved', '/people', '/dossiers/{examined}', '/dossiers/{withdrawn}', '/dossiers?code=H35.00', '/dossiers/{late}/papers'),
    ...forbidden('/supervision'),
    { path: '/dossiers/{taken}', press: [['Yêu cầu bổ sung', 'Ask for a supplement']] },
  ],
  receptionist: [
    ...SIGNED_IN,
    ...DOSSIERS,
    ...showing('Vàng Thị Chờ', '/reception?tab=waiting', '/reception?tab=waiting&dossier={waiting}', '/dossiers/{waiting}'),
    ...showing('{taken}', '/dossiers/{taken}/receipt'),
    ...showing('{examined}', '/dossiers?applicant=sung thi dua'),
    ...at('/reception', '/work', '/people', '/dossiers/{refused}', '/dossiers/{waiting}/receipt'),
    { path: '/dossiers/H35.41.01.01-220314-9999', answers: [404] },
    { path: '/reception', press: [['Tài khoản: páo', 'Account: páo']] },
  ],
  auditor: [...SIGNED_IN, ...DOSSIERS, ...SUPERVISION, ...at('/people', ...['reception', 'specialist', 'leader', 'control', 'administrator'].map((role) => `/training?role=${role}`))],
  visitor: [
    ...FOR_EVERYBODY,
    ...at('/sign-in', '/sign-in?ended=true', `/procedures/${PROCEDURE}?version=2`, '/calendar?year=2021', '/when-ready', `/public-statistics?unit=${COMMUNE_UNIT}`, '/tracking', '/tracking?code={returned}'),
    { path: '/procedures/9.999999', answers: [404] },
  ],
};

const nameOf = ({ path, forbidden: others, press = [] }: Visit): string => [path, ...(others ? ['for others'] : []), ...press.map(([, en]) => en)].join(' > ');
/** The first to open a page opens it on a telephone in English, too. */
const CASES = ROLES.flatMap((role) => VISITS[role].map((visit) => ({ role, visit, name: nameOf(visit) }))).map((each, i, all) => ({ ...each, first: all.findIndex(({ name }) => name === each.name) === i }));

describeOn('chromium', 'every page, for everybody who may open it', () => {
  let portal: TestPortal;
  let scene: Scene;
  const desks = new Map<Role, Promise<Watched>>();
  beforeAll(async () => {
    portal = await startTestPortal({ at: '2022-03-07T08:00' });
    scene = await setPortalScene(portal.api);
  });
  afterAll(() => portal?.close());

  const deskOf = (role: Role): Promise<Watched> => {
    const known = desks.get(role);
    if (known) return known;
    const post = POSTS[role];
    const seated = (post === null ? portal.visitor() : portal.seat(post.person, post.posts, 'grants' in post ? post.grants : [])).then((desk) => watched(desk, portal.url));
    desks.set(role, seated);
    return seated;
  };
  const named = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: keyof Scene) => scene[name]);

  test.each(CASES)('$role: $name', async ({ role, visit, first }) => {
    const desk = await deskOf(role);
    const url = `${portal.url}${named(visit.path)}`;
    const asNamed = { ...visit, ...(visit.shows === undefined ? {} : { shows: named(visit.shows) }) };
    expect(await faultsOf(desk, url, asNamed, 'vi', 1366)).toEqual(NONE);
    if (first) expect(await faultsOf(desk, url, asNamed, 'en', 360)).toEqual(NONE);
  });

  test('none of the portal was left out', () => {
    const routes = [...readFileSync('portal/app/router.tsx', 'utf8').matchAll(/page\('([^']+)'/g)].map(([, route]) => new RegExp(`^${route!.replace(/\$\w+/g, '[^/?]+')}(\\?|$)`));
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((route) => !CASES.some(({ visit }) => !visit.forbidden && route.test(visit.path)))).toEqual([]);
  });

  test('the menu on a telephone', async () => {
    const desk = await deskOf('receptionist');
    const open = { path: '/reception', press: [['Mở danh mục', 'Open the menu']] } as const;
    for (const language of ['vi', 'en'] as const) expect(await faultsOf(desk, `${portal.url}/reception`, open, language, 360)).toEqual(NONE);
  });

  test.each([['vi', 1366], ['en', 360]] as const)('a dossier as the applicant sees it, in %s at %i', async (language, width) => {
    const desk = await deskOf('visitor');
    const show = async (page: Page): Promise<void> => {
      await page.getByLabel(/^(Mã tra cứu|Tracking code)/).fill(scene.returnedSecret);
      await page.getByRole('button', { name: /^(Xem hồ sơ|Show)/ }).click();
      await page.getByText('Thu tiền không có biên lai').waitFor();
    };
    expect(await faultsOf(desk, `${portal.url}/tracking?code=${scene.returned}`, { path: '', then: show }, language, width)).toEqual(NONE);
  });
});

const NONE = { headings: 1, title: 'of its own', wider: 0, unread: [], errors: [], failed: [], axe: [] };

/** What is wrong with a page as somebody finds it: NONE where nothing is. */
async function faultsOf({ page, heard, titles }: Watched, url: string, { shows, forbidden: others, press = [], then, answers = [] }: Visit, language: Language, width: number) {
  await page.setViewportSize({ width, height: width < 800 ? 740 : 850 });
  await page.evaluate(`localStorage.setItem('language', '${language}')`);
  heard.errors.length = heard.failed.length = 0;
  await page.goto(language === 'en' && url.includes('/tracking') ? `${url}${url.includes('?') ? '&' : '?'}lang=en` : url);
  await settled(page, heard);
  if (shows !== undefined) await page.getByText(new RegExp(shows)).first().waitFor();
  if (others) await page.getByText(/^(Vị trí của bạn không dùng trang này|Your posts have no use of this page)$/).waitFor();
  for (const [vi, en] of press) {
    await page.getByRole('button', { name: language === 'vi' ? vi : en }).first().click();
    await settled(page, heard);
  }
  if (then) {
    await then(page);
    await settled(page, heard);
  }
  const axe = await axeFaults(page);
  const seen = await page.evaluate<Seen>(LOOK);
  // Two dossiers without a code are called the same.
  const route = new URL(page.url()).pathname.replace(/^\/dossiers\/[\w-]{36}$/, '/dossiers/{id}');
  const title = seen.title.replace(/^\(\d+\) /, '');
  const known = titles.get(title) ?? route;
  titles.set(title, known);
  return {
    headings: seen.headings,
    title: known === route && /^\S.* · \S/.test(title) ? 'of its own' : `${title} (as ${known})`,
    wider: seen.wider,
    unread: seen.words.match(/\b(undefined|NaN)\b|\[object Object\]|Invalid Date/g) ?? [],
    errors: [...heard.errors],
    failed: heard.failed.filter((line) => !answers.some((status) => line.startsWith(`${status} `))),
    axe,
  };
}

/** In the browser: what can be seen or heard of the page. */
const LOOK = `({
  headings: document.querySelectorAll('h1').length,
  title: document.title,
  wider: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
  words: [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((each) => ['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name)))].join('\\n'),
})`;
interface Seen {
  readonly headings: number;
  readonly title: string;
  /** By so many pixels the page is wider than its window. */
  readonly wider: number;
  readonly words: string;
}

/** In the browser: whether everything has come and nothing moves. */
const IS_STILL = `document.fonts.ready.then(() => document.querySelector('[aria-busy=true], [data-loading], .mantine-Loader-root') === null && document.getAnimations().every(({ playState }) => playState !== 'running'))`;

interface Watched extends Desk {
  readonly heard: { readonly errors: string[]; readonly failed: string[]; readonly under: Set<unknown> };
  /** The page that a title was first read on. */
  readonly titles: Map<string, string>;
}

/** Somebody whose browser is listened to. */
async function watched(desk: Desk, url: string): Promise<Watched> {
  const { page } = desk;
  const heard: Watched['heard'] = { errors: [], failed: [], under: new Set() };
  page.on('pageerror', (error) => heard.errors.push(error.message));
  // What was answered with an error is heard of below.
  page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && heard.errors.push(message.text()));
  page.on('request', (request) => !request.url().endsWith('/v1/stream') && heard.under.add(request));
  page.on('requestfinished', (request) => heard.under.delete(request));
  page.on('requestfailed', (request) => {
    heard.under.delete(request);
    // What nobody waits for any more has not failed.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') heard.failed.push(`${request.failure()?.errorText} ${request.url()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const nobody = response.status() === 401 && pathname === '/v1/session';
    if (response.status() >= 400 && !nobody) heard.failed.push(`${response.status()} ${response.request().method()} ${pathname}`);
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url}/procedures`);
  return { ...desk, heard, titles: new Map() };
}

/** Until everything that was asked for is there, and nothing moves. */
async function settled(page: Page, { under }: Watched['heard']): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // Twice: what has just come may ask for more.
  for (let [tries, quiet] = [0, 0]; quiet < 2; tries++) {
    if (tries > 400) throw new Error(`${page.url()} does not come to rest: ${[...under].map((request) => (request as { url(): string }).url()).join(', ')}`);
    quiet = under.size === 0 && (await page.evaluate<boolean>(IS_STILL)) ? quiet + 1 : 0;
    if (quiet < 2) await sleep(30);
  }
}

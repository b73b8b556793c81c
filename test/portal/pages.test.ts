import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describeOn } from '../servers';
import { axeFaults, startTestPortal } from './browser';
import type { Desk, TestPortal } from './browser';
import { COMMUNE, PROCEDURE, SOCIAL_DESK, SPECIALIST_PERSON, setPortalScene } from './scene';
import type { Scene } from './scene';
import { COMMUNE_UNIT } from '../engine/desk-work';

type Role = keyof typeof POSTS;
type Language = 'vi' | 'en';

interface Visit {
  /** {name} stands for what the scene calls so. */
  readonly path: string;
  /** Buttons that are pressed before one looks, in Vietnamese and English. */
  readonly press?: readonly (readonly [vi: string, en: string])[];
  /** Statuses of answers that belong to the page, for errors are pages, too. */
  readonly answers?: readonly number[];
}

/** Who works in the commune, or watches over it; null is somebody who has not signed in. */
const POSTS = {
  administrator: { person: 'quân', posts: [], grants: ['administrator'] },
  control: { person: 'bình', posts: ['procedure-control@H35.01.02'] },
  leader: { person: 'chu', posts: [`leader@${COMMUNE}`] },
  // Besides the post that the scene gave.
  specialist: { person: SPECIALIST_PERSON, posts: [`specialist@${COMMUNE}.03`, `leader@${SOCIAL_DESK}`] },
  receptionist: { person: 'páo', posts: [`receptionist@${COMMUNE_UNIT}`] },
  auditor: { person: 'kiểm', posts: [], grants: ['auditor'] },
  visitor: null,
} as const;
const ROLES = Object.keys(POSTS) as Role[];

const at = (...paths: readonly string[]): readonly Visit[] => paths.map((path) => ({ path }));

const FOR_EVERYBODY = [
  ...at('/procedures', `/procedures/${PROCEDURE}`, '/calendar', `/when-ready?procedure=${PROCEDURE}&unit=${COMMUNE_UNIT}&on=2022-03-14`, '/public-statistics'),
  { path: '/no-such-page' },
];
const SIGNED_IN = [...FOR_EVERYBODY, ...at(`/agencies?code=${COMMUNE_UNIT}`, '/people?tab=me', '/training')];
const DOSSIERS = at('/dossiers', '/dossiers/{late}', '/dossiers/{returned}');
const SUPERVISION = at('/supervision', '/supervision?tab=due', '/supervision?tab=steps', '/supervision?tab=load', '/supervision?tab=escalations', '/supervision?tab=complaints');
const PUBLISHING = at(`/procedures/${PROCEDURE}?tab=edit`, '/procedures?tab=new', '/calendar?tab=amend');
const OPERATIONS = at('/operations', '/operations?tab=waiting&for=person', '/operations?tab=delivery', '/operations?tab=notices');

/** Every page with its tabs and states, for each who may open it; what looks the same to all is looked at once. */
const VISITS: Readonly<Record<Role, readonly Visit[]>> = {
  administrator: [
    ...SIGNED_IN,
    ...PUBLISHING,
    ...OPERATIONS,
    ...at('/operations?tab=subscriptions', '/people', '/people?q=mai', '/people?person=máy', '/people?tab=clients', '/dossiers'),
    { path: '/people', press: [['Thêm cán bộ', 'Add somebody']] },
    { path: '/operations?tab=subscriptions', press: [['Thêm hệ thống nhận tin', 'Add a subscription']] },
  ],
  control: [
    ...SIGNED_IN,
    ...PUBLISHING,
    ...OPERATIONS,
    ...DOSSIERS,
    ...SUPERVISION,
    ...at(`/procedures/${PROCEDURE}?tab=route`, `/procedures/${PROCEDURE}?tab=rules`, `/procedures/${PROCEDURE}?tab=versions`, '/dossiers?stage=processing', '/reception'),
  ],
  leader: [
    ...SIGNED_IN,
    ...DOSSIERS,
    ...SUPERVISION,
    ...at('/work', '/people', '/people?person=máy', '/supervision?tab=due&list=soon', '/supervision?figure=received', `/supervision?tab=steps&procedure=${PROCEDURE}&step=commune-check`, '/supervision?tab=escalations&state=closed', '/supervision?tab=complaints&answered=true', '/operations'),
  ],
  specialist: [
    ...SIGNED_IN,
    ...DOSSIERS,
    ...at('/work', '/work?queue=mine', '/work?queue=unassigned', '/work?queue=involved', '/people', '/dossiers/{examined}', '/dossiers/{taken}', '/dossiers/{paused}', '/dossiers/{withdrawn}', '/dossiers?code=H35.00', '/supervision'),
    { path: '/dossiers/{taken}', press: [['Yêu cầu bổ sung', 'Ask for what is missing']] },
  ],
  receptionist: [
    ...SIGNED_IN,
    ...DOSSIERS,
    ...at('/reception', '/reception?tab=waiting', '/reception?tab=waiting&dossier={waiting}', '/work', '/people', '/dossiers/{waiting}', '/dossiers/{refused}', '/dossiers/{taken}/receipt', '/dossiers/{waiting}/receipt', '/dossiers?applicant=sung thi dua'),
    { path: '/dossiers/H35.41.01.01-220314-9999', answers: [404] },
    { path: '/work', press: [['Tài khoản: páo', 'Account: páo']] },
  ],
  auditor: [...SIGNED_IN, ...DOSSIERS, ...SUPERVISION, ...at('/people', '/training?role=administrator')],
  visitor: [
    ...FOR_EVERYBODY,
    ...at('/sign-in', '/sign-in?ended=true', `/procedures/${PROCEDURE}?version=2`, '/calendar?year=2021', '/when-ready', `/public-statistics?unit=${COMMUNE_UNIT}`, '/tracking', '/tracking?code={returned}'),
    { path: '/procedures/9.999999', answers: [404] },
  ],
};

const key = ({ path, press = [] }: Visit): string => [path, ...press.map(([, en]) => en)].join(' > ');
/** On a telephone, in English: once for each page. */
const SEEN = new Set<string>();
const CASES = ROLES.flatMap((role) => VISITS[role].map((visit) => {
  const first = !SEEN.has(key(visit));
  SEEN.add(key(visit));
  return { role, visit, name: key(visit), first };
}));

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
    expect(await faultsOf(desk, url, visit, 'vi', 1366)).toEqual(NONE);
    if (first) expect(await faultsOf(desk, url, visit, 'en', 360)).toEqual(NONE);
  });
});

const NONE = { headings: 1, title: 'of its own', wider: 0, unread: [], errors: [], failed: [], axe: [] };

/** What is wrong with a page as somebody finds it: NONE where nothing is. */
async function faultsOf({ page, heard, titles }: Watched, url: string, { press = [], answers = [] }: Visit, language: Language, width: number) {
  await page.setViewportSize({ width, height: width < 800 ? 740 : 850 });
  await page.evaluate(`localStorage.setItem('language', '${language}')`);
  heard.errors.length = heard.failed.length = 0;
  await page.goto(language === 'en' && url.includes('/tracking') ? `${url}${url.includes('?') ? '&' : '?'}lang=en` : url);
  await settled(page, heard);
  for (const [vi, en] of press) {
    await page.getByRole('button', { name: language === 'vi' ? vi : en }).first().click();
    await settled(page, heard);
  }
  const axe = await axeFaults(page);
  const seen = await page.evaluate<Seen>(LOOK);
  const { pathname } = new URL(page.url());
  const title = seen.title.replace(/^\(\d+\) /, '');
  const known = titles.get(title) ?? pathname;
  titles.set(title, known);
  return {
    headings: seen.headings,
    title: known === pathname && /^\S.* · \S/.test(title) ? 'of its own' : `${title} (as ${known})`,
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

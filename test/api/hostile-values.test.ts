import { setScene } from './rights-scene';
import type { RoleName, Scene } from './rights-scene';

/** From the API's own description: whatever route or parameter is added is tried as well. */
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: { readonly type?: string } }[];
}
interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

let scene: Scene;
let described: readonly Described[];
beforeAll(async () => {
  scene = await setScene();
  const { body } = await scene.api.anonymous.get('/openapi.json');
  described = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}, 120_000);
afterAll(() => scene?.close());

const HOSTILE = [
  `' or '1'='1`,
  `'; select pg_sleep(3); --`,
  `"><script>alert(1)</script>`,
  '{{7*7}}${7*7}',
  '../../../../etc/passwd',
  '%00',
  '\u0000',
  '\ud800',
  '\u202eabc\u0301\uff07',
  '9'.repeat(400),
  '-1',
  '1e309',
  '9007199254740993',
  '__proto__',
  '[object Object]',
  'A'.repeat(8_000),
  'eyJhIjoxfQ',
  'null',
] as const;

/** As a URL carries it; half of a character becomes what a browser would send. */
const encoded = (value: string): string => encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'));

/** An honest value of everything else, so that the hostile one is looked at. */
const filled = (path: string, hostile?: { readonly name: string; readonly value: string }): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === hostile?.name) return encoded(hostile.value) || '%20';
    return /reference|code/.test(name) ? scene.main.own.dossierId : /id|session|factor/i.test(name) ? scene.main.own.attachmentId : '1';
  });

/** The first tries every value; the others, who come by other roles of the database, some. */
const EVERYBODY: readonly RoleName[] = ['spc', 'aud', 'nob'];

const SLOW_MS = 10_000;
/** A stream has no end that could be waited for. */
const isStream = ({ path }: Described): boolean => path === '/v1/stream';

test('whatever stands in a parameter of any reading route, nothing fails inside and nothing hangs', async () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const each of described.filter((one) => one.method === 'GET' && !isStream(one))) {
    for (const { name, in: where } of each.operation.parameters ?? []) {
      if (where !== 'path' && where !== 'query') continue;
      for (const value of HOSTILE) {
        const path = where === 'path' ? filled(each.path, { name, value }) : `${filled(each.path)}?${name}=${encoded(value)}`;
        for (const role of HOSTILE.indexOf(value) % 4 === 0 ? EVERYBODY : EVERYBODY.slice(0, 1)) {
          const began = Date.now();
          const { status } = await scene.say(role, { method: 'GET', path });
          tried += 1;
          if (status >= 500 || Date.now() - began > SLOW_MS)
            wrong.push(`${role} GET ${each.path} ${name}=${JSON.stringify(value.slice(0, 40))} → ${status}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(1_500);
}, 400_000);

/** Who has nothing to do with the other side's dossiers, on any of these routes. */
const STRANGERS = ['idl', 'rec', 'lea', 'adm', 'agc', 'por'] as const;

test('a dossier of others is reached under none of its names, by nobody, on no route', async () => {
  const { dossierId, code } = scene.main.other;
  const names = [dossierId, dossierId.toUpperCase(), code, code.toLowerCase(), ` ${code}`, `${code}/`, `${code}%20`];
  const reached: string[] = [];
  let tried = 0;
  const about = described.filter((one) => /\{(reference|code)\}/.test(one.path) && one.path.startsWith('/v1/dossiers/'));
  for (const each of about) {
    for (const name of names) {
      const path = each.path
        .replace(/\{(reference|code)\}/, name)
        .replace(/\{\w+\}/g, scene.main.other.taskId.replace('#', '%23'));
      for (const role of STRANGERS) {
        const body = each.method === 'GET' ? {} : { body: {} };
        const { status, text } = await scene.say(role, { method: each.method, path, ...body });
        tried += 1;
        // A body that is refused as such tells nothing of the dossier.
        if (status < 400 || status >= 500) reached.push(`${role} ${each.method} ${path} → ${status} ${text.slice(0, 80)}`);
      }
    }
  }
  expect(reached).toEqual([]);
  expect(tried).toBeGreaterThan(1_000);
}, 400_000);

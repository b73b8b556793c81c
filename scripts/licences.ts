import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that the product is made of, as package-lock.json names it. */
export interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Licences under which the product may be passed on with what it is made of. MPL binds files that we do not change. */
const ALLOWED = new Set([
  '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC-BY-4.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0',
  'MPL-2.0', 'OFL-1.1', 'PostgreSQL', 'Python-2.0', 'Unlicense', 'Zlib',
]);

/** Packages whose licence is in their files, and not where npm looks for it; looked at by hand. */
const NAMED_ELSEWHERE: Readonly<Record<string, string>> = { unionfs: 'Unlicense' };

/** Every package that runs in an installation; what only tests and types need is left out. */
export function partsOf(root: string): Part[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  return Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
    .map(([path, { version = '–', license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name, version, licence: license ?? NAMED_ELSEWHERE[name] ?? 'none named' };
    });
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly link?: boolean }>>;
}

/** Whether an SPDX expression lets the product be passed on: of an OR one part is enough, of an AND all are needed. */
export function isAllowed(licence: string): boolean {
  const bare = licence.replaceAll(/[()]/g, '');
  return bare.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((each) => ALLOWED.has(each)));
}

/** What may not be used, one a line; empty where all may. */
export const refusedLicences = (root: string): string[] =>
  partsOf(root).filter(({ licence }) => !isAllowed(licence)).map(({ name, version, licence }) => `${name} ${version}: ${licence}`);

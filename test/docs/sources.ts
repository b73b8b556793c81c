import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

const ROOMS = ['domain', 'workflows', 'activities', 'workers', 'db', 'gateway', 'integrations', 'api', 'cli', 'contracts', 'catalogue', 'scripts', 'bench', 'chaos', 'bin'];

export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Every file of these folders with one of these endings. */
export const sourcesIn = (folders: readonly string[], endings: readonly string[]): Source[] =>
  folders.flatMap((folder) =>
    (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .map((name) => join(folder, name))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  );

/** Program and data, without tests and documents. */
export const programSources = (): Source[] => sourcesIn(ROOMS, ['.ts', '.mjs', '.sql', '.yaml']);

export const document = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export const DOCUMENTS = ['README.md', 'CHANGELOG.md', ...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

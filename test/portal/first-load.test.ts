import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtPortal } from '../../workers/portal';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

/** Officers sit behind slow links in the mountains: what a page of their day carries when it is opened first. */
const MOST = 250_000;
const WORK_PAGES = ['reception/reception.tsx', 'work/my-work.tsx', 'dossier/search.tsx', 'dossier/dossier.tsx'];

test.each(WORK_PAGES)('opened first, %s carries less than 250 KB of compressed script', async (page) => {
  const directory = await builtPortal(() => undefined);
  const manifest = JSON.parse(readFileSync(join(directory, '.vite/manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>;
  const needed = new Set<string>();
  const need = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const imported of manifest[name]!.imports ?? []) need(imported);
  };
  const entry = Object.keys(manifest).find((name) => manifest[name]!.isEntry)!;
  expect(Object.keys(manifest)).toContain(page);
  need(entry);
  need(page);
  const scripts = [...new Set([...needed].map((name) => manifest[name]!.file))].filter((file) => file.endsWith('.js'));
  const bytes = scripts.map((file) => statSync(join(directory, `${file}.gz`)).size).reduce((sum, each) => sum + each, 0);
  expect(bytes).toBeGreaterThan(50 * 1024);
  expect(bytes).toBeLessThan(MOST);
});

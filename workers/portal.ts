import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { cacheDir } from './servers/cache-dir';
import type { Report } from './servers/progress';
import { runCommand } from './servers/run-command';

const ROOT = join(__dirname, '..');
const PORTAL = join(ROOT, 'portal');

/** The built portal: made once for its text and kept in the cache, so that later starts have it at once. */
export async function builtPortal(report: Report, signal?: AbortSignal): Promise<string> {
  const directory = join(cacheDir(), `portal-${digest()}`);
  if (existsSync(join(directory, 'index.html'))) return directory;
  report('building the portal');
  const building = `${directory}.${process.pid}`;
  // Built from a test it would otherwise carry React for developers, and every later start with it.
  const vite = [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', PORTAL, '--outDir', building];
  const { ok, output } = await runCommand(process.execPath, [...vite, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
    signal,
  });
  if (!ok) throw new Error(`the portal could not be built:\n${output.trim()}`);
  compress(join(building, 'assets'));
  try {
    renameSync(building, directory);
  } catch {
    // Another process was faster, with the same text.
    rmSync(building, { recursive: true, force: true });
  }
  return directory;
}

/** Compressed once, as hard as it goes: slow links carry a quarter. */
function compress(directory: string): void {
  for (const name of readdirSync(directory).filter((file) => /\.(js|css)$/.test(file))) {
    const content = readFileSync(join(directory, name));
    writeFileSync(join(directory, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(directory, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

function digest(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).update(readFileSync(__filename));
  for (const file of portalSources()) hash.update(relative(ROOT, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Everything that a build of the portal reads: its own files, and what they import of the other rooms. */
export function portalSources(): readonly string[] {
  const own = filesOf(PORTAL);
  const sources = new Set(own);
  for (const file of sources) if (/\.tsx?$/.test(file)) for (const imported of importsOf(file)) sources.add(imported);
  return [...own, ...[...sources].slice(own.length).sort()];
}

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^'?]+)'/g;

/** The files that a file imports by their place; what only tells types, and is made anew by each build, may be missing. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap(([, place]) => {
    const path = join(dirname(file), place!);
    const found = ['.ts', '.tsx', '/index.ts', ''].map((end) => path + end).find((each) => existsSync(each) && statSync(each).isFile());
    return found === undefined ? [] : [found];
  });

const filesOf = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && name !== 'api-types.d.ts')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(directory, entry.name)) : [join(directory, entry.name)]));

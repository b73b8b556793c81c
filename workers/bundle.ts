import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Report } from './servers/progress';
import { cacheDir } from './servers/cache-dir';

const ROOT = join(__dirname, '..');
/** Everything the workflow sandbox may contain. */
const SOURCES = ['domain', 'workflows', 'temporal.config.ts', 'package-lock.json'];

/** Path of the workflow bundle for the present sources, built when they changed; the same for every worker and test. */
export async function workflowBundle(report: Report): Promise<string> {
  const path = join(cacheDir(), 'bundles', `${digestOfSources()}.js`);
  if (existsSync(path)) return path;
  report('building the workflow bundle');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    // The sandbox refuses Node's own modules; the core uses none.
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: (message) => report(message), error: (message) => report(message) },
  });
  mkdirSync(join(cacheDir(), 'bundles'), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, path);
  return path;
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    hash.update(path).update(readFileSync(join(ROOT, path)));
  };
  for (const source of SOURCES) {
    if (source.includes('.')) add(source);
    else
      for (const entry of (readdirSync(join(ROOT, source), { recursive: true }) as string[]).sort()) if (entry.endsWith('.ts')) add(join(source, entry));
  }
  return hash.digest('hex').slice(0, 24);
}

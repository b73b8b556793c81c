import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterOf } from '../installation/parts';
import type { Place } from '../installation/place';

export type Store = 'temporal' | 'postgres';

/** Copies one store of a stopped installation aside; the result puts that copy in the store's place. */
export function copyStore({ dataDir, home }: Place, store: Store): () => void {
  const aside = join(home, `copy-of-${store}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside);
  if (store === 'postgres') {
    const cluster = clusterOf(dataDir);
    copy(cluster, join(aside, 'cluster'));
    return () => {
      rmSync(cluster, { recursive: true, force: true });
      copy(join(aside, 'cluster'), cluster);
    };
  }
  for (const name of temporalFiles(dataDir)) copy(join(dataDir, name), join(aside, name));
  return () => {
    removeTemporal({ dataDir });
    for (const name of readdirSync(aside)) copy(join(aside, name), join(dataDir, name));
  };
}

/** Temporal's store of a stopped installation is gone. */
export function removeTemporal({ dataDir }: Pick<Place, 'dataDir'>): void {
  for (const name of temporalFiles(dataDir)) rmSync(join(dataDir, name));
}

const temporalFiles = (dataDir: string): readonly string[] =>
  readdirSync(dataDir).filter((name) => name.startsWith('temporal.db'));

/** With owners and modes: the cluster may belong to another user. */
function copy(from: string, to: string): void {
  const ran = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`cp -a ${from}: ${ran.stderr.trim()}`);
}

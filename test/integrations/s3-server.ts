import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../../workers/servers/cache-dir';
import { choosePort } from '../../workers/servers/ports';

const VERSION = '1.2.0';
const GO_PACKAGE = `github.com/johannesboyne/gofakes3/cmd/gofakes3@v${VERSION}`;

/** A small S3 server: cached, or built with Go; null where neither can be had, and then its tests are skipped. */
export function s3Binary(): string | null {
  const bin = join(cacheDir(), 'bin');
  const path = join(bin, `gofakes3-${VERSION}`);
  if (existsSync(path)) return path;
  mkdirSync(bin, { recursive: true });
  const unfinished = mkdtempSync(join(bin, 'building-'));
  try {
    const built = spawnSync('go', ['install', GO_PACKAGE], { env: { ...process.env, GOBIN: unfinished, GOFLAGS: '' }, timeout: 5 * 60_000 });
    if (built.status !== 0) return null;
    renameSync(join(unfinished, 'gofakes3'), path);
    return path;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

export interface S3Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Keeps everything in memory, in one bucket; ends with `stop`. */
export async function startS3(binary: string, bucket: string): Promise<S3Server> {
  const port = await choosePort();
  const child = spawn(binary, ['-backend', 'memory', '-initialbucket', bucket, '-host', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  for (let tries = 0; tries < 200; tries += 1) {
    const answers = await fetch(endpoint).then((response) => response.ok, () => false);
    if (answers) return { endpoint, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error('the S3 server did not come up');
}

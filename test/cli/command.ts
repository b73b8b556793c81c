import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the real command line in a process of its own, with no installation to be found unless `env` names one. */
export const lienthong = (args: readonly string[], { env = {}, input }: { env?: Record<string, string>; input?: string } = {}): Promise<Outcome> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['-r', 'tsx/cjs', join('cli', 'main.ts'), ...args],
      { cwd: ROOT, env: { PATH: process.env['PATH'], LIENTHONG_HOME: join(ROOT, 'no-such-home'), ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(input ?? '');
  });

/** The one JSON document on standard output. */
export const documentOf = <T = Record<string, unknown>>({ out }: Outcome): T => JSON.parse(out) as T;

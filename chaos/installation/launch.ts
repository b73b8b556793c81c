import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place';

/** One `npm start`, with what it said last. */
export interface Launch {
  readonly child: ChildProcess;
  readonly began: number;
  /** The end of what it printed. */
  text(): string;
  /** Its last line: of one that ended, the reason. */
  lastLine(): string;
  hasEnded(): boolean;
  readonly ended: Promise<{ readonly code: number | null; readonly by: NodeJS.Signals | null }>;
}

export type Environment = Readonly<Record<string, string>>;

/** What every process of the installation is given, beside what it finds. */
export function environmentOf(place: Place, more: Environment = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LIENTHONG_HOME: place.home,
    LIENTHONG_API_PORT: String(place.apiPort),
    LIENTHONG_API_RATE: '1000000',
    LIENTHONG_PRIVATE_WEBHOOKS: '1',
    // Nobody of a run has a telephone.
    LIENTHONG_SECOND_FACTOR: 'offered',
  };
  const own = /^(LIENTHONG_DATA|DATABASE_URL.*|TEMPORAL_ADDRESS|TEMPORAL_TLS_DIRECTORY|LIENTHONG_PUBLIC_URL)$/;
  for (const name of Object.keys(env)) if (own.test(name)) delete env[name];
  return { ...env, ...more };
}

const KEPT = 8_000;

/** Runs the checkout's own `npm start`. */
export function launch(place: Place, out: string, more: Environment = {}): Launch {
  const child = spawn('npm', ['start'], {
    cwd: place.checkout,
    env: environmentOf(place, more),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(out, 'start.log'), { flags: 'a' });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-KEPT);
      log.write(chunk);
    });
  }
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<Awaited<Launch['ended']>>((resolve) => {
    child.once('error', () => resolve({ code: 127, by: null }));
    child.once('exit', (code, by) => {
      log.end();
      resolve({ code, by });
    });
  });
  return {
    child,
    began: Date.now(),
    text: () => text,
    lastLine: () => text.trim().split('\n').at(-1) ?? '',
    hasEnded,
    ended,
  };
}

/** Whether something happens in time. */
export const within = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([promise.then(() => true), sleep(ms, false, { ref: false })]);

import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, processesWith } from '../../workers/servers/processes';

const ROOT = resolve(__dirname, '../..');

/** A real `npm start`, with everything it said. */
export class Launcher {
  readonly #child: ChildProcess;
  text = '';
  /** Resolves with its exit code once it has ended. */
  readonly ended: Promise<number | null>;

  constructor(
    readonly dataDir: string,
    args: readonly string[] = [],
  ) {
    const { DATABASE_URL: _, TEMPORAL_ADDRESS: __, LIENTHONG_API_PORT: ___, ...env } = process.env;
    this.#child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'workers/start.ts', ...args], {
      cwd: ROOT,
      env: { ...env, LIENTHONG_DATA: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.text += text;
      });
    }
    this.ended = new Promise((done) => this.#child.once('close', (code) => done(code)));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits until it has said this so many times. */
  async said(what: string, times = 1, withinMs = 120_000): Promise<void> {
    for (const began = Date.now(); this.text.split(what).length <= times; await sleep(50)) {
      const over = this.#child.exitCode !== null || Date.now() - began > withinMs;
      if (over) throw new Error(`it has never said "${what}" (exit code ${this.#child.exitCode}):\n${this.text}`);
    }
  }

  /** Process numbers of its parts by their names in its own lines. */
  parts(): Record<string, number> {
    const children = processesWith([ROOT]).filter((pid) => parentOf(pid) === this.pid);
    const one = (words: string): number => children.find((pid) => commandLine(pid).includes(words)) ?? 0;
    const book = JSON.parse(readFileSync(join(this.dataDir, 'servers.json'), 'utf8')) as Record<
      string,
      { pid?: number }
    >;
    return {
      PostgreSQL: book['postgres']?.pid ?? 0,
      Temporal: book['temporal']?.pid ?? 0,
      'the worker': one('workers/worker.ts'),
      'the relay': one('workers/relay.ts'),
      'the API': one('api/main.ts'),
    };
  }
}

const parentOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atMinute, DAY_MS, localDateOf } from '../../domain/calendar/local-time';
import type { Kysely } from 'kysely';
import { openDatabase } from '../../db/database';
import { InstallationClock } from '../../db/installation-clock';
import type { Schema } from '../../db/schema';
import { databaseUrlFor } from '../../gateway/database-logins';
import type { Installation as Written } from '../../gateway/installation';
import { tryOnce } from '../clients/http';
import type { Journal } from '../journal';
import { changeSpeed } from '../../workers/legal-clock';
import { SUPERUSER } from '../../workers/servers/postgres-cluster';
import { runCommand } from '../../workers/servers/run-command';
import { Keeper } from './keeper';
import { environmentOf, within } from './launch';
import { OutsideServers } from './outside-servers';
import { findParts, missingParts } from './parts';
import type { Parts } from './parts';
import type { Place } from './place';
import { signal } from './processes';
import { TcpProxy } from './tcp-proxy';

export interface InstallationOptions {
  readonly place: Place;
  readonly journal: Journal;
  readonly outside: boolean;
  readonly speed: number;
}

const FIRST_START_MS = 600_000;
const STOP_MS = 120_000;
/** A launcher that lives so long without all its parts is ended, as an operator with little patience would. */
const HANGS_MS = 120_000;

/** The installation under test: started and stopped as its operator would, and everything that is known of it. */
export class ChaosInstallation {
  readonly keeper: Keeper;
  readonly strangers = new Set<number>();
  readonly hangs: string[] = [];

  private constructor(
    readonly options: InstallationOptions,
    readonly apiLine: TcpProxy,
    readonly servers: OutsideServers | undefined,
    environment: Readonly<Record<string, string>>,
  ) {
    this.keeper = new Keeper(options.place, options.journal, () => environment);
    this.environment = environment;
  }

  private readonly environment: Readonly<Record<string, string>>;

  static async prepare(options: InstallationOptions): Promise<ChaosInstallation> {
    const { place, journal } = options;
    const apiLine = await TcpProxy.listen(() => place.apiPort);
    const servers = options.outside ? await OutsideServers.start(place, (line) => journal.say(line)) : undefined;
    return new ChaosInstallation(options, apiLine, servers, servers === undefined ? {} : await servers.environment());
  }

  get place(): Place {
    return this.options.place;
  }

  /** Where clients reach it. */
  get base(): string {
    return `http://127.0.0.1:${this.apiLine.port}`;
  }

  get storesDir(): string {
    return this.servers?.dataDir ?? this.place.dataDir;
  }

  parts(): Parts {
    return findParts(this.place, { dataDir: this.storesDir }, this.strangers);
  }

  written(): Written {
    return JSON.parse(readFileSync(join(this.place.dataDir, 'installation.json'), 'utf8')) as Written;
  }

  /** Of the superuser, who reads what no role of the product sees together. */
  operatorUrl(): string {
    const configured = this.environment['DATABASE_URL'];
    if (configured !== undefined) return configured;
    const url = new URL(this.written().databaseUrl);
    url.username = SUPERUSER;
    url.password = readFileSync(join(this.place.dataDir, 'postgres.password'), 'utf8').trim();
    return url.toString();
  }

  /** First start; then official time is let run as fast as was asked, and everything is started anew with it. */
  async begin(): Promise<void> {
    this.keeper.start();
    await this.untilReady(FIRST_START_MS);
    if (this.options.speed === 1) return;
    await this.#withDatabase((db) => changeSpeed(db, tomorrowMorning(), this.options.speed));
    await this.stop();
    await this.start();
  }

  /** Official time goes as real time does from here on, so that nothing falls due while the stores are compared. */
  async slowDown(): Promise<void> {
    if (this.options.speed === 1) return;
    await this.#withDatabase(async (db) => changeSpeed(db, (await InstallationClock.open(db)).now(), 1));
  }

  officialNow(): Promise<number> {
    return this.#withDatabase(async (db) => (await InstallationClock.open(db)).now());
  }

  async #withDatabase<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    const database = openDatabase({ url: databaseUrlFor(this.place.dataDir, 'recorder'), role: 'recorder', max: 1 });
    try {
      return await work(database.db);
    } finally {
      await database.close();
    }
  }

  async start(ms = FIRST_START_MS): Promise<void> {
    this.keeper.start();
    await this.untilReady(ms);
  }

  /** Ends `npm start` as Ctrl-C does, and waits until it has gone. */
  async stop(): Promise<void> {
    this.keeper.hold();
    signal(this.parts().launcher, 'SIGINT');
    if (await this.keeper.ended(STOP_MS)) return;
    this.options.journal.say(`npm start did not end within ${STOP_MS / 1_000} s of SIGINT; killed`);
    this.hangs.push('npm start did not end when it was told to');
    signal(this.parts().launcher, 'SIGKILL');
    await this.keeper.ended(5_000);
  }

  /** Everything that was started is stopped; nothing is kept. */
  async close(): Promise<void> {
    await this.stop();
    await this.servers?.stop();
    await this.apiLine.close();
  }

  async untilReady(ms: number): Promise<void> {
    for (const until = Date.now() + ms; Date.now() < until; await sleep(300)) {
      if (missingParts(this.parts()).length === 0 && (await this.answers())) return;
    }
    const missing = missingParts(this.parts()).join(', ') || 'an answer';
    throw new Error(
      `npm start has brought up everything but ${missing} in ${ms / 1_000} s: ` +
        (this.keeper.running?.lastLine() ?? 'it has ended'),
    );
  }

  async answers(): Promise<boolean> {
    if (!existsSync(join(this.place.dataDir, 'installation.json'))) return false;
    const { status } = await tryOnce(this.base, {
      method: 'GET',
      path: '/v1/problems/UNAVAILABLE',
      diesAfterMs: 5_000,
    });
    return status > 0 && status < 500;
  }

  /** Ends launchers that hang, until `stopped` says so. */
  async endHangs(stopped: () => boolean): Promise<void> {
    for (let since = 0; !stopped(); await sleep(1_000)) {
      const parts = this.parts();
      const missing = missingParts(parts);
      if (parts.launcher === undefined || missing.length === 0) since = 0;
      else if (since === 0) since = Date.now();
      else if (Date.now() - since > HANGS_MS) {
        const what = `the launcher lives for ${HANGS_MS / 1_000} s without ${missing.join(', ')}`;
        this.options.journal.say(`${what}; killed`);
        this.hangs.push(what);
        signal(parts.launcher, 'SIGKILL');
        since = 0;
      }
    }
  }

  /** A program of the installation beside those that `npm start` runs. */
  extra(entry: string): ChildProcess {
    const log = openSync(join(this.options.journal.directory, 'strangers.log'), 'a');
    const child = spawn(process.execPath, ['--import', 'tsx', join(this.place.checkout, entry)], {
      cwd: this.place.checkout,
      env: { ...environmentOf(this.place, this.environment), LIENTHONG_DATA: this.place.dataDir, TZ: 'UTC' },
      detached: true,
      stdio: ['ignore', log, log],
    });
    if (child.pid !== undefined) this.strangers.add(child.pid);
    return child;
  }

  /** The `lienthong` command on this installation. */
  async command(...words: readonly string[]): Promise<{ readonly ok: boolean; readonly output: string }> {
    const env = { ...environmentOf(this.place), LIENTHONG_DATA: this.place.dataDir };
    return runCommand(process.execPath, ['bin/lienthong.mjs', ...words], {
      cwd: this.place.checkout,
      env,
      timeoutMs: 900_000,
    });
  }
}

/** Official time begins with a working day, so that its deadlines pass within the run. */
const tomorrowMorning = (): number => atMinute(localDateOf(Date.now() + DAY_MS), 7 * 60);

export const hasEnded = (child: ChildProcess, ms: number): Promise<boolean> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(true)
    : within(new Promise((resolve) => child.once('exit', resolve)), ms);

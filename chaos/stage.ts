import { setTimeout as sleep } from 'node:timers/promises';
import type { RunArguments } from './chaos-arguments';
import { Account } from './clients/account';
import { ChaosClient } from './clients/client';
import { Hand } from './clients/hand';
import type { Connection } from './clients/insist';
import { openOffice } from './clients/office';
import type { Office } from './clients/office';
import { Receiver } from './clients/receiver';
import { Stopping } from './clients/stopping';
import { ChaosInstallation } from './installation/installation';
import { makePlace } from './installation/place';
import type { Journal } from './journal';
import { randomOf } from './random';

export interface StageOptions {
  readonly args: RunArguments;
  readonly journal: Journal;
  /** Its disk is of limited size, so that it can be filled. */
  readonly limitedDisk?: boolean;
  /** Leave its data where it is. */
  readonly keep?: boolean;
  /** Told how to end it before its time. */
  readonly onStarted?: (close: () => Promise<void>) => void;
}

/** Dossiers are handed in up to so many, so that the check stays short. */
const MOST_DOSSIERS = 600;
const INSIST_MS = 120_000;

/** An installation of its own, with people who work at it over HTTP and their account of what they were told. */
export class Stage {
  readonly account = new Account();
  readonly #asked: Connection['asked'] = new Map();
  #office: Office | undefined;
  #phase = 0;

  private constructor(
    readonly options: StageOptions,
    readonly installation: ChaosInstallation,
    readonly receiver: Receiver,
  ) {}

  static async open(options: StageOptions): Promise<Stage> {
    const { args, journal, limitedDisk = false } = options;
    const place = await makePlace((line) => journal.say(line), limitedDisk);
    const installation = await ChaosInstallation.prepare({
      place,
      journal,
      outside: args.outside,
      speed: args.speed,
    });
    const stage = new Stage(options, installation, new Receiver(journal));
    options.onStarted?.(() => stage.close());
    try {
      await installation.begin();
      await stage.#letPeopleIn();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  get seed(): number {
    return this.options.args.seed;
  }

  say(line: string): void {
    this.options.journal.say(line);
  }

  connection(stopping = new Stopping()): Connection {
    const { journal } = this.options;
    return { base: this.installation.base, account: this.account, stopping, journal, asked: this.#asked };
  }

  /** A connection for a while: whoever insists on what cannot be had gives up then. */
  patientFor(ms: number): Connection {
    const stopping = new Stopping();
    stopping.stop(ms);
    return this.connection(stopping);
  }

  /** Somebody who does single acts on purpose, under keys that nobody else has. */
  hand(connection = this.connection()): Hand {
    this.#phase += 1;
    const { machines, units, procedures } = this.#people();
    return new Hand(connection, machines[0]!, units[0]!, procedures, `hand-${this.#phase}`);
  }

  /** Everybody works while `play` lasts; then whatever they began is insisted on for two minutes. */
  async workDuring<T>(play: (stopping: Stopping) => Promise<T>): Promise<T> {
    this.#phase += 1;
    const stopping = new Stopping();
    const connection = this.connection(stopping);
    const working = Promise.all(this.#people().machines.map((_, n) => this.#client(connection, n).work()));
    try {
      return await Promise.race([play(stopping), working.then(() => new Promise<never>(() => undefined))]);
    } finally {
      stopping.stop(INSIST_MS);
      await Promise.race([working, sleep(INSIST_MS + 30_000)]);
    }
  }

  async workFor(ms: number): Promise<void> {
    await this.workDuring(() => sleep(ms));
  }

  /** Confirmed dossiers, the first ones first. */
  dossiers(): readonly string[] {
    const submitted = this.account.entries().filter(({ act, recorded }) => act === 'submit' && recorded !== undefined);
    return submitted.flatMap(({ recorded }) => recorded?.dossierId ?? []);
  }

  async close(): Promise<void> {
    this.receiver.close();
    await this.installation.close();
    if (!this.options.keep) await this.installation.place.remove();
  }

  async #letPeopleIn(): Promise<void> {
    this.#office = await openOffice(this.connection(), {
      dataDir: this.installation.place.dataDir,
      clients: this.options.args.clients,
      webhook: await this.receiver.listen(),
      official: await this.installation.officialNow(),
    });
    this.receiver.expectSignedWith(this.#office.webhookSecret);
  }

  #people(): Office {
    if (this.#office === undefined) throw new Error('nobody has been let in yet');
    return this.#office;
  }

  #client(connection: Connection, n: number): ChaosClient {
    const { machines, units, officer, procedures } = this.#people();
    const unit = units[n % units.length]!;
    const name = `${machines[n]!.name}-${this.#phase}`;
    return new ChaosClient(connection, {
      name,
      who: machines[n]!,
      unit,
      ...(unit === units[0] ? { officer } : {}),
      procedures,
      random: randomOf(this.seed, name),
      thinkMs: this.options.args.think,
      mayOpen: () => this.dossiers().length < MOST_DOSSIERS,
    });
  }
}

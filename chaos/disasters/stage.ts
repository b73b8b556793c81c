import { setTimeout as sleep } from 'node:timers/promises';
import type { RunArguments } from '../chaos-arguments';
import { Account } from '../clients/account';
import { ChaosClient } from '../clients/client';
import { Hand } from '../clients/hand';
import type { Connection } from '../clients/insist';
import { openOffice } from '../clients/office';
import type { Office } from '../clients/office';
import { Receiver } from '../clients/receiver';
import { Stopping } from '../clients/stopping';
import { ChaosInstallation } from '../installation/installation';
import { makePlace } from '../installation/place';
import { randomOf } from '../random';
import type { RunOptions } from '../fault-run';
import type { Violation } from '../violation';

const INSIST_MS = 90_000;

/** An installation with people at work, on which a disaster is played. */
export class Stage {
  readonly violations: Violation[] = [];
  #phase = 0;

  private constructor(
    readonly installation: ChaosInstallation,
    readonly receiver: Receiver,
    readonly options: RunOptions,
    private readonly office: Office,
    private readonly asked: Connection['asked'],
    readonly account: Account,
  ) {}

  static async open(options: RunOptions, limitedDisk: boolean): Promise<Stage> {
    const { args, journal } = options;
    const place = await makePlace((line) => journal.say(line), limitedDisk);
    const installation = await ChaosInstallation.prepare({ place, journal, outside: false, speed: args.speed });
    const receiver = new Receiver(journal);
    const close = async (): Promise<void> => {
      receiver.close();
      await installation.close();
      if (!options.keep) await place.remove();
    };
    options.onStarted?.(close);
    try {
      await installation.begin();
      const asked: Connection['asked'] = new Map();
      const account = new Account();
      const connection = { base: installation.base, account, stopping: new Stopping(), journal, asked };
      const office = await openOffice(connection, {
        dataDir: place.dataDir,
        clients: args.clients,
        webhook: await receiver.listen(),
        official: await installation.officialNow(),
      });
      receiver.expectSignedWith(office.webhookSecret);
      return new Stage(installation, receiver, options, office, asked, account);
    } catch (error) {
      await close();
      throw error;
    }
  }

  get args(): RunArguments {
    return this.options.args;
  }

  say(line: string): void {
    this.options.journal.say(line);
  }

  connection(stopping = new Stopping()): Connection {
    const { account, asked, installation } = this;
    return { base: installation.base, account, stopping, journal: this.options.journal, asked };
  }

  /** A hand of its own, whose keys nobody else has. */
  hand(connection = this.connection()): Hand {
    this.#phase += 1;
    const { machines, units, procedures } = this.office;
    return new Hand(connection, machines[0]!, units[0]!, procedures, `hand-${this.#phase}`);
  }

  /** A connection for a while: whoever insists on what cannot be had gives up then. */
  patientFor(ms: number): Connection {
    const stopping = new Stopping();
    stopping.stop(ms);
    return this.connection(stopping);
  }

  /** Everybody works for a while, and whatever they began is insisted on. */
  async workFor(ms: number): Promise<void> {
    this.#phase += 1;
    const stopping = new Stopping();
    const connection = this.connection(stopping);
    const working = this.office.machines.map((_, n) => this.#client(connection, n).work());
    await sleep(ms);
    stopping.stop(INSIST_MS);
    await Promise.race([Promise.all(working), sleep(INSIST_MS + 30_000)]);
  }

  /** Confirmed dossiers, the first ones first. */
  dossiers(): readonly string[] {
    const submitted = this.account
      .entries()
      .filter(({ act, recorded }) => act === 'submit' && recorded !== undefined);
    return submitted.flatMap(({ recorded }) => recorded?.dossierId ?? []);
  }

  async close(): Promise<void> {
    this.receiver.close();
    await this.installation.close();
    if (!this.options.keep) await this.installation.place.remove();
  }

  #client(connection: Connection, n: number): ChaosClient {
    const { machines, units, officer, procedures } = this.office;
    const unit = units[n % units.length]!;
    const name = `${machines[n]!.name}-${this.#phase}`;
    return new ChaosClient(connection, {
      name,
      who: machines[n]!,
      unit,
      ...(unit === units[0] ? { officer } : {}),
      procedures,
      random: randomOf(this.args.seed, name),
      thinkMs: this.args.think,
      mayOpen: () => true,
    });
  }
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AGENCY_NAMESPACE, DYNAMIC_CONFIG, NAMESPACE, SEARCH_ATTRIBUTES } from '../../temporal.config';
import { providePostgres } from '../../workers/servers/postgres';
import type { ProvidedPostgres } from '../../workers/servers/postgres';
import { isAlive } from '../../workers/servers/processes';
import { provideTemporal } from '../../workers/servers/temporal';
import type { ProvidedTemporal } from '../../workers/servers/temporal';
import type { Report } from '../../workers/servers/progress';
import type { Environment } from './launch';
import type { Place } from './place';
import { TcpProxy } from './tcp-proxy';

const WATCH_MS = 300;
const RESTART_MS = 1_000;

/**
 * PostgreSQL and Temporal as somebody else runs them: beside the installation, reached through lines that can be cut,
 * and started again a second after they died.
 */
export class OutsideServers {
  #postgres: ProvidedPostgres | undefined;
  #temporal: ProvidedTemporal | undefined;
  #wanted = true;
  #watching: Promise<void> = Promise.resolve();

  private constructor(
    readonly dataDir: string,
    private readonly report: Report,
  ) {}

  readonly postgresLine = TcpProxy.listen(() => portOf(this.#postgres?.url));
  readonly temporalLine = TcpProxy.listen(() => Number(this.#temporal?.address.split(':')[1] ?? 0));

  static async start(place: Place, report: Report): Promise<OutsideServers> {
    const dataDir = join(place.home, 'outside');
    mkdirSync(dataDir, { recursive: true });
    const servers = new OutsideServers(dataDir, report);
    servers.#postgres = await servers.#provideP();
    servers.#temporal = await servers.#provideT();
    servers.#watching = servers.#watch();
    return servers;
  }

  /** How the installation is told to reach them: through the lines. */
  async environment(): Promise<Environment> {
    const [postgres, temporal] = await Promise.all([this.postgresLine, this.temporalLine]);
    const url = new URL(this.#postgres?.url ?? '');
    url.port = String(postgres.port);
    const { certificates } = this.#temporal ?? {};
    return {
      DATABASE_URL: url.toString(),
      TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
      ...(certificates === undefined ? {} : { TEMPORAL_TLS_DIRECTORY: certificates }),
    };
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#watching;
    await this.#temporal?.stop();
    await this.#postgres?.stop();
    for (const line of await Promise.all([this.postgresLine, this.temporalLine])) await line.close();
  }

  #provideP(): Promise<ProvidedPostgres> {
    return providePostgres({ dataDir: this.dataDir, report: this.report });
  }

  #provideT(): Promise<ProvidedTemporal> {
    const namespaces = { namespace: NAMESPACE, agencyNamespace: AGENCY_NAMESPACE };
    const settings = { ...namespaces, searchAttributes: SEARCH_ATTRIBUTES, dynamicConfig: DYNAMIC_CONFIG };
    return provideTemporal({ dataDir: this.dataDir, report: this.report, unguarded: true, ...settings });
  }

  async #watch(): Promise<void> {
    while (this.#wanted) {
      if (hasDied(this.#postgres)) {
        await sleep(RESTART_MS);
        this.#postgres = (await this.#again('PostgreSQL', () => this.#provideP())) ?? this.#postgres;
      }
      if (hasDied(this.#temporal)) {
        await sleep(RESTART_MS);
        this.#temporal = (await this.#again('Temporal', () => this.#provideT())) ?? this.#temporal;
      }
      await sleep(WATCH_MS);
    }
  }

  async #again<T>(name: string, provide: () => Promise<T>): Promise<T | undefined> {
    try {
      return await provide();
    } catch (error) {
      // Killed again while it was starting: the next turn tries anew.
      this.report(`${name} did not come up again: ${(error as Error).message.split('\n')[0]}`);
      return undefined;
    }
  }
}

const portOf = (url: string | undefined): number => (url === undefined ? 0 : Number(new URL(url).port));

const hasDied = (server: { readonly pid?: number } | undefined): boolean =>
  server?.pid !== undefined && !isAlive(server.pid);

import { AGENCY_NAMESPACE, DYNAMIC_CONFIG, NAMESPACE, SEARCH_ATTRIBUTES } from '../../temporal.config';
import { natsBinary } from '../../workers/servers/nats';
import { providePostgres } from '../../workers/servers/postgres';
import type { Report } from '../../workers/servers/progress';
import { provideTemporal } from '../../workers/servers/temporal';
import { provideTimeSkipping } from '../../workers/servers/time-skipping';
import { findChromium } from '../../scripts/find-chromium';
import { TEST_SERVERS, TEST_TEMPORAL_TLS, UNAVAILABLE, type TestServer } from '../servers';

export interface TestServers {
  /** What the tests are told: an address each, or that there is none. */
  readonly env: Readonly<Record<string, string>>;
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  stop(): Promise<void>;
}

interface Provided {
  readonly address: string;
  readonly how: string;
  /** What the tests are told beside the address. */
  readonly env?: Readonly<Record<string, string>>;
  stop?(): Promise<void>;
}

/** Starts the throw-away servers, all at a time; one that cannot be had is missing, not an end. */
export async function provideTestServers({ dataDir, needed, report }: { readonly dataDir: string; readonly needed: boolean; readonly report: Report }): Promise<TestServers> {
  if (!needed) return { env: {}, missing: [], stop: async () => undefined };
  const ways: Record<TestServer, () => Promise<Provided>> = {
    postgres: async () => {
      const server = await providePostgres({ dataDir, ephemeral: true, report });
      return { ...server, address: server.url };
    },
    temporal: async () => {
      const knows = { namespace: NAMESPACE, agencyNamespace: AGENCY_NAMESPACE, searchAttributes: SEARCH_ATTRIBUTES, dynamicConfig: DYNAMIC_CONFIG };
      const server = await provideTemporal({ dataDir, ephemeral: true, unguarded: true, report, ...knows });
      return { ...server, ...(server.certificates === undefined ? {} : { env: { [TEST_TEMPORAL_TLS]: server.certificates } }) };
    },
    timeSkipping: async () => {
      const { path, how } = await provideTimeSkipping({ report });
      return { address: path, how };
    },
    // Whoever needs one starts it; here the program is only found.
    nats: async () => {
      const { path, how } = await natsBinary(report);
      return { address: path, how };
    },
    chromium: async () => {
      const { path, how } = findChromium();
      return { address: path, how };
    },
  };
  const names = Object.keys(ways) as TestServer[];
  const results = await Promise.allSettled(names.map((name) => ways[name]()));
  const env: Record<string, string> = {};
  const missing: { name: string; reason: string }[] = [];
  const stops: (() => Promise<void>)[] = [];
  results.forEach((result, index) => {
    const { variable, name } = TEST_SERVERS[names[index] as TestServer];
    if (result.status === 'fulfilled') {
      report(`${name}: ${result.value.how}`);
      env[variable] = result.value.address;
      Object.assign(env, result.value.env);
      if (result.value.stop !== undefined) stops.push(result.value.stop);
    } else {
      const reason = (result.reason as Error).message;
      report(`${name}: ${reason}`);
      env[variable] = UNAVAILABLE;
      missing.push({ name, reason: reason.split('\n')[0] ?? '' });
    }
  });
  return { env, missing, stop: async () => { await Promise.all(stops.splice(0).map((stop) => stop())); } };
}

import type { Kysely } from 'kysely';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { relayLag, type RelayLag } from '../db/reads/relay-lag';
import type { Schema } from '../db/schema';
import type { Attempted } from '../integrations/relay/partition-reader';

export interface RelayMetrics {
  readonly registry: Registry;
  readonly onAttempt: (subscriber: string, outcome: Attempted) => void;
}

const GAUGES: readonly { readonly name: string; readonly help: string; readonly value: (lag: RelayLag) => number }[] = [
  { name: 'lienthong_relay_behind', help: 'Messages a subscriber has not come to yet', value: (lag) => lag.behind },
  { name: 'lienthong_relay_oldest_ms', help: 'Milliseconds since the oldest message not taken was written; 0 when there is none', value: (lag) => lag.oldestMs ?? 0 },
  { name: 'lienthong_relay_parked', help: 'Messages set aside to be tried again, with those that wait behind them', value: (lag) => lag.parked },
  { name: 'lienthong_relay_dead', help: 'Dead letters', value: (lag) => lag.dead },
];

/** How far the subscribers are behind is read from the database when somebody asks for the metrics: the same from every process. */
export function createRelayMetrics(db: Kysely<Schema>): RelayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'lienthong_' });
  const attempts = new Counter({ name: 'lienthong_relay_attempts_total', help: 'Attempts of this process to deliver, by outcome', labelNames: ['subscriber', 'outcome'], registers: [registry] });
  // All gauges are collected at a time, from one reading.
  let reading: Promise<readonly RelayLag[]> | null = null;
  const read = (): Promise<readonly RelayLag[]> => (reading ??= relayLag(db, Date.now()).finally(() => (reading = null)));
  for (const { name, help, value } of GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: ['subscriber'],
      registers: [registry],
      async collect() {
        const lags = await read();
        this.reset();
        for (const lag of lags) this.set({ subscriber: lag.subscriber }, value(lag));
      },
    });
  }
  return { registry, onAttempt: (subscriber, outcome) => attempts.inc({ subscriber, outcome }) };
}

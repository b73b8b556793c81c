import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/** What this program measures itself; the SDK's own metrics stand on the port beside it. */
export interface WorkerMetrics {
  readonly registry: Registry;
  readonly onFired: (fired: number, lateness: { readonly p50: number; readonly p95: number; readonly max: number }) => void;
  readonly onUnmoved: (count: number) => void;
}

export function createMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'lienthong_' });
  const fired = new Counter({ name: 'lienthong_vigilance_fired_total', help: 'Warnings, overdue marks and escalations recorded', registers: [registry] });
  const late = new Gauge({ name: 'lienthong_vigilance_late_ms', help: 'Official milliseconds from the legal instant to the record, last batch, p95', registers: [registry] });
  const unmoved = new Gauge({ name: 'lienthong_unmoved_timers', help: 'Dossiers whose deadline is long past and whose workflow has not moved', registers: [registry] });
  return {
    registry,
    onFired: (count, lateness) => {
      fired.inc(count);
      late.set(lateness.p95);
    },
    onUnmoved: (count) => unmoved.set(count),
  };
}

/** Serves `/metrics` for Prometheus on the loopback interface. */
export function serveMetrics(registry: Registry, port: number): Server {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
    return undefined;
  });
  server.on('error', () => undefined);
  return server.listen(port, '127.0.0.1');
}

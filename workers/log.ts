import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import { DefaultLogger } from '@temporalio/worker';
import type { LogEntry } from '@temporalio/worker';

/** Structured logs with dossier and command ids; never names, notes or payloads. */
export function createLog(name: string, file?: string): pino.Logger {
  if (file === undefined) return pino({ name, level: 'info' });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Opened at once: a process that ends before its log is open would complain of that instead of its true reason.
  return pino({ name, level: 'info' }, pino.destination({ dest: openSync(file, 'a', 0o600), sync: false }));
}

/** Temporal's own log lines in the same stream. The workflow id is the dossier's. */
export const temporalLogger = (log: pino.Logger): DefaultLogger =>
  new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
    const { workflowId, ...rest } = (meta ?? {}) as Record<string, unknown>;
    const method = level === 'ERROR' ? 'error' : level === 'WARN' ? 'warn' : 'info';
    log[method]({ ...(workflowId === undefined ? {} : { dossierId: workflowId }), ...slim(rest) }, message);
  });

const KEPT = ['activityType', 'attempt', 'taskQueue', 'error', 'sdkComponent', 'workflowType'];
const slim = (meta: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(KEPT.filter((k) => meta[k] !== undefined).map((k) => [k, meta[k] instanceof Error ? (meta[k] as Error).message : meta[k]]));

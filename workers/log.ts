import pino from 'pino';
import { DefaultLogger } from '@temporalio/worker';
import type { LogEntry } from '@temporalio/worker';

/** Structured logs with dossier and command ids; never names, notes or payloads. */
export const createLog = (name: string, file?: string): pino.Logger =>
  file === undefined ? pino({ name, level: 'info' }) : pino({ name, level: 'info' }, pino.destination({ dest: file, mkdir: true, sync: false }));

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

import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isUnavailable } from './problem';

/** What came in time, or `pending` when Temporal or a worker did not answer. */
export async function withinPatience<T>(
  client: Client,
  patienceMs: number,
  act: () => Promise<T>,
): Promise<T | 'pending'> {
  try {
    return await client.withDeadline(Date.now() + patienceMs, act);
  } catch (error) {
    if (isLate(error)) return 'pending';
    throw error;
  }
}

/** The SDK wraps what gRPC says; the cause tells. */
function isLate(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.name === 'WorkflowUpdateRPCTimeoutOrCancelledError') return true;
    const { code } = at as { code?: unknown };
    if (typeof code === 'number' && isUnavailable(at)) return true;
  }
  return false;
}

const AGAIN_MS = 250;

/** Tries again what may safely be tried again, while the database is away and somebody's patience lasts. */
export async function insistently<T>(patienceMs: number, attempt: () => Promise<T>): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() + AGAIN_MS >= until) throw error;
      await pause(AGAIN_MS);
    }
  }
}

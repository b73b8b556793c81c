const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Real milliseconds from one failed attempt to the next, as Standard Webhooks proposes: ten attempts in about three days. */
export const RETRY_DELAYS_MS: readonly number[] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** A fifth more or less, so that what failed together does not come back together. */
export const jittered = (ms: number): number => Math.round(ms * (0.8 + 0.4 * Math.random()));

/** Real instant of the next attempt after `attempts` failed ones; null when there is none left. */
export function nextAttemptAt(delays: readonly number[], attempts: number, realNow: number): number | null {
  const delay = delays[attempts - 1];
  return delay === undefined ? null : realNow + jittered(delay);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Pauses after each attempt that nobody took, real milliseconds; the last one goes on. */
const PAUSES = [10 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE];

/** About a day and a half; then it is left to a person. */
export const MOST_ATTEMPTS = 40;

export const pauseAfter = (attempts: number): number => PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? PAUSES[0]!;

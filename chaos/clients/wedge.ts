import type { Try } from './answer';

/** So long an act may be answered with a fault of ours before its dossier counts as wedged. */
export const WEDGED_MS = 40_000;
/** Others go through where somebody's act was confirmed so shortly before. */
const RECENTLY_MS = 5_000;

/**
 * Whether an act is wedged: answered 5xx over and over for 40 seconds. A fault of ours (500) counts from its first
 * time, also where parts were down in between. "Try again later" (503, 504) counts only while the acts of others go
 * through, for everybody waits while a part is down.
 */
export class Wedge {
  #faultSince: number | undefined;
  #waitsSince: number | undefined;

  /** One more answer; `othersThrough` is when the last act of anybody was confirmed. */
  hear({ status, began }: Pick<Try, 'status' | 'began'>, othersThrough: number): void {
    if (status === 500) this.#faultSince ??= began;
    if (status === 503 || status === 504) {
      if (othersThrough < began - RECENTLY_MS) this.#waitsSince = undefined;
      else this.#waitsSince ??= began;
    }
    if (status === 0) this.#waitsSince = undefined;
  }

  isWedged(now: number): boolean {
    return [this.#faultSince, this.#waitsSince].some((since) => since !== undefined && now - since > WEDGED_MS);
  }
}

import { toldBy } from './answer';
import type { Try } from './answer';

/** So long an act may be answered with a fault of ours before its dossier counts as wedged. */
export const WEDGED_MS = 40_000;

/**
 * Whether an act is wedged: answered 5xx over and over for 40 seconds. A fault of ours (500) counts at once; "try again later"
 * (503, 504) counts only while the acts of others go through, for everybody waits while a part is down.
 */
export class Wedge {
  #since: number | undefined;

  /** One more answer; `othersThrough` is when the last act of anybody was confirmed. */
  hear(heard: Try, othersThrough: number): void {
    const told = toldBy(heard);
    const ours = heard.status >= 500 && (told === 'unknown' || told === 'not-done');
    if (!ours) {
      if (told !== 'pending' && told !== 'aside') this.#since = undefined;
      return;
    }
    const everybodyWaits = heard.status !== 500 && othersThrough < heard.began - 5_000;
    if (everybodyWaits) this.#since = undefined;
    else this.#since ??= heard.began;
  }

  isWedged(now: number): boolean {
    return this.#since !== undefined && now - this.#since > WEDGED_MS;
  }
}

import { jittered } from './retry-schedule';

/** How many dossiers in a row, without one success between them, make it the subscriber's failure and not theirs. */
const DOSSIERS_IN_A_ROW = 5;

export interface Pauses {
  /** Real milliseconds of the first pause; each following one is twice as long. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export const PAUSES: Pauses = { firstMs: 1_000, longestMs: 300_000 };

/**
 * Whether a subscriber is there at all. While it is not, nothing is read for it and no message of its fails for good; after
 * a pause one single attempt shows whether it is back.
 */
export class Breaker {
  readonly #pauses: Pauses;
  readonly #failing = new Set<string>();
  #paused = 0;
  #until = 0;
  #probing = false;

  constructor(pauses: Pauses = PAUSES) {
    this.#pauses = pauses;
  }

  get state(): 'there' | 'away' | 'to-be-probed' {
    if (this.#paused === 0) return 'there';
    return Date.now() < this.#until || this.#probing ? 'away' : 'to-be-probed';
  }

  /** Whether an attempt may be made now. Each that may is followed by exactly one `succeeded`, `failed` or `undecided`. */
  admit(): boolean {
    const state = this.state;
    if (state === 'to-be-probed') this.#probing = true;
    return state !== 'away';
  }

  succeeded(): void {
    this.#failing.clear();
    this.#paused = 0;
    this.#probing = false;
  }

  failed(key: string): void {
    this.#failing.add(key);
    const probed = this.#probing;
    this.#probing = false;
    // What was under way when the pause began says nothing new.
    if (probed || (this.#paused === 0 && this.#failing.size >= DOSSIERS_IN_A_ROW)) this.#pause();
  }

  /** The attempt was broken off, or failed for a reason of the message's own. */
  undecided(): void {
    this.#probing = false;
  }

  #pause(): void {
    this.#paused += 1;
    this.#until = Date.now() + jittered(Math.min(this.#pauses.longestMs, this.#pauses.firstMs * 2 ** Math.min(this.#paused - 1, 20)));
  }
}

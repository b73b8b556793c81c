import { setTimeout as sleep } from 'node:timers/promises';
import { beatClock } from '../../db/clock';
import { BEAT_HOLDS_MS } from '../../db/installation-clock';
import type { OpenDesk } from '../../gateway/open-desk';
import { changeSpeed, standClock } from '../legal-clock';
import { within } from '../servers/interrupted';

const BEAT_EVERY_MS = 250;
const PATIENCE_MS = 5_000;

/**
 * The demonstration's clock. It goes on from beat to beat, and stands while something that the week needs is away:
 * nobody can work then, and an hour is two seconds.
 */
export class DemoClock {
  readonly #desk: OpenDesk;
  readonly #signal: AbortSignal;
  readonly #speed: number;
  #lastBeat = Date.now();
  /** Where it is held; undefined while it goes. */
  #held: number | undefined;
  /** The database knows that it is held. */
  #stands = false;

  constructor(desk: OpenDesk, signal: AbortSignal) {
    [this.#desk, this.#signal, this.#speed] = [desk, signal, desk.clock.read().speed];
    desk.clock.heedBeats();
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Holds the clock where it is; the database learns of it as soon as it can. */
  hold(): void {
    this.#held ??= this.#desk.clock.now();
  }

  /** Makes sure that the database knows of a clock that is held. Fails where it cannot be told. */
  async stand(): Promise<void> {
    if (this.#held === undefined || this.#stands) return;
    this.#held = await within(PATIENCE_MS, 'stopping the clock', standClock(this.#desk.db, this.#held));
    await this.#refresh();
    this.#stands = true;
  }

  /** Lets a held clock go on from where it stands. */
  async release(speed = this.#speed): Promise<void> {
    if (this.#held === undefined) return;
    await this.stand();
    await within(PATIENCE_MS, 'starting the clock', changeSpeed(this.#desk.db, this.#held, speed));
    await this.#refresh();
    [this.#held, this.#stands, this.#lastBeat] = [undefined, false, Date.now()];
  }

  /** Beats until the end, whatever becomes of PostgreSQL meanwhile. */
  async keepBeating(): Promise<void> {
    while (!this.#signal.aborted) {
      if (!this.isHeld) await this.#beat().catch(() => this.hold());
      await sleep(BEAT_EVERY_MS, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }

  async #beat(): Promise<void> {
    // Everybody's clock has stood by itself since then, and goes on from there.
    if (Date.now() - this.#lastBeat > BEAT_HOLDS_MS) return this.hold();
    const { db, clock } = this.#desk;
    await within(PATIENCE_MS, 'a beat of the clock', beatClock(db, clock.now(), Date.now()));
    await this.#refresh();
    this.#lastBeat = Date.now();
  }

  readonly #refresh = (): Promise<void> => {
    const { clock, db } = this.#desk;
    return within(PATIENCE_MS, 'reading the clock', clock.refresh(db));
  };
}

import type { Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { clockSegments, lastClockBeat } from './clock';
import type { ClockSegment } from './clock';
import type { Schema } from './schema';

/** A demonstration's clock that nobody has beaten for so long stands until somebody does. */
export const BEAT_HOLDS_MS = 1_500;

/**
 * Official time of this installation, read from its persisted segments. Without any it is production: official time is
 * real time. A new segment (a demonstration going on) is seen after `refresh`.
 */
export class InstallationClock {
  #segment: ClockSegment | null;
  #heedsBeats = false;
  #lastBeat: number | null = null;

  private constructor(segment: ClockSegment | null) {
    this.#segment = segment;
  }

  static async open(db: Kysely<Schema>): Promise<InstallationClock> {
    return new InstallationClock(await newest(db));
  }

  /**
   * From the next `refresh` on, time stands while nobody beats the clock. So a demonstration loses no working hours
   * while PostgreSQL, which holds the clock, is away.
   */
  heedBeats(): void {
    this.#heedsBeats = true;
  }

  async refresh(db: Kysely<Schema>): Promise<void> {
    const segment = await newest(db);
    const beat = segment !== null && this.#heedsBeats ? await lastClockBeat(db) : null;
    [this.#segment, this.#lastBeat] = [segment, beat?.realAt ?? null];
  }

  /** Production, where workflows need not ask. */
  get isReal(): boolean {
    return this.#segment === null;
  }

  read(): { readonly official: Instant; readonly speed: number } {
    const real = Date.now();
    const segment = this.#segment;
    if (segment === null) return { official: real, speed: 1 };
    const { realStart, officialStart, speed } = segment;
    const standsFrom = this.#lastBeat === null ? Infinity : Math.max(this.#lastBeat, realStart) + BEAT_HOLDS_MS;
    const passed = Math.max(0, Math.min(real, standsFrom) - realStart);
    return { official: Math.floor(officialStart + passed * speed), speed };
  }

  now(): Instant {
    return this.read().official;
  }
}

const newest = async (db: Kysely<Schema>): Promise<ClockSegment | null> => (await clockSegments(db)).at(-1) ?? null;

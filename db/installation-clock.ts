import type { Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { clockSegments } from './clock';
import type { ClockSegment } from './clock';
import type { Schema } from './schema';

/**
 * Official time of this installation, read from its persisted segments. Without any it is production: official time is
 * real time. A new segment (a demonstration going on) is seen after `refresh`.
 */
export class InstallationClock {
  #segment: ClockSegment | null;

  private constructor(segment: ClockSegment | null) {
    this.#segment = segment;
  }

  static async open(db: Kysely<Schema>): Promise<InstallationClock> {
    return new InstallationClock(await newest(db));
  }

  async refresh(db: Kysely<Schema>): Promise<void> {
    this.#segment = await newest(db);
  }

  /** Production, where workflows need not ask. */
  get isReal(): boolean {
    return this.#segment === null;
  }

  read(): { readonly official: Instant; readonly speed: number } {
    const real = Date.now();
    const segment = this.#segment;
    if (segment === null) return { official: real, speed: 1 };
    return { official: Math.floor(segment.officialStart + Math.max(0, real - segment.realStart) * segment.speed), speed: segment.speed };
  }

  now(): Instant {
    return this.read().official;
  }
}

const newest = async (db: Kysely<Schema>): Promise<ClockSegment | null> => (await clockSegments(db)).at(-1) ?? null;

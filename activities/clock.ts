import type { Instant } from '../domain/calendar/calendar';

/** Official time now, and how many official milliseconds pass in a real one. */
export interface ClockReading {
  readonly official: Instant;
  readonly speed: number;
}

export interface ClockActivities {
  readClock(): Promise<ClockReading>;
}

export const createClockActivities = ({ clock }: { readonly clock: { read(): ClockReading } }): ClockActivities => ({
  async readClock() {
    return clock.read();
  },
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../journal';
import type { Place } from './place';
import { launch, within } from './launch';
import type { Environment, Launch } from './launch';

/** How one `npm start` ended. */
export interface Ending {
  readonly at: number;
  readonly code: number | null;
  readonly by: NodeJS.Signals | null;
  readonly livedMs: number;
  readonly last: string;
}

const RESTART_MS = 1_000;

/** The service manager: runs `npm start`, and again a second after it has ended, for as long as it is wanted. */
export class Keeper {
  readonly endings: Ending[] = [];
  #running: Launch | undefined;
  #wanted = false;

  constructor(
    private readonly place: Place,
    private readonly journal: Journal,
    private readonly environment: () => Environment,
  ) {}

  get running(): Launch | undefined {
    return this.#running;
  }

  start(): void {
    this.#wanted = true;
    this.#watch(this.launch());
  }

  /** A launch that nobody keeps: a rival, a second one. */
  launch(): Launch {
    return launch(this.place, this.journal.directory, this.environment());
  }

  /** Restarts nothing from here on; what runs goes on. */
  hold(): void {
    this.#wanted = false;
  }

  /** Keeps one that was launched elsewhere, or starts one. */
  adopt(running: Launch | undefined): void {
    this.#wanted = true;
    this.#watch(running ?? this.launch());
  }

  /** Waits until the running `npm start` has ended; false if it has not in time. */
  async ended(ms: number): Promise<boolean> {
    return this.#running === undefined || within(this.#running.ended, ms);
  }

  #watch(running: Launch): void {
    this.#running = running;
    void running.ended.then(async ({ code, by }) => {
      const livedMs = Date.now() - running.began;
      const last = running.text().trim().split('\n').slice(-3).join(' | ');
      this.endings.push({ at: Date.now(), code, by, livedMs, last });
      this.journal.write('endings', { code, by, livedMs, last });
      if (this.#wanted)
        this.journal.say(
          `npm start ended with ${by ?? code} after ${Math.round(livedMs / 1_000)} s: ${last.slice(0, 240)}`,
        );
      if (this.#running === running) this.#running = undefined;
      await sleep(RESTART_MS);
      if (this.#wanted && this.#running === undefined) this.#watch(this.launch());
    });
  }
}

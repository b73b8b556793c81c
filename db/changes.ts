import { AsyncLocalStorage } from 'node:async_hooks';

export type Outcome = 'done' | 'not-done' | 'unknown';

/** What one piece of work, such as a request, may have changed so far. An answer says no more than is known. */
export class Changes {
  #certain = false;
  #doubtful = 0;

  /** Real milliseconds that this work waits for an answer of the database at most; without it what the pool allows. */
  constructor(readonly answerMs?: number) {}

  /** Whether something was done, or may have been. */
  get possible(): boolean {
    return this.#certain || this.#doubtful > 0;
  }

  /** Something that changes the world is on its way. Until its outcome is told, it may have happened. */
  begin(): (outcome: Outcome) => void {
    this.#doubtful += 1;
    return (outcome) => {
      if (outcome === 'unknown') return;
      this.#doubtful -= 1;
      if (outcome === 'done') this.#certain = true;
    };
  }
}

const current = new AsyncLocalStorage<Changes>();

/** Does some work and keeps account of it. */
export const accountedIn = <T>(changes: Changes, work: () => T): T => current.run(changes, work);

/** The account of the work that is being done here, if somebody keeps one. */
export const currentChanges = (): Changes | undefined => current.getStore();

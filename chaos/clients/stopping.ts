/** A client stopped asking, because the run ends or because nothing comes of it. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

/** When clients begin nothing new, and when they stop insisting on what they began. */
export class Stopping {
  #stopped = false;
  #until = Infinity;

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Nothing new from here on; what was begun is insisted on for so long. */
  stop(ms: number): void {
    this.#stopped = true;
    this.#until = Date.now() + ms;
  }

  /** Throws where the time for insisting is over. */
  check(what: string): void {
    if (Date.now() > this.#until) throw new GaveUp(`${what}: the run is over`);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Hopeless } from './servers/hopeless';
import { Interrupted, unlessInterrupted, within } from './servers/interrupted';
import type { Life } from './servers/life';
import type { Report } from './servers/progress';

/** One part of an installation: a server or a process of ours. */
export interface Part<L extends Life = Life> {
  readonly name: string;
  /** The parts without which it cannot start. */
  readonly needs?: readonly string[];
  /** Starts it, or takes over the one that runs. Called again each time it has died. Aborting ends it cleanly. */
  readonly begin: (signal: AbortSignal) => Promise<L>;
}

/** How patient a supervisor is, in milliseconds. */
export interface Pace {
  /** The pause before the first new start. It doubles with each start in a row … */
  readonly firstPause: number;
  /** … up to this. */
  readonly longestPause: number;
  /** A part that has lived so long begins with the first pause again. */
  readonly steadyAfter: number;
  /** So many failed starts in a row, with no life between, are the end. */
  readonly tries: number;
  readonly askEvery: number;
  /** A part that has been silent so long is told of. */
  readonly tellSilenceAfter: number;
  /** One of ours that has been silent so long is killed, and started again. */
  readonly killSilentAfter: number;
}

export const PACE: Pace = {
  firstPause: 500,
  longestPause: 8_000,
  steadyAfter: 20_000,
  tries: 8,
  askEvery: 5_000,
  tellSilenceAfter: 60_000,
  killSilentAfter: 300_000,
};

export interface SupervisorOptions {
  readonly report: Report;
  /** Somebody asks us to stop while the parts are being brought up. */
  readonly signal: AbortSignal;
  readonly pace?: Pace;
}

const STOP_PATIENCE_MS = 3_000;

interface Kept {
  readonly part: Part;
  life: Life;
  /** Undefined while it is being started again. */
  upSince: number | undefined;
  silentSince: number | undefined;
  /** Ends when the supervisor stops. */
  watching: Promise<void>;
}

/**
 * Keeps the parts of an installation alive. One that dies is started again, with a pause that doubles, and the others
 * go on. Only a part that cannot come up ends the whole, with its reason.
 */
export class Supervisor {
  readonly #report: Report;
  readonly #signal: AbortSignal;
  readonly #pace: Pace;
  readonly #kept = new Map<string, Kept>();
  /** What to end, in the order in which it came up. */
  readonly #stack: { readonly life?: () => Life; readonly close: (hastily: boolean) => Promise<void> }[] = [];
  readonly #stopping = new AbortController();
  readonly #onLost: (() => void)[] = [];
  readonly #onBack: ((name: string) => void)[] = [];
  #lastDeath = 0;
  #giveUp: (reason: Error) => void = () => undefined;
  /** Resolves with the reason once a part cannot come up any more. */
  readonly hopeless: Promise<Error>;

  constructor({ report, signal, pace = PACE }: SupervisorOptions) {
    [this.#report, this.#signal, this.#pace] = [report, signal, pace];
    this.hopeless = new Promise((resolve) => {
      this.#giveUp = resolve;
    });
  }

  /** Starts a part and keeps it from then on. Throws if this first start fails by its own fault. */
  async keep<L extends Life>(part: Part<L>): Promise<L> {
    const life = await this.insist(() => part.begin(this.#signal));
    const kept: Kept = { part, life, upSince: Date.now(), silentSince: undefined, watching: Promise.resolve() };
    this.#kept.set(part.name, kept);
    this.#stack.push({
      life: () => kept.life,
      close: async (hastily) => {
        await kept.watching;
        await kept.life.stop(hastily);
      },
    });
    kept.watching = Promise.all([this.#watch(kept), this.#listen(kept)]).then(() => undefined);
    return life;
  }

  /** Something that is no process, and is closed in its turn. */
  alsoClose(close: () => Promise<void>): void {
    this.#stack.push({ close });
  }

  /** Names of the parts that are dead or give no sign of life. */
  get missing(): readonly string[] {
    const kept = [...this.#kept.values()];
    return kept.filter(({ upSince, silentSince }) => !upSince || silentSince).map(({ part }) => part.name);
  }

  /** Called when a part has died, before it is started again. */
  onLost(call: () => void): void {
    this.#onLost.push(call);
  }

  /** Called with the name of a part that is up again. */
  onBack(call: (name: string) => void): void {
    this.#onBack.push(call);
  }

  /** Resolves once nothing is missing; throws if it cannot come to that. */
  async untilWell(signal: AbortSignal = this.#signal): Promise<void> {
    let reason: Error | undefined;
    void this.hopeless.then((error) => {
      reason = error;
    });
    while (this.missing.length > 0) {
      if (signal.aborted) throw new Interrupted();
      await sleep(50);
      if (reason) throw reason;
    }
  }

  /** Does a step, and does it again where it failed because a part died under it. */
  async insist<T>(step: () => Promise<T>): Promise<T> {
    for (;;) {
      const began = Date.now();
      try {
        return await step();
      } catch (error) {
        if (this.#signal.aborted) throw error;
        // A dead process is known of a moment later than its broken connections.
        await sleep(500);
        if (this.#lastDeath < began && this.missing.length === 0) throw error;
        await this.untilWell();
      }
    }
  }

  /** Stops everything, the last one first. What ran before we came may be left running. */
  async stop({ leaveFound = false } = {}): Promise<void> {
    // Whatever waits for a server that gives no answer would wait in vain.
    const hastily = this.missing.length > 0 || !(await this.#allAnswer());
    this.#stopping.abort();
    for (const { life, close } of this.#stack.splice(0).reverse()) {
      if (leaveFound && life?.().found) continue;
      await close(hastily).catch((error: unknown) => this.#report((error as Error).message));
    }
  }

  async #allAnswer(): Promise<boolean> {
    const asked = [...this.#kept.values()].map(({ life }) => life.ask?.());
    return within(STOP_PATIENCE_MS, 'an answer', Promise.all(asked)).then(
      () => true,
      () => false,
    );
  }

  async #watch(kept: Kept): Promise<void> {
    const { name } = kept.part;
    const { signal } = this.#stopping;
    let pause = this.#pace.firstPause;
    for (;;) {
      const since = Date.now();
      const how = await unlessInterrupted(signal, kept.life.ended).catch(() => undefined);
      if (how === undefined) return;
      [kept.upSince, kept.silentSince, this.#lastDeath] = [undefined, undefined, Date.now()];
      for (const call of this.#onLost) call();
      if (this.#lastDeath - since >= this.#pace.steadyAfter) pause = this.#pace.firstPause;
      this.#report(`${name} has died (${how}); it is started again in ${seconds(pause)}`);
      pause = await this.#bringBack(kept, pause);
      if (kept.upSince === undefined) return;
      for (const call of this.#onBack) call(name);
    }
  }

  /** Tries until it is up again, we are to stop, or there is no hope; answers the pause before the next start. */
  async #bringBack(kept: Kept, firstPause: number): Promise<number> {
    const { name, needs = [], begin } = kept.part;
    const { signal } = this.#stopping;
    const longer = (pause: number): number => Math.min(2 * pause, this.#pace.longestPause);
    for (let [pause, failures] = [firstPause, 0]; ; pause = longer(pause)) {
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      while (!signal.aborted && this.#areMissing(needs)) await sleep(50);
      if (signal.aborted) return pause;
      try {
        kept.life = await begin(signal);
        kept.upSince = Date.now();
        this.#report(`${name} is back${kept.life.pid === undefined ? '' : ` (process ${kept.life.pid})`}`);
        return longer(pause);
      } catch (error) {
        if (signal.aborted) return pause;
        // Whoever could not start because what it needs has died meanwhile is not to blame.
        if (!this.#areMissing(needs)) failures += 1;
        const reason = (error as Error).message;
        if (error instanceof Hopeless || failures >= this.#pace.tries) {
          const often = error instanceof Hopeless ? '' : ` after ${failures} tries`;
          this.#giveUp(new Error(`${name} does not come up again${often}: ${reason}`));
          return pause;
        }
        this.#report(`${name} could not be started (${reason.split('\n')[0]}); next try in ${seconds(longer(pause))}`);
      }
    }
  }

  readonly #areMissing = (names: readonly string[]): boolean => this.missing.some((name) => names.includes(name));

  /** Asks for a sign of life: a process that hangs does not end. */
  async #listen(kept: Kept): Promise<void> {
    const { signal } = this.#stopping;
    const { name } = kept.part;
    let told = false;
    for (;;) {
      await sleep(this.#pace.askEvery, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const { life } = kept;
      if (kept.upSince === undefined || life.ask === undefined) continue;
      const asked = Date.now();
      const silent = await unlessInterrupted(signal, life.ask()).then(
        () => false,
        () => true,
      );
      if (signal.aborted) return;
      // It has died meanwhile, or is another one by now.
      if (kept.upSince === undefined || kept.life !== life) continue;
      if (!silent) {
        if (told) this.#report(`${name} answers again`);
        [kept.silentSince, told] = [undefined, false];
        continue;
      }
      kept.silentSince ??= asked;
      told = await this.#tellSilence(kept, told);
    }
  }

  async #tellSilence({ part: { name }, life, silentSince = Date.now() }: Kept, told: boolean): Promise<boolean> {
    const silence = Date.now() - silentSince;
    if (silence >= this.#pace.killSilentAfter && life.kill !== undefined) {
      this.#report(`${name} has not answered for ${seconds(silence)} and is killed (process ${life.pid})`);
      await life.kill().catch((error: unknown) => this.#report((error as Error).message));
      return false;
    }
    if (silence >= this.#pace.tellSilenceAfter && !told) {
      const where = life.pid === undefined ? '' : ` (process ${life.pid})`;
      this.#report(`${name} has not answered for ${seconds(silence)}${where}; the others wait for it`);
      return true;
    }
    return told;
  }
}

const seconds = (ms: number): string => `${ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000)} s`;

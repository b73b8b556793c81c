import type { FollowActivities } from '../activities/follow';
import type { RecordActivities, RecordOutcome } from '../activities/record';
import type { Handled } from '../domain/dossier/engine';
import { replay } from '../domain/dossier/engine';
import type { LoggedEvent, RecordingRun } from '../domain/dossier/recording';
import { recordingOf } from '../domain/dossier/recording-of';
import type { Signature } from '../domain/dossier/signed';
import type { DossierState } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import { refuse } from '../domain/result';
import type { Result } from '../domain/result';

/**
 * What the lane needs of the world; in a workflow it is Temporal's (lane-ports.ts), in the model test it is what may
 * die at any time.
 */
export interface LanePorts extends RecordActivities, Omit<FollowActivities, 'checkBeginning'> {
  /** Which run records, and how far its history is. */
  run(): RecordingRun;
  /** Whether a run of an earlier program may go over to working by the log, here and now. */
  mayFollow(): boolean;
  /** What ends the Updates of a run that a newer one has fenced off. */
  superseded(): Error;
  /** Whether a recording failed as those of an earlier program did, for good. */
  isConflict(failure: unknown): boolean;
}

/** What an act, or the passing of time, comes to on a state. Asked again when what it was asked upon is taken back. */
export type Take = (on: DossierState) => Result<Handled>;

/** Who vouches for the command of a decision, by command id; nobody does for the passing of time. */
export interface Vouched {
  readonly signatures?: Signatures;
}

type Signatures = Readonly<Record<string, Signature>>;

/** Where a run begins: its state, the mark of that state's last event where it is known, and its recovery epoch. */
export interface Beginning {
  readonly state: DossierState;
  readonly mark: string | null;
  readonly epoch: number;
}

interface Decision {
  readonly kind: 'decision';
  readonly take: Take;
  readonly signatures: Signatures;
  on: DossierState;
  result: Result<Handled>;
  readonly done: (result: Result<Handled>) => void;
  readonly failed: (failure: unknown) => void;
}

interface Question {
  readonly kind: 'question';
  readonly ask: () => Promise<unknown>;
  readonly done: (answer: unknown) => void;
  readonly failed: (failure: unknown) => void;
}

/**
 * The recording lane, and the one place that knows the dossier's state. Decisions are taken at once, each on the
 * state that those before it lead to, and written one after the other. Until the log has a decision it is
 * provisional: when the log turns out to hold something else, the lane takes the log's events as they are and asks
 * every waiting decision anew.
 */
export class RecordingLane {
  #recorded: DossierState;
  #mark: string | null;
  /**
   * What the log got, or held already, since this run began: the history holds it too, so a log that lost it gets it
   * again.
   */
  #events: LoggedEvent[] = [];
  #signatures: Record<string, Signature> = {};
  #queue: (Decision | Question)[] = [];
  #working = false;
  #superseded = false;
  #logFirst: boolean;
  /** An earlier program went on from a state that the log does not have. */
  #forked = false;

  /**
   * @param logFirst Whether the run has worked by the log from its start; one of an earlier program goes over to it.
   */
  constructor(
    private readonly beginning: Beginning,
    logFirst: boolean,
    private readonly show: (state: DossierState) => void,
    private readonly ports: LanePorts,
  ) {
    this.#recorded = beginning.state;
    this.#mark = beginning.mark;
    this.#logFirst = logFirst;
  }

  /** What the log holds: what a timer is armed by, what is queried and shown. */
  get recorded(): DossierState {
    return this.#recorded;
  }

  /** With everything decided since; it may still be taken back. */
  get ahead(): DossierState {
    const last = this.#queue.findLast((entry) => entry.kind === 'decision');
    return last === undefined ? this.#recorded : stateAfter(last);
  }

  /** By what the run arms its timer. Runs of an earlier program armed it by what was decided. */
  get shown(): DossierState {
    return this.#logFirst ? this.#recorded : this.ahead;
  }

  get mark(): string | null {
    return this.#mark;
  }

  get epoch(): number {
    return this.beginning.epoch;
  }

  get events(): readonly LoggedEvent[] {
    return this.#events;
  }

  /** Who vouches for the commands of `events`. */
  get signatures(): Signatures {
    return this.#signatures;
  }

  get idle(): boolean {
    return this.#queue.length === 0;
  }

  get superseded(): boolean {
    return this.#superseded;
  }

  /**
   * Decides, and answers when the log has it. A refusal is certain too: it was found on what the log holds.
   * @param known Who vouches for the command, and what `take` has just come to on `ahead`, where that is known.
   */
  async decide(
    take: Take,
    known: Vouched & { readonly found?: Result<Handled> | undefined } = {},
  ): Promise<Result<Handled>> {
    const { found, signatures = {} } = known;
    this.#logFirst ||= this.ports.mayFollow();
    const stale = this.#forked && this.#logFirst;
    if (stale) await this.compare();
    const on = this.ahead;
    const result = stale || found === undefined ? take(on) : found;
    const nothingToWrite = !result.ok || result.value.logged.length === 0;
    if (nothingToWrite && (this.idle || (!this.#logFirst && !result.ok))) return result;
    return new Promise((done, failed) => {
      this.#enter({ kind: 'decision', take, signatures, on, result, done, failed });
      if (!this.#logFirst) this.show(this.ahead);
    });
  }

  /**
   * Every local activity of a dossier waits its turn here. Two at once may be answered together when history is
   * replayed, though they were answered apart when it was made: what follows them would then come in another order.
   */
  ask<T>(question: () => Promise<T>): Promise<T> {
    return new Promise((done, failed) =>
      this.#enter({ kind: 'question', ask: question, done: done as (answer: unknown) => void, failed }),
    );
  }

  /**
   * Looks where the log is: one that is behind is completed from history, and the run follows one that holds
   * something else.
   */
  compare(): Promise<void> {
    return this.ask(async () => {
      const forked = this.#forked;
      this.#forked = false;
      // What an earlier program kept against the log is let go of, whatever it counts.
      if (forked) return this.#follow();
      const { seq, mark } = await this.ports.readHead(this.#recorded.dossierId);
      if (seq === this.#recorded.seq && (this.#mark === null || mark === this.#mark)) return;
      await (seq < this.#recorded.seq ? this.#complete() : this.#follow());
    });
  }

  #enter(entry: Decision | Question): void {
    this.#queue.push(entry);
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      try {
        if (first.kind === 'question') this.#leave(first, await first.ask());
        else await this.#conclude(first);
      } catch (failure) {
        this.#queue.shift();
        first.failed(failure);
      }
    }
    this.#working = false;
  }

  #leave(first: Question, answer: unknown): void {
    this.#queue.shift();
    first.done(answer);
  }

  /** Has the first decision recorded. Each turn of the loop has brought run and log nearer to each other. */
  async #conclude(first: Decision): Promise<void> {
    for (;;) {
      const { result } = first;
      if (!result.ok || result.value.logged.length === 0) break;
      const handled = result.value;
      const outcome = await this.#write(first, handled);
      if (outcome.status === 'recorded' || outcome.status === 'repeated') {
        this.#take(first, handled, outcome.mark ?? null);
        break;
      }
      if (outcome.status === 'unvouched') {
        this.#refuse(first, unvouched(handled.logged, outcome.fault));
        break;
      }
      if (outcome.status === 'fenced') return this.#giveWay();
      const known = this.#mark;
      await (outcome.status === 'gap' ? this.#complete() : this.#follow());
      // The log stands where it stood: what it knows from elsewhere is the command's id, taken by the engine of an
      // earlier program.
      if (outcome.status === 'differs' && known !== null && known === this.#mark)
        first.result = idTaken(handled.logged);
    }
    this.#queue.shift();
    first.done(first.result);
  }

  async #write({ on, signatures }: Decision, handled: Handled): Promise<RecordOutcome> {
    const recording = recordingOf(on, handled, {
      epoch: this.beginning.epoch,
      after: this.#mark,
      run: this.ports.run(),
      signatures,
    });
    try {
      return await this.ports.record(recording);
    } catch (failure) {
      if (!this.ports.isConflict(failure)) throw failure;
      // Only histories of an earlier program hold this: it kept what the log had refused.
      this.#recorded = handled.state;
      this.#forked = true;
      throw failure;
    }
  }

  #take({ signatures }: Decision, { state, logged }: Handled, mark: string | null): void {
    this.#recorded = state;
    this.#mark = mark;
    this.#events.push(...logged);
    Object.assign(this.#signatures, signatures);
    if (this.#logFirst) this.show(state);
  }

  /** The log is behind, because its database was put back: it gets from Temporal's history what it has lost. */
  async #complete(): Promise<void> {
    const { outcome } = await this.ports.completeLog(this.#recorded.dossierId);
    if (outcome !== 'completed' && outcome !== 'whole') await this.#follow();
  }

  /** The log holds what this run has not heard of. It is taken as it is, and what waits is decided anew upon it. */
  async #follow(): Promise<void> {
    const { state, mark } = this.beginning;
    const log = await this.ports.readLog({ dossierId: state.dossierId, after: { seq: state.seq, mark } });
    this.#events = [...log.events];
    this.#signatures = { ...log.signatures };
    this.#recorded = log.state ?? replay(state, log.events);
    this.#mark = log.mark;
    this.show(this.#recorded);
    this.#decideAnew(this.#queue, this.#recorded);
  }

  /** Nobody vouches for it: it is refused, and what was decided upon it is decided anew. */
  #refuse(first: Decision, refused: Result<Handled>): void {
    first.result = refused;
    this.#decideAnew(this.#queue.slice(1), first.on);
  }

  #decideAnew(entries: readonly (Decision | Question)[], from: DossierState): void {
    let on = from;
    for (const entry of entries) {
      if (entry.kind === 'question') continue;
      entry.on = on;
      entry.result = entry.take(on);
      on = stateAfter(entry);
    }
  }

  #giveWay(): void {
    this.#superseded = true;
    const failure = this.ports.superseded();
    for (const entry of this.#queue.splice(0)) entry.failed(failure);
  }
}

function idTaken(logged: readonly LoggedEvent[]): Result<Handled> {
  const { commandId } = logged.at(-1)!;
  return refuse(refusal('COMMAND_ID_REUSED', { commandId, act: 'tick' }, 'commandId'));
}

function unvouched(logged: readonly LoggedEvent[], fault: string): Result<Handled> {
  return refuse(refusal('ACT_NOT_VOUCHED_FOR', { commandId: logged.at(-1)!.commandId, fault }));
}

const stateAfter = ({ on, result }: Decision): DossierState => (result.ok ? result.value.state : on);

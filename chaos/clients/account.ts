import { nameOfAnswer, toldBy } from './answer';
import type { Try } from './answer';

/** What an act's recording was told as, the fields that a repetition must give again. */
export interface Recorded {
  readonly dossierId: string;
  readonly code: string | null;
  readonly seq: number;
  readonly at: string;
  readonly events: readonly string[];
  readonly stage: string;
}

/** How an act stands with whoever asked for it. */
export type Standing = 'asked' | 'recorded' | 'refused' | 'pending' | 'unknown';

export interface Asked {
  /** The Idempotency-Key. */
  readonly key: string;
  readonly act: string;
  /** Undefined for a submission that nobody has confirmed. */
  readonly dossier?: string;
  /** The key of a rival act on the same task, sent at the same time. */
  readonly rivalOf?: string;
}

export interface Entry extends Asked {
  readonly tries: readonly Try[];
  readonly standing: Standing;
  readonly recorded?: Recorded;
  /** When the answer came that confirmed it. */
  readonly confirmedAt?: number;
  readonly refusedWith?: string;
  /** Whoever asked, or asked again, gave up: it was answered with our fault for too long. */
  readonly wedged: boolean;
  /** Answers by one key that contradict each other: recorded and refused, or recorded otherwise. */
  readonly contradictions: readonly string[];
}

interface OpenEntry extends Entry {
  readonly tries: Try[];
  standing: Standing;
  wedged: boolean;
  dossier?: string;
  recorded?: Recorded;
  confirmedAt?: number;
  refusedWith?: string;
  readonly contradictions: string[];
}

/** What clients were told, act by act: their own account, which the log is compared with in the end. */
export class Account {
  readonly #entries = new Map<string, OpenEntry>();
  readonly #answers = new Map<string, number>();
  #confirmed = 0;
  #lastConfirmation = 0;

  /** An act is about to be asked for. */
  ask(asked: Asked): void {
    if (!this.#entries.has(asked.key))
      this.#entries.set(asked.key, { ...asked, tries: [], standing: 'asked', wedged: false, contradictions: [] });
  }

  /** One answer, or none, to an act. */
  hear(key: string, heard: Try, body: unknown): void {
    this.count(heard);
    const entry = this.#of(key);
    entry.tries.push(heard);
    const told = toldBy(heard);
    if (told === 'recorded') this.#recorded(entry, body as Recorded, heard.ended);
    else if (told === 'refused') this.#refused(entry, heard.code ?? String(heard.status));
    else if (entry.standing === 'recorded' || entry.standing === 'refused') return;
    else if (told !== 'aside') entry.standing = told === 'pending' ? 'pending' : 'unknown';
  }

  /** The link of a pending act says something: it is compared with what the key says, which alone confirms. */
  hearOutcome(key: string, status: string, recorded: Pick<Recorded, 'seq'> | null): void {
    const entry = this.#of(key);
    if (status === 'refused' && entry.recorded !== undefined)
      entry.contradictions.push('the link says refused, the key says recorded');
    if (recorded && entry.recorded && recorded.seq !== entry.recorded.seq) {
      entry.contradictions.push(`the link says seq ${recorded.seq}, the key says ${entry.recorded.seq}`);
    }
  }

  /** Whoever asked gives up: the act was answered with our fault for too long. */
  giveUp(key: string): void {
    this.#of(key).wedged = true;
  }

  /** An answer that is about no act: reading, signing in. */
  count(heard: Try): void {
    const name = nameOfAnswer(heard);
    this.#answers.set(name, (this.#answers.get(name) ?? 0) + 1);
  }

  entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  answers(): ReadonlyMap<string, number> {
    return this.#answers;
  }

  get confirmed(): number {
    return this.#confirmed;
  }

  get lastConfirmation(): number {
    return this.#lastConfirmation;
  }

  #recorded(entry: OpenEntry, recorded: Recorded, at: number): void {
    this.#lastConfirmation = Math.max(this.#lastConfirmation, at);
    if (entry.refusedWith !== undefined) entry.contradictions.push(`refused with ${entry.refusedWith}, then recorded`);
    if (entry.recorded !== undefined) {
      if (gist(entry.recorded) !== gist(recorded))
        entry.contradictions.push(`recorded as ${gist(entry.recorded)} and as ${gist(recorded)}`);
      return;
    }
    this.#confirmed += 1;
    entry.standing = 'recorded';
    entry.recorded = recorded;
    entry.confirmedAt = at;
    entry.dossier ??= recorded.dossierId;
  }

  #refused(entry: OpenEntry, code: string): void {
    if (entry.recorded !== undefined) {
      entry.contradictions.push(`recorded, then refused with ${code}`);
      return;
    }
    entry.refusedWith ??= code;
    entry.standing = 'refused';
  }

  #of(key: string): OpenEntry {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new Error(`nobody asked for ${key}`);
    return entry;
  }
}

const gist = ({ dossierId, seq, at, events, stage }: Recorded): string =>
  JSON.stringify([dossierId, seq, at, events, stage]);

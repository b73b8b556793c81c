import { SIGNED_CHANGES } from '../moved-leaves';
import type { Leaf, LeafKind, Statement } from '../anchor-record';

/** The first anchor that holds something. */
export interface HeldSince {
  readonly anchor: number;
  /** Real time. */
  readonly at: number;
}

/**
 * What signed anchors hold: the only thing about the past that the owner of the database cannot say otherwise. Of each
 * dossier how far its log is held; of everything else since when.
 */
export class Held {
  readonly #since = new Map<string, HeldSince>();
  readonly #dossiers = new Map<string, number>();
  #oldest: { readonly anchor: number; readonly dossiers: ReadonlyMap<string, number> } | undefined;
  #newest: HeldSince | undefined;

  /** @param only The one dossier that is asked for; by default all are kept. */
  constructor(private readonly only?: string) {}

  add({ anchor, at }: Statement, leaves: readonly Leaf[]): void {
    const since = { anchor, at: Date.parse(at) };
    const dossiers = new Map<string, number>();
    for (const { kind, id, seq } of leaves) {
      if (kind !== 'dossier') this.#keepSince(keyOf(kind, id, seq), since);
      else if (this.only === undefined || this.only === id) {
        dossiers.set(id, seq);
        this.#dossiers.set(id, Math.max(seq, this.seqOf(id)));
      }
    }
    if (this.#oldest === undefined || anchor < this.#oldest.anchor) this.#oldest = { anchor, dossiers };
    if (this.#newest === undefined || anchor > this.#newest.anchor) this.#newest = since;
  }

  #keepSince(key: string, since: HeldSince): void {
    const known = this.#since.get(key);
    if (known === undefined || since.anchor < known.anchor) this.#since.set(key, since);
  }

  get newest(): HeldSince | undefined {
    return this.#newest;
  }

  /** The last event of a dossier that an anchor holds; 0 where none does. */
  seqOf(dossierId: string): number {
    return this.#dossiers.get(dossierId) ?? 0;
  }

  /**
   * Whether a log was recorded before acts were signed, up to an event. The first anchor held it so far, and what is so
   * old was named when anchors began to say it: whoever invents a log, or takes signatures away, comes too late.
   */
  isUnsigned(dossierId: string, seq: number): boolean {
    if (this.#oldest === undefined) return true;
    return (this.#oldest.dossiers.get(dossierId) ?? 0) >= seq && this.isOlderThanRules('unsigned', dossierId, seq);
  }

  /** Whether it is held since the first anchor of a program that signs changes, which says so itself, or longer. */
  isOlderThanRules(kind: 'unsigned' | 'correction' | 'erasure', id: string, seq = 1): boolean {
    const begun = this.since('rules', SIGNED_CHANGES);
    const since = this.since(kind, id, seq);
    return begun === undefined || (since !== undefined && since.anchor <= begun.anchor);
  }

  /** Since when something is held that has a number or a name; undefined where it is not. */
  since(kind: Exclude<LeafKind, 'dossier' | 'access'>, id: string, seq = 1): HeldSince | undefined {
    return this.#since.get(keyOf(kind, id, seq));
  }

  /** Since when a seal of the access log is held: an anchor that holds a later one holds it too. */
  sinceOfSeal(seal: number): HeldSince | undefined {
    this.#seals ??= this.#sealsHeld();
    return this.#seals.find((each) => each.seal >= seal)?.since;
  }

  #seals: readonly { readonly seal: number; readonly since: HeldSince }[] | undefined;

  #sealsHeld() {
    const prefix = 'access - ';
    return [...this.#since]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, since]) => ({ seal: Number(key.slice(prefix.length)), since }))
      .sort((a, b) => a.seal - b.seal);
  }
}

const keyOf = (kind: LeafKind, id: string, seq: number): string => `${kind} ${id} ${seq}`;

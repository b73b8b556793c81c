import { between, pick, randomOf, shuffled } from '../random';
import type { Random } from '../random';
import { FAULT_KINDS, isJoinable, needOf } from './kinds';
import type { FaultKind } from './kinds';

/** One fault as the seed wants it. What is there to be hit depends on the machine, the choice among that does not. */
export interface PlannedFault {
  readonly n: number;
  readonly kind: FaultKind;
  /** Quiet time before it, once everything is up again after the fault before. */
  readonly quietMs: number;
  /** For what lasts: stops, cuts, a full disk. */
  readonly lengthMs: number;
  /** From 0 up to 1: which of several it hits, and how. */
  readonly choice: number;
  /** Of `several-at-once`: what strikes together. */
  readonly together: readonly FaultKind[];
}

export interface PlanOptions {
  readonly seed: number;
  readonly faults: number;
  /** What may be drawn; each by its weight. */
  readonly kinds: readonly FaultKind[];
  /** Whether the named kinds come equally often, as when somebody asked for them by name. */
  readonly equally?: boolean;
}

const SHORTEST_MS = 4_000;
const LONGEST_MS = 26_000;

/** The faults of a run, by its seed alone. Every kind comes before any comes more often than its weight says. */
export function planFaults({ seed, faults, kinds, equally = false }: PlanOptions): readonly PlannedFault[] {
  const order = kindsInOrder(randomOf(seed, 'kinds'), kinds, equally);
  return Array.from({ length: faults }, (_, index) => {
    const random = randomOf(seed, `fault/${index + 1}`);
    const kind = order.next().value;
    return {
      n: index + 1,
      kind,
      quietMs: Math.round(between(random, 1_500, 6_000)),
      // Mostly short.
      lengthMs: Math.round(SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * random() ** 2),
      choice: random(),
      together: kind === 'several-at-once' ? someOf(random, kinds) : [],
    };
  });
}

/** A bag with each kind as often as its weight says, emptied and filled again. */
function* kindsInOrder(random: Random, kinds: readonly FaultKind[], equally: boolean): Generator<FaultKind, never> {
  if (kinds.length === 0) throw new Error('no kind of fault is left to draw from');
  const bag = kinds.flatMap((kind) => Array<FaultKind>(equally ? 1 : FAULT_KINDS[kind].weight).fill(kind));
  for (;;) yield* shuffled(random, bag);
}

/** Two or three kinds. Where only "several at once" was asked for, any that needs nothing special may take part. */
function someOf(random: Random, kinds: readonly FaultKind[]): readonly FaultKind[] {
  const named = kinds.filter(isJoinable);
  const anyKind = (Object.keys(FAULT_KINDS) as FaultKind[]).filter(
    (kind) => isJoinable(kind) && needOf(kind) === undefined,
  );
  const candidates = named.length >= 2 ? named : anyKind;
  return shuffled(random, candidates).slice(0, pick(random, [2, 2, 3]));
}

/** Why a recording was stopped: another text at a recorded seq, a command logged before, or an older recovery epoch. */
export type ConflictKind = 'conflict' | 'command-repeated' | 'fenced';

/**
 * The log holds something else than what was to be recorded. Never retried: an alarm has been written, and a person
 * decides which of the two runs is the right one (docs/operations.md).
 */
export class RecordingConflict extends Error {
  override readonly name = 'RecordingConflict';

  constructor(
    readonly kind: ConflictKind,
    readonly dossierId: string,
    /** The last seq in the log. */
    readonly headSeq: number,
    /** The first seq whose stored text differs, where that is the reason. */
    readonly seq: number | null,
  ) {
    super(`recording of dossier "${dossierId}" stopped: ${REASONS[kind]} (head is seq ${headSeq}${seq === null ? '' : `, differs at seq ${seq}`})`);
  }
}

const REASONS: Readonly<Record<ConflictKind, string>> = {
  conflict: 'the log holds another event at the same seq',
  'command-repeated': 'the log holds a command of the same id at another seq',
  fenced: 'a run of a newer recovery epoch has taken over',
};

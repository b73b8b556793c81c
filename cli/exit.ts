import type { Refusal } from '../domain/errors';
import { ERRORS, messageOf } from '../domain/errors';
import type { Result } from '../domain/result';
import type { Text } from '../domain/text';

/** What a script learns from the exit code. */
export const EXIT = {
  done: 0,
  /** Something failed: a server that does not answer, a file that cannot be read, a `doctor` that found faults. */
  failed: 1,
  usage: 2,
  /** The law, or the check of the data, says no. Nothing was stored. */
  refused: 3,
  notFound: 4,
  /** Proposed; it is done when a second person confirms it. */
  waits: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command that cannot go on, with the way out in its sentence. */
export class Failed extends Error {
  override readonly name = 'Failed';
  constructor(readonly text: Text, options?: ErrorOptions) {
    super(text.en, options);
  }
}

/** A refusal of the core or of an edge, on its way to the terminal. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly refusal: Refusal) {
    super(messageOf(refusal));
  }
}

/** The catalogue of errors gives HTTP statuses; what is 404 there is "not found" here, anything else is "refused". */
export const exitCodeOf = ({ code }: Refusal): ExitCode => (ERRORS[code].status === 404 ? EXIT.notFound : EXIT.refused);

/** The value, or the refusal thrown: exceptions begin at the edge. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Refused(result.refusal);
  return result.value;
};

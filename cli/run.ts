import { CommanderError } from 'commander';
import type { Surroundings } from './context';
import { EXIT } from './exit';
import { createProgram } from './program';

/** Runs one command line and returns its exit code. Never throws. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help that was asked for is an answer; everything else commander stops for is a wrong command line.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return exitCode;
}

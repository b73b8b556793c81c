import type { Command } from 'commander';
import { contextOf } from './context';
import type { Context, SharedOptions, Shown, Surroundings } from './context';
import { reportError } from './report-error';

/** What a command does. Options come as commander read them, positional arguments in their order. */
export type Action<O> = (context: Context, options: O, ...positional: string[]) => Promise<Shown>;

/** Ends a command: takes its exit code. */
export type Finish = (exitCode: number) => void;

/**
 * Makes a commander action of one of ours. `load` fetches it only when the command is really called, so that `calendar due` does not
 * wait for what talks to servers.
 */
export const performer =
  (surroundings: Surroundings, finish: Finish) =>
  <O>(load: () => Action<O>) =>
  async (...args: unknown[]): Promise<void> => {
    const command = args.at(-1) as Command;
    const options = command.optsWithGlobals() as O & SharedOptions;
    const given = command.processedArgs.flat().filter((arg) => arg !== undefined) as string[];
    const subject = given[0] === undefined ? {} : { subject: String(given[0]) };
    const context = contextOf(surroundings, options, { command: nameOf(command), ...subject });
    try {
      const shown = await load()(context, options, ...given);
      surroundings.out(context.json ? `${JSON.stringify(shown.json)}\n` : ended(shown.text()));
      finish(shown.exitCode ?? 0);
    } catch (error) {
      finish(reportError(context, error));
    }
  };

/** `dossier show`: its own name behind its group's. */
export function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

export type Perform = ReturnType<typeof performer>;

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

import type { Text } from '../domain/text';

export type Language = 'vi' | 'en';

/** What the outside world is for a command; the tests give another one. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whole standard input, for `--note-file -`. */
  readonly stdin: () => Promise<Buffer>;
  /** Columns of the terminal; 100 where it is none. */
  readonly columns: number;
  readonly colour: boolean;
  /** Who runs the command, as the operating system knows it. */
  readonly operator: string;
}

/** What every action is given: the surroundings and the options that all commands share. */
export interface Context extends Surroundings {
  readonly json: boolean;
  readonly language: Language;
  /** Data directory named with `--data`. */
  readonly data?: string;
  /** The sentence in the language asked for. */
  readonly say: (text: Text) => string;
  /** A line of progress or a remark, for people only: to standard error. */
  readonly remark: (text: Text) => void;
  /** Which command it is, `dossier show`, and what its first argument names. */
  readonly command: string;
  readonly subject?: string;
}

/** The answer of a command: one JSON document, or what a person reads. */
export interface Shown {
  readonly json: unknown;
  readonly text: () => string;
  /** Default 0. */
  readonly exitCode?: number;
}

export interface SharedOptions {
  readonly json?: boolean;
  readonly lang?: Language;
  readonly data?: string;
}

/** Which command runs, and on what. */
export interface Asked {
  readonly command: string;
  readonly subject?: string;
}

export const contextOf = (
  surroundings: Surroundings,
  { json = false, lang = 'en', data }: SharedOptions,
  asked: Asked,
): Context => ({
  ...surroundings,
  ...asked,
  json,
  language: lang,
  ...(data === undefined ? {} : { data }),
  say: (text) => text[lang],
  remark: (text) => surroundings.err(`${text[lang]}\n`),
});

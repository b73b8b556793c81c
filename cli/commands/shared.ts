import { InvalidArgumentError } from 'commander';
import { CLOCK_START_RULES } from '../../domain/calendar/calendar';

/** A repeatable option as a list. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const wholeNumber = (value: string): number => {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('Write a whole number.');
  return Number(value);
};

/** How many at most: at least one. */
export const count = (value: string): number => {
  const read = wholeNumber(value);
  if (read < 1) throw new InvalidArgumentError('Write 1 or more.');
  return read;
};

export const RULES = CLOCK_START_RULES;

/** Examples below a help text, each a whole command line. */
export const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  $ lienthong ${line}`).join('\n')}`;

import { violation } from '../violation';
import type { Violation } from '../violation';
import { groupBy } from './log-event';

/** One level of the ledger. */
export interface Level {
  readonly dossierId: string;
  readonly subject: string;
  readonly generation: number;
  readonly level: string;
  readonly addressedTo: readonly string[];
}

/** A message about levels, to one agency. */
export interface Telling {
  readonly addressee: string;
  readonly entries: readonly Pick<Level, 'dossierId' | 'subject' | 'generation' | 'level'>[];
}

const nameOf = ({ dossierId, subject, generation, level }: Telling['entries'][number]): string =>
  `${dossierId} ${subject} ${generation} ${level}`;

/** Each level stands in the ledger once, and is told once to each agency it is addressed to. */
export function checkEscalations(ledger: readonly Level[], tellings: readonly Telling[]): readonly Violation[] {
  const told = groupBy(
    tellings.flatMap(({ addressee, entries }) => entries.map((entry) => `${nameOf(entry)} → ${addressee}`)),
    (name) => name,
  );
  const wanted = ledger.flatMap((level) => level.addressedTo.map((to) => `${nameOf(level)} → ${to}`));
  const levels = groupBy(ledger, nameOf);
  return [
    ...violation(
      'a level stands in the ledger twice',
      [...levels].filter(([, list]) => list.length > 1).map(([name]) => name),
    ),
    ...violation(
      'a level was told twice to one agency',
      [...told].filter(([, list]) => list.length > 1).map(([name]) => name),
    ),
    ...violation(
      'a level of the ledger was not told',
      wanted.filter((name) => !told.has(name)),
    ),
    ...violation(
      'a level was told that is not in the ledger',
      [...told.keys()].filter((name) => !wanted.includes(name)),
    ),
  ];
}

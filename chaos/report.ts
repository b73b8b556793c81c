import type { CheckReport } from './check/check';
import type { Injected } from './faults/inject';
import type { Violation } from './violation';

/** What a run came to. */
export interface Outcome {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: readonly Injected[];
  /** Kinds that could not be played here, with the reason. */
  readonly left: readonly string[];
  /** Acts that clients asked for, and how many of them were confirmed. */
  readonly asked: number;
  readonly confirmed: number;
  readonly answers: ReadonlyMap<string, number>;
  readonly checked: CheckReport;
  readonly violations: readonly Violation[];
}

const EXAMPLES = 3;
const LONGEST = 1_200;

const total = (violations: readonly Violation[]): number => violations.reduce((sum, { count }) => sum + count, 0);

/** Each kind of violation with examples. */
export const violationLines = (violations: readonly Violation[]): readonly string[] =>
  violations.flatMap(({ what, count, examples }) => [
    `VIOLATION ${what}: ${count}`,
    ...examples.slice(0, EXAMPLES).map((example) => `    ${JSON.stringify(example).slice(0, LONGEST)}`),
  ]);

/** What people read at the end of a run; the last line is the count of violations. */
export const textReport = (outcome: Outcome): string =>
  [
    ...violationLines(outcome.violations),
    ...outcome.left.map((line) => `left out: ${line}`),
    checkedLine(outcome),
    `faults by kind: ${counts(byKind(outcome.faults))}`,
    `answers by kind: ${counts([...outcome.answers])}`,
    `${total(outcome.violations)} violations`,
  ].join('\n');

const checkedLine = ({ asked, confirmed, checked }: Outcome): string =>
  `checked: ${confirmed} of ${asked} acts confirmed, ${checked.dossiers} dossiers, ${checked.events} events, ` +
  `${checked.deadlines} deadlines passed, ${checked.escalations} levels escalated, ${checked.messages} messages`;

const counts = (pairs: readonly (readonly [string, number])[]): string =>
  [...pairs]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

function byKind(faults: readonly Injected[]): readonly (readonly [string, number])[] {
  const kinds = new Map<string, number>();
  for (const { kind } of faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds];
}

/** The tables of docs/reliability.md. */
export function markdownReport(outcome: Outcome): string {
  const { seed, minutes, faults, answers, violations } = outcome;
  const groups = groupFaults(faults);
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, list]) => {
      const seconds = list.map(({ upAfterMs }) => upAfterMs / 1_000).sort((a, b) => a - b);
      const median = seconds[Math.floor((seconds.length - 1) / 2)] ?? 0;
      const restarts = list.reduce((sum, each) => sum + each.restarts, 0);
      return `| ${kind} | ${list.length} | ${median.toFixed(1)} | ${(seconds.at(-1) ?? 0).toFixed(1)} | ${restarts} |`;
    });
  const told = [...answers].sort((a, b) => b[1] - a[1]).map(([name, count]) => `| ${name} | ${count} |`);
  return [
    `Seed ${seed}, ${minutes} minutes, ${faults.length} faults: ${total(violations)} violations.`,
    `${checkedLine(outcome)}.`,
    '',
    '| fault | times | all up again after, s (median) | longest | restarts of `npm start` |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '| answer people saw | times |',
    '|---|---|',
    ...told,
    ...(violations.length === 0 ? [] : ['', ...violations.map(({ what, count }) => `- ${what}: ${count}`)]),
  ].join('\n');
}

function groupFaults(faults: readonly Injected[]): Map<string, Injected[]> {
  const groups = new Map<string, Injected[]>();
  for (const fault of faults) groups.set(fault.kind, [...(groups.get(fault.kind) ?? []), fault]);
  return groups;
}

import { ALL_KINDS, isFaultKind, needOf } from './faults/kinds';
import type { FaultKind } from './faults/kinds';
import { DISASTER_NAMES, isDisasterName } from './disasters/names';
import type { DisasterName } from './disasters/names';

/** What one run of faults is asked to do. */
export interface RunArguments {
  readonly seed: number;
  readonly minutes: number;
  readonly clients: number;
  readonly faults: number;
  /** Only these kinds; undefined means all that are possible here. */
  readonly only?: readonly FaultKind[];
  /** PostgreSQL and Temporal run outside of the installation, behind proxies that can be cut. */
  readonly outside: boolean;
  /** How much faster official time goes than real time, so that deadlines pass within the run. */
  readonly speed: number;
  /** Milliseconds a client thinks between two acts, on average. */
  readonly think: number;
}

export interface ChaosArguments extends RunArguments {
  readonly mode: 'faults' | 'disaster' | 'regressions';
  readonly disaster?: DisasterName;
  /** By how many acts of each dossier a store is put back. */
  readonly by: number;
  /** Where journals and the report go; undefined means a directory beside the throw-away installation. */
  readonly out?: string;
  readonly report: 'text' | 'markdown';
  /** Leave the installation's data where it is, for looking at it. */
  readonly keep: boolean;
}

const NUMBERS = {
  '--seed': ['seed', 0, 2_147_483_647],
  '--minutes': ['minutes', 1, 24 * 60],
  '--clients': ['clients', 1, 100],
  '--faults': ['faults', 0, 100_000],
  '--speed': ['speed', 1, 10_000],
  '--think': ['think', 1, 60_000],
  '--by': ['by', 1, 10_000],
} as const;

export const USAGE = `npm run chaos -- [--seed N] [--minutes M] [--clients C] [--faults K] [--only KINDS] [--outside]
npm run chaos -- --disaster NAME [--by ACTS] [--seed N] [--out DIR]
npm run chaos -- --regressions
  --seed N         kinds, order and lengths of the faults, and what clients do (default 1)
  --minutes M      how long faults are injected (default 10); the check comes after it
  --clients C      clients over HTTP (default 8)
  --faults K       at most so many faults (default 1000)
  --only KINDS     only these kinds: ${ALL_KINDS.join(', ')}
  --outside        PostgreSQL and Temporal run outside of the installation, behind proxies that are cut and slowed
  --speed S        official time goes S times as fast (default 600, in a disaster 60; 1 is real time)
  --think MS       how long a client thinks between acts (default 400)
  --disaster NAME  ${DISASTER_NAMES.join(', ')}
  --by ACTS        the store is put back by so many acts of each dossier (default 1)
  --regressions    every seed that once failed (chaos/regressions.ts)
  --report FORM    text (default) or markdown: the table of docs/reliability.md
  --out DIR        journals, logs and report; must be empty
  --keep           leave the installation's data for looking at it`;

const DEFAULTS: ChaosArguments = {
  mode: 'faults',
  seed: 1,
  minutes: 10,
  clients: 8,
  faults: 1_000,
  outside: false,
  speed: 600,
  think: 400,
  by: 1,
  report: 'text',
  keep: false,
};

const DISASTER_SPEED = 60;

/** The arguments, or the sentence that says what is wrong with them. */
export function parseChaosArguments(args: readonly string[]): ChaosArguments | string {
  let parsed = DEFAULTS;
  for (let i = 0; i < args.length; i++) {
    const name = args[i] as string;
    const flag = FLAGS[name];
    if (flag !== undefined) {
      parsed = { ...parsed, ...flag };
      continue;
    }
    const taken = takeValue(name, args[i + 1]);
    if (typeof taken === 'string') return `${taken}\n${USAGE}`;
    parsed = { ...parsed, ...taken };
    i += 1;
  }
  // A disaster stops everything for a while; less official time shall pass meanwhile.
  if (parsed.disaster !== undefined && !args.includes('--speed')) parsed = { ...parsed, speed: DISASTER_SPEED };
  // A line to the stores can be cut only where they run outside.
  return parsed.only?.some((kind) => needOf(kind) === 'wires') ? { ...parsed, outside: true } : parsed;
}

const FLAGS: Readonly<Record<string, Partial<ChaosArguments>>> = {
  '--outside': { outside: true },
  '--keep': { keep: true },
  '--regressions': { mode: 'regressions' },
};

function takeValue(name: string, value: string | undefined): Partial<ChaosArguments> | string {
  if (name in NUMBERS) return takeNumber(name as keyof typeof NUMBERS, value);
  switch (name) {
    case '--out':
      return value ? { out: value } : '"--out": name a directory';
    case '--only':
      return takeKinds(value ?? '');
    case '--report':
      return value === 'text' || value === 'markdown'
        ? { report: value }
        : `"--report ${value ?? ''}": give text or markdown`;
    case '--disaster':
      return value !== undefined && isDisasterName(value)
        ? { mode: 'disaster', disaster: value }
        : `"--disaster ${value ?? ''}": give one of ${DISASTER_NAMES.join(', ')}`;
    default:
      return `"${name}" is no argument of npm run chaos`;
  }
}

function takeNumber(name: keyof typeof NUMBERS, value: string | undefined): Partial<ChaosArguments> | string {
  const [key, least, most] = NUMBERS[name];
  const given = Number(value);
  const fits = value !== undefined && Number.isInteger(given) && given >= least && given <= most;
  return fits ? { [key]: given } : `"${name} ${value ?? ''}": give a whole number from ${least} to ${most}`;
}

function takeKinds(value: string): Partial<ChaosArguments> | string {
  const names = value.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !isFaultKind(name));
  if (names.length === 0) return `"--only": name kinds of fault, separated by commas: ${ALL_KINDS.join(', ')}`;
  return unknown === undefined
    ? { only: names as FaultKind[] }
    : `"--only ${unknown}" is no kind of fault; there are ${ALL_KINDS.join(', ')}`;
}

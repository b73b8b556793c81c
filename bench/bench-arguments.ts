/** What `npm run bench` is asked to measure. */
export interface BenchArguments {
  readonly mode: 'acts' | 'escalation';
  /** Close with one line of JSON on standard output. */
  readonly json: boolean;
  /** Dossiers of each side in one round. */
  readonly dossiers: number;
  /** Dossiers worked on at the same time. */
  readonly concurrency: number;
  /** Rounds; each lets both sides run, in turns first and second. */
  readonly rounds: number;
  /** Also send the real dossiers' acts as Updates made up beforehand, without the gateway's reads. */
  readonly prepared: boolean;
  /** Escalation: watches falling due at one instant, among how many open ones, how many times. */
  readonly due: number;
  readonly open: number;
  readonly trials: number;
  /** Directory for CPU profiles of the worker. */
  readonly profile?: string;
}

const NUMBERS = {
  '--dossiers': ['dossiers', 1, 100_000],
  '--concurrency': ['concurrency', 1, 1_000],
  '--rounds': ['rounds', 1, 100],
  '--due': ['due', 1, 100_000],
  '--open': ['open', 0, 5_000_000],
  '--trials': ['trials', 1, 100],
} as const;

export const USAGE = `npm run bench -- [--dossiers N] [--concurrency C] [--rounds R] [--prepared] [--json] [--profile DIR]
npm run bench -- --escalation [--due N] [--open N] [--trials T] [--json]
  --dossiers N     dossiers of each side in one round (default 60)
  --concurrency C  dossiers worked on at the same time (default 20)
  --rounds R       rounds, each with both sides, in turns first and second (default 4)
  --prepared       also measure the acts without what the gateway reads for each
  --escalation     how late watches that fall due together are recorded
  --due N          watches that fall due at one instant (default 3000)
  --open N         open ones among which they are found (default 200000)
  --trials T       how many times (default 5)
  --json           close with one line of JSON
  --profile DIR    write CPU profiles of the worker there`;

const DEFAULTS: BenchArguments = {
  mode: 'acts', json: false, dossiers: 60, concurrency: 20, rounds: 4, prepared: false, due: 3_000, open: 200_000, trials: 5,
};

/** The arguments, or the sentence that says what is wrong with them. */
export function parseBenchArguments(args: readonly string[]): BenchArguments | string {
  let parsed = DEFAULTS;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--json') parsed = { ...parsed, json: true };
    else if (arg === '--prepared') parsed = { ...parsed, prepared: true };
    else if (arg === '--escalation') parsed = { ...parsed, mode: 'escalation' };
    else if (arg === '--profile' && args[i + 1] !== undefined) parsed = { ...parsed, profile: args[++i]! };
    else if (arg in NUMBERS) {
      const [key, least, most] = NUMBERS[arg as keyof typeof NUMBERS];
      const value = Number(args[++i]);
      if (!Number.isInteger(value) || value < least || value > most) return `"${arg} ${args[i] ?? ''}": give a whole number from ${least} to ${most}\n${USAGE}`;
      parsed = { ...parsed, [key]: value };
    } else return `"${arg}" is no argument of npm run bench\n${USAGE}`;
  }
  return parsed;
}

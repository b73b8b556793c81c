/** What `npm run bench` is asked to measure. */
export interface BenchArguments {
  readonly mode: 'acts' | 'escalation' | 'http' | 'recover';
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
  /** Escalation: watches falling due at one instant, how many times. */
  readonly due: number;
  readonly trials: number;
  /** Open watches, or over HTTP open dossiers, among which the bench takes place. */
  readonly open: number;
  /** HTTP: officers at work at the same time. */
  readonly officers: number;
  /** Recovery: open dossiers of which Temporal knows nothing. */
  readonly recover: number;
  /** Directory for CPU profiles of the worker and the API. */
  readonly profile?: string;
}

const NUMBERS = {
  '--dossiers': ['dossiers', 1, 100_000],
  '--concurrency': ['concurrency', 1, 1_000],
  '--rounds': ['rounds', 1, 100],
  '--due': ['due', 1, 100_000],
  '--open': ['open', 0, 5_000_000],
  '--trials': ['trials', 1, 100],
  '--officers': ['officers', 1, 100],
  '--recover': ['recover', 1, 1_000_000],
} as const;

export const USAGE = `npm run bench -- [--dossiers N] [--concurrency C] [--rounds R] [--prepared] [--json] [--profile DIR]
npm run bench -- --escalation [--due N] [--open N] [--trials T] [--json]
npm run bench -- --recover N [--json]
npm run bench -- --http [--officers N] [--open N] [--rounds R] [--json] [--profile DIR]
  --dossiers N     dossiers of each side in one round (default 60)
  --concurrency C  dossiers worked on at the same time (default 20)
  --rounds R       rounds, each with both sides, in turns first and second (default 4)
  --prepared       also measure the acts without what the gateway reads for each
  --escalation     how late watches that fall due together are recorded
  --due N          watches that fall due at one instant (default 3000)
  --open N         open ones among which they are found (default 200000); with --http open dossiers (default 100000)
  --trials T       how many times (default 5)
  --http           work lists and acts of officers over HTTP, against the bare SQL of the same work lists
  --officers N     at work at the same time, each at another agency (default 50)
  --recover N      so many open dossiers, of which Temporal knows nothing, get their workflows again
  --json           close with one line of JSON
  --profile DIR    write CPU profiles of the worker there, and of the API`;

const DEFAULTS: BenchArguments = {
  mode: 'acts', json: false, dossiers: 60, concurrency: 20, rounds: 4, prepared: false, due: 3_000, trials: 5, open: 200_000, officers: 50, recover: 10_000,
};
const HTTP_DEFAULTS: BenchArguments = { ...DEFAULTS, mode: 'http', open: 100_000 };

/** The arguments, or the sentence that says what is wrong with them. */
export function parseBenchArguments(args: readonly string[]): BenchArguments | string {
  let parsed = args.includes('--http') ? HTTP_DEFAULTS : DEFAULTS;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--json') parsed = { ...parsed, json: true };
    else if (arg === '--prepared') parsed = { ...parsed, prepared: true };
    else if (arg === '--http') continue;
    else if (arg === '--escalation') parsed = { ...parsed, mode: 'escalation' };
    else if (arg === '--profile' && args[i + 1] !== undefined) parsed = { ...parsed, profile: args[++i]! };
    else if (arg in NUMBERS) {
      const [key, least, most] = NUMBERS[arg as keyof typeof NUMBERS];
      const value = Number(args[++i]);
      if (!Number.isInteger(value) || value < least || value > most) return `"${arg} ${args[i] ?? ''}": give a whole number from ${least} to ${most}\n${USAGE}`;
      parsed = { ...parsed, [key]: value, ...(key === 'recover' ? { mode: 'recover' as const } : {}) };
    } else return `"${arg}" is no argument of npm run bench\n${USAGE}`;
  }
  return parsed;
}

export interface StartArguments {
  readonly demo?: '2022' | '2026';
  readonly ephemeral: boolean;
  /** Demonstration only: official seconds per real second. */
  readonly speed?: number;
}

const USAGE = `npm start -- [--demo [2022|2026]] [--speed N] [--ephemeral]
  --demo       a working week of dossiers on a faster clock, in a data directory of its own; 2022 has three tiers, 2026 two
  --speed N    official seconds per real second in a demonstration (default 1800)
  --ephemeral  keep nothing when stopped`;

/** The arguments, or the sentence that says what is wrong with them. */
export function parseStartArguments(args: readonly string[]): StartArguments | string {
  let parsed: StartArguments = { ephemeral: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const next = args[i + 1];
    if (arg === '--ephemeral') parsed = { ...parsed, ephemeral: true };
    else if (arg === '--demo') {
      const year = next !== undefined && !next.startsWith('--') ? next : undefined;
      if (year !== undefined) i++;
      if (year !== undefined && year !== '2022' && year !== '2026') return `"--demo ${year}": there are 2022 and 2026\n${USAGE}`;
      parsed = { ...parsed, demo: (year as '2022' | '2026' | undefined) ?? '2022' };
    } else if (arg === '--speed') {
      const speed = Number(next);
      if (!(speed >= 1 && speed <= 20_000)) return `"--speed ${next ?? ''}": give a number from 1 to 20000\n${USAGE}`;
      parsed = { ...parsed, speed };
      i++;
    } else return `"${arg}" is no argument of npm start\n${USAGE}`;
  }
  return parsed;
}

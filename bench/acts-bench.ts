import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../workers/servers/progress';
import { withProgress } from '../workers/servers/progress';
import type { BenchArguments } from './bench-arguments';
import { bareSide } from './bare-side';
import { dossierSide } from './dossier-side';
import { median, percentile, rounded, sum } from './percentile';
import { preparedSide } from './prepared-side';
import { runRound } from './round';
import type { Round } from './round';
import { castOf } from './script';
import type { Side } from './side';
import type { Stage } from './stage';

/** One side's figures over all rounds. */
export interface Figures {
  readonly actsPerSecond: number;
  readonly dossiersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly historyEventsPerAct: number;
  readonly commitsPerAct: number;
  readonly workerCpuMsPerAct: number;
  readonly clientCpuMsPerAct: number;
  readonly temporalCpuMsPerAct: number;
  readonly postgresCpuMsPerAct: number;
}

export interface ActsResult {
  readonly actsPerDossier: number;
  readonly dossiers: Figures;
  readonly bare: Figures;
  readonly prepared?: Figures;
  /** Real acts per second ÷ bare ones, each over the time of all its rounds. */
  readonly ratio: number;
  readonly preparedRatio?: number;
  /** The middle one of the rounds' ratios: what to believe on a machine that does other work beside this. */
  readonly medianRatio: number;
  /** The ratio of each round, in order. */
  readonly rounds: readonly number[];
}

const IDLE_MS = 2_000;

/**
 * Both sides in turns: first one, then the other, and the next round the other way round (ABBA), so that neither a
 * machine that grows slower nor a database that grows larger speaks for one of them. A first round warms up and is dropped.
 */
export async function benchActs(stage: Stage, { dossiers, concurrency, rounds, prepared }: BenchArguments, report: Report): Promise<ActsResult> {
  const cast = await castOf(stage.desk.db);
  const sides: Side[] = [dossierSide(stage.desk, cast), bareSide(stage.desk, cast), ...(prepared ? [preparedSide(stage.desk, cast)] : [])];
  await withProgress(report, 'warming up', async () => {
    for (const side of sides) await runRound(stage, side, concurrency, concurrency);
  });
  const idlePerMs = await idleCommits(stage);
  const done = new Map<Side['name'], Round[]>(sides.map((side) => [side.name, []]));
  for (let n = 0; n < rounds; n++) {
    for (const side of n % 2 === 0 ? sides : [...sides].reverse()) {
      const round = await withProgress(report, `round ${n + 1} of ${rounds}, ${side.name}`, () => runRound(stage, side, dossiers, concurrency));
      report(`round ${n + 1} of ${rounds}, ${side.name}: ${rounded((1000 * round.acts) / round.ms, 1)} acts/s`);
      done.get(side.name)!.push(round);
    }
  }
  const all = (name: Side['name']): Round[] => done.get(name)!;
  const real = figuresOf(all('dossiers'), idlePerMs);
  const bare = figuresOf(all('bare'), idlePerMs);
  const ready = prepared ? figuresOf(all('prepared'), idlePerMs) : undefined;
  const ratios = all('dossiers').map((round, n) => round.acts / round.ms / (all('bare')[n]!.acts / all('bare')[n]!.ms));
  return {
    actsPerDossier: cast.scripts[0]!.acts.length + 1,
    dossiers: real,
    bare,
    ratio: real.actsPerSecond / bare.actsPerSecond,
    ...(ready ? { prepared: ready, preparedRatio: ready.actsPerSecond / bare.actsPerSecond } : {}),
    medianRatio: median(ratios),
    rounds: ratios,
  };
}

/** Commits per millisecond with nobody acting; what they come to is taken off. */
async function idleCommits(stage: Stage): Promise<number> {
  const before = await stage.commits();
  await sleep(IDLE_MS);
  return Math.max(0, (await stage.commits()) - before) / IDLE_MS;
}

function figuresOf(rounds: readonly Round[], idlePerMs: number): Figures {
  const [acts, ms] = [sum(rounds.map((r) => r.acts)), sum(rounds.map((r) => r.ms))];
  const latencies = rounds.flatMap((r) => r.latencies);
  return {
    actsPerSecond: (1000 * acts) / ms,
    dossiersPerSecond: (1000 * sum(rounds.map((r) => r.dossiers))) / ms,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    historyEventsPerAct: sum(rounds.map((r) => r.historyEvents)) / acts,
    commitsPerAct: (sum(rounds.map((r) => r.commits)) - idlePerMs * ms) / acts,
    workerCpuMsPerAct: sum(rounds.map((r) => r.cpu.worker)) / acts,
    clientCpuMsPerAct: sum(rounds.map((r) => r.cpu.client)) / acts,
    temporalCpuMsPerAct: sum(rounds.map((r) => r.cpu.temporal)) / acts,
    postgresCpuMsPerAct: sum(rounds.map((r) => r.cpu.postgres)) / acts,
  };
}

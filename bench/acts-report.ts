import type { ActsResult, Figures } from './acts-bench';
import type { BenchArguments } from './bench-arguments';
import { rounded } from './percentile';

const ROWS: readonly (readonly [label: string, key: keyof Figures, digits: number])[] = [
  ['acts per second', 'actsPerSecond', 1],
  ['dossiers per second', 'dossiersPerSecond', 2],
  ['p50 of an act, ms', 'p50Ms', 0],
  ['p99 of an act, ms', 'p99Ms', 0],
  ['history events per act', 'historyEventsPerAct', 2],
  ['database commits per act', 'commitsPerAct', 2],
  ['worker CPU per act, ms', 'workerCpuMsPerAct', 2],
  ['client CPU per act, ms', 'clientCpuMsPerAct', 2],
  ['Temporal CPU per act, ms', 'temporalCpuMsPerAct', 2],
  ['PostgreSQL CPU, ms', 'postgresCpuMsPerAct', 2],
];

/** For people: the sides beside each other. */
export function actsTable({ dossiers, concurrency, rounds }: BenchArguments, result: ActsResult): string {
  const sides: readonly (readonly [string, Figures])[] = [
    ['dossiers', result.dossiers],
    ...(result.prepared ? [['prepared', result.prepared] as const] : []),
    ['bare', result.bare],
  ];
  const line = (label: string, cells: readonly string[]): string => `${label.padEnd(26)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    `${rounds} rounds of ${dossiers} dossiers with ${result.actsPerDossier} acts each, ${concurrency} at a time`,
    line('', sides.map(([name]) => name)),
    ...ROWS.map(([label, key, digits]) => line(label, sides.map(([, figures]) => figures[key].toFixed(digits)))),
    line('ratio to bare', [result.ratio, ...(result.preparedRatio === undefined ? [] : [result.preparedRatio])].map((r) => r.toFixed(3))),
    `ratio of each round: ${result.rounds.map((r) => r.toFixed(3)).join(' ')}; the middle one ${result.medianRatio.toFixed(3)}`,
  ].join('\n');
}

/** For programs: one flat object. */
export function actsAnswer({ dossiers, concurrency }: BenchArguments, result: ActsResult): Record<string, unknown> {
  const { dossiers: real, bare, prepared } = result;
  return {
    actsPerSecond: rounded(real.actsPerSecond),
    bareActsPerSecond: rounded(bare.actsPerSecond),
    ratio: rounded(result.ratio, 3),
    historyEventsPerAct: rounded(real.historyEventsPerAct),
    commitsPerAct: rounded(real.commitsPerAct),
    p50Ms: rounded(real.p50Ms),
    p99Ms: rounded(real.p99Ms),
    dossiersPerSecond: rounded(real.dossiersPerSecond),
    bareDossiersPerSecond: rounded(bare.dossiersPerSecond),
    bareHistoryEventsPerAct: rounded(bare.historyEventsPerAct),
    bareCommitsPerAct: rounded(bare.commitsPerAct),
    bareP50Ms: rounded(bare.p50Ms),
    bareP99Ms: rounded(bare.p99Ms),
    workerCpuMsPerAct: rounded(real.workerCpuMsPerAct),
    bareWorkerCpuMsPerAct: rounded(bare.workerCpuMsPerAct),
    clientCpuMsPerAct: rounded(real.clientCpuMsPerAct),
    bareClientCpuMsPerAct: rounded(bare.clientCpuMsPerAct),
    temporalCpuMsPerAct: rounded(real.temporalCpuMsPerAct),
    bareTemporalCpuMsPerAct: rounded(bare.temporalCpuMsPerAct),
    postgresCpuMsPerAct: rounded(real.postgresCpuMsPerAct),
    barePostgresCpuMsPerAct: rounded(bare.postgresCpuMsPerAct),
    ...(prepared ? { preparedActsPerSecond: rounded(prepared.actsPerSecond), preparedRatio: rounded(result.preparedRatio!, 3) } : {}),
    dossiers,
    concurrency,
    actsPerDossier: result.actsPerDossier,
    medianRatio: rounded(result.medianRatio, 3),
    rounds: result.rounds.map((r) => rounded(r, 3)),
    spread: rounded(Math.max(...result.rounds) - Math.min(...result.rounds), 3),
  };
}

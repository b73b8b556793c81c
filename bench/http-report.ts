import type { BenchArguments } from './bench-arguments';
import type { HttpFigures, HttpResult } from './http-bench';
import { rounded } from './percentile';

/** For people. */
export function httpTable({ open, rounds }: BenchArguments, { officers, list, bare, act, ratio, rounds: each, readsPerSecond, actsPerSecond, apiCpuMsPerRead }: HttpResult): string {
  const line = (label: string, { p50Ms, p99Ms }: HttpFigures): string => `${label.padEnd(26)}p50 ${p50Ms.toFixed(1).padStart(7)} ms   p99 ${p99Ms.toFixed(1).padStart(7)} ms`;
  return [
    `${officers} officers among ${open} open dossiers, ${rounds} rounds: ${readsPerSecond.toFixed(0)} work lists and ${actsPerSecond.toFixed(1)} acts per second`,
    line('work list over HTTP', list),
    line('its query alone', bare),
    line('act over HTTP', act),
    `${'CPU of the API'.padEnd(26)}${apiCpuMsPerRead.toFixed(2)} ms for one work list`,
    `p99 of the work list ÷ p99 of its query: ${ratio.toFixed(2)}; by round ${each.map((r) => r.toFixed(2)).join(' ')}`,
  ].join('\n');
}

/** For programs: one flat object. */
export const httpAnswer = ({ open }: BenchArguments, { officers, list, bare, act, ratio, rounds, readsPerSecond, actsPerSecond, apiCpuMsPerRead }: HttpResult): Record<string, unknown> => ({
  workListP50Ms: rounded(list.p50Ms),
  workListP99Ms: rounded(list.p99Ms),
  bareP50Ms: rounded(bare.p50Ms),
  bareP99Ms: rounded(bare.p99Ms),
  actP50Ms: rounded(act.p50Ms),
  actP99Ms: rounded(act.p99Ms),
  readsPerSecond: rounded(readsPerSecond),
  actsPerSecond: rounded(actsPerSecond),
  apiCpuMsPerRead: rounded(apiCpuMsPerRead),
  ratio: rounded(ratio, 3),
  rounds: rounds.map((r) => rounded(r, 3)),
  officers,
  open,
});

import type { BenchArguments } from './bench-arguments';
import type { EscalationResult } from './escalation-bench';
import { rounded } from './percentile';

export const escalationTable = ({ due, open, trials }: BenchArguments, { p50Ms, p95Ms, maxMs, trials: each }: EscalationResult): string =>
  [
    `${due} watches due at one instant among ${open} open ones, ${trials} trials`,
    `recorded after   p50 ${Math.round(p50Ms)} ms   p95 ${Math.round(p95Ms)} ms   max ${Math.round(maxMs)} ms`,
    `last of each trial: ${each.map((ms) => Math.round(ms)).join(' ')} ms`,
  ].join('\n');

export const escalationAnswer = ({ due, open }: BenchArguments, { p50Ms, p95Ms, maxMs, trials }: EscalationResult): Record<string, unknown> => ({
  escalationP50Ms: rounded(p50Ms),
  escalationP95Ms: rounded(p95Ms),
  escalationMaxMs: rounded(maxMs),
  due,
  open,
  trials: trials.map((ms) => rounded(ms)),
});

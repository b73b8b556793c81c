import type { RecoverResult } from './recover-bench';

/** The aim: ten thousand open dossiers in ten minutes on two cores. */
const AIM_PER_SECOND = 10_000 / 600;

export function recoverTable({ dossiers, seconds, outcomes, cpu }: RecoverResult): string {
  const perSecond = dossiers / seconds;
  const parts = Object.entries(cpu)
    .map(([part, ms]) => `${part} ${ms.toFixed(1)}`)
    .join(', ');
  return [
    `${dossiers} open dossiers recovered in ${Math.round(seconds)} s: ${Object.entries(outcomes)
      .map(([outcome, n]) => `${n} ${outcome}`)
      .join(', ')}`,
    `${perSecond.toFixed(1)} a second, ${(perSecond / AIM_PER_SECOND).toFixed(1)} times the aim of ten thousand in ten minutes`,
    `CPU milliseconds a dossier: ${parts}`,
  ].join('\n');
}

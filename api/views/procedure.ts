import type { z } from 'zod';
import type { LimitView, ProcedureSummary, ProcedureView } from '../../contracts/http/procedure';
import { isLimit } from '../../contracts/procedure-text';
import type { ProcedureHead } from '../../db/reads/procedures-on';
import type { Limit } from '../../domain/calendar/calendar';
import { formatLimit, limitLabel } from '../../domain/calendar/limit';
import { EIGHT_HOURS } from '../../domain/dossier/acts/supplement';
import type { Condition, Procedure, SupplementRule } from '../../domain/procedure/procedure';

export const limitView = (limit: Limit): z.output<typeof LimitView> => ({ text: formatLimit(limit), label: { vi: limitLabel(limit, 'vi'), en: limitLabel(limit, 'en') } });

export const procedureSummary = ({ code, version, name, sector, tier, serviceLevel, from, to, timeLimit: { limit, phases } }: ProcedureHead): z.output<typeof ProcedureSummary> => ({
  code, version, name, sector, tier, serviceLevel, from, to,
  limits: (phases?.map((phase) => phase.limit) ?? (limit ? [limit] : [])).map(limitView),
});

export const conditionView = (condition: Condition): Record<string, unknown> => ({ ...condition });

/** The whole definition as people need it. */
export function procedureView(procedure: Procedure, dates: Pick<ProcedureHead, 'from' | 'to'>, versions: readonly number[]): z.output<typeof ProcedureView> {
  const { offeredAt, documents, facts = [], fees, timeLimit, supplement, apology, appeal, acknowledgeWithin, result, legalBasis, provenance, route } = procedure;
  return {
    ...procedureSummary({ ...procedure, ...dates }),
    versions: [...versions],
    offeredAt: { role: offeredAt.role, tiers: [...offeredAt.tiers] },
    documents: documents.map(({ document, name, required, originals = 0, copies = 0, when }) => ({ document, name, required, originals, copies, when: when ? conditionView(when) : null })),
    facts: facts.map(({ options = [], optionNames = {}, ...fact }) => ({ ...fact, options: [...options], optionNames: { ...optionNames } })),
    fees: fees.map(({ amountOnline = null, refundable = false, ...fee }) => ({ ...fee, amountOnline, refundable })),
    timeLimit: {
      clockStart: timeLimit.clockStart,
      expires: timeLimit.expires ?? 'close-of-office',
      limit: timeLimit.limit ? limitView(timeLimit.limit) : null,
      phases: (timeLimit.phases ?? []).map(({ phase, name, limit }) => ({ phase, name, limit: limitView(limit) })),
      variants: (timeLimit.variants ?? []).map(({ when, limit }) => ({ when: conditionView(when), limit: limitView(limit) })),
    },
    supplement: { reception: supplementView(supplement.reception), examination: supplementView(supplement.examination) },
    apology: { owed: apology.owed, oncePer: apology.oncePer, atMost: apology.atMost ? limitView(apology.atMost) : null },
    appeal: appeal ?? null,
    acknowledgeWithin: limitView(acknowledgeWithin),
    result,
    legalBasis: [...legalBasis],
    provenance: { source: [...provenance.source], confidence: provenance.confidence, assumed: [...(provenance.assumed ?? [])], note: provenance.note ?? null },
    route: route.map((block) => withLimits(block) as Record<string, unknown>),
  };
}

const supplementView = ({ noticeWithin, respondWithin, confirmWithin = EIGHT_HOURS, times = 1, inBranch = 'stops-branch' }: SupplementRule) => ({
  noticeWithin: limitView(noticeWithin), respondWithin: limitView(respondWithin), confirmWithin: limitView(confirmWithin), times, inBranch,
});

/** The route as published, its limits as everywhere in these answers. */
function withLimits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLimits);
  if (typeof value !== 'object' || value === null) return value;
  return isLimit(value) ? limitView(value) : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withLimits(each)]));
}

import type { Agency, AgencyCode, AgencyRole, Tier } from '../../../domain/agency/agency';
import type { Topology } from '../../../domain/agency/topology';
import type { Limit } from '../../../domain/calendar/calendar';
import { parseLimit } from '../../../domain/calendar/limit';
import type { Block, Procedure, Step, StepId, StepKind } from '../../../domain/procedure/procedure';

const text = (en: string) => ({ vi: en, en });

/** A limit as it is written in a procedure file. */
export const limit = (written: string): Limit => {
  const read = parseLimit(written);
  if (!read.ok) throw new Error(`no limit: ${written}`);
  return read.value;
};

export const step = (name: StepId, kind: StepKind = 'examine', written?: string, more: Partial<Step> = {}): Step => ({
  step: name,
  kind,
  name: text(name),
  agency: 'commune-committee',
  officer: 'specialist',
  ...(written === undefined ? {} : { limit: limit(written) }),
  ...more,
});

export const RECEIVE = step('receive', 'receive', '0.5 working days', { agency: 'receiving-unit', officer: 'receptionist' });
export const RETURN = step('return', 'return', undefined, { agency: 'receiving-unit', officer: 'receptionist' });

/** A sound procedure of ten working days around the given middle of its route. */
export const aProcedure = (middle: readonly Block[] = [step('decide', 'sign', '2 working days')], more: Partial<Procedure> = {}): Procedure => ({
  code: '1.000001',
  version: 1,
  name: text('procedure'),
  sector: text('sector'),
  tier: 'commune',
  serviceLevel: 'full-online',
  effectiveFrom: '2026-07-01',
  offeredAt: { role: 'one-stop-unit', tiers: ['commune'] },
  documents: [],
  fees: [],
  timeLimit: { clockStart: 'cutoff-15:00', limit: limit('10 working days') },
  supplement: {
    reception: { noticeWithin: limit('8 working hours'), respondWithin: limit('15 working days') },
    examination: { noticeWithin: limit('3 working days'), respondWithin: limit('15 working days') },
  },
  apology: { owed: 'one-day-before', oncePer: 'dossier' },
  acknowledgeWithin: limit('2 working hours'),
  route: [RECEIVE, ...middle, RETURN],
  result: text('result'),
  legalBasis: ['a decree'],
  provenance: { source: ['test'], confidence: 'L' },
  ...more,
});

const agency = (code: AgencyCode, tier: Tier, plays: readonly AgencyRole[], covers: readonly AgencyCode[], parent?: AgencyCode): Agency => ({
  code,
  name: text(code),
  tier,
  ...(parent === undefined ? {} : { parent }),
  plays,
  covers,
  validFrom: '2025-07-01',
  head: text('head'),
  provenance: { source: ['test'], confidence: 'L' },
});

/** A province with two communes, each with its one-stop unit; only the first has a land division. */
export const TOPOLOGY: Topology = {
  agencies: [
    agency('H35', 'province', ['province-committee'], ['H35']),
    agency('H35.01', 'province', ['tax-office'], ['H35'], 'H35'),
    agency('H35.02', 'province', ['dept-construction'], ['H35'], 'H35'),
    agency('H35.10', 'commune', ['commune-committee'], ['H35.10'], 'H35'),
    agency('H35.10.01', 'commune', ['one-stop-unit'], ['H35.10'], 'H35.10'),
    agency('H35.10.02', 'commune', ['commune-land'], ['H35.10'], 'H35.10'),
    agency('H35.11', 'commune', ['commune-committee'], ['H35.11'], 'H35'),
    agency('H35.11.01', 'commune', ['one-stop-unit'], ['H35.11'], 'H35.11'),
  ],
};

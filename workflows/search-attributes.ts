import { defineSearchAttributeKey } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type { DossierInput } from './dossier.messages';

/** What a supervisor filters by in Temporal's own UI; registered by temporal.config.ts. Codes only. */
export const KEYS = {
  code: defineSearchAttributeKey('DossierCode', 'KEYWORD'),
  status: defineSearchAttributeKey('DossierStatus', 'KEYWORD'),
  procedure: defineSearchAttributeKey('ProcedureCode', 'KEYWORD'),
  unit: defineSearchAttributeKey('ReceivingUnit', 'KEYWORD'),
  clock: defineSearchAttributeKey('ClockState', 'KEYWORD'),
  holders: defineSearchAttributeKey('HoldingAgencies', 'KEYWORD_LIST'),
  due: defineSearchAttributeKey('DueAt', 'DATETIME'),
};

/** What is true of every dossier as it is handed in, given with the start: said later it would be one more event. */
export const openingAttributes = ({ procedureCode, receivingUnit }: DossierInput): SearchAttributePair[] => [
  { key: KEYS.procedure, value: procedureCode },
  { key: KEYS.unit, value: receivingUnit },
  { key: KEYS.status, value: '1' },
  { key: KEYS.clock, value: 'not-started' },
  { key: KEYS.holders, value: [receivingUnit] },
];

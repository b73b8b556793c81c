import type { AgencyCode } from '../agency/agency';
import type { AgencySnapshot } from '../agency/snapshot';
import type { Calendar } from '../calendar/calendar';
import type { Procedure } from '../procedure/procedure';
import type { Channel, DossierState, FactValue } from './state';

/** The core's present behaviour. Raise it with every behavioural change and branch on `state.rules` (rules.ts). */
export const RULES = 2;

export interface Opening {
  readonly dossierId: string;
  readonly procedure: Procedure;
  readonly calendar: Calendar;
  readonly agencies: AgencySnapshot;
  readonly channel: Channel;
  readonly receivingUnit: AgencyCode;
  readonly place: AgencyCode;
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** A dossier before its first event: only the snapshots it will be decided on, and the rules it begins under. */
export const initialState = (opening: Opening, rules = RULES): DossierState => ({
  v: 1,
  rules,
  seq: 0,
  lastAt: 0,
  ...opening,
  calendarHistory: [],
  stage: 'submitted',
  code: null,
  submittedAt: 0,
  acceptedAt: null,
  endedAt: null,
  returnedAt: null,
  archivedAt: null,
  decision: null,
  stageBefore: null,
  phase: 0,
  appointments: [],
  stopped: null,
  stops: [],
  tasks: {},
  blocks: {},
  outcomes: {},
  occurrences: {},
  supplements: [],
  money: { fee: 'none', obligation: 'none', settledBy: null },
  delivery: { status: 'none', way: null },
  sync: { acknowledgedSeq: 0, failure: null },
  commands: {},
  generations: {},
});

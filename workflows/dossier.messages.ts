import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import type { Envelope } from '../domain/dossier/command';
import type { Answer, Channel, DossierState, FactValue } from '../domain/dossier/state';

/** What one dossier's workflow is started with. References and codes only; personal data stays in PostgreSQL. */
export interface DossierInput {
  readonly dossierId: string;
  readonly submissionKey: string;
  readonly procedureCode: string;
  readonly procedureVersion: number;
  readonly receivingUnit: AgencyCode;
  readonly place: AgencyCode;
  readonly channel: Channel;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Official instant of the submission: which versions of calendar and agencies are loaded. */
  readonly submittedAt: Instant;
  /** Production: official time is real time. Demo and training: the installation's clock is asked. */
  readonly clock: 'real' | 'installation';
  /** Set when the run continues an earlier one. */
  readonly carried?: Carried;
  /** History events after which the run continues as new; the server's suggestion unless a test sets it lower. */
  readonly continueAfter?: number;
}

/** What survives from run to run. */
export interface Carried {
  readonly state: DossierState;
  readonly epoch: number;
}

/** An act on the dossier: answered when it is recorded, refused without a trace in history. */
export const actUpdate = defineUpdate<Answer, [Envelope]>('act');

/** The live state, for operators only; people read PostgreSQL. */
export const stateQuery = defineQuery<DossierState | null>('state');

import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import type { Envelope } from '../domain/dossier/command';
import type { LoggedEvent } from '../domain/dossier/recording';
import type { Signature, SignedEnvelope } from '../domain/dossier/signed';
import type { Answer, Channel, DossierState, FactValue } from '../domain/dossier/state';

/** What one dossier's workflow is started with. References and codes only; personal data stays in PostgreSQL. */
export interface DossierInput {
  readonly dossierId: string;
  readonly submissionKey: string;
  readonly procedureCode: string;
  readonly procedureVersion: number;
  /** The topology of agencies it was submitted on; absent where an earlier program took it in. */
  readonly agenciesVersion?: number;
  readonly receivingUnit: AgencyCode;
  readonly place: AgencyCode;
  readonly channel: Channel;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Official instant of the submission: the day on which its agencies are resolved. */
  readonly submittedAt: Instant;
  /** Production: official time is real time. Demo and training: the installation's clock is asked. */
  readonly clock: 'real' | 'installation';
  /** Set when the run continues an earlier one. */
  readonly carried?: Carried;
  /** The run follows the log from its start; those of an earlier program go over to it (lane.ts). */
  readonly logFirst?: true;
  /** History events after which the run continues as new; the server's suggestion unless a test sets it lower. */
  readonly continueAfter?: number;
}

/** What survives from run to run. */
export interface Carried {
  readonly state: DossierState;
  readonly epoch: number;
  /** Of the state's last event. */
  readonly mark?: string | null;
  /** The run in whose place this one was started from the log, where Temporal still has it. */
  readonly replaces?: string;
}

/** Where the log ended when whoever sends an act read it. A run that is somewhere else looks before it refuses. */
export interface Tip {
  readonly seq: number;
  readonly mark: string;
}

/** What a run can give back to a log that has lost it. */
export interface Kept {
  readonly input: Omit<DossierInput, 'carried'>;
  readonly state: DossierState;
  readonly mark: string | null;
  readonly epoch: number;
  /** What was recorded since the run began, in order. */
  readonly events: readonly LoggedEvent[];
  /** Who vouches for their commands, by command id; absent in runs of an earlier program. */
  readonly signatures?: Readonly<Record<string, Signature>>;
  /** The run before this one, whose history holds what came earlier. */
  readonly continuedFrom: string | null;
}

/** Type of the failure that ends an Update and its run: a newer run of the same dossier has taken over. */
export const SUPERSEDED = 'SUPERSEDED';

/** An act on the dossier: answered when it is recorded, refused without a trace in history. */
export const actUpdate = defineUpdate<Answer, [SignedEnvelope | Envelope, Tip | null]>('act');

/** Has the run look where the log is, and go on from there; answers the last event of both. */
export const compareUpdate = defineUpdate<number>('compare');

/** The live state, for operators only; people read PostgreSQL. */
export const stateQuery = defineQuery<DossierState | null>('state');

/** Everything this run has recorded; null before its first event. */
export const keptQuery = defineQuery<Kept | null>('kept');

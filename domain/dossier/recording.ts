import type { AgencyCode, OfficerRole } from '../agency/agency';
import type { Instant, LocalDate } from '../calendar/calendar';
import type { EscalationAddressee } from '../procedure/procedure';
import type { DossierEvent } from './event';
import type { Actor } from './actor';
import type { Signature } from './signed';

/** An event as it enters the log: what happened, by whose command, at which official time, under which rules. */
export interface LoggedEvent {
  /** 1, 2, 3 … per dossier, without gaps. */
  readonly seq: number;
  readonly type: DossierEvent['type'];
  /** Official time; never earlier than the event before. */
  readonly at: Instant;
  readonly actor: Actor;
  readonly commandId: string;
  /** The command as it was decided (JSON), with its own stamp, so that the log can be replayed. */
  readonly command: unknown;
  readonly rules: number;
  readonly payload: DossierEvent;
}

/** What people search, derived from the state after the last event of the recording; replaced whole. */
export interface DossierRow {
  readonly dossierId: string;
  readonly code: string | null;
  readonly procedureCode: string;
  readonly procedureVersion: number;
  readonly channel: string;
  readonly receivingUnit: AgencyCode;
  readonly place: AgencyCode;
  /** Business machine's stage. */
  readonly stage: string;
  readonly money: string;
  readonly delivery: string;
  readonly nationalStatus: number;
  readonly clock: 'not-started' | 'running' | 'stopped' | 'ended';
  readonly submittedAt: Instant;
  readonly acceptedAt: Instant | null;
  /** Present appointment: end of the running phase. Null before acceptance. */
  readonly dueAt: Instant | null;
  readonly originalDueAt: Instant | null;
  readonly endedAt: Instant | null;
  /** The first decision: a fact of the past that no correction moves. Null for what was withdrawn, stopped or lapsed. */
  readonly decidedAt: Instant | null;
  /** Whose work ended with it. */
  readonly decidedBy: AgencyCode | null;
  readonly returnedAt: Instant | null;
  /** Agencies holding an open task, sorted. */
  readonly holders: readonly AgencyCode[];
  readonly timeliness: { readonly legal: Timeliness; readonly portal: Timeliness } | null;
  /** The next instant at which the law wants something to happen; the timer check looks for ones long past. */
  readonly nextDeadlineAt: Instant | null;
  readonly headSeq: number;
}

export type Timeliness = 'early' | 'on-time' | 'late';

/** One step occurrence, or one consulted agency's part in it. Upserted by (dossier, taskId). */
export interface TaskRow {
  /** `examine#1`; a consulted agency's: `consult#1/H35.05`. */
  readonly taskId: string;
  readonly step: string;
  readonly kind: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly agency: AgencyCode;
  readonly officerRole: OfficerRole;
  readonly status: string;
  readonly assignee: string | null;
  /** Raised by every change of this occurrence; an act names the version the officer saw. */
  readonly version: number;
  readonly openedAt: Instant;
  readonly dueAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly outcome: string | null;
}

/**
 * One watched deadline with its whole ladder: the escalation batch fires the rung at `ladder[next]`, then waits for
 * the following one. A higher generation of the same subject supersedes the lower; an empty ladder just supersedes.
 */
export interface WatchRow {
  /** `task:examine#1`, `appointment:1`, `supplement:1`, `hand-over:3` … */
  readonly subject: string;
  readonly generation: number;
  readonly agency: AgencyCode;
  readonly dueAt: Instant;
  readonly ladder: readonly Rung[];
}

export interface Rung {
  /** `warning`, `overdue`, `apology-wanted`, `escalation-1` … unique within the ladder. */
  readonly level: string;
  readonly at: Instant;
  readonly to: readonly { readonly agency: AgencyCode; readonly role: EscalationAddressee | OfficerRole }[];
}

/** Everything one act writes, in one transaction. */
export interface Recording {
  readonly dossierId: string;
  /** Recovery epoch; a lower one than the stored epoch is fenced off. */
  readonly epoch: number;
  /** Contiguous, ascending. */
  readonly events: readonly LoggedEvent[];
  readonly dossier: DossierRow;
  readonly tasks: readonly TaskRow[];
  readonly watches: readonly WatchRow[];
  /** Mark of the event before the first one, where the run knows it: a log that has another there is not written upon. */
  readonly after: string | null;
  /** Who vouches for the commands that led to the events, by command id. The recorder adds its own for the engine's. */
  readonly signatures?: Readonly<Record<string, Signature>>;
  /** Which run records, and how long Temporal's history of it is; null where no workflow stands behind it. */
  readonly run: RecordingRun | null;
}

/** A run of a dossier's workflow, by Temporal's own account. */
export interface RecordingRun {
  readonly runId: string;
  /** Real time. */
  readonly startedAt: number;
  /** Events of its history: the last one is the beginning of the workflow task that records. */
  readonly historyLength: number;
  /** When that event was, real time by Temporal's clock. */
  readonly at: number;
}

/** The daily series a legal code is drawn from: unit and reception date. */
export interface CodeSeries {
  readonly unit: AgencyCode;
  readonly date: LocalDate;
}

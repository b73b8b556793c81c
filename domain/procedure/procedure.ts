import type { AgencyRole, OfficerRole, Tier } from '../agency/agency';
import type { ClockStartRule, DayEnd, Limit, LocalDate } from '../calendar/calendar';
import type { Provenance, Text } from '../text';

/** The national code, `1.012790` or with a local suffix `1.014459.H35`. */
export type ProcedureCode = string;

export type StepId = string;

export const STEP_KINDS = [
  /** The one-stop unit checks, accepts and forwards. Always the first step of a route. */
  'receive',
  'examine',
  /** Ask other agencies, all at once, with a reply date. */
  'consult',
  'sign',
  /** Carry the file on; the hand-over itself happens whenever the next step belongs to another agency. */
  'hand-over',
  /** A tax or fee the applicant must settle before the route goes on; ends a phase and stops the clock. */
  'financial-obligation',
  /** Wait for somebody outside the administration; does not count. */
  'await-outside',
  /** Post publicly for a number of days, normally in a parallel branch. */
  'post-publicly',
  'publish-result',
  /** Hand the result to the applicant. Reaching it ends the clock; its own time does not count. */
  'return',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface Step {
  readonly step: StepId;
  readonly kind: StepKind;
  readonly name: Text;
  readonly agency: AgencyRole;
  readonly officer: OfficerRole;
  /** Absent where the law sets none (the step is then watched by the dossier's own limit only). */
  readonly limit?: Limit;
  /**
   * What completing it may decide, the first being the ordinary one. `refused` refuses the application. Default `['done']`.
   */
  readonly outcomes?: readonly string[];
  readonly consult?: Consultation;
  /** For `await-outside`: how long to wait before it is alarmed. Not counted against anyone. */
  readonly waitAtMost?: Limit;
  readonly provenance?: Provenance;
}

export interface Consultation {
  readonly agencies: readonly AgencyRole[];
  readonly replyWithin: Limit;
  /** What silence means at the reply date: consent (construction law) or an escalation (everywhere else). */
  readonly silence: 'consent' | 'escalate';
  /** Silence counts from acknowledged delivery unless the procedure says from sending. */
  readonly countsFrom?: 'acknowledged' | 'sent';
  /** How many replies let the lead go on. Default `all`. */
  readonly need?: Join;
}

/** How a parallel block, or a round of opinions, comes together. */
export type Join = 'all' | 'any' | { readonly quorum: number };

/** A test on a fact given at submission (or set by a step), or on how an earlier step was decided. */
export type Condition =
  | { readonly fact: string; readonly is: string | number | boolean }
  | { readonly fact: string; readonly atLeast: number }
  | { readonly outcome: StepId; readonly is: string }
  | { readonly not: Condition }
  | { readonly every: readonly Condition[] }
  | { readonly some: readonly Condition[] };

export interface Parallel {
  readonly parallel: string;
  readonly name?: Text;
  readonly branches: readonly Branch[];
  readonly join: Join;
  /** Whether a branch that refuses ends its siblings (and refuses the application). Default `ends-siblings`. */
  readonly refusal?: 'ends-siblings' | 'continues';
}

export interface Branch {
  readonly branch: string;
  readonly name?: Text;
  /** The branch runs only where the condition holds; the join does not wait for one that does not. */
  readonly when?: Condition;
  readonly route: readonly Block[];
}

export interface Choice {
  readonly choice: string;
  readonly cases: readonly { readonly when: Condition; readonly route: readonly Block[] }[];
  readonly otherwise: readonly Block[];
}

/** Return to an earlier step. Inside a branch it stays within the branch, or leaves the block and cancels its siblings. */
export interface GoBack {
  readonly goBackTo: StepId;
}

export type Block = Step | Parallel | Choice | GoBack;

export const isStep = (block: Block): block is Step => 'step' in block;
export const isParallel = (block: Block): block is Parallel => 'parallel' in block;
export const isChoice = (block: Block): block is Choice => 'choice' in block;
export const isGoBack = (block: Block): block is GoBack => 'goBackTo' in block;

/** A question of the form whose answer decides the route; never personal data. */
export interface Fact {
  readonly fact: string;
  readonly label: Text;
  readonly type: 'boolean' | 'number' | 'choice';
  readonly options?: readonly string[];
  /** What people read in place of an option's name; one that has none is shown by its name. */
  readonly optionNames?: Readonly<Record<string, Text>>;
  readonly required: boolean;
}

export interface Phase {
  readonly phase: string;
  readonly name: Text;
  readonly limit: Limit;
}

export interface TimeLimit {
  readonly clockStart: ClockStartRule;
  /** One statutory limit; or phases, each with its own appointment, separated by `financial-obligation` steps. */
  readonly limit?: Limit;
  readonly phases?: readonly Phase[];
  /** Default `close-of-office`. */
  readonly expires?: DayEnd;
  /** A longer (or shorter) limit for cases that the law treats apart, first match wins. Not with phases. */
  readonly variants?: readonly { readonly when: Condition; readonly limit: Limit }[];
}

/** Limits around a supplement request at one stage (domain.md §4.6). */
export interface SupplementRule {
  /** How soon after receipt the complete list must be sent. */
  readonly noticeWithin: Limit;
  /** How long the applicant has; the dossier closes when it lapses. */
  readonly respondWithin: Limit;
  /** How soon the officer must confirm what was sent. Default 8 working hours. */
  readonly confirmWithin?: Limit;
  /** How often at this stage; default 1 (Decree 118/2025). */
  readonly times?: number;
  /** What one asked from within a parallel branch stops and resets: that branch (default), or the whole dossier. */
  readonly inBranch?: 'stops-branch' | 'stops-dossier';
}

export interface SubmittedDocument {
  readonly document: string;
  readonly name: Text;
  readonly required: boolean;
  readonly originals?: number;
  readonly copies?: number;
  /** Only asked for where the condition holds. */
  readonly when?: Condition;
}

export interface Fee {
  readonly fee: string;
  readonly name: Text;
  /** Dong. */
  readonly amount: number;
  readonly amountOnline?: number;
  readonly when: 'before' | 'after' | 'exempt';
  readonly refundable?: boolean;
}

/** Systems of other organisations by what they do: take payments, and issue and settle financial obligations. */
export interface Partners {
  readonly payment: readonly string[];
  readonly tax: readonly string[];
}

/** When the apology is owed: at least one day before expiry (Decree 61/2018) or at expiry (Decree 297/2025). */
export interface ApologyRule {
  readonly owed: 'one-day-before' | 'at-expiry';
  /** The date may be moved once per dossier, or once per phase. */
  readonly oncePer: 'dossier' | 'phase';
  /** How far the date may be moved. Default: the procedure's own limit once more. */
  readonly atMost?: Limit;
}

/** Where an applicant complains of a refusal, by which law, and within how many days of learning of it. */
export interface Appeal {
  readonly law: Text;
  readonly body: Text;
  readonly days: number;
}

/** Where a procedure is offered: units of these tiers that play this role. */
export interface Offer {
  readonly role: AgencyRole;
  readonly tiers: readonly Tier[];
}

/** A published version of a procedure. A dossier keeps the version that was in force when it was accepted. */
export interface Procedure {
  readonly code: ProcedureCode;
  /** 1, 2, 3 … per code. */
  readonly version: number;
  readonly name: Text;
  readonly sector: Text;
  /** The tier that decides. */
  readonly tier: Tier;
  readonly serviceLevel: 'full-online' | 'partial-online' | 'in-person';
  readonly effectiveFrom: LocalDate;
  /** First day it is no longer in force: replaced or abolished. */
  readonly effectiveTo?: LocalDate;
  readonly offeredAt: Offer;
  readonly documents: readonly SubmittedDocument[];
  readonly fees: readonly Fee[];
  readonly facts?: readonly Fact[];
  readonly timeLimit: TimeLimit;
  readonly supplement: { readonly reception: SupplementRule; readonly examination: SupplementRule };
  readonly apology: ApologyRule;
  /** Which systems of others act on its dossiers, where they are not the usual ones (dossier/partners.ts). */
  readonly partners?: Partial<Partners>;
  /** The way of appeal, where it is not that of the Law on Complaints. */
  readonly appeal?: Appeal;
  /** How soon a receiving agency acknowledges a hand-over; an alert goes out otherwise. */
  readonly acknowledgeWithin: Limit;
  /** Whom to tell when, if the province's ladder does not fit. */
  readonly vigilance?: VigilancePolicy;
  readonly route: readonly Block[];
  readonly result: Text;
  readonly legalBasis: readonly string[];
  readonly provenance: Provenance;
}

/** Warn before, mark overdue at, and escalate after a deadline; instants are computed in working time. */
export interface VigilancePolicy {
  readonly warnBefore: Limit;
  readonly ladder: readonly { readonly after: Limit; readonly to: EscalationAddressee }[];
}

export const ESCALATION_ADDRESSEES = ['unit-head', 'agency-head', 'committee-chair', 'procedure-control'] as const;
export type EscalationAddressee = (typeof ESCALATION_ADDRESSEES)[number];

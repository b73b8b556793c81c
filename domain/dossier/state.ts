import type { AgencyCode, OfficerRole } from '../agency/agency';
import type { AgencySnapshot } from '../agency/snapshot';
import type { CalendarChange } from '../calendar/amend';
import type { Calendar, Instant, Limit, LocalDate } from '../calendar/calendar';
import type { Appeal, Procedure, StepId } from '../procedure/procedure';
import type { TextRef } from './event';

/**
 * The whole state of one dossier: versioned plain JSON, because it crosses payload boundaries. Four machines stand side
 * by side in it (business, money, delivery, synchronisation). *Overdue* is none of their states; it is computed.
 */
export interface DossierState {
  readonly v: 1;
  /** Number of the core's behaviour this dossier lives under; raised only by `RulesAdopted`. */
  readonly rules: number;
  readonly dossierId: string;
  /** Sequence number and official time of the last event. */
  readonly seq: number;
  readonly lastAt: Instant;

  readonly procedure: Procedure;
  readonly calendar: Calendar;
  /** Earlier versions of the calendar, each by the change that leads back to it; a promise is explained by its own. */
  readonly calendarHistory: readonly { readonly version: number; readonly back: CalendarChange }[];
  readonly agencies: AgencySnapshot;

  readonly channel: Channel;
  readonly receivingUnit: AgencyCode;
  /** The committee in whose territory the applicant (or the land, the event) is. */
  readonly place: AgencyCode;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Papers of the check list that were handed in. Absent before the submission, and in what an earlier program carried. */
  readonly documents?: readonly string[];

  /** Business machine. */
  readonly stage: Stage;
  readonly code: string | null;
  readonly submittedAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly returnedAt: Instant | null;
  readonly archivedAt: Instant | null;
  readonly decision: Decision | null;
  /** What the paper of a refusal says: of the intake, or of the last step that refused. Absent where nobody did. */
  readonly refusal?: RefusalPaper;
  /** The agency whose task was completed with the first decision; absent before it. */
  readonly decider?: AgencyCode;
  /** Where a lapsed or corrected dossier came from, so that it can go back. */
  readonly stageBefore: Stage | null;

  /** Index of the running phase; its appointment is `appointments[phase]`. */
  readonly phase: number;
  readonly appointments: readonly Appointment[];
  /** When and by which rule the clock stopped, while it is stopped. */
  readonly stopped: { readonly since: Instant; readonly rule: StopRule } | null;
  readonly stops: readonly ClockStop[];

  readonly tasks: Readonly<Record<TaskId, Task>>;
  readonly blocks: Readonly<Record<string, OpenBlock>>;
  /** How each completed step was last decided. */
  readonly outcomes: Readonly<Record<StepId, string>>;
  /** How many occurrences of each step or block there have been. */
  readonly occurrences: Readonly<Record<string, number>>;

  readonly supplements: readonly Supplement[];
  /** Every file ever attached, in order; absent before the first. */
  readonly attachments?: readonly Attachment[];
  readonly money: Money;
  readonly delivery: Delivery;
  readonly sync: { readonly acknowledgedSeq: number; readonly failure: string | null };

  /** Commands already decided, with what was answered; a repeat gets the same answer. */
  readonly commands: Readonly<Record<string, { readonly act: string; readonly answer: Answer }>>;
  /** Generation of each watched deadline; raised whenever it moves or ends. */
  readonly generations: Readonly<Record<string, number>>;
}

export type FactValue = string | number | boolean;
export type Channel = 'counter' | 'online' | 'post';
export type TaskId = string;

export const STAGES = [
  /** Handed in online, or at the window before it was checked. */
  'submitted',
  'refused-intake',
  'processing',
  /** Processed: the result is at the one-stop unit. */
  'resolved',
  'returned',
  'withdrawn',
  'stopped',
  /** The supplement did not come in time. */
  'lapsed',
] as const;
export type Stage = (typeof STAGES)[number];
export const FINAL_STAGES: readonly Stage[] = ['refused-intake', 'returned', 'withdrawn', 'stopped', 'lapsed'];

export interface Decision {
  readonly outcome: string;
  readonly refused: boolean;
  readonly at: Instant;
}

/** A refusal in writing: its ground in law, its reason, and where and until when to complain. */
export interface RefusalPaper {
  readonly ground: string;
  readonly reason: TextRef | null;
  readonly appeal: Appeal;
  /** The task that was decided so; null at the intake. */
  readonly taskId: TaskId | null;
}

/** The promise of one phase. `due` moves only by the acts that may move it (see appointment.ts). */
export interface Appointment {
  readonly phase: number;
  /** Version of the calendar it was last counted by. */
  readonly calendarVersion: number;
  /** Receipt that started it, and where its clock-start rule put day zero. */
  readonly receivedAt: Instant;
  readonly startDay: LocalDate;
  readonly startAt: Instant;
  readonly limit: Limit;
  /** Due instant without any stop. */
  readonly base: Instant;
  /** Open working time the clock has been stopped so far, in milliseconds; exact over any number of stops. */
  readonly stoppedMs: number;
  /** Present due instant. */
  readonly due: Instant;
  /** What the receipt promised. */
  readonly original: Instant;
  /** Set by the one re-appointment the law allows. */
  readonly movedTo: Instant | null;
  /** `base` is the date that re-appointment set. Absent where it is counted, as again after a supplement. */
  readonly isDate?: true;
  readonly metAt: Instant | null;
  readonly missedAt: Instant | null;
}

export type StopRule = 'supplement' | 'financial-obligation' | 'outside-confirmation';

export interface ClockStop {
  readonly phase: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly rule: StopRule;
}

export const TASK_STATUSES = [
  /** Handed over, not yet acknowledged. */
  'sent',
  'open',
  'taken',
  /** A supplement is awaited; its limit does not run. */
  'suspended',
  'done',
  'cancelled',
  /** A consulted agency that let its reply date pass. */
  'silent',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];
export const OPEN_STATUSES: readonly TaskStatus[] = ['sent', 'open', 'taken', 'suspended'];

/** One occurrence of a step, or one consulted agency's part in it. */
export interface Task {
  readonly taskId: TaskId;
  readonly step: StepId;
  readonly kind: string;
  readonly agency: AgencyCode;
  readonly officerRole: OfficerRole;
  readonly status: TaskStatus;
  readonly assignee: string | null;
  /** Raised by every change; an act names the version its officer saw. */
  readonly version: number;
  readonly openedAt: Instant;
  /** Where its own limit began: its opening, or the supplement that restarted it. */
  readonly countsFrom: Instant;
  readonly dueAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly outcome: string | null;
  /** Branch it belongs to, outermost first: `group#1/police`. Empty outside parallel blocks. */
  readonly scope: readonly string[];
  /** The task whose completion opened it. */
  readonly cameFrom: TaskId | null;
  /** Last instant to acknowledge the hand-over, while that is awaited. */
  readonly acknowledgeBy: Instant | null;
  readonly acknowledgementMissed: boolean;
  /** For a consulted agency: the consultation it answers. */
  readonly consultation: TaskId | null;
  /** For a financial obligation: when its notice came, and until when it should have. */
  readonly noticed?: { readonly at: Instant; readonly dueAt: Instant | null };
  /** It was sent to another agency than its step's role names; a reopening goes there too, until agencies are reorganised. */
  readonly rerouted?: true;
  /** When it last came to its agency, where that was not its opening. */
  readonly arrivedAt?: Instant;
  /** It was a wrong transfer and lies with its sender again: who had it, the post it is for, and since when it was there. */
  readonly returned?: { readonly by: AgencyCode; readonly role: OfficerRole; readonly since: Instant };
  /** How long wrong transfers of it have taken, each put to its sender. */
  readonly detours?: readonly { readonly from: Instant; readonly to: Instant; readonly sender: AgencyCode }[];
  /** For a slip that came back: whose error it was. */
  readonly erred?: 'sender' | 'tax-office';
}

/** A parallel block that has not come together yet. */
export interface OpenBlock {
  /** `group#1` */
  readonly block: string;
  readonly parallel: string;
  readonly scope: readonly string[];
  readonly branches: readonly string[];
  readonly arrived: readonly string[];
  readonly refused: readonly string[];
  readonly openedBy: TaskId | null;
}

export interface Supplement {
  readonly n: number;
  readonly stage: 'reception' | 'examination';
  /** The task it was asked from; null at reception. */
  readonly taskId: TaskId | null;
  /** Tasks it suspends: the branch's, or all. */
  readonly suspends: readonly TaskId[];
  readonly stopsDossier: boolean;
  readonly requestedAt: Instant;
  readonly respondBy: Instant;
  readonly providedAt: Instant | null;
  readonly confirmBy: Instant | null;
  readonly status: 'asked' | 'provided' | 'confirmed' | 'lapsed' | 'void';
  readonly requestedLate: boolean;
  /** What was asked for. Absent in what an earlier program carried. */
  readonly items?: readonly string[];
}

export const ATTACHMENT_ORIGINS = [
  /** A paper of the applicant's, whoever scanned it. */
  'applicant',
  /** A paper of an agency's: an opinion, a draft, a notice. */
  'officer',
  /** What the applicant is given in the end. */
  'result',
] as const;
export type AttachmentOrigin = (typeof ATTACHMENT_ORIGINS)[number];

export interface Attachment {
  readonly attachmentId: string;
  readonly document: string | null;
  readonly sha256: string;
  readonly origin: AttachmentOrigin;
  readonly withdrawn?: true;
}

/** Money machine: the fee at the window, and a financial obligation towards the State. */
export interface Money {
  readonly fee: 'none' | 'owed' | 'paid';
  /** Fees that acceptance let off, each with its reason in the event. */
  readonly waived?: readonly string[];
  readonly obligation: 'none' | 'slip-sent' | 'noticed' | 'slip-returned' | 'settled';
  readonly settledBy: 'payment' | 'exemption' | 'debt' | null;
}

export interface Delivery {
  readonly status: 'none' | 'ready' | 'delivered';
  readonly way: 'counter' | 'post' | 'electronic' | null;
}

/** What the caller of an act is told, again and again the same. */
export interface Answer {
  readonly dossierId: string;
  readonly code: string | null;
  readonly seq: number;
  readonly at: Instant;
  readonly events: readonly string[];
  readonly stage: Stage;
  readonly nationalStatus: number;
  readonly dueAt: Instant | null;
}

export const openTasks = (state: DossierState): Task[] =>
  Object.values(state.tasks).filter((task) => OPEN_STATUSES.includes(task.status));

export const isFinal = (state: DossierState): boolean => FINAL_STAGES.includes(state.stage);

/** The supplement being waited for, or sent and not confirmed yet. */
export const openSupplements = (state: DossierState): Supplement[] =>
  state.supplements.filter((s) => s.status === 'asked' || s.status === 'provided');

/** Whether a supplement holds up work of this scope: the asking branch and whatever is nested in it, or everything. */
export const suspendsScope = (state: DossierState, supplement: Supplement, scope: readonly string[]): boolean =>
  supplement.stopsDossier ||
  (supplement.taskId === null ? [] : (state.tasks[supplement.taskId]?.scope ?? [])).every((entry, i) => scope[i] === entry);

import type { AgencyCode, OfficerRole } from '../agency/agency';
import type { AgencyInfo, AgencySnapshot } from '../agency/snapshot';
import type { Instant } from '../calendar/calendar';
import type { CalendarChange } from '../calendar/amend';
import type { Appeal, Procedure, StepId } from '../procedure/procedure';
import type { AbsenceGround } from './absence';
import type { Appointment, AttachmentOrigin, Channel, FactValue, OpenBlock, RefusalPaper, StopRule, Supplement, Task, TaskId } from './state';

/** A digest that stands for text or personal data kept in an erasable table. */
export interface TextRef {
  readonly textId: string;
  readonly digest: string;
}

/** A paper that is not there, or a fee that is not paid, and why the dossier is accepted all the same. */
export type Exception = ({ readonly document: string } | { readonly fee: string }) & { readonly reason: TextRef };

/** The legal history of a dossier, in past-tense terms of the field. Every computed instant is in the event. */
export type DossierEvent =
  // Reception
  | {
      readonly type: 'DossierSubmitted';
      readonly procedureCode: string;
      readonly procedureVersion: number;
      readonly calendarVersion: number;
      /** The topology of agencies it begins on; absent in logs of earlier programs. */
      readonly agenciesVersion?: number;
      readonly channel: Channel;
      readonly receivingUnit: AgencyCode;
      readonly place: AgencyCode;
      readonly facts: Readonly<Record<string, FactValue>>;
      readonly documents: readonly string[];
      readonly applicantDigest: string;
      readonly feeOwed: boolean;
    }
  | {
      readonly type: 'DossierAccepted';
      readonly code: string;
      readonly procedureVersion: number;
      /** Only where the version in force at acceptance is another one than at submission. */
      readonly procedure?: Procedure;
      /** The agencies its roles resolve to. */
      readonly agencies?: AgencySnapshot;
      readonly appointment: Appointment;
      /** Only where something was let off. */
      readonly exceptions?: readonly Exception[];
      /** Whether a fee is still owed, where one was let off. */
      readonly feeOwed?: boolean;
    }
  | {
      readonly type: 'IntakeRefused';
      readonly reason: TextRef | null;
      readonly ground: string;
      /** From rules 2 on. */
      readonly appeal?: Appeal;
    }
  | { readonly type: 'FeePaid'; readonly reference: string }
  // Supplements
  | { readonly type: 'SupplementRequested'; readonly supplement: Supplement; readonly items: readonly string[]; readonly note: TextRef | null }
  | { readonly type: 'SupplementProvided'; readonly n: number; readonly confirmBy: Instant }
  | { readonly type: 'SupplementConfirmed'; readonly n: number }
  | { readonly type: 'SupplementLapsed'; readonly n: number }
  | { readonly type: 'LapseUndone'; readonly n: number; readonly providedAt: Instant; readonly confirmBy: Instant; readonly reason: TextRef | null }
  // Attachments
  | {
      readonly type: 'DocumentAttached';
      readonly attachmentId: string;
      /** The document of the procedure's list that it fulfils, if any. */
      readonly document: string | null;
      readonly mediaType: string;
      /** Bytes. */
      readonly size: number;
      /** Of the file's content, hex. Its name stands in an erasable table. */
      readonly sha256: string;
      readonly origin: AttachmentOrigin;
    }
  | { readonly type: 'DocumentWithdrawn'; readonly attachmentId: string; readonly reason: TextRef | null }
  // Work
  | { readonly type: 'StepAssigned'; readonly task: Task }
  | { readonly type: 'OfficerAssigned'; readonly taskId: TaskId; readonly person: string }
  | { readonly type: 'TaskTakenUp'; readonly taskId: TaskId; readonly person: string }
  | { readonly type: 'TaskReleased'; readonly taskId: TaskId }
  | {
      readonly type: 'TaskReturnedToDesk';
      readonly taskId: TaskId;
      readonly agency: AgencyCode;
      /** Who had it in hand. */
      readonly from: string;
      readonly because: AbsenceGround;
    }
  | {
      readonly type: 'StepCompleted';
      readonly taskId: TaskId;
      readonly outcome: string;
      readonly facts: Readonly<Record<string, FactValue>>;
      readonly note: TextRef | null;
      /** Of a refusal, from rules 2 on; its reason is the note. */
      readonly refusal?: { readonly ground: string; readonly appeal: Appeal };
    }
  | { readonly type: 'StepCancelled'; readonly taskId: TaskId; readonly ground: CancelGround }
  | { readonly type: 'StepSentBack'; readonly taskId: TaskId; readonly toStep: StepId; readonly reason: TextRef | null }
  | { readonly type: 'StepRecalled'; readonly taskId: TaskId; readonly toStep: StepId; readonly reason: TextRef | null }
  | {
      readonly type: 'StepRerouted';
      readonly taskId: TaskId;
      readonly from: AgencyCode;
      readonly to: AgencyCode;
      readonly info: AgencyInfo;
      readonly acknowledgeBy: Instant;
      readonly reason: TextRef | null;
      /** Of a consulted agency's part that came back, where the reply date counts from sending. */
      readonly replyBy?: Instant;
    }
  /** A transfer that was wrong: the task itself goes back to who sent it, who names another agency. */
  | {
      readonly type: 'TransferReturned';
      readonly taskId: TaskId;
      readonly from: AgencyCode;
      readonly to: AgencyCode;
      /** The sender's post that has it now. */
      readonly role: OfficerRole;
      /** Since when it was with the wrong agency. */
      readonly since: Instant;
      readonly acknowledgeBy: Instant;
      readonly reason: TextRef | null;
    }
  | { readonly type: 'HandOverSent'; readonly taskId: TaskId; readonly from: AgencyCode; readonly to: AgencyCode; readonly acknowledgeBy: Instant }
  | { readonly type: 'HandOverAcknowledged'; readonly taskId: TaskId; readonly replyBy: Instant | null }
  | { readonly type: 'ConsultationReplied'; readonly taskId: TaskId; readonly opinion: Opinion; readonly late: boolean; readonly note: TextRef | null }
  | { readonly type: 'SilenceTakenAsConsent'; readonly taskId: TaskId }
  | { readonly type: 'BlockOpened'; readonly block: OpenBlock }
  | { readonly type: 'BranchFinished'; readonly block: string; readonly branch: string; readonly refused: boolean }
  | { readonly type: 'BlockJoined'; readonly block: string }
  | { readonly type: 'BlockLeft'; readonly block: string; readonly ground: CancelGround }
  // Clock
  | { readonly type: 'ClockStopped'; readonly rule: StopRule }
  | { readonly type: 'ClockResumed'; readonly rule: StopRule; readonly appointment: Appointment }
  | { readonly type: 'ClockReset'; readonly from: Instant; readonly appointment: Appointment | null; readonly tasks: readonly MovedTask[] }
  | { readonly type: 'DeadlineMissed'; readonly deadline: MissedDeadline }
  | { readonly type: 'ApologyIssued'; readonly reason: TextRef | null; readonly inTime: boolean; readonly appointment: Appointment | null }
  // Money
  | { readonly type: 'PhaseMet'; readonly phase: number }
  | { readonly type: 'ObligationNoticed'; readonly taskId: TaskId; readonly reference: string }
  | { readonly type: 'SlipReturned'; readonly taskId: TaskId; readonly erred: 'sender' | 'tax-office'; readonly reason: TextRef | null }
  | {
      readonly type: 'ObligationSettled';
      readonly taskId: TaskId;
      readonly by: 'payment' | 'exemption' | 'debt';
      readonly reference: string;
      readonly appointment: Appointment;
    }
  // Endings
  | {
      readonly type: 'DossierResolved';
      readonly outcome: string;
      readonly refused: boolean;
      /** Of a refusal, from rules 2 on. */
      readonly refusal?: RefusalPaper;
    }
  | { readonly type: 'ResultReturned'; readonly way: 'counter' | 'post' | 'electronic' }
  | { readonly type: 'DossierStopped'; readonly reason: TextRef | null }
  | { readonly type: 'DossierWithdrawn'; readonly reason: TextRef | null }
  | { readonly type: 'CorrectionOpened'; readonly reason: TextRef | null }
  | { readonly type: 'DossierArchived' }
  // The world around
  | {
      readonly type: 'CalendarAmended';
      readonly from: number;
      readonly to: number;
      readonly change: CalendarChange;
      readonly appointment: Appointment | null;
      readonly tasks: readonly MovedTask[];
      readonly supplements: readonly { readonly n: number; readonly respondBy: Instant; readonly confirmBy?: Instant }[];
    }
  | {
      readonly type: 'AgenciesReorganised';
      readonly agencies: AgencySnapshot;
      readonly receivingUnit: AgencyCode;
      readonly place: AgencyCode;
      readonly moved: readonly { readonly taskId: TaskId; readonly from: AgencyCode; readonly to: AgencyCode }[];
      /** Corrected codes: what names one of them names its present one. Absent where none was, and in old logs. */
      readonly renamed?: Readonly<Record<AgencyCode, AgencyCode>>;
      readonly legalBasis: string;
    }
  | { readonly type: 'RulesAdopted'; readonly rules: number }
  | { readonly type: 'SyncReported'; readonly acknowledgedSeq: number; readonly failure: string | null };

/** A task whose own limit moved, and its acknowledgement where that is still awaited. */
interface MovedTask {
  readonly taskId: TaskId;
  readonly dueAt: Instant | null;
  readonly acknowledgeBy?: Instant;
}

export type EventType = DossierEvent['type'];
export type Opinion = 'agree' | 'disagree' | 'no-objection';
export type CancelGround = 'joined' | 'refused' | 'sent-back' | 'recalled' | 'went-back' | 'ended' | 'corrected';

export type MissedDeadline =
  | { readonly kind: 'appointment'; readonly phase: number; readonly due: Instant }
  | { readonly kind: 'hand-over'; readonly taskId: TaskId; readonly due: Instant }
  | { readonly kind: 'consultation'; readonly taskId: TaskId; readonly due: Instant }
  | { readonly kind: 'supplement'; readonly n: number; readonly due: Instant };

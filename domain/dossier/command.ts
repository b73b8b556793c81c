import type { AgencyCode } from '../agency/agency';
import type { AgencyInfo, AgencySnapshot } from '../agency/snapshot';
import type { Instant } from '../calendar/calendar';
import type { CalendarChange } from '../calendar/amend';
import type { Procedure, StepId } from '../procedure/procedure';
import type { AbsenceGround } from './absence';
import type { Actor } from './actor';
import type { Exception, Opinion, TextRef } from './event';
import type { AttachmentOrigin, Channel, FactValue, TaskId } from './state';

/** An act on one open task. `version` is the task version the officer saw; leaving it out skips that check. */
interface OnTask {
  readonly taskId: TaskId;
  readonly version?: number;
}

/** What an act says of the way of appeal; what it leaves out is the procedure's, or the law's. */
export interface AppealGiven {
  readonly law?: string;
  readonly body?: string;
  readonly days?: number;
}

/** What somebody wants done. Imperative; an act may be refused, and then nothing has happened. */
export type Command =
  | {
      readonly act: 'submit';
      readonly channel: Channel;
      readonly facts: Readonly<Record<string, FactValue>>;
      readonly documents: readonly string[];
      readonly applicantDigest: string;
    }
  /** `code` was reserved for this very command; `procedure` only if another version is in force by now. */
  | { readonly act: 'accept'; readonly code: string; readonly procedure?: Procedure; readonly agencies?: AgencySnapshot; readonly exceptions?: readonly Exception[] }
  | { readonly act: 'refuse-intake'; readonly ground: string; readonly reason: TextRef | null; readonly appeal?: AppealGiven }
  | { readonly act: 'pay-fee'; readonly reference: string }
  | { readonly act: 'request-supplement'; readonly taskId?: TaskId; readonly version?: number; readonly items: readonly string[]; readonly note: TextRef | null }
  /** `n` names one of several, where more than one branch has asked; otherwise the first that is open. */
  | { readonly act: 'provide-supplement'; readonly n?: number }
  | { readonly act: 'confirm-supplement'; readonly n?: number }
  /** Sent in time, but recorded after the lapse: `providedAt` is the stamp the receiving server gave it. */
  | { readonly act: 'undo-lapse'; readonly providedAt: Instant; readonly reason: TextRef | null }
  /** The file lies in the storage already; the edge that received it counted its size and computed its digest. */
  | {
      readonly act: 'attach-document';
      readonly attachmentId: string;
      readonly document: string | null;
      readonly mediaType: string;
      readonly size: number;
      readonly sha256: string;
      readonly origin: AttachmentOrigin;
    }
  | { readonly act: 'withdraw-document'; readonly attachmentId: string; readonly reason: TextRef | null }
  | ({ readonly act: 'acknowledge' } & OnTask)
  | ({ readonly act: 'assign'; readonly person: string } & OnTask)
  | ({ readonly act: 'take-up' } & OnTask)
  | ({ readonly act: 'release' } & OnTask)
  /** Whoever has the task cannot do it any more. `to` is a colleague who goes on with it; without one it is anybody's. */
  | ({
      readonly act: 'return-to-desk';
      readonly person: string;
      readonly because: AbsenceGround;
      readonly to?: string;
    } & OnTask)
  | ({
      readonly act: 'complete';
      readonly outcome?: string;
      readonly facts?: Readonly<Record<string, FactValue>>;
      readonly note: TextRef | null;
      /** Of a refusal. */
      readonly ground?: string;
      readonly appeal?: AppealGiven;
    } & OnTask)
  | ({ readonly act: 'reply'; readonly opinion: Opinion; readonly note: TextRef | null } & OnTask)
  | ({ readonly act: 'send-back'; readonly reason: TextRef | null } & OnTask)
  | ({ readonly act: 'recall'; readonly reason: TextRef | null } & OnTask)
  | ({ readonly act: 're-route'; readonly to: AgencyCode; readonly info: AgencyInfo; readonly reason: TextRef | null } & OnTask)
  | ({ readonly act: 'issue-notice'; readonly reference: string } & OnTask)
  | ({ readonly act: 'return-slip'; readonly erred: 'sender' | 'tax-office'; readonly reason: TextRef | null } & OnTask)
  | { readonly act: 'settle-obligation'; readonly by: 'payment' | 'exemption' | 'debt'; readonly reference: string }
  | { readonly act: 'apologise'; readonly newDue?: Instant; readonly reason: TextRef | null }
  | { readonly act: 'stop'; readonly reason: TextRef | null }
  | { readonly act: 'withdraw'; readonly reason: TextRef | null }
  | { readonly act: 'return-result'; readonly way: 'counter' | 'post' | 'electronic' }
  | { readonly act: 'correct'; readonly step?: StepId; readonly reason: TextRef | null }
  | { readonly act: 'archive' }
  | { readonly act: 'amend-calendar'; readonly from: number; readonly to: number; readonly change: CalendarChange }
  | {
      readonly act: 'reorganise';
      readonly agencies: AgencySnapshot;
      readonly successors: Readonly<Record<AgencyCode, AgencyCode>>;
      /** Codes that were corrected: the same agency, also of what is closed. Absent where none was, and in old logs. */
      readonly renamed?: Readonly<Record<AgencyCode, AgencyCode>>;
      readonly legalBasis: string;
    }
  | { readonly act: 'adopt-rules'; readonly rules: number }
  | { readonly act: 'report-sync'; readonly acknowledgedSeq: number; readonly failure: string | null }
  /** The clock reached a deadline that has an effect. Only the engine says this. */
  | { readonly act: 'tick'; readonly deadline: Instant };

export type Act = Command['act'];

/** A command with who, when and under which id. The stamp is the receiving server's official time, never the client's. */
export interface Envelope {
  readonly commandId: string;
  readonly actor: Actor;
  readonly stampedAt: Instant;
  readonly command: Command;
}

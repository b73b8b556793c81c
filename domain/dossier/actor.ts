import type { AgencyCode, OfficerRole } from '../agency/agency';
import type { Instant } from '../calendar/calendar';

/** Who acts, and in which capacity. The edge resolves a person to the one post that the act is done from. */
export type Actor =
  | {
      readonly kind: 'officer';
      readonly person: string;
      readonly agency: AgencyCode;
      readonly role: OfficerRole;
      /** How the person holds the post: their own, seconded to it, or standing in for somebody for a time. */
      readonly basis?: { readonly kind: 'secondment' | 'stand-in'; readonly of?: string; readonly from: Instant; readonly to: Instant };
      /** Set when an operator acted in the officer's name with the installation's own credentials. */
      readonly operator?: string;
    }
  | {
      readonly kind: 'applicant';
      readonly operator?: string;
      /** An officer who was shown the receipt's secret within the hour before: the act may be theirs. */
      readonly receiptSeenBy?: string;
    }
  /** Another organisation's system: tax, payment platform, VNeID … */
  | { readonly kind: 'partner'; readonly system: string; readonly operator?: string }
  /** The engine itself: a deadline that passed, a calendar that was amended. */
  | { readonly kind: 'engine' };

/** Who it is, whichever post they act from. */
export function senderOf(actor: Actor): string {
  switch (actor.kind) {
    case 'officer':
      return `person ${actor.person}`;
    case 'partner':
      return `partner ${actor.system}`;
    default:
      return actor.kind;
  }
}

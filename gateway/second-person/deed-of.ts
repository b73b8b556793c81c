import type { Grant } from '../../db/accounts';
import type { HeldPosting, Posting } from '../../db/people';
import type { InstallationClock } from '../../db/installation-clock';
import type { CalendarChange } from '../../domain/calendar/amend';
import type { ConfirmationKind } from '../../domain/second-person';
import type { CheckProcedure } from '../check-apart';
import { clientDeed } from './client-deed';
import type { ClientGiven } from './client-deed';
import type { Deed } from './deed';
import { agenciesDeed } from './agencies-deed';
import type { AgenciesGiven } from './agencies-deed';
import { calendarDeed, procedureDeed, procedureEndDeed, reorganisationDeed } from './publishing-deeds';
import type { ProcedureEndGiven, ProcedureFileGiven, ReorganisationGiven } from './publishing-deeds';
import {
  accountDeed,
  grantsDeed,
  passwordResetDeed,
  postDeed,
  postEndDeed,
  secondFactorResetDeed,
} from './register-deeds';
import type { AccountGivenTo } from './register-deeds';

/** What each kind of request holds: what would be done, and nothing secret. */
export interface Payloads {
  readonly post: Posting;
  readonly 'post-end': Pick<HeldPosting, 'id' | 'person' | 'to'>;
  readonly grants: { readonly person: string; readonly grants: readonly Grant[] };
  readonly account: AccountGivenTo;
  readonly 'password-reset': { readonly person: string };
  readonly 'second-factor-reset': { readonly person: string };
  readonly client: ClientGiven;
  readonly calendar: { readonly change: CalendarChange };
  readonly procedure: ProcedureFileGiven;
  readonly 'procedure-end': ProcedureEndGiven;
  readonly agencies: AgenciesGiven;
  readonly reorganisation: ReorganisationGiven;
}

export interface DeedTools {
  readonly clock: InstallationClock;
  /** How procedure files are checked; by default at once. */
  readonly check?: CheckProcedure | undefined;
  /** Whoever confirms an amended calendar tells the dossiers, and no part of the API needs to. */
  readonly tellsItself?: boolean;
}

type Makers = { readonly [K in ConfirmationKind]: (tools: DeedTools, payload: Payloads[K]) => Deed };

const MAKERS: Makers = {
  post: (_, payload) => postDeed(payload),
  'post-end': (_, payload) => postEndDeed(payload),
  grants: (_, payload) => grantsDeed(payload),
  account: (_, payload) => accountDeed(payload),
  'password-reset': (_, payload) => passwordResetDeed(payload),
  'second-factor-reset': (_, payload) => secondFactorResetDeed(payload),
  client: (_, payload) => clientDeed(payload),
  calendar: ({ clock, tellsItself }, payload) => calendarDeed(clock, payload, tellsItself),
  procedure: ({ clock, check }, payload) => procedureDeed(clock, payload, check),
  'procedure-end': ({ clock }, payload) => procedureEndDeed(clock, payload),
  agencies: ({ clock }, payload) => agenciesDeed(clock, payload),
  reorganisation: (_, payload) => reorganisationDeed(payload),
};

export const deedOf = <K extends ConfirmationKind>(
  tools: DeedTools,
  kind: K,
  payload: Payloads[K],
): Deed => MAKERS[kind](tools, payload);

/** What was kept is what was proposed: it was written from such a payload. */
export const keptDeed = (
  tools: DeedTools,
  kind: ConfirmationKind,
  payload: unknown,
): Deed => deedOf(tools, kind, payload as Payloads[typeof kind] as never);

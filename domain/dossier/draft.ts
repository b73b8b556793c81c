import type { Instant } from '../calendar/calendar';
import type { DossierEvent } from './event';
import { evolve } from './evolve';
import type { DossierState } from './state';

/**
 * A decision in the making: each event is applied as soon as it is decided, so that what follows it (the next step, a
 * join, the clock) is decided on the state it leaves. Nothing outside sees the draft before it is whole.
 */
export interface Draft {
  readonly at: Instant;
  readonly events: DossierEvent[];
  state: DossierState;
}

export const draftOf = (state: DossierState, at: Instant): Draft => ({ at, events: [], state });

export function emit(draft: Draft, event: DossierEvent): void {
  draft.events.push(event);
  draft.state = evolve(draft.state, event, draft.at);
}

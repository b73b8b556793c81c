import { rolesOf } from '../../../domain/agency/snapshot-agencies';
import { handle, passUntil } from '../../../domain/dossier/engine';
import { initialState } from '../../../domain/dossier/initial-state';
import type { LoggedEvent } from '../../../domain/dossier/recording';
import type { DossierState } from '../../../domain/dossier/state';
import type { Procedure } from '../../../domain/procedure/procedure';
import { envelopeOf, START } from './any-story';
import type { Move } from './any-story';
import { agencies, calendar, ROLES } from './given';

/** A dossier of a procedure before its first event. */
export const opened = (procedure: Procedure, facts: DossierState['facts'] = procedure.facts ? { large: true, floors: 3 } : {}): DossierState =>
  initialState({
    dossierId: 'D-1',
    procedure,
    calendar,
    agencies: { ...agencies, roles: { ...Object.fromEntries([...rolesOf(procedure.route)].map((role) => [role, role])), ...ROLES } },
    channel: 'online',
    receivingUnit: ROLES['receiving-unit'],
    place: ROLES['commune-committee'],
    facts,
  });

/** A step of a story: what was, what is, and what was logged in between. */
export interface Page {
  readonly before: DossierState;
  readonly after: DossierState;
  readonly logged: readonly LoggedEvent[];
}

/** What comes of the moves; refused ones leave no page. `wake` says before which of them a timer rings, half-way. */
export function tell(procedure: Procedure, moves: readonly Move[], wake: (index: number) => boolean = () => false, facts?: DossierState['facts']): Page[] {
  let state = opened(procedure, facts);
  let now = START;
  return moves.flatMap((move, i) => {
    const pages: Page[] = [];
    const turn = (after: DossierState, logged: readonly LoggedEvent[]): void => {
      pages.push({ before: state, after, logged });
      state = after;
    };
    // Acts are chosen on what an officer sees: the state of the moment, whether or not a timer has rung for it.
    const envelope = envelopeOf(passUntil(state, now).state, move, i, now);
    if (wake(i)) {
      const passed = passUntil(state, now + (envelope.stampedAt - now) / 2);
      turn(passed.state, passed.logged);
    }
    now = envelope.stampedAt;
    const handled = handle(state, envelope);
    if (handled.ok) turn(handled.value.state, handled.value.logged);
    return pages;
  });
}

export const lastOf = (procedure: Procedure, pages: readonly Page[]): DossierState => pages.at(-1)?.after ?? opened(procedure);

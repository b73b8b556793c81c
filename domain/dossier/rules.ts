import type { Instant } from '../calendar/calendar';
import type { Envelope } from './command';
import { rulesId } from './engine-ids';
import { RULES } from './initial-state';
import { PERMISSIONS } from './permissions';
import type { DossierState, Stage } from './state';

/**
 * Whether a dossier of earlier rules can go over to the present ones. It must be open and know what was handed in: a
 * state that an earlier program carried from run to run does not, until it is read anew from the log.
 */
const mayAdopt = (state: DossierState): boolean =>
  state.seq > 0 &&
  state.rules < RULES &&
  state.documents !== undefined &&
  (PERMISSIONS['adopt-rules'].stages as readonly Stage[]).includes(state.stage);

/** The engine's own act by which an open dossier goes over to the present rules, at the time of the act it precedes. */
export const adoptionOf = (state: DossierState, at: Instant): Envelope | null =>
  mayAdopt(state)
    ? {
        commandId: rulesId(RULES),
        actor: { kind: 'engine' },
        stampedAt: at,
        command: { act: 'adopt-rules', rules: RULES },
      }
    : null;

/** The rules that the next act will be decided by. */
export const underPresentRules = (state: DossierState): DossierState =>
  mayAdopt(state) ? { ...state, rules: RULES } : state;

import { withActDeadline } from '../../gateway/open-desk';
import type { OpenDesk } from '../../gateway/open-desk';
import type { DossierState } from '../../domain/dossier/state';
import { stateQuery } from '../../workflows/dossier.messages';

/** The dossier's live state from its workflow; throws where Temporal or its worker does not answer within TIMEOUTS.act. */
export const liveState = async (desk: OpenDesk, dossierId: string): Promise<DossierState | null> =>
  withActDeadline(desk, () => desk.client.workflow.getHandle(dossierId).query(stateQuery));

import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { headOf } from '../db/record';
import { eventsOf } from '../db/reads/history-of';
import { markAt } from '../db/reads/mark-at';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import type { Schema } from '../db/schema';
import type { LoggedEvent } from '../domain/dossier/recording';
import type { DossierState } from '../domain/dossier/state';
import { completeLog } from './complete-log';
import type { AskRun, Completion } from './complete-log';

/** Where a run began: it has every event up to there, with this mark where it is known. */
export interface ReadLogRequest {
  readonly dossierId: string;
  readonly after: { readonly seq: number; readonly mark: string | null };
}

export interface ReadLog {
  /** What the log holds behind the place that was asked about, in order. */
  readonly events: readonly LoggedEvent[];
  /** The whole state, where the log cannot be shown to hold at that place what the run began with. */
  readonly state: DossierState | null;
  readonly mark: string;
}

export interface FollowActivities {
  /** The last event of the log and its mark. */
  readHead(dossierId: string): Promise<{ readonly seq: number; readonly mark: string }>;
  readLog(request: ReadLogRequest): Promise<ReadLog>;
  /** Gives the log back what Temporal's history holds and it has lost. */
  completeLog(dossierId: string): Promise<Completion>;
}

export interface FollowDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly askRun: AskRun;
}

/** How a workflow and the log come together again, wherever one of them has lost its end. */
export const createFollowActivities = ({ pool, db, askRun }: FollowDependencies): FollowActivities => ({
  async readHead(dossierId) {
    const { headSeq, mark } = await headOf(pool, dossierId);
    return { seq: headSeq, mark };
  },
  async readLog({ dossierId, after }) {
    const { mark } = await headOf(pool, dossierId);
    const known = after.seq === 0 || (after.mark !== null && after.mark === (await markAt(db, dossierId, after.seq)));
    if (known) return { events: await eventsOf(db, dossierId, after.seq), state: null, mark };
    const state = await rebuildDossier(db, dossierId);
    if (state === undefined) throw new Error(`dossier ${dossierId} has no log; nothing can be followed`);
    return { events: [], state, mark };
  },
  completeLog: (dossierId) => completeLog({ pool, db, askRun }, dossierId),
});

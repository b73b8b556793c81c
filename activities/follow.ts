import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { headOf } from '../db/record';
import { eventsOf, signaturesOf } from '../db/reads/history-of';
import { markAt } from '../db/reads/mark-at';
import { openingOf, rebuildDossier } from '../db/reads/rebuild-dossier';
import type { Schema } from '../db/schema';
import { canonicalJson } from '../domain/canonical-json';
import { replay } from '../domain/dossier/engine';
import type { LoggedEvent } from '../domain/dossier/recording';
import type { Signature } from '../domain/dossier/signed';
import type { DossierState } from '../domain/dossier/state';
import type { Signing } from '../gateway/signing';
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
  /** Who vouches for the commands of these events, by command id. */
  readonly signatures: Readonly<Record<string, Signature>>;
}

export interface FollowActivities {
  /** The last event of the log and its mark. */
  readHead(dossierId: string): Promise<{ readonly seq: number; readonly mark: string }>;
  readLog(request: ReadLogRequest): Promise<ReadLog>;
  /** What the log leads to, where a run begins with something else at the same place; null where it begins rightly. */
  checkBeginning(beginning: Begun): Promise<(Pick<ReadLog, 'mark'> & { readonly state: DossierState }) | null>;
  /** Gives the log back what Temporal's history holds and it has lost. */
  completeLog(dossierId: string): Promise<Completion>;
}

export interface FollowDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly askRun: AskRun;
  readonly signing: Signing;
}

/** With what a run begins that goes on from another. */
export interface Begun {
  readonly state: DossierState;
  readonly mark: string | null;
}

/** How a workflow and the log come together again, wherever one of them has lost its end. */
export const createFollowActivities = ({ pool, db, askRun, signing }: FollowDependencies): FollowActivities => ({
  async readHead(dossierId) {
    const { headSeq, mark } = await headOf(pool, dossierId);
    return { seq: headSeq, mark };
  },
  async readLog({ dossierId, after }) {
    const { mark } = await headOf(pool, dossierId);
    const known = after.seq === 0 || (after.mark !== null && after.mark === (await markAt(db, dossierId, after.seq)));
    const signatures = await signaturesOf(db, dossierId, after.seq);
    if (known) return { events: await eventsOf(db, dossierId, after.seq), state: null, mark, signatures };
    const state = await rebuildDossier(db, dossierId);
    if (state === undefined) throw new Error(`dossier ${dossierId} has no log; nothing can be followed`);
    return { events: [], state, mark, signatures: {} };
  },
  checkBeginning: (begun) => checkBeginning({ pool, db }, begun),
  completeLog: (dossierId) => completeLog({ pool, db, askRun, signing }, dossierId),
});

/**
 * A run takes its first state from whoever started it. It is believed where the log leads to the very same; a log that
 * is behind is found out by the first recording.
 */
async function checkBeginning({ pool, db }: Pick<FollowDependencies, 'pool' | 'db'>, { state, mark }: Begun) {
  const { dossierId, seq } = state;
  const events = await eventsOf(db, dossierId);
  if (events.length < seq) return null;
  const opening = await openingOf(db, dossierId, events[0]);
  if (opening === undefined) return null;
  const inLog = replay(opening, events.slice(0, seq));
  const same = mark === null || mark === (await markAt(db, dossierId, seq));
  if (same && canonicalJson(inLog) === canonicalJson(state)) return null;
  return { state: replay(opening, events), mark: (await headOf(pool, dossierId)).mark };
}

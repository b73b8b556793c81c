import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import { storePersonalData } from '../db/personal-data';
import { unmovedTimers } from '../db/reads/unmoved-timers';
import { findUnstartedSubmissions } from '../db/submit-once';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';
import type { StoredSubmission } from '../gateway/submit-dossier';
import { startSubmitted } from '../gateway/submit-dossier';

export interface RepairActivities {
  repairOrphans(): Promise<number>;
  checkTimers(): Promise<number>;
}

export interface RepairDependencies {
  readonly db: Kysely<Schema>;
  readonly client: Client;
  readonly clock: { read(): { readonly official: Instant; readonly speed: number } };
  readonly onUnmoved?: (count: number) => void;
}

/** A submission is an orphan when its own process had this long (real milliseconds) to start it. */
const ORPHAN_AFTER_MS = 30_000;
/** A workflow that has not moved this long (real milliseconds) after its deadline is wedged, not slow. */
const WEDGED_AFTER_MS = 120_000;

export const createRepairActivities = ({ db, client, clock, onUnmoved }: RepairDependencies): RepairActivities => ({
  async repairOrphans() {
    const orphans = await findUnstartedSubmissions(db, ORPHAN_AFTER_MS);
    for (const orphan of orphans) {
      const digests = await storePersonalData(db, orphan.dossierId, []);
      await startSubmitted({ db, client }, orphan.input as StoredSubmission, digests.applicant ?? '');
    }
    return orphans.length;
  },
  async checkTimers() {
    const { official, speed } = clock.read();
    const unmoved = await unmovedTimers(db, official, WEDGED_AFTER_MS * speed);
    onUnmoved?.(unmoved.length);
    return unmoved.length;
  },
});

import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { storePersonalData } from '../db/personal-data';
import { unmovedTimers } from '../db/reads/unmoved-timers';
import { strandedTasks } from '../db/reads/work-of-the-absent';
import { findUnstartedSubmissions } from '../db/submit-once';
import type { UnstartedSubmission } from '../db/submit-once';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';
import { returnToDesks } from '../gateway/return-to-desk';
import type { Signing } from '../gateway/signing';
import type { StoredSubmission } from '../gateway/submit-dossier';
import { finishSubmission } from '../gateway/submit-dossier';
import { mend } from './mend';

export interface RepairActivities {
  repairOrphans(): Promise<number>;
  checkTimers(): Promise<number>;
  returnStrandedWork(): Promise<number>;
}

export interface RepairDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly client: Client;
  readonly signing: Signing;
  readonly clock: { read(): { readonly official: Instant; readonly speed: number } };
  readonly onUnmoved?: (count: number) => void;
}

/** A submission is an orphan when its own process had this long (real milliseconds) to start it. */
const ORPHAN_AFTER_MS = 30_000;
/** How long (real milliseconds) one of them may take to answer, and how many are started at once: one that cannot be must not keep the others waiting. */
const ANSWER_MS = 5_000;
const AT_ONCE = 50;
/** A workflow that has not moved this long (real milliseconds) after its deadline is wedged, not slow. */
const WEDGED_AFTER_MS = 120_000;
const MENDED_AT_ONCE = 8;

export const createRepairActivities = ({ pool, db, client, signing, clock, onUnmoved }: RepairDependencies): RepairActivities => ({
  async repairOrphans() {
    const start = async ({ dossierId, input }: UnstartedSubmission): Promise<boolean> => {
      try {
        const digests = await storePersonalData(db, dossierId, []);
        await client.withDeadline(Date.now() + ANSWER_MS, () => finishSubmission({ db, client, signing }, input as StoredSubmission, digests.applicant ?? ''));
        return true;
      } catch (error) {
        log.warn('a submission could not be started; the next sweep tries again', { dossierId, error: error instanceof Error ? error.message : String(error) });
        return false;
      }
    };
    const orphans = await findUnstartedSubmissions(db, ORPHAN_AFTER_MS);
    let started = 0;
    for (let i = 0; i < orphans.length; i += AT_ONCE) {
      started += (await Promise.all(orphans.slice(i, i + AT_ONCE).map(start))).filter(Boolean).length;
    }
    return started;
  },
  async checkTimers() {
    const { official, speed } = clock.read();
    const unmoved = await unmovedTimers(db, official, WEDGED_AFTER_MS * speed);
    onUnmoved?.(unmoved.length);
    // A workflow that was lost is started again from its log, and then passes its deadline at the instant of the law.
    for (let i = 0; i < unmoved.length; i += MENDED_AT_ONCE) {
      await Promise.allSettled(unmoved.slice(i, i + MENDED_AT_ONCE).map(({ dossierId }) => mend({ pool, db, client, signing }, dossierId)));
    }
    return unmoved.length;
  },
  async returnStrandedWork() {
    const { official } = clock.read();
    return returnToDesks({ client, signing }, await strandedTasks(db, { at: official }), official);
  },
});

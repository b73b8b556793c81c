import { Context } from '@temporalio/activity';
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema';
import { keepVerification, lastVerification } from '../db/verifications';
import { anchorLogs } from '../gateway/anchor-logs';
import type { Anchoring } from '../gateway/anchor-logs';
import { verifyInstallation } from '../gateway/verify-installation';

export interface VerificationActivities {
  /** Seals the access log; every hour an anchor. Answers its number where it laid one. */
  anchorLogs(): Promise<number | null>;
  /** Once a day everything is verified; answers how many places were found, or null where it is not time. */
  verifyEverything(): Promise<number | null>;
}

export interface VerificationDependencies {
  readonly db: Kysely<Schema>;
  readonly dataDir: string;
  readonly anchoring: Anchoring;
}

const DAY_MS = 86_400_000;
const BEAT_MS = 5_000;

export const createVerificationActivities = ({
  db,
  dataDir,
  anchoring,
}: VerificationDependencies): VerificationActivities => ({
  anchorLogs: () => anchorLogs(anchoring, Date.now()),
  async verifyEverything() {
    const last = await lastVerification(db);
    if (last !== undefined && Date.now() - last.finishedRealAt < DAY_MS) return null;
    const beat = setInterval(() => Context.current().heartbeat(), BEAT_MS);
    try {
      const found = await verifyInstallation({ db, scope: { all: true }, dataDir, anchorFile: anchoring.file });
      await keepVerification(db, found);
      return found.findings.length;
    } finally {
      clearInterval(beat);
    }
  },
});

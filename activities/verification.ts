import { Context } from '@temporalio/activity';
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema';
import { keepVerification, lastVerification } from '../db/verifications';
import { anchorLogs } from '../gateway/anchor-logs';
import type { Anchoring } from '../gateway/anchor-logs';
import type { FileReader } from '../gateway/stored-file';
import { verifyFiles } from '../gateway/verify-files';
import type { FileScope } from '../gateway/verify-files';
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
  /** Where attached files lie; without it none is opened. */
  readonly files?: FileReader;
}

const DAY_MS = 86_400_000;
const BEAT_MS = 5_000;
/** Opening every file takes long, and costs traffic where they lie elsewhere: each has its day of the week. */
const PARTS = 7;

const partOf = (realNow: number): FileScope => ({ part: Math.floor(realNow / DAY_MS) % PARTS, of: PARTS });

export const createVerificationActivities = ({
  db,
  dataDir,
  anchoring,
  files,
}: VerificationDependencies): VerificationActivities => ({
  anchorLogs: () => anchorLogs(anchoring, Date.now()),
  async verifyEverything() {
    const last = await lastVerification(db);
    if (last !== undefined && Date.now() - last.finishedRealAt < DAY_MS) return null;
    const beat = setInterval(() => Context.current().heartbeat(), BEAT_MS);
    try {
      const found = await verifyInstallation({ db, scope: { all: true }, dataDir, anchorFile: anchoring.file });
      const opened = files === undefined ? [] : (await verifyFiles(db, files, partOf(Date.now()))).findings;
      const findings = [...found.findings, ...opened];
      await keepVerification(db, { ...found, finishedRealAt: Date.now(), findings });
      return findings.length;
    } finally {
      clearInterval(beat);
    }
  },
});

import type { Kysely } from 'kysely';
import { checkAccessLog } from '../db/verify/check-access-log';
import { checkAnchors } from '../db/verify/check-anchors';
import { checkCatalogue, checkSeries } from '../db/verify/check-beside';
import type { Witnesses } from '../db/verify/check-dossier';
import { checkHeld } from '../db/verify/check-held';
import type { Held } from '../db/verify/held';
import { missingLogs } from '../db/verify/missing-logs';
import { verifyDossiers } from '../db/verify/verify-dossiers';
import type { OnProgress, Scope } from '../db/verify/verify-dossiers';
import { verifyLedger } from '../db/reads/verify-ledger';
import type { Schema } from '../db/schema';
import type { TamperFinding } from '../domain/verification/finding';
import { knownAnchorKeys, knownTo } from './anchor-key';
import { anchorsIn } from './anchor-file';
import { heldByAnchors } from './held-by-anchors';
import { Vouchers, faultsBy } from './signing';
import type { HeldBefore } from './signing';
import { readTimeStamp } from './time-stamp';

export interface Verification {
  readonly begunRealAt: number;
  readonly finishedRealAt: number;
  readonly dossiers: number;
  readonly events: number;
  readonly findings: readonly TamperFinding[];
}

export interface VerifyRequest {
  readonly db: Kysely<Schema>;
  readonly scope: Scope;
  readonly dataDir: string;
  /** The anchors that left the machine: the installation's own file, or an auditor's copy of it. */
  readonly anchorFile: string;
  readonly onProgress?: OnProgress;
}

/**
 * Verifies what is in scope: the dossiers with all that depends on their logs, and the anchors that hold them. The
 * whole verification looks at the ledger and the access log too, and for logs that are not there.
 */
export async function verifyInstallation({
  db,
  scope,
  dataDir,
  anchorFile,
  onProgress,
}: VerifyRequest): Promise<Verification> {
  const begunRealAt = Date.now();
  const only = 'dossierId' in scope ? { dossierId: scope.dossierId } : {};
  const { findings: anchors, held } = await checkAnchors(db, {
    outside: anchorsIn(anchorFile),
    realNow: begunRealAt,
    knows: knownTo(knownAnchorKeys(dataDir)),
    ...only,
  });
  const whole = 'all' in scope ? [...(await checkWhole(db, held, begunRealAt)), ...(await checkTimeStamps(db))] : [];
  const unheld =
    'all' in scope || 'dossierId' in scope ? await checkHeld(db, held, { realNow: begunRealAt, ...only }) : [];
  const { dossiers, events, findings } = await verifyDossiers(
    db,
    scope,
    witnessesOf(new Vouchers(dataDir), held, await heldByAnchors(db, dataDir, anchorFile)),
    onProgress,
  );
  // A dossier that an anchor misses leaves traces all over; the anchor says it best.
  const removed = new Set(anchors.flatMap(({ kind, dossierId }) => (kind === 'anchored-removed' ? [dossierId] : [])));
  const rest = [...unheld, ...whole, ...findings].filter(
    ({ kind, dossierId }) => kind !== 'log-missing' || !removed.has(dossierId),
  );
  return { begunRealAt, finishedRealAt: Date.now(), dossiers, events, findings: [...anchors, ...rest] };
}

/** Who vouched is asked of the keys in the data directory; what was there when, of the anchors. */
export const witnessesOf = (vouchers: Vouchers, held: Held, heldBefore: HeldBefore): Witnesses => ({
  faultOf: faultsBy(vouchers, heldBefore),
  faultOfChange: (dossierId, envelope, heldAt) => vouchers.faultOfEnvelope(dossierId, envelope, null, heldAt),
  held,
});

async function checkWhole(db: Kysely<Schema>, held: Held, realNow: number): Promise<readonly TamperFinding[]> {
  const ledger = await verifyLedger(db);
  const broken: readonly TamperFinding[] = ledger.intact
    ? []
    : [{ kind: 'ledger-changed', dossierId: null, code: null, seq: ledger.brokenEntry, detail: null }];
  return [
    ...broken,
    ...(await checkAccessLog(db, held, realNow)),
    ...(await missingLogs(db)),
    ...(await checkSeries(db)),
    ...(await checkCatalogue(db)),
  ];
}

/** Each time stamp is over the very statement of its anchor, and signed by the authority that it names. */
async function checkTimeStamps(db: Kysely<Schema>): Promise<readonly TamperFinding[]> {
  const rows = await db
    .selectFrom('anchor_stamps')
    .innerJoin('anchors', 'anchors.anchor', 'anchor_stamps.anchor')
    .select(['anchors.anchor', 'statement', 'response'])
    .orderBy('anchors.anchor')
    .execute();
  const findings: TamperFinding[] = [];
  for (const { anchor, statement, response } of rows) {
    const stamp = await readTimeStamp(response, statement).catch(() => undefined);
    if (stamp === undefined)
      findings.push({ kind: 'time-stamp-wrong', dossierId: null, code: null, seq: anchor, detail: null });
  }
  return findings;
}

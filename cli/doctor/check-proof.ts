import { parseStatement } from '../../db/anchor-record';
import { lastAnchor } from '../../db/anchors';
import { lastVerification } from '../../db/verifications';
import { heldInDatabase } from '../../db/verify/check-anchors';
import { verifyDossiers } from '../../db/verify/verify-dossiers';
import { FINDINGS, placeOf } from '../../domain/verification/finding';
import type { TamperFinding } from '../../domain/verification/finding';
import { newestOutside } from '../../gateway/anchor-file';
import { knownAnchorKeys, knownTo } from '../../gateway/anchor-key';
import { heldByAnchors } from '../../gateway/held-by-anchors';
import { Vouchers } from '../../gateway/signing';
import { witnessesOf } from '../../gateway/verify-installation';
import type { Records } from '../sources/records';
import { examine, fail, fine, text, warn } from './finding';
import type { Finding } from './finding';

/** Of the dossiers that were recorded last. */
const SAMPLE = 20;
/** The daily run has had its day, and time to finish. */
const VERIFIED_WITHIN_MS = 36 * 3_600_000;
const ANCHORED_WITHIN_MS = 3 * 3_600_000;
const LONGEST_MS = 30_000;

const all = text(
  'run "lienthong verify --all"; keep the machine as it is, compare with a backup, tell the auditor',
  'chạy "lienthong verify --all"; giữ nguyên máy, đối chiếu bản sao lưu, báo kiểm toán',
);
const schedules = text('see below whether the schedules run', 'xem các lịch chạy bên dưới');

/** Whether what happened can still be proved: the last verification, a sample of today, the anchors. */
export async function checkProof({ db, installation }: Records, anchorFile: string): Promise<Finding[]> {
  const found = await Promise.all([
    examine('verification', async () => {
      const last = await lastVerification(db);
      if (last === undefined)
        return [warn('verification', text('nothing was verified yet', 'chưa kiểm tra toàn bộ lần nào'), schedules)];
      const on = new Date(last.finishedRealAt).toISOString();
      if (last.found > 0) return [fail('verification', foundText(last.findings, last.found, on), all)];
      const said = text(
        `${last.dossiers} dossiers were as they were written on ${on}`,
        `${last.dossiers} hồ sơ nguyên vẹn vào ${on}`,
      );
      const isOld = Date.now() - last.finishedRealAt > VERIFIED_WITHIN_MS;
      return [isOld ? warn('verification', said, schedules) : fine('verification', said)];
    }),
    examine(
      'log-sample',
      async () => {
        const { dossiers, findings } = await verifySample(db, installation.dataDir, anchorFile);
        if (findings.length > 0) return [fail('log-sample', foundText(findings, findings.length, ''), all)];
        return [
          fine(
            'log-sample',
            text(
              `${dossiers} dossiers that moved last are as they were written`,
              `${dossiers} hồ sơ mới nhất nguyên vẹn`,
            ),
          ),
        ];
      },
      LONGEST_MS,
    ),
    examine('anchors', async () => {
      const last = await lastAnchor(db);
      if (last === undefined)
        return [warn('anchors', text('nothing is anchored yet', 'chưa có điểm neo nào'), schedules)];
      const { anchor, at } = parseStatement(last.statement);
      const outside = newestOutside(anchorFile, knownTo(knownAnchorKeys(installation.dataDir)));
      if (outside !== anchor)
        return [
          fail(
            'anchors',
            text(
              `"${anchorFile}" ends with anchor ${outside}, the database with ${anchor}`,
              `"${anchorFile}" kết thúc ở điểm neo ${outside}, cơ sở dữ liệu ở ${anchor}`,
            ),
            all,
          ),
        ];
      const said = text(
        `anchor ${anchor} of ${at} is outside the database`,
        `điểm neo ${anchor} lúc ${at} đã ra ngoài cơ sở dữ liệu`,
      );
      return [
        Date.now() - Date.parse(at) > ANCHORED_WITHIN_MS ? warn('anchors', said, schedules) : fine('anchors', said),
      ];
    }),
  ]);
  return found.flat();
}

async function verifySample(db: Records['db'], dataDir: string, anchorFile: string) {
  const vouchers = new Vouchers(dataDir);
  const held = await heldInDatabase(db, knownTo(knownAnchorKeys(dataDir)));
  return verifyDossiers(db, { newest: SAMPLE }, witnessesOf(vouchers, held, await heldByAnchors(db, dataDir, anchorFile)));
}

function foundText(findings: readonly TamperFinding[], count: number, on: string) {
  const first = findings[0]!;
  const [place, said] = [placeOf(first), FINDINGS[first.kind]];
  return text(
    `${count} places found ${on}, first ${place.en}: ${said.en}`,
    `${count} chỗ sai lệch ${on}, đầu tiên ${place.vi}: ${said.vi}`,
  );
}

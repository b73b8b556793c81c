import { Client, Connection } from '@temporalio/client';
import { openHeadCount, openHeadsAfter, newestHeads, someOpenHeads } from '../../db/reads/heads';
import type { Head } from '../../db/reads/heads';
import { openReconciliations, reconciledCounts } from '../../db/reconciliations';
import { presentPlace, wasPutBack, workflowsStayingBehind } from '../../gateway/compare-stores';
import type { Installation } from '../../gateway/installation';
import { readWitness } from '../../gateway/store-witness';
import { temporalConnection } from '../../gateway/temporal-connection';
import type { TemporalConnection } from '../../gateway/temporal-connection';
import { NAMESPACE } from '../../temporal.config';
import type { Surroundings } from '../context';
import type { Records } from '../sources/records';
import { examine, fail, fine, some, text, warn } from './finding';
import type { Finding } from './finding';

/**
 * Dossiers that a quick look compares: the newest, where a store that was put back has lost its end, and some of all.
 */
const NEWEST = 300;
const ANY = 200;
const PAGE = 1_000;

const MEND = text('lienthong recover --all', 'lienthong recover --all');

/** Of runs that none of ours started. */
export const PUT_IN_PLACE = text(
  'the worker replaces the run within a minute, "lienthong dossier recover CODE" at once; somebody has started it ' +
    'with a certificate of this installation: exchange the certificates (docs/operations.md)',
  'tiến trình xử lý sẽ thay lượt chạy trong một phút, muốn ngay thì dùng "lienthong dossier recover CODE"; có người ' +
    'đã khởi chạy bằng chứng thư của hệ thống: hãy thay chứng thư (docs/operations.md)',
);

/**
 * Log against workflows: which of the two has lost something. With `whole` every dossier that is not archived is
 * looked at.
 */
export async function checkStores(
  { db }: Records,
  installation: Installation,
  { env, whole }: { readonly env: Surroundings['env']; readonly whole: boolean },
): Promise<Finding[]> {
  const found = await Promise.all([
    examine('stores.postgres', async () => {
      // Read first: it goes on every second, and a later one would say of this moment that it is the past.
      const seen = readWitness(installation.dataDir);
      const now = await presentPlace({ db });
      if (!wasPutBack(seen, now))
        return [
          fine(
            'stores.postgres',
            text(
              'PostgreSQL stands where it was seen last, or behind it',
              'PostgreSQL ở đúng vị trí đã thấy gần nhất hoặc sau đó',
            ),
          ),
        ];
      return [
        fail(
          'stores.postgres',
          text(
            'PostgreSQL stands before where it was seen last: an older copy was put in its place, and what was recorded since is missing',
            'PostgreSQL ở trước vị trí đã thấy gần nhất: đã bị thay bằng bản sao cũ, các sự kiện sau đó bị thiếu',
          ),
          MEND,
        ),
      ];
    }),
    examine('stores.workflows', () => compareHeads(db, temporalConnection(installation, env, 'cli'), whole)),
    examine('stores.comparison', async () => {
      const open = await openReconciliations(db);
      if (open.length === 0)
        return [
          fine(
            'stores.comparison',
            text('no comparison of the two stores is under way', 'không có lần đối chiếu nào đang chạy'),
          ),
        ];
      const total = await openHeadCount(db);
      return Promise.all(
        open.map(async ({ reconciliation, reason }) => {
          const counts = await reconciledCounts(db, reconciliation);
          const done = Object.values(counts).reduce((sum, n) => sum + n, 0);
          return warn(
            'stores.comparison',
            text(
              `comparison ${reconciliation} (${reason}) has looked at ${done} of ${total} dossiers`,
              `lần đối chiếu ${reconciliation} (${reason}) đã xong ${done} / ${total} hồ sơ`,
            ),
            text(
              `it goes on by itself while a worker runs; "lienthong recover --all" follows it`,
              `tự chạy tiếp khi có tiến trình xử lý; theo dõi bằng "lienthong recover --all"`,
            ),
          );
        }),
      );
    }),
  ]);
  return found.flat();
}

async function compareHeads(
  db: Records['db'],
  temporal: TemporalConnection,
  whole: boolean,
): Promise<readonly Finding[]> {
  const connection = Connection.lazy({ ...temporal, connectTimeout: 5_000 });
  const client = new Client({ connection, namespace: NAMESPACE });
  try {
    let looked = 0;
    const behind: { readonly dossierId: string; readonly how: string }[] = [];
    for await (const heads of headsToCompare(db, whole)) {
      looked += heads.length;
      behind.push(...(await workflowsStayingBehind(client, heads)));
    }
    const total = await openHeadCount(db);
    const scope = {
      en: whole ? `all ${looked}` : `${looked} of ${total}`,
      vi: whole ? `toàn bộ ${looked}` : `${looked} / ${total}`,
    };
    if (behind.length === 0)
      return [
        fine(
          'stores.workflows',
          text(
            `${scope.en} open dossiers have their workflow where their log is`,
            `${scope.vi} hồ sơ chưa lưu trữ có quy trình khớp nhật ký`,
          ),
        ),
      ];
    const foreign = behind.filter(({ how }) => how === 'foreign').map(({ dossierId }) => dossierId);
    const foreignRuns = foreign.length === 0 ? [] : [foreignFinding(foreign)];
    if (foreign.length === behind.length) return foreignRuns;
    const kinds = ['missing', 'ended', 'behind'].flatMap((how) => {
      const ids = behind.filter((each) => each.how === how).map(({ dossierId }) => dossierId);
      return ids.length === 0 ? [] : [`${ids.length} ${how}: ${some(ids, 3)}`];
    });
    return [
      ...foreignRuns,
      fail(
        'stores.workflows',
        text(
          `Temporal has lost dossiers or their last acts (${scope.en} looked at): ${kinds.join('; ')}`,
          `Temporal đã mất hồ sơ hoặc thao tác gần nhất (đã xem ${scope.vi}): ${kinds.join('; ')}`,
        ),
        MEND,
      ),
    ];
  } finally {
    await connection.close();
  }
}

/** Named apart: Temporal has lost nothing, and nobody's program is at fault. */
const foreignFinding = (dossierIds: readonly string[]): Finding =>
  fail(
    'stores.foreign-runs',
    text(
      `a run that is none of ours is in the place of ${dossierIds.length} dossiers' own: ${some(dossierIds, 3)}`,
      `${dossierIds.length} hồ sơ bị thay bằng lượt chạy không phải của hệ thống: ${some(dossierIds, 3)}`,
    ),
    PUT_IN_PLACE,
  );

async function* headsToCompare(db: Records['db'], whole: boolean): AsyncGenerator<readonly Head[]> {
  if (!whole) {
    const sample = [...(await newestHeads(db, NEWEST)), ...(await someOpenHeads(db, ANY))];
    yield [...new Map(sample.map((head) => [head.dossierId, head])).values()];
    return;
  }
  for (
    let page = await openHeadsAfter(db, null, PAGE);
    page.length > 0;
    page = await openHeadsAfter(db, page.at(-1)!.dossierId, PAGE)
  )
    yield page;
}

import { findMoves } from '../../db/agency-moves';
import { findAgencies, findProcedure } from '../../db/catalogue';
import { agenciesWithOpenTasks, beginningsOf } from '../../db/reads/beginnings';
import type { Alike } from '../../db/reads/beginnings';
import { agenciesAtBeginning } from '../../db/reads/rebuild-dossier';
import { agencyOn } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { localDateOf } from '../../domain/calendar/local-time';
import type { Records } from '../sources/records';
import { examine, fail, fine, some, text, warn } from './finding';
import type { Finding } from './finding';

/** It reads the first event of every dossier there ever was. */
const ALL_DOSSIERS_MS = 60_000;

/** Whether every dossier can be read on the agencies it began with, and stands at agencies that there are today. */
export async function checkAgencyVersions(records: Records): Promise<Finding[]> {
  const found = await Promise.all([
    examine('dossiers-resolve', () => resolving(records), ALL_DOSSIERS_MS),
    examine('agencies-followed', () => following(records)),
  ]);
  return found.flat();
}

async function resolving({ db }: Records): Promise<readonly Finding[]> {
  const alike = await beginningsOf(db);
  const lost: Alike[] = [];
  for (const each of alike) if (!(await resolves(db, each))) lost.push(each);
  const total = alike.reduce((sum, { dossiers }) => sum + dossiers, 0);
  if (lost.length === 0) {
    const en = `all ${total} dossiers resolve on the agencies they began with`;
    return [fine('dossiers-resolve', text(en, `đủ ${total} hồ sơ xác định được cơ quan từ khi nộp`))];
  }
  const count = lost.reduce((sum, { dossiers }) => sum + dossiers, 0);
  const ids = some(lost.flatMap((each) => each.ids));
  return [
    fail(
      'dossiers-resolve',
      text(
        `${count} of ${total} dossiers resolve under no stored version of the agencies or procedures: ${ids}`,
        `${count}/${total} hồ sơ không xác định được cơ quan theo phiên bản nào đã lưu: ${ids}`,
      ),
      text(
        'a published version is missing or was changed: restore it from a backup ("lienthong verify" says which)',
        'một phiên bản đã công bố bị thiếu hoặc bị sửa: khôi phục từ bản sao lưu ("lienthong verify" cho biết bản nào)',
      ),
    ),
  ];
}

async function resolves(db: Records['db'], each: Alike): Promise<boolean> {
  const { procedureCode, procedureVersion, agenciesVersion, receivingUnit, place, at } = each;
  const procedure = await findProcedure(db, procedureCode, procedureVersion);
  if (!procedure) return false;
  const agencies = await agenciesAtBeginning(db, { procedure, receivingUnit, place, at }, agenciesVersion ?? undefined);
  return agencies?.ok === true;
}

async function following({ db, clock }: Records): Promise<readonly Finding[]> {
  const topology = (await findAgencies(db))?.topology as Topology | undefined;
  if (!topology) return [];
  const today = localDateOf(clock.now());
  const lost = (await agenciesWithOpenTasks(db)).filter(({ agency }) => !agencyOn(topology, agency, today));
  const waiting = (await findMoves(db)).filter(({ state, beginsAt }) => state !== 'done' && beginsAt <= clock.now());
  const wait = waiting.map(({ version, done, total }) =>
    warn(
      'agencies-followed',
      text(
        `version ${version} of the agencies: ${done} of ${total} open dossiers have been looked at`,
        `danh mục cơ quan phiên bản ${version}: đã xét ${done}/${total} hồ sơ đang mở`,
      ),
      text('it goes on by itself while a worker runs', 'tự chạy tiếp khi có tiến trình xử lý'),
    ),
  );
  if (lost.length > 0) {
    const tasks = lost.reduce((sum, each) => sum + each.tasks, 0);
    const codes = some(lost.map(({ agency }) => agency));
    const dossiers = some(lost.flatMap((each) => each.dossiers));
    return [
      ...wait,
      fail(
        'agencies-followed',
        text(
          `${tasks} open tasks stand at agencies that are none today (${codes}): ${dossiers}`,
          `${tasks} việc đang mở ở cơ quan hiện không tồn tại (${codes}): ${dossiers}`,
        ),
        text(
          'lienthong agencies reorganise --legal-basis "…" [--assign OLD=NEW]',
          'lienthong agencies reorganise --legal-basis "…" [--assign CŨ=MỚI]',
        ),
      ),
    ];
  }
  const sound = 'every open task stands at an agency of today';
  return wait.length > 0 ? wait : [fine('agencies-followed', text(sound, 'mọi việc đang mở ở cơ quan hiện có'))];
}

import { findAgencies, findCalendar } from '../../db/catalogue';
import { migrationFiles } from '../../db/migrate';
import { appliedMigrations } from '../../db/reads/applied-migrations';
import { databaseClock } from '../../db/reads/database-clock';
import { outboxBacklog } from '../../db/reads/outbox-backlog';
import { probeRoom } from '../../db/reads/probe-room';
import { verifyLedger } from '../../db/reads/verify-ledger';
import { addDays, localDateOf } from '../../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import type { Records } from '../sources/records';
import { examine, fail, fine, some, text, warn } from './finding';
import type { Finding } from './finding';

/** It reads every escalation there ever was. */
const LEDGER_MS = 60_000;
const CLOCK_TOLERANCE_MS = 2_000;
/** Messages a subscriber may be behind before somebody should look. */
const BACKLOG = 10_000;

/** The database and what is published in it. */
export async function checkDatabase({ db, clock }: Records): Promise<Finding[]> {
  const found = await Promise.all([
    examine('migrations', async () => {
      const applied = new Map((await appliedMigrations(db)).map(({ file, checksum }) => [file, checksum]));
      const known = migrationFiles();
      const missing = known.filter(({ file }) => !applied.has(file)).map(({ file }) => file);
      const differing = known.filter(({ file, checksum }) => applied.has(file) && applied.get(file) !== checksum).map(({ file }) => file);
      const newer = [...applied.keys()].filter((file) => !known.some((each) => each.file === file));
      if (differing.length > 0) return [fail('migrations', text(`${some(differing)} was applied with another text`, `${some(differing)} đã áp dụng với nội dung khác`), text('restore the released files; put changes into a new migration', 'khôi phục tệp đã phát hành; thay đổi phải nằm trong tệp mới'))];
      if (newer.length > 0) return [fail('migrations', text(`the database is newer than this program: ${some(newer)}`, `cơ sở dữ liệu mới hơn chương trình: ${some(newer)}`), text('run the version of the program that migrated it, or a newer one', 'chạy phiên bản chương trình đã nâng cấp nó hoặc mới hơn'))];
      if (missing.length > 0) return [fail('migrations', text(`not applied yet: ${some(missing)}`, `chưa áp dụng: ${some(missing)}`), text('run "npm start" once; it migrates', 'chạy "npm start" một lần để nâng cấp'))];
      return [fine('migrations', text(`all ${known.length} migrations are applied`, `đã áp dụng đủ ${known.length} bản nâng cấp`))];
    }),
    examine('postgres-room', async () => {
      await probeRoom(db);
      return [fine('postgres-room', text('PostgreSQL has room to write', 'PostgreSQL còn chỗ để ghi'))];
    }),
    examine('clock', async () => {
      const before = Date.now();
      const theirs = await databaseClock(db);
      const difference = Math.round(theirs - (before + Date.now()) / 2);
      const { official, speed } = clock.read();
      const mode = clock.isReal ? '' : `; official time ${new Date(official + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')}, speed ${Math.round(speed)}`;
      if (Math.abs(difference) > CLOCK_TOLERANCE_MS) {
        return [fail('clock', text(`the database's clock is ${difference} ms away from this host's`, `đồng hồ cơ sở dữ liệu lệch ${difference} ms so với máy này`), text('synchronise both with NTP; official stamps come from the hosts', 'đồng bộ cả hai bằng NTP; thời điểm chính thức lấy từ máy chủ'))];
      }
      return [fine('clock', text(`host and database agree to ${Math.abs(difference)} ms${mode}`, `đồng hồ máy và cơ sở dữ liệu lệch ${Math.abs(difference)} ms${mode}`))];
    }),
    examine('catalogue', async () => {
      const [calendar, agencies, procedures] = await Promise.all([
        findCalendar(db, PROVINCIAL_CALENDAR),
        findAgencies(db),
        db.selectFrom('procedures').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
      ]);
      if (!calendar || !agencies || procedures.n === 0) return [fail('catalogue', text('no calendar, agencies or procedures are published', 'chưa công bố lịch, cơ quan hoặc thủ tục'), text('run "npm start" once; it loads the catalogue', 'chạy "npm start" một lần để nạp danh mục'))];
      const today = localDateOf(clock.now());
      const soon = addDays(today, 120);
      const published = fine('catalogue', text(`calendar v${calendar.version}, agencies v${agencies.version}, ${procedures.n} versions of procedures`, `lịch v${calendar.version}, cơ quan v${agencies.version}, ${procedures.n} phiên bản thủ tục`));
      if (calendar.to >= soon) return [published];
      return [published, warn('calendar', text(`the calendar ends on ${calendar.to}; limits beyond it cannot be computed`, `lịch kết thúc ngày ${calendar.to}; không tính được thời hạn sau đó`), text('publish a calendar that covers the coming year', 'công bố lịch cho năm tới'))];
    }),
    examine('ledger', async () => {
      const verdict = await verifyLedger(db);
      return verdict.intact
        ? [fine('ledger', text(`${verdict.entries} entries of the escalation ledger follow from each other`, `${verdict.entries} mục sổ cảnh báo nguyên vẹn`))]
        : [fail('ledger', text(`entry ${verdict.brokenEntry} of the escalation ledger does not follow`, `mục ${verdict.brokenEntry} của sổ cảnh báo không khớp`), text('compare it with a backup; somebody changed it past the database\'s own rights', 'đối chiếu bản sao lưu; đã có người sửa vượt quyền'))];
    }, LEDGER_MS),
    examine('outbox', async () => {
      const behind = await outboxBacklog(db);
      const late = behind.filter(({ waiting }) => waiting > BACKLOG);
      if (late.length > 0) return late.map(({ subscriber, waiting }) => warn('outbox', text(`subscriber "${subscriber}" is ${waiting} messages behind`, `"${subscriber}" còn ${waiting} tin chưa nhận`), text('see whether its relay runs and what its last error was', 'kiểm tra tiến trình chuyển tin và lỗi gần nhất')));
      return [fine('outbox', behind.length === 0 ? text('nobody has subscribed to the outbox', 'chưa có nơi nhận tin') : text(`${behind.length} subscribers, at most ${Math.max(...behind.map((each) => each.waiting))} messages behind`, `${behind.length} nơi nhận, chậm nhiều nhất ${Math.max(...behind.map((each) => each.waiting))} tin`))];
    }),
  ]);
  return found.flat();
}

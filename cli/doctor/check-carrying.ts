import { relayLag } from '../../db/reads/relay-lag';
import type { RelayLag } from '../../db/reads/relay-lag';
import { pendingWork } from '../../db/reads/waiting-for';
import { pendingActs } from '../../db/reads/waiting-dossiers';
import { servedNow } from '../../db/relay-locks';
import type { Records } from '../sources/records';
import { stamp } from '../render/when';
import { examine, fail, fine, some, text, warn } from './finding';
import type { Finding } from './finding';

/** A message that waited so long has met more than a subscriber's short absence. */
const LATE_MS = 5 * 60_000;
/** An act is tried again every quarter of a minute; after so many tries waiting alone does not help. */
const TRIES = 8;

/** What is carried on in the background: events to their subscribers, acts that were answered with 202. */
export async function checkCarrying(records: Records): Promise<Finding[]> {
  const found = await Promise.all([
    examine('relay', () => relay(records)),
    examine('commands', () => commands(records)),
  ]);
  return found.flat();
}

async function relay({ db }: Records): Promise<Finding[]> {
  const lags = await relayLag(db, Date.now());
  if (lags.length === 0) return [fine('relay', text('nobody has subscribed to events', 'chưa có nơi nhận sự kiện'))];
  const served = await servedNow(
    db,
    lags.map(({ subscriber }) => subscriber),
  );
  if (served.length === 0) {
    const behind = lags.reduce((sum, lag) => sum + lag.behind, 0);
    return [
      fail(
        'relay',
        text(
          `no relay runs, and ${behind} messages wait`,
          `không có tiến trình chuyển tin nào chạy, ${behind} tin đang chờ`,
        ),
        text(
          'run "npm start"; log/relay.log in the data directory says why it ended',
          'chạy "npm start"; xem log/relay.log trong thư mục dữ liệu',
        ),
      ),
    ];
  }
  const late = lags.filter(({ subscriber, oldestMs }) => served.includes(subscriber) && (oldestMs ?? 0) > LATE_MS);
  return late.length > 0
    ? late.map(lateFinding)
    : [
        fine(
          'relay',
          text(
            `a relay serves ${served.length} of ${lags.length} subscribers`,
            `tiến trình chuyển tin phục vụ ${served.length}/${lags.length} nơi nhận`,
          ),
        ),
      ];
}

const lateFinding = ({ subscriber, behind, parked, oldestMs }: RelayLag): Finding => {
  const minutes = Math.round((oldestMs ?? 0) / 60_000);
  return warn(
    'relay',
    text(
      `the oldest message for "${subscriber}" has waited ${minutes} minutes (${behind} behind, ${parked} to be tried again)`,
      `tin cũ nhất gửi "${subscriber}" đã chờ ${minutes} phút (${behind} chưa gửi, ${parked} sẽ gửi lại)`,
    ),
    text(
      'see what the subscriber answers: GET /v1/subscriptions, or log/relay.log',
      'xem nơi nhận trả lời gì: GET /v1/subscriptions hoặc log/relay.log',
    ),
  );
};

async function commands({ db, clock }: Records): Promise<Finding[]> {
  const { commands: count, oldestReceivedAt } = await pendingWork(db, clock.now());
  if (count === 0 || oldestReceivedAt === null) {
    return [
      fine('commands', text('no act waits to be put before its dossier', 'không thao tác nào chờ đưa vào hồ sơ')),
    ];
  }
  const acts = await pendingActs(db);
  const tries = Math.max(...acts.map(({ attempts }) => attempts));
  const stuck = [...new Set(acts.filter(({ attempts }) => attempts >= TRIES).map(({ dossierId }) => dossierId))];
  const since = stamp(oldestReceivedAt);
  const of = stuck.length === 0 ? '' : `: ${some(stuck)}`;
  const said = text(
    `${count} acts wait to be put before their dossiers, since ${since}, tried up to ${tries} times${of}`,
    `${count} thao tác chờ đưa vào hồ sơ, từ ${since}, đã thử đến ${tries} lần${of}`,
  );
  const wayOut = text(
    'they are tried again every 15 s while the API runs; where one dossier does not take them, "lienthong dossier recover CODE --replace-running"',
    'hệ thống thử lại mỗi 15 giây khi API chạy; nếu một hồ sơ không nhận, dùng "lienthong dossier recover CODE --replace-running"',
  );
  return [stuck.length > 0 ? fail('commands', said, wayOut) : warn('commands', said, wayOut)];
}

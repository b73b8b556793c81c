import { newestAlerts } from '../../db/access-alerts';
import { compose } from '../../integrations/notify/compose';
import type { Notice } from '../../db/notifications';
import { USUAL_ALERTS } from '../../domain/access-alerts';
import { tellOfAccount } from '../../db/account-notices';
import { mailAccountNotices } from '../../gateway/mail-account-notices';
import { watchAccess } from '../../gateway/watch-access';
import { at } from '../domain/calendar/given';
import { openTestDatabase, type TestDatabase } from './database';
import { MORNING, dossierId } from './samples';

const MINUTE = 60_000;
/** Monday mid-morning and Monday night, real time. */
const DAY = at('2026-03-02T10:00');
const NIGHT = at('2026-03-02T23:00');

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  await database.query(`insert into lienthong.people (person, name) values ('kiem.tt', 'Trần Thị Kiểm')`);
  await database.query(
    `insert into lienthong.person_grants (person, grant_name, granted_at, granted_by) values ('kiem.tt', 'auditor', 0, 'test')`,
  );
});
afterEach(() => database.close());

const watch = (realNow: number) => watchAccess(database.as('recorder').db, USUAL_ALERTS, { at: MORNING, realNow });

/** So many entries a minute apart, the last a minute before an instant, each of another dossier unless it is said. */
async function entries(
  who: string,
  count: number,
  before: number,
  action = 'read-personal-data',
  same = false,
): Promise<void> {
  for (let each = 0; each < count; each += 1) {
    await database.query(
      `insert into lienthong.access_log (real_at, at, who, action, dossier_id) values ($1, 0, $2, $3, $4)`,
      [
        before - MINUTE - (each % 50) * MINUTE,
        who,
        action,
        action === 'search' ? null : dossierId(same ? 'one' : `${who}-${each}`),
      ],
    );
  }
}

test('whoever reads many dossiers within an hour is told of, once an hour, with who, how many and when', async () => {
  await entries('lan.nt', 99, DAY);
  // A dossier read again and again is one dossier; the notifier reads whatever there is to tell.
  await entries('pao.lv', 150, DAY, 'read-personal-data', true);
  await entries('notifier', 150, DAY);
  expect(await watch(DAY)).toEqual([]);
  await entries('lan.nt', 1, DAY, 'search');
  const raised = await watch(DAY);
  expect(raised).toMatchObject([
    { kind: 'mass-reading', who: 'lan.nt', dossiers: 99, searches: 1, first: DAY - 50 * MINUTE, last: DAY - MINUTE },
  ]);
  expect(await watch(DAY + 5 * MINUTE)).toEqual([]);
  await entries('lan.nt', 120, DAY + 70 * MINUTE);
  expect(await watch(DAY + 70 * MINUTE)).toHaveLength(1);
  expect((await newestAlerts(database.as('auditor').db, 10)).map(({ who, kind }) => [who, kind])).toEqual([
    ['lan.nt', 'mass-reading'],
    ['lan.nt', 'mass-reading'],
  ]);
});

test('at night much less is too much', async () => {
  await entries('lan.nt', 10, DAY);
  await entries('os:root (unproven)', 10, NIGHT);
  expect(await watch(DAY)).toEqual([]);
  expect(await watch(NIGHT)).toMatchObject([{ kind: 'night-reading', who: 'os:root (unproven)', dossiers: 10 }]);
});

test('names under which signing in fails again and again', async () => {
  await entries('binh.pv', 20, DAY, 'sign-in-failed');
  await entries('unknown', 19, DAY, 'sign-in-failed');
  expect(await watch(DAY)).toMatchObject([{ kind: 'sign-in-failures', who: 'binh.pv', searches: 20 }]);
});

test('each auditor is told in words, in both languages, and only once', async () => {
  await entries('lan.nt', 100, DAY);
  await watch(DAY);
  await watch(DAY);
  const notices = await database.query<{ recipient: string; message_id: string; template: string; list: unknown }>(
    'select recipient, message_id, template, list from lienthong.notices',
  );
  expect(notices).toMatchObject([{ recipient: 'kiem.tt', message_id: 'alarm/1', template: 'access-alert' }]);
  const notice: Notice = {
    notice: '',
    recipientKind: 'officer',
    recipient: 'kiem.tt',
    template: 'access-alert',
    dossierId: null,
    seq: null,
    list: notices[0]!.list,
    agency: 'H35',
    channel: null,
    attempts: 0,
    plannedAt: MORNING,
  };
  const nowhere = { trackingAddress: () => '', trackingSecret: () => '' };
  const composed = await compose(database.as('relay').db, notice, nowhere, MORNING);
  if (composed === 'overtaken') throw new Error('an alert is never overtaken');
  expect(composed.text('en', null).subject).toBe(
    'Alarm 1: lan.nt read the data of 100 dossiers and searched 0 times within an hour',
  );
  expect(composed.text('vi', null).subject).toContain('lan.nt đã xem dữ liệu của 100 hồ sơ');
});

test('off is off', async () => {
  await entries('lan.nt', 200, NIGHT);
  const off = { mass: null, night: null, signIn: null };
  expect(await watchAccess(database.as('recorder').db, off, { at: MORNING, realNow: NIGHT })).toEqual([]);
});

test('whoever has said where they are reached is told by letter, too, what becomes of their rights; each once', async () => {
  await database.query(`insert into lienthong.people (person, name) values ('lan.nt', 'Nguyễn Thị Lan')`);
  await database.query(`insert into lienthong.contact_preferences (kind, key, email, language, channels, quiet, salt, changed_at, changed_by)
    values ('person', 'lan.nt', 'lan@example.gov.vn', 'vi', '{email}', true, '\\x00', 0, 'lan.nt')`);
  const db = database.as('recorder').db;
  for (const person of ['lan.nt', 'kiem.tt']) {
    await tellOfAccount(db, person, 'post-given', { by: 'quan.hv', realNow: DAY, detail: 'leader@H35.12' });
  }
  expect(await mailAccountNotices(db, { at: MORNING, realNow: DAY })).toBe(1);
  expect(await mailAccountNotices(db, { at: MORNING, realNow: DAY })).toBe(0);
  const [row] = await database.query<{ list: unknown; recipient: string }>(`select * from lienthong.notices`);
  expect(row!.recipient).toBe('lan.nt');
  const notice = { template: 'account-change', agency: 'H35', list: row!.list } as Notice;
  const composed = await compose(db, notice, {} as never, MORNING);
  const letter = composed === 'overtaken' ? undefined : composed.text('vi', 'Nguyễn Thị Lan');
  expect(letter?.body.join(' ')).toContain('Bạn được giao vị trí (leader@H35.12)');
});

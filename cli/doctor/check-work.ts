import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { openAlarms } from '../../db/reads/open-alarms';
import type { Alarm } from '../../db/reads/open-alarms';
import { silentConsultations } from '../../db/reads/silent-consultations';
import { silentHandOvers } from '../../db/reads/silent-hand-overs';
import { unmovedTimers } from '../../db/reads/unmoved-timers';
import { findUnstartedSubmissions } from '../../db/submit-once';
import { wayOutOf } from '../alarm-ways';
import type { Records } from '../sources/records';
import { examine, fail, fine, some, text, warn } from './finding';
import type { Finding } from './finding';

/** Real milliseconds within which a workflow passes its deadline and a submission is started; the repair runs every minute. */
const GRACE_MS = 120_000;

/** Alarms that are told one by one; "alarms list" has them all. */
const MOST_ALARMS = 5;

async function alarmFinding(db: Records['db'], alarm: Alarm, open: number): Promise<Finding> {
  const { alarm: number, kind, dossierId } = alarm;
  const code = dossierId === null ? null : ((await dossierByIdOrCode(db, dossierId))?.code ?? null);
  const reference = code ?? dossierId;
  const of = reference === null ? '' : ` ${reference}`;
  const said = text(`alarm ${number} (${open} open): ${kind}${of}`, `báo động ${number} (còn mở ${open}): ${kind}${of}`);
  return fail('alarms', said, wayOutOf(kind, number, reference));
}

const named = (items: readonly { readonly code: string | null; readonly dossierId: string }[]): string => some(items.map(({ code, dossierId }) => code ?? dossierId));

/** Dossiers that do not move although they should, and partners that do not answer. */
export async function checkWork({ db, clock }: Records): Promise<Finding[]> {
  const { official, speed } = clock.read();
  const found = await Promise.all([
    examine('timers', async () => {
      const stuck = await unmovedTimers(db, official, GRACE_MS * speed);
      return stuck.length === 0
        ? [fine('timers', text('every deadline that has passed was recorded', 'mọi thời hạn đã qua đều được ghi nhận'))]
        : [fail('timers', text(`${stuck.length} dossiers have not moved at their deadline: ${named(stuck)}`, `${stuck.length} hồ sơ không chuyển khi đến hạn: ${named(stuck)}`), text('see whether workers run (pollers below) and open these workflows in the Temporal UI', 'kiểm tra tiến trình xử lý (pollers) và mở các quy trình này trong Temporal UI'))];
    }),
    examine('submissions', async () => {
      const waiting = await findUnstartedSubmissions(db, GRACE_MS);
      return waiting.length === 0
        ? [fine('submissions', text('every submission has its workflow', 'mọi hồ sơ nộp đều đã có quy trình'))]
        : [fail('submissions', text(`${waiting.length} submissions wait for their workflow: ${some(waiting.map(({ dossierId }) => dossierId))}`, `${waiting.length} hồ sơ nộp chưa có quy trình: ${some(waiting.map(({ dossierId }) => dossierId))}`), text('the schedule "orphan-repair" starts them; see below whether it runs', 'lịch "orphan-repair" sẽ khởi động chúng; xem bên dưới'))];
    }),
    examine('alarms', async () => {
      const alarms = await openAlarms(db);
      if (alarms.length === 0) return [fine('alarms', text('no open alarms', 'không có báo động'))];
      return Promise.all(alarms.slice(0, MOST_ALARMS).map((alarm) => alarmFinding(db, alarm, alarms.length)));
    }),
    examine('hand-overs', async () => {
      const silent = await silentHandOvers(db);
      return silent.length === 0
        ? [fine('hand-overs', text('every hand-over is acknowledged or still in time', 'mọi lần chuyển hồ sơ đều được xác nhận hoặc còn hạn'))]
        : [warn('hand-overs', text(`${silent.length} hand-overs are not acknowledged, at ${agencies(silent)}: ${named(silent)}`, `${silent.length} hồ sơ chuyển chưa được xác nhận, tại ${agencies(silent)}: ${named(silent)}`), text('call these agencies, or see whether their own system answers', 'liên hệ các cơ quan này hoặc kiểm tra hệ thống của họ'))];
    }),
    examine('consultations', async () => {
      const silent = await silentConsultations(db, official);
      return silent.length === 0
        ? [fine('consultations', text('no consulted agency owes a reply', 'không cơ quan nào nợ ý kiến'))]
        : [warn('consultations', text(`${silent.length} replies are owed, by ${agencies(silent)}: ${named(silent)}`, `${silent.length} ý kiến quá hạn, của ${agencies(silent)}: ${named(silent)}`), text('remind these agencies; "inbox --agency CODE" lists what they owe', 'đôn đốc các cơ quan này; "inbox --agency CODE" liệt kê việc của họ'))];
    }),
  ]);
  return found.flat();
}

const agencies = (items: readonly { readonly agency: string }[]): string => some([...new Set(items.map(({ agency }) => agency))]);

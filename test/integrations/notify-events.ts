import type { DossierEvent } from '../../domain/dossier/event';
import type { Appointment, Task } from '../../domain/dossier/state';
import type { Template } from '../../integrations/notify/templates/template';
import { HOUR, MORNING } from '../db/samples';
import { PROCEDURE, UNIT } from './notify-desk';

/** 2026-03-06T17:00+07:00 */
export const DUE = Date.UTC(2026, 2, 6, 10);
export const DUE_SHOWN = '06/03/2026 17:00';
const text = { textId: '6c2f5d9e-0000-4000-8000-000000000001', digest: 'd'.repeat(64) };

export const appointment: Appointment = {
  phase: 0,
  calendarVersion: 1,
  receivedAt: MORNING,
  startDay: '2026-02-13',
  startAt: MORNING,
  limit: { amount: 15, unit: 'working-days' },
  base: DUE,
  stoppedMs: 0,
  due: DUE,
  original: DUE,
  movedTo: null,
  metAt: null,
  missedAt: null,
};

export const task: Task = {
  taskId: 'examine#1',
  step: 'examine',
  kind: 'examine',
  agency: 'H35.12',
  officerRole: 'specialist',
  status: 'open',
  assignee: null,
  version: 1,
  openedAt: MORNING,
  countsFrom: MORNING,
  dueAt: MORNING + 24 * HOUR,
  closedAt: null,
  outcome: null,
  scope: [],
  cameFrom: null,
  acknowledgeBy: null,
  acknowledgementMissed: false,
  consultation: null,
};

export const submitted: DossierEvent = {
  type: 'DossierSubmitted',
  procedureCode: PROCEDURE,
  procedureVersion: 1,
  calendarVersion: 1,
  channel: 'online',
  receivingUnit: UNIT,
  place: UNIT,
  facts: {},
  documents: ['request'],
  applicantDigest: 'a'.repeat(64),
  feeOwed: false,
};
export const accepted = (code: string): DossierEvent => ({ type: 'DossierAccepted', code, procedureVersion: 1, appointment });
export const supplementWanted = (n = 1, items: readonly string[] = ['request', 'Bản sao giấy khai sinh']): DossierEvent => ({
  type: 'SupplementRequested',
  items,
  note: text,
  supplement: { n, stage: 'examination', taskId: null, suspends: [], stopsDossier: true, requestedAt: MORNING, respondBy: DUE, providedAt: null, confirmBy: null, status: 'asked', requestedLate: false },
});
export const resolved = (refused = false): DossierEvent => ({ type: 'DossierResolved', outcome: refused ? 'refused' : 'approved', refused });
export const returned: DossierEvent = { type: 'ResultReturned', way: 'counter' };

/** Every kind of notice to an applicant: the event that causes it, and what its letter must say in each language. */
export const TOLD: readonly { readonly template: Template; readonly event: (code: string) => DossierEvent; readonly vi: string; readonly en: string; readonly shows?: string }[] = [
  { template: 'received', event: () => submitted, vi: 'đang kiểm tra để tiếp nhận', en: 'is checking it', shows: '13/02/2026 08:00' },
  { template: 'accepted', event: accepted, vi: 'Ngày hẹn trả kết quả', en: 'Appointment date', shows: DUE_SHOWN },
  { template: 'supplement-wanted', event: () => supplementWanted(), vi: 'Thành phần cần bổ sung', en: 'Please add', shows: DUE_SHOWN },
  { template: 'supplement-confirmed', event: () => ({ type: 'ClockReset', from: MORNING, appointment, tasks: [] }), vi: 'tiếp tục được giải quyết', en: 'is complete', shows: DUE_SHOWN },
  {
    template: 'appointment-moved',
    event: () => ({ type: 'CalendarAmended', from: 1, to: 2, change: { reason: 'Thông báo 1' }, appointment, tasks: [], supplements: [] }),
    vi: 'được tính lại',
    en: 'was counted again',
    shows: DUE_SHOWN,
  },
  { template: 'apology', event: () => ({ type: 'ApologyIssued', reason: text, inTime: true, appointment }), vi: 'thành thật xin lỗi Ông/Bà', en: 'sincerely apologises', shows: DUE_SHOWN },
  { template: 'obligation-noticed', event: () => ({ type: 'ObligationNoticed', taskId: 'tax#1', reference: 'TB-2026-77' }), vi: 'nghĩa vụ tài chính', en: 'pay as the notice says', shows: 'TB-2026-77' },
  {
    template: 'obligation-settled',
    event: () => ({ type: 'ObligationSettled', taskId: 'tax#1', by: 'payment', reference: 'CT-1', appointment }),
    vi: 'đã được ghi nhận',
    en: 'obligation is settled',
    shows: DUE_SHOWN,
  },
  { template: 'result-ready', event: () => resolved(), vi: 'Nơi trả kết quả', en: 'Where to collect it' },
  { template: 'refused', event: () => resolved(true), vi: 'không thể chấp thuận', en: 'cannot be granted' },
  { template: 'intake-refused', event: () => ({ type: 'IntakeRefused', reason: text, ground: 'not-competent' }), vi: 'không thể tiếp nhận', en: 'could not be accepted' },
  { template: 'lapsed', event: () => ({ type: 'SupplementLapsed', n: 1 }), vi: 'đã được đóng', en: 'was closed' },
  { template: 'lapse-undone', event: () => ({ type: 'LapseUndone', n: 1, providedAt: MORNING, confirmBy: DUE, reason: text }), vi: 'được mở lại', en: 'was reopened' },
  { template: 'stopped', event: () => ({ type: 'DossierStopped', reason: text }), vi: 'dừng giải quyết', en: 'has stopped' },
  { template: 'withdrawn', event: () => ({ type: 'DossierWithdrawn', reason: text }), vi: 'hồ sơ đã được rút', en: 'was withdrawn' },
  { template: 'correction', event: () => ({ type: 'CorrectionOpened', reason: text }), vi: 'đang được đính chính', en: 'is being corrected' },
  { template: 'returned', event: () => returned, vi: 'đánh giá', en: 'rate how' },
];

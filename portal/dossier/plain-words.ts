import type { Schemas } from '../app/api';
import { dateTime } from '../parts/dates';
import { pauseName } from './mark-words';
import { outcomeWords } from './outcome-words';

export type HistoryItem = Schemas['HistoryItem'];

export interface Names {
  readonly say: (vi: string, en: string) => string;
  readonly of: (text: { readonly vi: string; readonly en: string } | null | undefined) => string;
  readonly agency: (code: string) => string;
  readonly person: (person: string) => string;
  readonly task: (taskId: string) => string;
  readonly step: (step: string) => string;
  readonly document: (document: string) => string;
}

type Detail = Readonly<Record<string, unknown>>;
const inside = (value: unknown): Detail => (typeof value === 'object' && value !== null ? (value as Detail) : {});
const when = (value: unknown): string => (typeof value === 'number' ? dateTime(new Date(value).toISOString()) : '–');
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const CHANNELS: Readonly<Record<string, readonly [string, string]>> = { counter: ['tại Bộ phận Một cửa', 'at the counter'], online: ['trực tuyến', 'online'], post: ['qua bưu chính', 'by post'], electronic: ['bản điện tử', 'electronically'] };
const OPINIONS: Readonly<Record<string, readonly [string, string]>> = { agree: ['đồng ý', 'agrees'], disagree: ['không đồng ý', 'disagrees'], 'no-objection': ['không có ý kiến khác', 'has no objection'] };
const PAYMENTS: Readonly<Record<string, readonly [string, string]>> = { payment: ['đã nộp tiền', 'paid'], exemption: ['được miễn', 'exempt'], debt: ['ghi nợ', 'entered as a debt'] };
const GROUNDS: Readonly<Record<string, readonly [string, string]>> = {
  joined: ['đã đủ kết quả của các nhánh khác', 'the other branches sufficed'], refused: ['hồ sơ bị từ chối', 'the application was refused'], 'sent-back': ['đã trả lại bước trước', 'sent back'], recalled: ['đã rút lại', 'recalled'], 'went-back': ['quay lại bước trước', 'went back'], ended: ['hồ sơ kết thúc', 'the dossier ended'], corrected: ['đính chính', 'a correction'],
};
const ABSENCES: Readonly<Record<string, readonly [string, string]>> = {
  'post-ended': ['không còn giữ vị trí này', 'no longer holds that post'],
  'account-closed': ['không còn đăng nhập được', 'can no longer sign in'],
  'holder-back': ['làm thay cho người nay đã trở lại', 'stood in for somebody who is back'],
};
const ADDRESSEES: Readonly<Record<string, readonly [string, string]>> = {
  warning: ['Nhắc sắp đến hạn', 'Warned that it is due soon'], overdue: ['Báo quá hạn', 'Told that it is overdue'], 'apology-wanted': ['Nhắc xin lỗi và hẹn lại', 'Reminded to apologise'],
};

/** One event as somebody in the office would tell it; what is not known here in the server's own words. */
export function plainWords({ kind, type, detail, text: told }: HistoryItem, names: Names): string {
  const { say, of, agency, person, task, step, document } = names;
  const chosen = (words: Readonly<Record<string, readonly [string, string]>>, key: unknown): string => (words[text(key)] ? say(...words[text(key)]!) : text(key));
  const appointment = inside(detail['appointment']);
  const due = 'due' in appointment ? say(`, hẹn trả ${when(appointment['due'])}`, `, due ${when(appointment['due'])}`) : '';
  const named = task(text(detail['taskId']));
  if (kind === 'escalation') return escalation(type, detail, names, chosen);
  switch (type) {
    case 'DossierSubmitted':
      return say(`Nộp hồ sơ ${chosen(CHANNELS, detail['channel'])}, nơi tiếp nhận: ${agency(text(detail['receivingUnit']))}`, `Handed in ${chosen(CHANNELS, detail['channel'])}, to ${agency(text(detail['receivingUnit']))}`);
    case 'DossierAccepted':
      return say(`Tiếp nhận hồ sơ, mã ${text(detail['code'])}${due}`, `Accepted as ${text(detail['code'])}${due}`);
    case 'IntakeRefused':
      return say(`Từ chối tiếp nhận: ${text(detail['ground'])}`, `Not accepted: ${text(detail['ground'])}`);
    case 'FeePaid':
      return say(`Đã nộp phí, biên lai ${text(detail['reference'])}`, `Fee paid, receipt ${text(detail['reference'])}`);
    case 'SupplementRequested': {
      const items = Array.isArray(detail['items']) ? detail['items'].map(text).join('; ') : '';
      const by = when(inside(detail['supplement'])['respondBy']);
      return say(`Yêu cầu bổ sung trước ${by}: ${items}`, `Supplement asked for by ${by}: ${items}`);
    }
    case 'SupplementProvided':
      return say(`Người nộp đã bổ sung; phải kiểm tra, xác nhận trước ${when(detail['confirmBy'])}`, `Supplement handed in; to be checked and confirmed by ${when(detail['confirmBy'])}`);
    case 'SupplementConfirmed':
      return say('Xác nhận đã bổ sung đủ', 'Supplement confirmed as complete');
    case 'SupplementLapsed':
      return say('Quá hạn mà không bổ sung; hồ sơ kết thúc', 'No supplement in time; the dossier ends');
    case 'LapseUndone':
      return say(`Khôi phục hồ sơ: đã bổ sung lúc ${when(detail['providedAt'])}, ghi nhận muộn`, `Lapse undone: it had been sent at ${when(detail['providedAt'])}`);
    case 'DocumentAttached':
      return say(`Đính kèm tệp${detail['document'] ? ` cho “${document(text(detail['document']))}”` : ''}`, `File attached${detail['document'] ? ` as “${document(text(detail['document']))}”` : ''}`);
    case 'DocumentWithdrawn':
      return say('Rút một tệp đính kèm', 'An attached file withdrawn');
    case 'StepAssigned': {
      const opened = inside(detail['task']);
      const limit = opened['dueAt'] === null ? '' : say(`, hạn ${when(opened['dueAt'])}`, `, due ${when(opened['dueAt'])}`);
      return say(`Mở bước “${task(text(opened['taskId']))}” tại ${agency(text(opened['agency']))}${limit}`, `“${task(text(opened['taskId']))}” begins at ${agency(text(opened['agency']))}${limit}`);
    }
    case 'OfficerAssigned':
      return say(`Phân công “${named}” cho ${person(text(detail['person']))}`, `“${named}” assigned to ${person(text(detail['person']))}`);
    case 'TaskTakenUp':
      return say(`${person(text(detail['person']))} nhận việc “${named}”`, `${person(text(detail['person']))} took “${named}” up`);
    case 'TaskReleased':
      return say(`Trả lại việc “${named}” cho đơn vị`, `“${named}” released`);
    case 'TaskReturnedToDesk': {
      const why = `${person(text(detail['from']))} ${chosen(ABSENCES, detail['because'])}`;
      return say(`Trả việc “${named}” về bộ phận: ${why}`, `“${named}” is back at the desk: ${why}`);
    }
    case 'StepCompleted': {
      const outcome = text(detail['outcome']);
      // A return is told by its own event.
      return outcome === 'done' || outcome === 'returned' ? say(`Hoàn thành “${named}”`, `“${named}” completed`) : say(`Hoàn thành “${named}”: ${of(outcomeWords(outcome)).toLowerCase()}`, `“${named}” completed: ${of(outcomeWords(outcome)).toLowerCase()}`);
    }
    case 'StepCancelled':
      return say(`Hủy “${named}” (${chosen(GROUNDS, detail['ground'])})`, `“${named}” cancelled (${chosen(GROUNDS, detail['ground'])})`);
    case 'StepSentBack':
      return say(`Trả lại “${named}” về bước “${step(text(detail['toStep']))}”`, `“${named}” sent back to “${step(text(detail['toStep']))}”`);
    case 'StepRecalled':
      return say(`Rút lại “${named}” về bước “${step(text(detail['toStep']))}”`, `“${named}” recalled to “${step(text(detail['toStep']))}”`);
    case 'StepRerouted':
      return say(`Chuyển “${named}” từ ${agency(text(detail['from']))} sang ${agency(text(detail['to']))}`, `“${named}” re-routed from ${agency(text(detail['from']))} to ${agency(text(detail['to']))}`);
    case 'TransferReturned':
      return say(`${agency(text(detail['from']))} trả lại “${named}” vì chuyển nhầm; ${agency(text(detail['to']))} chuyển đến cơ quan đúng`, `${agency(text(detail['from']))} sent “${named}” back as a wrong transfer; ${agency(text(detail['to']))} names the right agency`);
    case 'HandOverSent':
      return say(`Chuyển hồ sơ từ ${agency(text(detail['from']))} đến ${agency(text(detail['to']))} để “${named}”; phải xác nhận trước ${when(detail['acknowledgeBy'])}`, `Handed over from ${agency(text(detail['from']))} to ${agency(text(detail['to']))} for “${named}”; to be acknowledged by ${when(detail['acknowledgeBy'])}`);
    case 'HandOverAcknowledged':
      return detail['replyBy'] === null ? say(`Xác nhận đã nhận hồ sơ cho “${named}”`, `Receipt acknowledged for “${named}”`) : say(`Xác nhận đã nhận; phải trả lời ý kiến trước ${when(detail['replyBy'])}`, `Receipt acknowledged; the opinion is due ${when(detail['replyBy'])}`);
    case 'ConsultationReplied':
      return say(`Trả lời ý kiến: ${chosen(OPINIONS, detail['opinion'])}${detail['late'] ? ' (trễ hạn)' : ''}`, `Opinion: ${chosen(OPINIONS, detail['opinion'])}${detail['late'] ? ' (late)' : ''}`);
    case 'SilenceTakenAsConsent':
      return say('Quá hạn không trả lời: coi như đồng ý', 'No reply in time: taken as consent');
    case 'BlockOpened':
      return say('Bắt đầu các nhánh xử lý song song', 'Branches begin at once');
    case 'BranchFinished':
      return say(detail['refused'] ? 'Một nhánh từ chối' : 'Một nhánh đã xong', detail['refused'] ? 'One branch refused' : 'One branch is done');
    case 'BlockJoined':
      return say('Các nhánh song song đã hợp lại', 'The branches came together');
    case 'BlockLeft':
      return say(`Rời các nhánh song song (${chosen(GROUNDS, detail['ground'])})`, `The branches were left (${chosen(GROUNDS, detail['ground'])})`);
    case 'ClockStopped':
      return say(`Tạm dừng tính thời hạn: ${of(pauseName(text(detail['rule'])))}`, `Clock stopped: ${of(pauseName(text(detail['rule'])))}`);
    case 'ClockResumed':
      return say(`Tiếp tục tính thời hạn${due}`, `The clock runs again${due}`);
    case 'ClockReset':
      return say(`Tính lại thời hạn từ đầu${due}`, `The time starts again from zero${due}`);
    case 'DeadlineMissed':
      return missed(inside(detail['deadline']), names);
    case 'ApologyIssued':
      return say(`Gửi văn bản xin lỗi${detail['inTime'] === false ? ' (muộn)' : ''}${due ? `, hẹn lại ${when(appointment['due'])}` : ''}`, `Apology issued${detail['inTime'] === false ? ' (late)' : ''}${due ? `, new date ${when(appointment['due'])}` : ''}`);
    case 'PhaseMet':
      return say(`Hoàn thành lịch hẹn lần ${Number(detail['phase']) + 1}`, `Appointment ${Number(detail['phase']) + 1} met`);
    case 'ObligationNoticed':
      return say(`Ra thông báo nghĩa vụ tài chính số ${text(detail['reference'])}`, `Notice of payment issued, ${text(detail['reference'])}`);
    case 'SlipReturned':
      return say(`Trả lại phiếu chuyển thông tin thuế (lỗi của ${detail['erred'] === 'sender' ? 'bên gửi' : 'cơ quan thuế'})`, `Slip to the tax office returned (error of the ${detail['erred'] === 'sender' ? 'sender' : 'tax office'})`);
    case 'ObligationSettled':
      return say(`Hoàn thành nghĩa vụ tài chính (${chosen(PAYMENTS, detail['by'])}), chứng từ ${text(detail['reference'])}${due}`, `Obligation settled (${chosen(PAYMENTS, detail['by'])}), ${text(detail['reference'])}${due}`);
    case 'DossierResolved':
      return detail['refused'] ? say('Đã giải quyết: từ chối', 'Decided: refused') : say('Đã giải quyết: đồng ý', 'Decided: approved');
    case 'ResultReturned':
      return say(`Trả kết quả ${chosen(CHANNELS, detail['way'])}`, `Result returned ${chosen(CHANNELS, detail['way'])}`);
    case 'DossierStopped':
      return say('Dừng giải quyết theo yêu cầu của người nộp', "Stopped at the applicant's request");
    case 'DossierWithdrawn':
      return say('Rút hồ sơ', 'Withdrawn');
    case 'CorrectionOpened':
      return say('Mở đính chính sai sót của cơ quan', "Correction of the agency's error begins");
    case 'DossierArchived':
      return say('Lưu hồ sơ', 'Archived');
    case 'CalendarAmended':
      return say(`Lịch làm việc thay đổi (${text(inside(detail['change'])['reason'])})${due}`, `The calendar changed (${text(inside(detail['change'])['reason'])})${due}`);
    default:
      return of(told).replace(/^./, (letter) => letter.toUpperCase());
  }
}

function missed(deadline: Detail, { say, task }: Names): string {
  const at = when(deadline['due']);
  switch (deadline['kind']) {
    case 'appointment':
      return say(`Quá hạn trả kết quả: đã hẹn ${at}`, `The appointment of ${at} was missed`);
    case 'hand-over':
      return say(`Chưa xác nhận đã nhận “${task(text(deadline['taskId']))}” trước ${at}`, `“${task(text(deadline['taskId']))}” was not acknowledged by ${at}`);
    case 'consultation':
      return say(`Chưa trả lời ý kiến trước ${at}`, `No opinion by ${at}`);
    default:
      return say(`Chưa bổ sung trước ${at}`, `No supplement by ${at}`);
  }
}

function escalation(level: string, detail: Detail, { say, agency, task }: Names, chosen: (words: typeof ADDRESSEES, key: unknown) => string): string {
  const [kind = '', id = ''] = text(detail['subject']).split(/:(.*)/);
  const about = kind === 'task' || kind === 'hand-over' ? `“${task(id)}”` : kind === 'appointment' ? say('ngày hẹn trả', 'the appointment') : say('yêu cầu bổ sung', 'the supplement');
  const to = Array.isArray(detail['to']) ? [...new Set(detail['to'].map((each) => agency(text(each))))].join(', ') : '';
  const words = level.startsWith('escalation-') ? say(`Báo cáo cấp trên (lần ${level.slice(11)})`, `Told to those above (${level.slice(11)})`) : chosen(ADDRESSEES, level);
  return `${words}: ${about}${to === '' ? '' : say(`, báo cho ${to}`, `, to ${to}`)}`;
}

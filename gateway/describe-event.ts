import { formatInstant } from '../domain/calendar/local-time';
import { ABSENT } from '../domain/dossier/absence';
import type { DossierEvent, Exception, MissedDeadline, TextRef } from '../domain/dossier/event';
import type { RefusalPaper } from '../domain/dossier/state';
import type { Appeal } from '../domain/procedure/procedure';
import type { Text } from '../domain/text';

const t = (en: string, vi: string): Text => ({ en, vi });
const on = (instant: number): string => formatInstant(instant).slice(0, 16).replace('T', ' ');

const RULES: Readonly<Record<string, Text>> = {
  supplement: t('a supplement is awaited', 'chờ bổ sung'),
  'financial-obligation': t('a financial obligation is to be settled', 'chờ nghĩa vụ tài chính'),
  'outside-confirmation': t('somebody outside must confirm', 'chờ xác nhận bên ngoài'),
};

/** One event in plain words. Free text stands apart: `reasonOf` finds it. */
export function describeEvent(e: DossierEvent): Text {
  switch (e.type) {
    case 'DossierSubmitted':
      return t(`submitted (${e.channel}) at ${e.receivingUnit}: ${e.procedureCode} v${e.procedureVersion}`, `nộp hồ sơ (${e.channel}) tại ${e.receivingUnit}: ${e.procedureCode} v${e.procedureVersion}`);
    case 'DossierAccepted':
      return t(
        `accepted as ${e.code}, due ${on(e.appointment.due)}${letOff(e.exceptions, 'by exception, without')}`,
        `tiếp nhận, mã ${e.code}, hẹn trả ${on(e.appointment.due)}${letOff(e.exceptions, 'ngoại lệ, thiếu')}`,
      );
    case 'IntakeRefused':
      return t(`not accepted: ${e.ground}${appealIn(e.appeal, 'en')}`, `từ chối tiếp nhận: ${e.ground}${appealIn(e.appeal, 'vi')}`);
    case 'FeePaid':
      return t(`fee paid, ${e.reference}`, `đã nộp phí, ${e.reference}`);
    case 'SupplementRequested':
      return t(`supplement ${e.supplement.n} requested by ${on(e.supplement.respondBy)}: ${e.items.join('; ')}`, `yêu cầu bổ sung lần ${e.supplement.n} đến ${on(e.supplement.respondBy)}: ${e.items.join('; ')}`);
    case 'SupplementProvided':
      return t(`supplement ${e.n} provided, to be confirmed by ${on(e.confirmBy)}`, `đã bổ sung lần ${e.n}, cần xác nhận trước ${on(e.confirmBy)}`);
    case 'SupplementConfirmed':
      return t(`supplement ${e.n} confirmed complete`, `xác nhận bổ sung lần ${e.n} đầy đủ`);
    case 'SupplementLapsed':
      return t(`supplement ${e.n} did not come in time`, `quá hạn bổ sung lần ${e.n}`);
    case 'LapseUndone':
      return t(`lapse undone: supplement ${e.n} had been sent at ${on(e.providedAt)}`, `khôi phục: bổ sung lần ${e.n} đã gửi lúc ${on(e.providedAt)}`);
    case 'DocumentAttached':
      return t(`file attached${e.document === null ? '' : ` as ${e.document}`} (${e.origin}, ${e.mediaType}, ${e.size} bytes, SHA-256 ${e.sha256.slice(0, 12)}…)`, `đính kèm tệp${e.document === null ? '' : ` cho ${e.document}`} (${e.origin}, ${e.mediaType}, ${e.size} byte, SHA-256 ${e.sha256.slice(0, 12)}…)`);
    case 'DocumentWithdrawn':
      return t(`attached file ${e.attachmentId} withdrawn`, `rút tệp đính kèm ${e.attachmentId}`);
    case 'StepAssigned':
      return t(`${e.task.taskId} opened at ${e.task.agency}${e.task.dueAt === null ? '' : `, due ${on(e.task.dueAt)}`}`, `mở việc ${e.task.taskId} tại ${e.task.agency}${e.task.dueAt === null ? '' : `, hạn ${on(e.task.dueAt)}`}`);
    case 'OfficerAssigned':
      return t(`${e.taskId} assigned to ${e.person}`, `phân công ${e.taskId} cho ${e.person}`);
    case 'TaskTakenUp':
      return t(`${e.taskId} taken up by ${e.person}`, `${e.person} nhận việc ${e.taskId}`);
    case 'TaskReleased':
      return t(`${e.taskId} released`, `trả lại việc ${e.taskId}`);
    case 'TaskReturnedToDesk':
      return t(`${e.taskId} returned to the desk: ${ABSENT[e.because].en} (${e.from})`, `trả việc ${e.taskId} về bộ phận: ${ABSENT[e.because].vi} (${e.from})`);
    case 'StepCompleted':
      return t(`${e.taskId} completed: ${e.outcome}`, `hoàn thành ${e.taskId}: ${e.outcome}`);
    case 'StepCancelled':
      return t(`${e.taskId} cancelled (${e.ground})`, `hủy việc ${e.taskId} (${e.ground})`);
    case 'StepSentBack':
      return t(`${e.taskId} sent back to ${e.toStep}`, `trả lại ${e.taskId} về bước ${e.toStep}`);
    case 'StepRecalled':
      return t(`${e.taskId} recalled to ${e.toStep}`, `thu hồi ${e.taskId} về bước ${e.toStep}`);
    case 'StepRerouted':
      return t(`${e.taskId} re-routed from ${e.from} to ${e.to}`, `chuyển ${e.taskId} từ ${e.from} sang ${e.to}`);
    case 'TransferReturned':
      return t(`${e.taskId} was a wrong transfer: ${e.from} sent it back to ${e.to}, who names another agency`, `${e.taskId} chuyển nhầm: ${e.from} trả lại ${e.to} để chuyển đúng cơ quan`);
    case 'HandOverSent':
      return t(`handed over from ${e.from} to ${e.to} (${e.taskId}), to be acknowledged by ${on(e.acknowledgeBy)}`, `chuyển hồ sơ từ ${e.from} đến ${e.to} (${e.taskId}), cần xác nhận trước ${on(e.acknowledgeBy)}`);
    case 'HandOverAcknowledged':
      return t(`hand-over of ${e.taskId} acknowledged${e.replyBy === null ? '' : `, reply by ${on(e.replyBy)}`}`, `xác nhận đã nhận ${e.taskId}${e.replyBy === null ? '' : `, trả lời trước ${on(e.replyBy)}`}`);
    case 'ConsultationReplied':
      return t(`${e.taskId} replied: ${e.opinion}${e.late ? ' (late)' : ''}`, `${e.taskId} trả lời: ${e.opinion}${e.late ? ' (trễ)' : ''}`);
    case 'SilenceTakenAsConsent':
      return t(`${e.taskId} silent: taken as consent`, `${e.taskId} không trả lời: coi như đồng ý`);
    case 'BlockOpened':
      return t(`work in parallel begins: ${e.block.branches.join(', ')}`, `bắt đầu xử lý song song: ${e.block.branches.join(', ')}`);
    case 'BranchFinished':
      return t(`branch ${e.branch} ${e.refused ? 'refused' : 'finished'}`, `nhánh ${e.branch} ${e.refused ? 'từ chối' : 'hoàn thành'}`);
    case 'BlockJoined':
      return t(`branches of ${e.block} came together`, `các nhánh của ${e.block} đã hợp lại`);
    case 'BlockLeft':
      return t(`block ${e.block} left (${e.ground})`, `rời khối ${e.block} (${e.ground})`);
    case 'ClockStopped':
      return t(`clock stopped: ${RULES[e.rule]?.en ?? e.rule}`, `tạm dừng tính thời hạn: ${RULES[e.rule]?.vi ?? e.rule}`);
    case 'ClockResumed':
      return t(`clock runs again, due ${on(e.appointment.due)}`, `tiếp tục tính thời hạn, hẹn trả ${on(e.appointment.due)}`);
    case 'ClockReset':
      return t(`limit starts again from zero${e.appointment ? `, due ${on(e.appointment.due)}` : ''}`, `tính lại thời hạn từ đầu${e.appointment ? `, hẹn trả ${on(e.appointment.due)}` : ''}`);
    case 'DeadlineMissed':
      return missed(e.deadline);
    case 'ApologyIssued':
      return t(`apology issued${e.inTime ? '' : ' (late)'}${e.appointment ? `, new date ${on(e.appointment.due)}` : ''}`, `đã xin lỗi${e.inTime ? '' : ' (trễ)'}${e.appointment ? `, hẹn lại ${on(e.appointment.due)}` : ''}`);
    case 'PhaseMet':
      return t(`appointment ${e.phase + 1} met`, `hoàn thành lịch hẹn ${e.phase + 1}`);
    case 'ObligationNoticed':
      return t(`notice of the obligation issued, ${e.reference}`, `đã có thông báo nghĩa vụ, ${e.reference}`);
    case 'SlipReturned':
      return t(`transfer slip returned (error of the ${e.erred})`, `trả lại phiếu chuyển (lỗi của ${e.erred})`);
    case 'ObligationSettled':
      return t(`obligation settled by ${e.by}, ${e.reference}; due ${on(e.appointment.due)}`, `hoàn thành nghĩa vụ (${e.by}), ${e.reference}; hẹn trả ${on(e.appointment.due)}`);
    case 'DossierResolved':
      return t(
        `decided: ${e.outcome}${e.refused ? ' (refused)' : ''}${groundIn(e.refusal)}${appealIn(e.refusal?.appeal, 'en')}`,
        `đã giải quyết: ${e.outcome}${e.refused ? ' (từ chối)' : ''}${groundIn(e.refusal)}${appealIn(e.refusal?.appeal, 'vi')}`,
      );
    case 'ResultReturned':
      return t(`result returned (${e.way})`, `đã trả kết quả (${e.way})`);
    case 'DossierStopped':
      return t("stopped at the applicant's request", 'dừng theo yêu cầu của người nộp');
    case 'DossierWithdrawn':
      return t('withdrawn', 'rút hồ sơ');
    case 'CorrectionOpened':
      return t('correction of an error opened', 'mở đính chính sai sót');
    case 'DossierArchived':
      return t('archived', 'đã lưu trữ');
    case 'CalendarAmended':
      return t(`calendar amended from v${e.from} to v${e.to} (${e.change.reason})${e.appointment ? `, due ${on(e.appointment.due)}` : ''}`, `sửa lịch từ v${e.from} lên v${e.to} (${e.change.reason})${e.appointment ? `, hẹn trả ${on(e.appointment.due)}` : ''}`);
    case 'AgenciesReorganised':
      return t(`agencies reorganised: ${e.legalBasis}`, `sắp xếp lại cơ quan: ${e.legalBasis}`);
    case 'RulesAdopted':
      return t(`rules ${e.rules} of the program adopted`, `áp dụng quy tắc ${e.rules} của chương trình`);
    case 'SyncReported':
      return t(`national portal has event ${e.acknowledgedSeq}${e.failure === null ? '' : ` (${e.failure})`}`, `cổng quốc gia đã nhận sự kiện ${e.acknowledgedSeq}${e.failure === null ? '' : ` (${e.failure})`}`);
  }
}

const letOff = (exceptions: readonly Exception[] | undefined, words: string): string =>
  exceptions === undefined ? '' : ` (${words} ${exceptions.map((e) => ('document' in e ? e.document : e.fee)).join(', ')})`;

const groundIn = (refusal: RefusalPaper | undefined): string => (refusal === undefined ? '' : `: ${refusal.ground}`);

function appealIn(appeal: Appeal | undefined, language: 'vi' | 'en'): string {
  if (appeal === undefined) return '';
  const { law, body, days } = appeal;
  return language === 'en'
    ? `; to be appealed to ${body.en} within ${days} days (${law.en})`
    : `; khiếu nại đến ${body.vi} trong ${days} ngày (${law.vi})`;
}

function missed(d: MissedDeadline): Text {
  switch (d.kind) {
    case 'appointment':
      return t(`appointment ${d.phase + 1} missed, it was ${on(d.due)}`, `quá hạn lịch hẹn ${d.phase + 1}, hạn ${on(d.due)}`);
    case 'hand-over':
      return t(`hand-over of ${d.taskId} not acknowledged by ${on(d.due)}`, `chưa xác nhận nhận ${d.taskId} trước ${on(d.due)}`);
    case 'consultation':
      return t(`no reply to ${d.taskId} by ${on(d.due)}`, `không trả lời ${d.taskId} trước ${on(d.due)}`);
    case 'supplement':
      return t(`supplement ${d.n} not there by ${on(d.due)}`, `chưa bổ sung lần ${d.n} trước ${on(d.due)}`);
  }
}

/** Reference to the free text of an event, if it has one. */
export function textOf(event: DossierEvent): TextRef | null {
  if ('reason' in event && event.reason) return event.reason;
  if (event.type === 'DossierResolved') return event.refusal?.reason ?? null;
  return 'note' in event && event.note ? event.note : null;
}

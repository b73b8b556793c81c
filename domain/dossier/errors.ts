import type { ErrorEntry } from '../errors';

/** Why an act on a dossier is refused, and the way out. */
export const DOSSIER_ERRORS = {
  ACT_NOT_IN_STAGE: {
    status: 409,
    en: '"{act}" is not possible while the dossier is "{stage}"; it is possible in: {allowed}',
    vi: 'Không thể thực hiện "{act}" khi hồ sơ ở trạng thái "{stage}"; chỉ thực hiện được khi: {allowed}',
  },
  ACT_NOT_BY_ACTOR: {
    status: 403,
    en: '"{act}" is not for {who}; it is for: {allowed}',
    vi: '{who} không có quyền thực hiện "{act}"; quyền này thuộc về: {allowed}',
  },
  ACT_BY_OTHER_AGENCY: {
    status: 403,
    en: '"{act}" on "{taskId}" belongs to agency "{agency}", not to "{actorAgency}"; let an officer of "{agency}" do it, or have the task re-routed',
    vi: '"{act}" đối với việc "{taskId}" thuộc cơ quan "{agency}", không thuộc "{actorAgency}"; hãy để cán bộ của "{agency}" thực hiện hoặc chuyển lại việc',
  },
  STAND_IN_EXPIRED: {
    status: 403,
    en: 'the {basis} of "{person}" is valid from {from} to {to} only; have it renewed',
    vi: 'Việc {basis} của "{person}" chỉ có hiệu lực từ {from} đến {to}; hãy gia hạn',
  },
  TASK_UNKNOWN: {
    status: 404,
    en: '"{taskId}" is no task of this dossier; its open tasks are: {open}',
    vi: 'Hồ sơ không có việc "{taskId}"; các việc đang mở: {open}',
  },
  TASK_NOT_OPEN: {
    status: 409,
    en: '"{taskId}" is {status} and takes no more acts; open tasks are: {open}',
    vi: 'Việc "{taskId}" đã ở trạng thái {status}, không thể thao tác; các việc đang mở: {open}',
  },
  TASK_SUSPENDED: {
    status: 409,
    en: '"{taskId}" waits for the applicant\'s supplement; confirm the supplement first',
    vi: 'Việc "{taskId}" đang chờ công dân bổ sung; hãy xác nhận bổ sung trước',
  },
  TASK_VERSION_STALE: {
    status: 409,
    en: '"{taskId}" has changed since you read it (you saw version {seen}, it is {version}); read it again and decide anew',
    vi: 'Việc "{taskId}" đã thay đổi (bạn xem phiên bản {seen}, hiện là {version}); hãy tải lại và quyết định lại',
  },
  TASK_TAKEN: {
    status: 409,
    en: '"{taskId}" was taken up by "{assignee}"; ask them to release it, or have their head assign it',
    vi: 'Việc "{taskId}" đã do "{assignee}" nhận; hãy đề nghị trả lại hoặc lãnh đạo phân công lại',
  },
  APPEAL_TOO_SHORT: {
    status: 422,
    en: '"{field}" is {value}; the applicant has {days} days to appeal, and an act may only give more: leave it out, or give at least {days}',
    vi: '"{field}" là {value}; người nộp có {days} ngày để khiếu nại và chỉ được kéo dài: hãy bỏ trống hoặc ghi ít nhất {days}',
  },
  TASK_NOT_WITH: {
    status: 409,
    en: '"{taskId}" is not in the hands of "{person}" any more; read the dossier again',
    vi: 'Việc "{taskId}" không còn do "{person}" giữ; hãy tải lại hồ sơ',
  },
  TASK_WRONG_KIND: {
    status: 409,
    en: '"{act}" does not apply to "{taskId}", a step of kind "{kind}"; use "{instead}"',
    vi: '"{act}" không áp dụng cho việc "{taskId}" (loại "{kind}"); hãy dùng "{instead}"',
  },
  TASK_AMBIGUOUS: {
    status: 409,
    en: 'more than one task is open ({open}); name the one you mean with "taskId"',
    vi: 'Có nhiều việc đang mở ({open}); hãy nêu "taskId"',
  },
  OUTCOME_UNKNOWN: {
    status: 422,
    en: '"{field}" is "{value}"; step "{step}" is decided as one of: {allowed}',
    vi: '"{field}" là "{value}"; bước "{step}" chỉ nhận: {allowed}',
  },
  FACT_UNKNOWN: {
    status: 422,
    en: '"{field}" is not asked by procedure "{procedure}"; it asks: {allowed}',
    vi: '"{field}" không có trong thủ tục "{procedure}"; thủ tục hỏi: {allowed}',
  },
  FACT_INVALID: {
    status: 422,
    en: '"{field}" is "{value}"; it must be {expected}',
    vi: '"{field}" là "{value}"; phải là {expected}',
  },
  FACT_MISSING: {
    status: 422,
    en: '"{field}" is missing; procedure "{procedure}" needs it, {expected}',
    vi: 'Thiếu "{field}"; thủ tục "{procedure}" cần thông tin này, {expected}',
  },
  DOCUMENT_UNKNOWN: {
    status: 422,
    en: '"{value}" is no document of procedure "{procedure}"; it lists: {allowed}',
    vi: '"{value}" không thuộc thành phần hồ sơ của "{procedure}"; gồm: {allowed}',
  },
  DOCUMENTS_MISSING: {
    status: 409,
    en: 'required papers are not there: {documents}; attach them as the applicant\'s, ask for them with "request-supplement", or accept with "exceptions", each with its "document" and its "reason"',
    vi: 'Thiếu giấy tờ bắt buộc: {documentsVi}; hãy đính kèm giấy tờ của người nộp, dùng "request-supplement" để yêu cầu bổ sung, hoặc tiếp nhận kèm "exceptions", mỗi mục nêu "document" và "reason"',
  },
  FEE_UNPAID: {
    status: 409,
    en: '{amount} dong are due before the dossier is accepted: {fees}; record the payment with "pay-fee", or accept with "exceptions", each with its "fee" and the "reason" it is let off for',
    vi: 'Phải nộp {amount} đồng trước khi tiếp nhận: {feesVi}; hãy ghi nhận bằng "pay-fee", hoặc tiếp nhận kèm "exceptions", mỗi mục nêu "fee" được miễn và "reason"',
  },
  EXCEPTION_UNREASONED: {
    status: 422,
    en: '"{field}" is empty; say why the dossier is accepted without it',
    vi: '"{field}" trống; hãy nêu lý do tiếp nhận khi còn thiếu',
  },
  EXCEPTION_NAMELESS: {
    status: 422,
    en: '"{field}" must name either a "document" that is not there or a "fee" that is let off, and not both',
    vi: '"{field}" phải nêu hoặc "document" còn thiếu hoặc "fee" được miễn, không nêu cả hai',
  },
  EXCEPTION_UNFIT: {
    status: 422,
    en: '"{field}" is "{value}"; an exception names, once, what procedure "{procedure}" wants here and is not there: {allowed}',
    vi: '"{field}" là "{value}"; ngoại lệ chỉ nêu một lần mỗi khoản mà thủ tục "{procedure}" yêu cầu và còn thiếu: {allowed}',
  },
  NOT_ACCEPTED_YET: {
    status: 409,
    en: 'the dossier has not been accepted; "accept" it before it is forwarded',
    vi: 'Hồ sơ chưa được tiếp nhận; hãy "accept" trước khi chuyển',
  },
  SUBMISSION_KEY_TAKEN: {
    status: 409,
    en: 'dossier "{dossierId}" was submitted already, under another submission key; submit with a new key',
    vi: 'Hồ sơ "{dossierId}" đã được nộp với khóa khác; hãy nộp lại với khóa mới',
  },
  ALREADY_ACCEPTED: {
    status: 409,
    en: 'the dossier was accepted as "{code}"',
    vi: 'Hồ sơ đã được tiếp nhận với mã "{code}"',
  },
  CODE_INVALID: {
    status: 422,
    en: '"{field}" is "{value}"; a dossier code is an agency code, a date YYMMDD and a sequence, e.g. "H35.12-260213-0001"',
    vi: '"{field}" là "{value}"; mã hồ sơ gồm mã cơ quan, ngày YYMMDD và số thứ tự, ví dụ "H35.12-260213-0001"',
  },
  PROCEDURE_UNFIT: {
    status: 422,
    en: '"{field}" is {value}; a dossier of "{have}" is accepted only under a version of it whose route begins with the step it stands at ("{step}")',
    vi: '"{field}" là {value}; hồ sơ "{have}" chỉ được tiếp nhận theo phiên bản của chính thủ tục đó có bước đang thực hiện ("{step}")',
  },
  SUPPLEMENT_ALREADY_REQUESTED: {
    status: 409,
    en: 'a supplement was already requested at this stage ({times} allowed, Decree 118/2025); decide on what is there, or refuse with reasons',
    vi: 'Đã yêu cầu bổ sung ở giai đoạn này (tối đa {times} lần, NĐ 118/2025); hãy xử lý theo hồ sơ hiện có hoặc từ chối có lý do',
  },
  SUPPLEMENT_EMPTY: {
    status: 422,
    en: '"items" is empty; list everything the applicant must add, once and completely',
    vi: '"items" trống; hãy liệt kê đầy đủ một lần những gì cần bổ sung',
  },
  SUPPLEMENT_NOT_OPEN: {
    status: 409,
    en: 'no supplement is {expected}',
    vi: 'Không có yêu cầu bổ sung ở trạng thái {expected}',
  },
  LAPSE_NOT_UNDOABLE: {
    status: 409,
    en: 'the supplement lapsed at {respondBy}; only one sent before that can undo it, and this was stamped {providedAt}',
    vi: 'Yêu cầu bổ sung hết hạn lúc {respondBy}; chỉ khôi phục khi bổ sung được gửi trước đó, nhưng thời điểm ghi nhận là {providedAt}',
  },
  CONSULTATION_OPEN: {
    status: 409,
    en: 'opinions are still awaited from {waiting}; the step ends by itself when they are in, and may be completed once their reply dates have passed',
    vi: 'Còn chờ ý kiến của {waiting}; bước tự kết thúc khi đủ ý kiến, hoặc khi đã quá hạn trả lời',
  },
  SEND_BACK_IMPOSSIBLE: {
    status: 409,
    en: '"{taskId}" cannot go back one step: {reason}',
    vi: 'Việc "{taskId}" không thể trả lại bước trước: {reason}',
  },
  TASK_RETURNED: {
    status: 409,
    en: '"{act}" is not possible on "{taskId}": {by} sent it back as a wrong transfer; "re-route" it to an agency that has the post "{post}"',
    vi: 'Không thể thực hiện "{act}" với việc "{taskId}": {by} đã trả lại vì chuyển nhầm; hãy "re-route" đến cơ quan có vị trí "{post}"',
  },
  AGENCY_LACKS_POST: {
    status: 422,
    en: '"{field}" is "{agency}", which has no post "{post}" (it has: {posts}), so that nobody there could take the task up; agencies of this dossier that have it: {having}',
    vi: '"{field}" là "{agency}", nơi không có vị trí "{post}" (chỉ có: {posts}) nên không ai nhận được việc; các cơ quan của hồ sơ có vị trí này: {having}',
  },
  RECALL_TOO_LATE: {
    status: 409,
    en: '"{taskId}" was already taken up by "{assignee}"; ask them to send it back',
    vi: 'Việc "{taskId}" đã được "{assignee}" nhận; hãy đề nghị trả lại',
  },
  OBLIGATION_NOT_OPEN: {
    status: 409,
    en: 'no financial obligation is open in this dossier',
    vi: 'Hồ sơ không có nghĩa vụ tài chính đang chờ',
  },
  APPOINTMENT_ALREADY_MOVED: {
    status: 409,
    en: 'the appointment was moved once already, to {movedTo}; the law allows no second time: apologise without a new date, and escalate',
    vi: 'Đã hẹn lại một lần, đến {movedTo}; không được hẹn lại lần hai: chỉ xin lỗi và báo cáo cấp trên',
  },
  APPOINTMENT_NOT_RUNNING: {
    status: 409,
    en: 'there is no running appointment to move ({reason})',
    vi: 'Không có thời hạn đang chạy để hẹn lại ({reason})',
  },
  NEW_DATE_INVALID: {
    status: 422,
    en: '"newDue" is {value}; it must be in working time, after the present appointment {due} and after now',
    vi: '"newDue" là {value}; phải trong giờ làm việc, sau lịch hẹn hiện tại {due} và sau thời điểm hiện tại',
  },
  NEW_DATE_TOO_EARLY: {
    status: 409,
    en: 'the dossier is on time: it is due {due}, and what is left of its route fits; a new date may be given from {from} on, or as soon as the time no longer suffices; until then apologise without "newDue"',
    vi: 'Hồ sơ đang đúng hạn: hẹn trả {due} và các bước còn lại vẫn kịp; chỉ được hẹn lại từ {from}, hoặc khi thời gian còn lại không đủ; trước đó chỉ xin lỗi, không nêu "newDue"',
  },
  NEW_DATE_TOO_FAR: {
    status: 422,
    en: '"newDue" is {value}; the appointment may be moved by {limit} at most, to {latest}; name a date until then',
    vi: '"newDue" là {value}; chỉ được hẹn lại thêm tối đa {limit}, đến {latest}; hãy chọn thời điểm không muộn hơn',
  },
  WITHDRAWAL_TOO_LATE: {
    status: 409,
    en: 'the applicant can no longer withdraw ({reason}); ask to "stop" instead',
    vi: 'Không thể rút hồ sơ ({reason}); hãy đề nghị "stop"',
  },
  ATTACHMENTS_FULL: {
    status: 409,
    en: 'the dossier has {count} attached files, the most it ever takes; hand in what is left on paper at the one-stop unit',
    vi: 'Hồ sơ đã có {count} tệp đính kèm, là mức tối đa; phần còn lại hãy nộp bản giấy tại bộ phận một cửa',
  },
  ATTACHMENT_PRESENT: {
    status: 409,
    en: 'this very file is attached already, as "{attachmentId}"; nothing need be done, or attach another file',
    vi: 'Tệp này đã được đính kèm với mã "{attachmentId}"; không cần làm gì thêm hoặc hãy đính kèm tệp khác',
  },
  ATTACHMENT_UNKNOWN: {
    status: 404,
    en: '"{field}" is "{value}", which is no attached file of this dossier; attached are: {attached}',
    vi: '"{field}" là "{value}", không phải tệp đính kèm của hồ sơ này; các tệp đang có: {attached}',
  },
  ATTACHMENT_NOT_YOURS: {
    status: 403,
    en: '"{act}" of a file of origin "{origin}" is for the officers who work on the dossier; the applicant has those of origin "applicant" until the decision',
    vi: '"{act}" với tệp có nguồn "{origin}" thuộc cán bộ đang xử lý hồ sơ; người nộp chỉ có các tệp nguồn "applicant" và trước khi có quyết định',
  },
  CALENDAR_VERSION_UNEXPECTED: {
    status: 409,
    en: 'the dossier counts by calendar version {have}; this change is from {from} to {to}',
    vi: 'Hồ sơ đang tính theo lịch phiên bản {have}; thay đổi này từ {from} đến {to}',
  },
  AGENCY_WITHOUT_SUCCESSOR: {
    status: 422,
    en: 'agency "{agency}" holds "{taskId}" and has no successor in this reorganisation; name one (Decree 140/2025 Art. 32)',
    vi: 'Cơ quan "{agency}" đang giữ việc "{taskId}" nhưng chưa có cơ quan kế thừa; hãy chỉ định (Điều 32 NĐ 140/2025)',
  },
  RULES_NOT_RAISED: { status: 409, en: 'rules {rules} are not above the present {have}', vi: 'Quy tắc {rules} không cao hơn hiện tại {have}' },
  REASON_MISSING: {
    status: 422,
    en: '"{field}" is missing; "{act}" must be given a reason that the applicant can read',
    vi: 'Thiếu "{field}"; "{act}" phải nêu lý do cho người nộp hồ sơ',
  },
  ACT_NOT_VOUCHED_FOR: {
    status: 503,
    en: 'the act {commandId} was not recorded, because no part of the installation vouches for it ({fault}); send it again with the same id through the portal, the API or the command line; if that fails, run "lienthong keys list"',
    vi: 'Thao tác {commandId} chưa được ghi nhận vì không thành phần nào của hệ thống xác nhận ({fault}); hãy gửi lại với cùng mã qua cổng, API hoặc dòng lệnh; nếu vẫn lỗi, chạy "lienthong keys list"',
  },
  COMMAND_ID_REUSED: {
    status: 409,
    en: 'command "{commandId}" was used for another act ("{act}"); give a new act a new id',
    vi: 'Mã lệnh "{commandId}" đã dùng cho thao tác khác ("{act}"); hãy dùng mã mới',
  },
} as const satisfies Record<string, ErrorEntry>;

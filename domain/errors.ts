import { DOSSIER_ERRORS } from './dossier/errors';
import { EDGE_ERRORS } from './edge-errors';
import { HTTP_ERRORS } from './http-errors';

import { PROCEDURE_ERRORS } from './procedure/errors';

/**
 * The catalogue of refusals: every code the core can answer with, what it means and the way out, in both languages.
 * `{name}` is replaced from the refusal's details. Edges map a code once: to an exit code, to an HTTP status.
 */
export interface ErrorEntry {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 431 | 500 | 503;
  readonly en: string;
  readonly vi: string;
}

export const ERRORS = {
  ...DOSSIER_ERRORS,
  ...EDGE_ERRORS,
  ...HTTP_ERRORS,
  DATE_OUT_OF_RANGE: {
    status: 400,
    en: '"{field}" is {value}, outside what the calendar knows ({from} to {to}); give an instant in that range, or publish a calendar that covers it',
    vi: '"{field}" là {value}, ngoài phạm vi lịch ({from} đến {to}); hãy nhập thời điểm trong phạm vi hoặc công bố lịch mới',
  },
  LIMIT_INVALID: {
    status: 400,
    en: '"{field}" is "{value}"; a limit is an amount (at most four digits) and a unit, e.g. "3 working days", "15 calendar days", "8 working hours", "0.5 working days"',
    vi: '"{field}" là "{value}"; thời hạn gồm số lượng (tối đa bốn chữ số) và đơn vị, ví dụ "3 working days", "15 calendar days", "8 working hours"',
  },
  LIMIT_TOO_FINE: {
    status: 400,
    en: '"{field}" is "{value}"; working days go in quarters (0.25), hours in whole minutes and at least one, calendar days only whole',
    vi: '"{field}" là "{value}"; ngày làm việc tính theo phần tư (0,25), giờ tính đến phút và ít nhất một phút, ngày lịch phải là số nguyên',
  },
  INSTANT_INVALID: {
    status: 400,
    en: '"{field}" is "{value}"; write an instant that exists, with its offset, e.g. 2026-02-13T14:59+07:00',
    vi: '"{field}" là "{value}"; hãy ghi thời điểm có thật kèm múi giờ, ví dụ 2026-02-13T14:59+07:00',
  },
  INSTANT_OUT_OF_RANGE: {
    status: 400,
    en: '"{field}" is {value}; an official instant lies between 1975-06-13, when the present time zone began, and the end of 2100; give one of these',
    vi: '"{field}" là {value}; thời điểm chính thức phải từ 1975-06-13 (khi áp dụng múi giờ hiện nay) đến hết năm 2100; hãy nhập lại',
  },
  DATE_INVALID: {
    status: 400,
    en: '"{field}" is "{value}"; write a date that exists as YYYY-MM-DD, e.g. 2026-02-13',
    vi: '"{field}" là "{value}"; hãy ghi ngày có thật theo dạng YYYY-MM-DD, ví dụ 2026-02-13',
  },
  CALENDAR_RANGE: {
    status: 422,
    en: '"{field}": the calendar runs from {from} to {to}; the last day must not be before the first, nor further than 126 years away',
    vi: '"{field}": lịch từ {from} đến {to}; ngày cuối không được trước ngày đầu và không quá 126 năm',
  },
  CALENDAR_SESSIONS: {
    status: 422,
    en: '"{field}": sessions must be at least one, within the day, on whole minutes, each beginning after the one before has ended',
    vi: '"{field}": phải có ít nhất một ca làm việc trong ngày, tính theo phút, ca sau bắt đầu sau khi ca trước kết thúc',
  },
  CALENDAR_WEEKEND: {
    status: 422,
    en: '"{field}": days of the week are 0 (Sunday) to 6 (Saturday), each once, and not all seven',
    vi: '"{field}": thứ trong tuần ghi từ 0 (Chủ nhật) đến 6 (thứ Bảy), không lặp lại và không đủ cả bảy ngày',
  },
  CALENDAR_YEARS: {
    status: 422,
    en: '"{field}" is missing or outside the calendar: every year from {from} to {to}, and no other, says whether it is official or projected, and its source',
    vi: 'Thiếu hoặc thừa "{field}": mỗi năm từ {from} đến {to} (và chỉ các năm đó) phải ghi chính thức hay dự kiến kèm nguồn',
  },
  CALENDAR_DAY_OFF_ON_WEEKEND: {
    status: 422,
    en: '"{field}": {value} has no work anyway; list the weekday that compensates for it instead',
    vi: '"{field}": {value} vốn là ngày nghỉ hằng tuần; hãy ghi ngày làm việc được nghỉ bù',
  },
  CALENDAR_MAKE_UP_ON_WEEKDAY: {
    status: 422,
    en: '"{field}": {value} is worked anyway; a make-up day is a Saturday or Sunday without work, and never also a day off',
    vi: '"{field}": {value} vốn là ngày làm việc; ngày làm bù phải là ngày nghỉ hằng tuần và không đồng thời là ngày nghỉ',
  },
  CALENDAR_REASON: {
    status: 400,
    en: '"{field}" needs a reason of 1 to 200 characters on one line',
    vi: '"{field}" cần lý do từ 1 đến 200 ký tự, trên một dòng',
  },
  CALENDAR_DAY_PRESENT: {
    status: 409,
    en: '"{field}": {value} is in the calendar already, version {version}; remove it in the same change to give it another reason',
    vi: '"{field}": {value} đã có trong lịch, phiên bản {version}; muốn đổi lý do thì xoá ngày đó trong cùng lần sửa',
  },
  CALENDAR_DAY_ABSENT: {
    status: 409,
    en: '"{field}": {value} is not in the calendar, version {version}; remove only days that version {version} lists',
    vi: '"{field}": {value} không có trong lịch, phiên bản {version}; chỉ xoá được ngày mà phiên bản đó đang có',
  },
  CALENDAR_UNCHANGED: {
    status: 400,
    en: '"{field}" changes nothing; name at least one day to add or remove, or a year whose status changes',
    vi: '"{field}" không thay đổi gì; hãy nêu ít nhất một ngày thêm hoặc bớt, hoặc một năm đổi tình trạng',
  },
  AGENCY_UNKNOWN: {
    status: 404,
    en: '"{field}" is "{value}", which is no agency on {date}; give the code of one that exists on that date, or ask which one succeeded it',
    vi: '"{field}" là "{value}", không phải cơ quan tồn tại vào ngày {date}; hãy nhập mã cơ quan tồn tại vào ngày đó hoặc tra cơ quan kế thừa',
  },
  AGENCY_ROLE_UNRESOLVED: {
    status: 422,
    en: 'role "{role}" has {count} agencies ({found}) for place "{place}" on {date}, and needs exactly one; add an agency that plays it and covers the place, or end the others',
    vi: 'vai trò "{role}" có {count} cơ quan ({found}) tại địa bàn "{place}" ngày {date}, cần đúng một; hãy bổ sung cơ quan đảm nhiệm và phụ trách địa bàn, hoặc kết thúc hiệu lực của cơ quan thừa',
  },
  AGENCY_SUCCESSOR_UNKNOWN: {
    status: 422,
    en: '"{value}" no longer exists on {date} and the catalogue names no successor; name the agency that carries its dossiers on',
    vi: '"{value}" không còn tồn tại vào ngày {date} và danh mục không có cơ quan kế thừa; hãy chỉ định cơ quan tiếp tục giải quyết hồ sơ',
  },
  AGENCY_SUCCESSOR_AMBIGUOUS: {
    status: 422,
    en: '"{value}" was divided among {found} by {date}; say explicitly which of them carries each dossier on (Decree 140/2025/NĐ-CP Art. 32)',
    vi: '"{value}" đã được chia cho {found} tính đến ngày {date}; hãy chỉ rõ cơ quan tiếp tục giải quyết từng hồ sơ (Điều 32 Nghị định 140/2025/NĐ-CP)',
  },
  AGENCY_HAS_WORK: {
    status: 409,
    en: '"{agency}" is no longer among the agencies, and {tasks} open tasks, {dossiers} open dossiers and {posts} posts stand there; keep it with an end ("to") and its successors, also where it was merged, or, if it is the same agency under a new code that no other has, say so with a correction (same: {agency}=NEW)',
    vi: '"{agency}" không còn trong danh mục nhưng còn {tasks} việc đang mở, {dossiers} hồ sơ đang mở và {posts} vị trí công tác tại đó; hãy giữ lại kèm ngày kết thúc ("to") và cơ quan kế thừa, kể cả khi hợp nhất; nếu vẫn là cơ quan đó với mã mới chưa ai dùng thì đính chính và nêu mã mới (same: {agency}=MỚI)',
  },
  AGENCY_PAST_CHANGED: {
    status: 422,
    en: 'these files change what {agencies} were before {date} ({count} agencies); a new state of affairs begins on its date and leaves the past as it was – what was wrong all along is mended by a correction',
    vi: 'các tệp này thay đổi thông tin trước ngày {date} của {agencies} ({count} cơ quan); thay đổi mới có hiệu lực từ ngày của nó và giữ nguyên quá khứ – thông tin sai từ đầu phải dùng thao tác đính chính',
  },
  AGENCY_SAME_INVALID: {
    status: 422,
    en: '"{field}" says that {old} is now {new}; the first must be a code of the agencies as published that these files no longer have, the second one that they have and that no agency had before',
    vi: '"{field}" nêu {old} nay là {new}; mã trước phải có trong danh mục đã công bố và không còn trong các tệp này, mã sau phải có trong tệp và chưa cơ quan nào từng dùng',
  },
  AGENCY_SAME_MERGES: {
    status: 422,
    en: '"{field}" says that {olds} are all now {new}; a correction gives one agency another code and merges none – correct at most one of them to {new}, and keep the others with an end ("to") and {new} as their successor',
    vi: '"{field}" nêu {olds} nay đều là {new}; đính chính chỉ đổi mã của một cơ quan chứ không hợp nhất – chỉ đính chính một mã sang {new}, các cơ quan còn lại giữ nguyên kèm ngày kết thúc ("to") và cơ quan kế thừa {new}',
  },
  AGENCY_CODE_RETIRED: {
    status: 422,
    en: 'code "{value}" was another agency\'s ({name}) before it was corrected or removed; closed dossiers still name it – give the new agency a code that was never used',
    vi: 'mã "{value}" từng là của cơ quan khác ({name}) trước khi được đính chính hoặc bỏ; hồ sơ đã đóng vẫn nêu mã này – hãy dùng mã chưa từng được sử dụng',
  },
  AGENCY_CODES_SWAPPED: {
    status: 422,
    en: 'code "{value}" would become {name}, which is the name of "{other}" until now; a code that passes from one agency to another would carry its dossiers along – correct the codes one after the other, each to one that was never used',
    vi: 'mã "{value}" sẽ thành {name}, vốn là tên của "{other}"; mã chuyển từ cơ quan này sang cơ quan khác sẽ kéo theo hồ sơ – hãy đính chính lần lượt từng mã sang mã chưa từng dùng',
  },
  AGENCY_FILES_INVALID: {
    status: 422,
    en: 'the files of agencies have {count} mistakes; "errors" names each with its file and line',
    vi: 'các tệp danh mục cơ quan có {count} lỗi; "errors" nêu từng lỗi kèm tệp và dòng',
  },
  AGENCIES_UNCHANGED: {
    status: 409,
    en: 'these files say the same as version {version} of the agencies; there is nothing to publish',
    vi: 'các tệp này trùng với phiên bản {version} của danh mục cơ quan; không có gì để công bố',
  },
  AGENCY_PROCEDURE_BROKEN: {
    status: 422,
    en: 'under these agencies {count} procedures in force no longer find who handles them ({procedures}; role "{role}"); let an agency play the role, or publish the procedures anew first',
    vi: 'với danh mục này, {count} thủ tục đang có hiệu lực không còn xác định được cơ quan xử lý ({procedures}; vai trò "{role}"); hãy giao vai trò cho một cơ quan, hoặc công bố lại thủ tục trước',
  },
  WORKFLOW_UNREACHED: {
    status: 503,
    en: 'the workflow of dossier "{value}" did not answer and could not be mended; "lienthong doctor" says why, "lienthong dossier recover {value}" starts it again',
    vi: 'quy trình của hồ sơ "{value}" không trả lời và không khôi phục được; "lienthong doctor" cho biết nguyên nhân, "lienthong dossier recover {value}" để khởi động lại',
  },
  AGENCY_VERSION_UNKNOWN: {
    status: 404,
    en: 'there is no version {value} of the agencies; the list of versions says which there are',
    vi: 'không có phiên bản {value} của danh mục cơ quan; hãy xem danh sách phiên bản',
  },
  AGENCY_FROM_PAST: {
    status: 422,
    en: '"{field}" is {value}; what is published takes effect today ({today}) or later – what was wrong before is mended by a correction',
    vi: '"{field}" là {value}; công bố chỉ có hiệu lực từ hôm nay ({today}) trở đi – thông tin sai trước đó phải dùng thao tác đính chính',
  },
  AGENCY_FILE_REFERENCE: {
    status: 422,
    en: '"{field}" names "{value}", which the catalogue does not define; use one of: {known}, or define it',
    vi: '"{field}" nêu "{value}" nhưng danh mục không định nghĩa; hãy dùng một trong: {known}, hoặc bổ sung định nghĩa',
  },
  AGENCY_PERIOD_EMPTY: {
    status: 422,
    en: 'agency "{agency}" would end ({to}) before or when it begins ({from}); "to" is the first day it no longer exists',
    vi: 'cơ quan "{agency}" kết thúc ({to}) trước hoặc ngay khi bắt đầu ({from}); "to" là ngày đầu tiên không còn tồn tại',
  },
  AGENCY_CODE_TWICE: {
    status: 422,
    en: 'code "{agency}" belongs to two agencies on {date}; give one another code, or end the first before',
    vi: 'mã "{agency}" trùng ở hai cơ quan vào ngày {date}; hãy đổi mã hoặc kết thúc hiệu lực cơ quan trước',
  },
  AGENCY_OUTSIDE_PARENT: {
    status: 422,
    en: 'agency "{agency}" exists from {from} to {to}, but its parent "{parent}" not on all of these days; correct the dates or the parent',
    vi: 'cơ quan "{agency}" tồn tại từ {from} đến {to} nhưng cơ quan cấp trên "{parent}" không tồn tại trọn thời gian đó; hãy sửa ngày hoặc cơ quan cấp trên',
  },
  AGENCY_COVERS_UNKNOWN: {
    status: 422,
    en: 'agency "{agency}" covers "{value}", which does not exist throughout; name a committee that exists as long as the agency',
    vi: 'cơ quan "{agency}" phụ trách "{value}" không tồn tại trọn thời gian; hãy nêu ủy ban tồn tại cùng thời gian với cơ quan',
  },
  AGENCY_SUCCESSOR_MISSING: {
    status: 422,
    en: 'agency "{agency}" names "{value}" as successor, which does not exist on {date}, the day it ends; name one that does, or give the end',
    vi: 'cơ quan "{agency}" nêu cơ quan kế thừa "{value}" không tồn tại vào ngày kết thúc {date}; hãy nêu cơ quan đang tồn tại hoặc bổ sung ngày kết thúc',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    en: '"{field}" names "{key}", which was used for something else; repeat the first request unchanged, or choose a new key',
    vi: '"{field}" dùng mã "{key}" đã được dùng cho yêu cầu khác; hãy gửi lại đúng yêu cầu ban đầu hoặc chọn mã mới',
  },
  TEXT_TOO_LONG: {
    status: 400,
    en: '"{field}" has {length} characters, at most {limit} are kept; shorten it, or attach it as a document',
    vi: '"{field}" có {length} ký tự, tối đa {limit} ký tự; hãy rút ngắn hoặc đính kèm thành tài liệu',
  },
  TEXT_NOT_STORABLE: {
    status: 400,
    en: '"{field}" holds a NUL character or half of a character; type it again, or paste it as plain text',
    vi: '"{field}" chứa ký tự NUL hoặc ký tự không trọn vẹn; hãy nhập lại hoặc dán dưới dạng văn bản thuần',
  },
  ...PROCEDURE_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** Why something was refused. `field` is a path into what was given; `details` fill the message. No personal data. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export const refusal = (code: ErrorCode, details: Refusal['details'] = {}, field?: string): Refusal =>
  field === undefined ? { code, details } : { code, field, details: { field, ...details } };

/** The sentence a person reads. */
export const messageOf = (r: Refusal, language: 'vi' | 'en' = 'en'): string =>
  // A detail that is itself a sentence comes in both languages: `problem` and `problemVi`.
  ERRORS[r.code][language].replace(/\{(\w+)\}/g, (whole, name: string) => String((language === 'vi' ? r.details[`${name}Vi`] : undefined) ?? r.details[name] ?? whole));

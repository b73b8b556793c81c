import type { ErrorEntry } from './errors';

/** What an edge refuses before an act reaches a dossier: unknown names, missing data, text that cannot be kept. */
export const EDGE_ERRORS = {
  ALARM_UNKNOWN: {
    status: 404,
    en: 'there is no alarm "{value}"; look at "lienthong alarms list"',
    vi: 'Không có báo động "{value}"; hãy xem "lienthong alarms list"',
  },
  KEY_UNKNOWN: {
    status: 404,
    en: 'there is no signing key "{value}"; look at "lienthong keys list"',
    vi: 'Không có khóa ký "{value}"; hãy xem "lienthong keys list"',
  },
  ALARM_CLOSED: {
    status: 409,
    en: 'alarm {value} was closed before; "lienthong alarms list --closed" says by whom and why',
    vi: 'Báo động {value} đã được đóng; "lienthong alarms list --closed" cho biết ai đóng và lý do',
  },
  PERSONAL_DATA_NONE: {
    status: 404,
    en: 'nothing is kept of the {subject} of this dossier; look at its history, or at "lienthong personal-data export"',
    vi: 'Không lưu dữ liệu nào của {subject} trong hồ sơ này; hãy xem lịch sử hồ sơ hoặc "lienthong personal-data export"',
  },
  PERSONAL_DATA_SAME: {
    status: 409,
    en: 'this is what is kept already; name what is wrong, with its right value',
    vi: 'Dữ liệu đang lưu đã như vậy; hãy nêu thông tin sai kèm giá trị đúng',
  },
  PERSONAL_DATA_CHANGED: {
    status: 409,
    en: 'somebody changed it at the same moment; look at what stands there now, and try again',
    vi: 'Có người vừa thay đổi dữ liệu này; hãy xem lại nội dung hiện có rồi thử lại',
  },
  PERSONAL_DATA_NEEDED: {
    status: 409,
    en: 'the dossier is in stage "{stage}" and cannot be solved without its personal data; correct what is wrong, and erase when it has ended',
    vi: 'Hồ sơ đang ở giai đoạn "{stage}" và cần dữ liệu cá nhân để giải quyết; hãy đính chính nếu sai và xóa khi hồ sơ kết thúc',
  },
  ALERTS_INVALID: {
    status: 400,
    en: '"{field}" has "{value}"; write e.g. "mass=100, night=10, sign-in=20", a number of 1 to 999999 or "off" for each',
    vi: '"{field}" có "{value}"; hãy ghi ví dụ "mass=100, night=10, sign-in=20", mỗi mục là số từ 1 đến 999999 hoặc "off"',
  },
  RETENTION_UNKNOWN: {
    status: 400,
    en: '"{field}" names "{value}", which is not kept for a time; name one of: {allowed}',
    vi: '"{field}" nêu "{value}", không phải loại dữ liệu có thời hạn lưu; hãy chọn: {allowed}',
  },
  RETENTION_INVALID: {
    status: 400,
    en: '"{field}" has "{value}"; write e.g. "access-log=60 months", "sessions=30 days", "notices=2 years", "notices=for ever"; nought is no period',
    vi: '"{field}" có "{value}"; hãy ghi ví dụ "access-log=60 months", "sessions=30 days", "notices=2 years", "notices=for ever"; không nhận số không',
  },
  RETENTION_TOO_SHORT: {
    status: 400,
    en: '"{field}" has "{value}"; this is kept at least {least} days',
    vi: '"{field}" có "{value}"; loại này phải lưu ít nhất {least} ngày',
  },
  FIELD_INVALID: { status: 400, en: '"{field}": {problem}', vi: '"{field}": {problem}' },
  FIELD_UNKNOWN: {
    status: 400,
    en: '"{field}" is no field of this act; leave it out, the act takes: {allowed}',
    vi: '"{field}" không phải trường của thao tác này; hãy bỏ đi, thao tác nhận: {allowed}',
  },
  FIELD_MISSING: { status: 400, en: '"{field}" is missing; the act needs it', vi: 'Thiếu "{field}"; thao tác cần trường này' },
  FIELD_CHOICE: { status: 400, en: '"{field}" must be one of: {allowed}', vi: '"{field}" phải là một trong: {allowed}' },
  FIELD_TYPE: { status: 400, en: '"{field}" is of another type; write it as {expected}', vi: '"{field}" sai kiểu dữ liệu; hãy ghi dạng {expected}' },
  FIELD_SIZE: {
    status: 400,
    en: '"{field}" has {size} characters or entries; give {least} to {most}',
    vi: '"{field}" có {size} ký tự hoặc mục; hãy nhập từ {least} đến {most}',
  },
  TEXT_CONTROL_CHARACTERS: {
    status: 400,
    en: '"{field}" has control characters; only tab and line break are kept, remove the others',
    vi: '"{field}" có ký tự điều khiển; chỉ giữ tab và xuống dòng, hãy xóa các ký tự khác',
  },
  TEXT_SAYS_NOTHING: {
    status: 422,
    en: '"{field}" has no letter or digit that can be seen; write what is meant',
    vi: '"{field}" không có chữ hoặc số nào đọc được; hãy ghi rõ nội dung',
  },
  ATTACHMENT_EMPTY: { status: 400, en: '"{field}" is empty; send the file itself', vi: '"{field}" trống; hãy gửi nội dung tệp' },
  ATTACHMENT_TOO_LARGE: {
    status: 413,
    en: '"{field}" is larger than {limit} MB; scan it at a lower resolution, or divide it',
    vi: '"{field}" lớn hơn {limit} MB; hãy quét ở độ phân giải thấp hơn hoặc chia nhỏ tệp',
  },
  ATTACHMENT_TYPE_REFUSED: {
    status: 415,
    en: '"{field}" is {found} by its content; allowed are {allowed}',
    vi: '"{field}" có nội dung là {found}; chỉ nhận {allowed}',
  },
  ATTACHMENT_TYPE_CONTRADICTED: {
    status: 415,
    en: '"{field}" says it is "{declared}", its content is {found}; declare or name it as "{fitting}", or send the file that was meant',
    vi: '"{field}" được khai là "{declared}" nhưng nội dung là {found}; hãy khai hoặc đặt tên là "{fitting}", hoặc gửi đúng tệp',
  },
  ATTACHMENT_MACROS: {
    status: 415,
    en: '"{field}" holds macros; save it without them, or as PDF',
    vi: '"{field}" có macro; hãy lưu lại không có macro hoặc chuyển sang PDF',
  },
  ATTACHMENT_ACTIVE: {
    status: 415,
    en: '"{field}" is {found}; remove that, or print it to PDF and send the PDF',
    vi: '"{field}" là {found}; hãy bỏ phần đó hoặc in ra PDF rồi gửi bản PDF',
  },
  ATTACHMENT_NO_RESULT: {
    status: 403,
    en: '"{field}" is "result", which {roles} do not make; leave "{field}" out, or let who examines or signs attach it',
    vi: '"{field}" là "result" (kết quả), các vị trí {roles} không ban hành kết quả; hãy bỏ "{field}" hoặc để người thẩm định, ký đính kèm',
  },
  ATTACHMENT_INFECTED: {
    status: 422,
    en: 'the virus scanner found something in "{field}", and it was not kept; clean the machine it comes from, and send a fresh copy',
    vi: 'Phần mềm quét vi-rút phát hiện mã độc trong "{field}", tệp không được lưu; hãy diệt vi-rút trên máy và gửi bản sạch',
  },
  ATTACHMENT_NOT_SCANNED: {
    status: 503,
    en: 'the virus scanner did not answer, so "{field}" was not kept; try again in a few minutes',
    vi: 'Phần mềm quét vi-rút không phản hồi nên "{field}" chưa được lưu; hãy thử lại sau vài phút',
  },
  ATTACHMENT_CHANGED: {
    status: 500,
    en: '"{field}" is "{value}", and what lies in the storage is not what was attached; nothing of it is given out. An alarm was raised: the operator restores it from a backup',
    vi: '"{field}" là "{value}", nhưng nội dung trong kho không phải tệp đã đính kèm nên không được trả về. Đã có báo động: người vận hành khôi phục từ bản sao lưu',
  },
  ATTACHMENT_BROKEN_OFF: { status: 400, en: '"{field}" broke off before its end, and nothing was kept; send it again', vi: '"{field}" bị ngắt giữa chừng, chưa được lưu; hãy gửi lại' },
  ACT_UNKNOWN: { status: 400, en: '"{value}" is no act; acts are: {allowed}', vi: '"{value}" không phải thao tác; gồm: {allowed}' },
  TASK_NONE_FITS: {
    status: 409,
    en: 'no open task of this dossier takes "{act}" (open: {open}); see what is possible next with "dossier show"',
    vi: 'Hồ sơ không có việc đang mở nào phù hợp với "{act}" (đang mở: {open}); xem việc có thể làm tiếp bằng "dossier show"',
  },
  PERSON_NOT_THERE: {
    status: 422,
    en: '"{field}" is "{value}", who does not hold the post "{post}" now; name somebody who does, or register the post with "people post"',
    vi: '"{field}" là "{value}", hiện không giữ vị trí "{post}"; hãy nêu người đang giữ vị trí đó hoặc đăng ký bằng "people post"',
  },
  PERSON_EXPIRED: {
    status: 403,
    en: '"{field}" is "{value}", whose post at "{agency}" ({basis}) is held from {from} to {to} only; have it renewed with "people post", or let somebody else act',
    vi: '"{field}" là "{value}", chỉ giữ vị trí tại "{agency}" ({basis}) từ {from} đến {to}; hãy gia hạn bằng "people post" hoặc để người khác thực hiện',
  },
  PAIR_TWICE: {
    status: 400,
    en: '"{field}" gives "{name}" twice with different values; keep one of them',
    vi: '"{field}" ghi "{name}" hai lần với giá trị khác nhau; hãy giữ lại một',
  },
  TEXT_NOT_UTF8: {
    status: 400,
    en: '"{field}": line {line} of "{file}" is no text in UTF-8; save the file as UTF-8 and try again',
    vi: '"{field}": dòng {line} của "{file}" không phải văn bản UTF-8; hãy lưu lại tệp dưới dạng UTF-8',
  },
  AGENCIES_NONE: {
    status: 404,
    en: '"{field}" is {value}, when the catalogue knows no agency; give a later date, e.g. 2022-04-26',
    vi: '"{field}" là {value}, ngày đó danh mục chưa có cơ quan nào; hãy nhập ngày sau hơn, ví dụ 2022-04-26',
  },
  POST_UNKNOWN: {
    status: 422,
    en: '"{field}" is "{value}", a post that agency does not have; it has: {allowed}',
    vi: '"{field}" là "{value}", vị trí không có ở cơ quan này; gồm: {allowed}',
  },
  PERSON_UNKNOWN: {
    status: 422,
    en: '"{field}" is "{value}", who holds no post now; name a person of the register, a post like "receptionist@H35.12", "applicant" or "partner:NAME"',
    vi: '"{field}" là "{value}", hiện không giữ vị trí nào; hãy nêu cán bộ, vị trí như "receptionist@H35.12", "applicant" hoặc "partner:TÊN"',
  },
  PROCEDURE_NOT_IN_FORCE: {
    status: 422,
    en: '"{field}" is "{value}", of which no version is in force on {date}; see "procedures list", or publish one',
    vi: '"{field}" là "{value}", không có phiên bản hiệu lực ngày {date}; xem "procedures list" hoặc công bố phiên bản mới',
  },
  PROCEDURE_NOT_OFFERED: {
    status: 422,
    en: '"{field}" is "{value}", where procedure "{procedure}" is not offered; it is offered at: {allowed}',
    vi: '"{field}" là "{value}", nơi không tiếp nhận thủ tục "{procedure}"; tiếp nhận tại: {allowed}',
  },
  PLACE_NOT_SERVED: {
    status: 422,
    en: '"{field}" is "{value}", which unit "{unit}" does not serve; it serves: {allowed}',
    vi: '"{field}" là "{value}", ngoài địa bàn của "{unit}"; địa bàn gồm: {allowed}',
  },
  PLACE_MISSING: {
    status: 422,
    en: '"{field}" is missing: unit "{unit}" serves several places; name the applicant\'s, one of: {allowed}',
    vi: 'Thiếu "{field}": "{unit}" phục vụ nhiều địa bàn; hãy nêu một trong: {allowed}',
  },
  CATALOGUE_EMPTY: {
    status: 409,
    en: 'no calendar or no agencies are published; start the installation once, which loads the catalogue',
    vi: 'Chưa công bố lịch hoặc cơ quan; hãy khởi động hệ thống để nạp danh mục',
  },
  DOSSIER_UNKNOWN: {
    status: 404,
    en: '"{field}" is "{value}", which is no dossier here; give its code, e.g. "H35.12-260213-0001", or its id',
    vi: '"{field}" là "{value}", không có hồ sơ này; hãy nhập mã hồ sơ, ví dụ "H35.12-260213-0001", hoặc mã định danh',
  },
  DOSSIER_CLOSED: {
    status: 409,
    en: 'dossier "{value}" is archived and takes no more acts',
    vi: 'Hồ sơ "{value}" đã lưu trữ, không nhận thao tác nữa',
  },
  PROCEDURE_UNKNOWN: {
    status: 404,
    en: '"{field}" is "{value}", which is no procedure here; versions of that code: {versions}. See "procedures list", or publish it',
    vi: '"{field}" là "{value}", không có thủ tục này; các phiên bản của mã đó: {versions}. Xem "procedures list" hoặc công bố thủ tục',
  },
  PROCEDURE_FILE_FAULTY: {
    status: 422,
    en: '"{field}" is "{value}", which has {count} problems; mend each at the line named, and check it with "procedures check"',
    vi: '"{field}" là "{value}", có {count} lỗi; hãy sửa tại các dòng đã nêu rồi kiểm tra bằng "procedures check"',
  },
  PROCEDURE_FILE_TOO_COSTLY: {
    status: 422,
    en: '"{field}" could not be checked within {seconds} seconds and the memory set aside for it; a procedure needs far less: check that it is the right file, or divide the procedure',
    vi: 'Không thể kiểm tra "{field}" trong {seconds} giây và bộ nhớ cho phép; hãy kiểm tra lại tệp hoặc tách thủ tục',
  },
  PROCEDURE_VERSION_PUBLISHED: {
    status: 409,
    en: '"{field}": version {version} of "{code}" is published with another text, and a published version never changes; publish the new text as version {next}',
    vi: '"{field}": phiên bản {version} của "{code}" đã công bố với nội dung khác và không được sửa; hãy công bố nội dung mới thành phiên bản {next}',
  },
  PROCEDURE_VERSION_DISORDERED: {
    status: 409,
    en: '"{field}" is {value}; version {latest} of "{code}" is in force from {from}: a new version has number {next} or higher and begins later',
    vi: '"{field}" là {value}; phiên bản {latest} của "{code}" có hiệu lực từ {from}: phiên bản mới phải từ số {next} trở lên và bắt đầu sau ngày đó',
  },
  PAIR_INVALID: {
    status: 400,
    en: '"{field}" is "{value}"; write {expected}',
    vi: '"{field}" là "{value}"; hãy ghi {expected}',
  },
  JSON_INVALID: {
    status: 400,
    en: '"{field}" is no JSON object ({reason}); write e.g. {"outcome":"approved"}',
    vi: '"{field}" không phải đối tượng JSON ({reason}); ví dụ {"outcome":"approved"}',
  },
  LOG_BROKEN: {
    status: 409,
    en: 'the log of dossier "{value}" does not hold together at event {seq}; restore that event from a backup before anything is rebuilt on it',
    vi: 'Nhật ký của hồ sơ "{value}" bị đứt tại sự kiện {seq}; hãy khôi phục sự kiện đó từ bản sao lưu trước',
  },
  WORKFLOW_RUNNING: {
    status: 409,
    en: 'the workflow of dossier "{value}" runs; only replace it when it is wedged, with "--replace-running"',
    vi: 'Quy trình của hồ sơ "{value}" đang chạy; chỉ thay thế khi bị kẹt, với "--replace-running"',
  },
} as const satisfies Record<string, ErrorEntry>;

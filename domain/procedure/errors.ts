import type { ErrorEntry } from '../errors';

/** Why a procedure cannot be read or published, and the way out. Codes with FILE, KEY, TEXT, VALUE and SHAPE concern reading. */
export const PROCEDURE_ERRORS = {
  PROCEDURE_FILE_TOO_LARGE: {
    status: 400,
    en: 'the file has {size} bytes or values, more than {most}; a procedure needs far fewer: check that it is the right file, or divide the procedure',
    vi: 'tệp có {size} byte hoặc giá trị, vượt quá {most}; hãy kiểm tra lại tệp hoặc tách thủ tục',
  },
  PROCEDURE_FILE_SYNTAX: {
    status: 400,
    en: 'this is neither YAML nor JSON: {reason}; correct this line (indentation, quotes, brackets)',
    vi: 'tệp không đúng cú pháp YAML hoặc JSON: {reason}; hãy sửa dòng này (thụt lề, dấu nháy, dấu ngoặc)',
  },
  PROCEDURE_FILE_TOO_DEEP: {
    status: 400,
    en: 'values are nested more than {most} deep here; flatten the route',
    vi: 'các giá trị lồng nhau quá {most} cấp tại đây; hãy làm phẳng quy trình',
  },
  PROCEDURE_FILE_ALIAS: {
    status: 400,
    en: 'alias "{value}" is unknown, contains itself, or is one of more than {most}; write the value out',
    vi: 'bí danh "{value}" không tồn tại, tự tham chiếu hoặc vượt quá {most} bí danh; hãy viết đầy đủ giá trị',
  },
  PROCEDURE_FILE_TAG: {
    status: 400,
    en: 'tag or key "{value}" is not allowed; use plain text, numbers, true/false, lists and keys that are text',
    vi: 'không dùng thẻ hoặc khóa "{value}"; chỉ dùng văn bản, số, true/false, danh sách và khóa là văn bản',
  },
  PROCEDURE_KEY_TWICE: {
    status: 400,
    en: 'key "{key}" is given twice; keep one of them',
    vi: 'khóa "{key}" được ghi hai lần; hãy giữ lại một',
  },
  PROCEDURE_KEY_UNKNOWN: {
    status: 400,
    en: '"{field}" has the unknown key "{key}"; the nearest allowed one is "{nearest}" (allowed: {allowed})',
    vi: '"{field}" có khóa không xác định "{key}"; khóa hợp lệ gần nhất là "{nearest}" (các khóa hợp lệ: {allowed})',
  },
  PROCEDURE_KEY_MISSING: {
    status: 400,
    en: '"{field}" is missing; add "{key}"',
    vi: 'thiếu "{field}"; hãy bổ sung "{key}"',
  },
  PROCEDURE_TEXT_UNQUOTED: {
    status: 400,
    en: '"{field}" must be text, but {value} without quotes is read as a number or as true/false; put it in quotes: "{value}"',
    vi: '"{field}" phải là văn bản, nhưng {value} không có dấu nháy được hiểu là số hoặc true/false; hãy đặt trong dấu nháy: "{value}"',
  },
  PROCEDURE_TEXT_CONTROL: {
    status: 400,
    en: '"{field}" contains the invisible character {character}; remove it',
    vi: '"{field}" chứa ký tự điều khiển {character}; hãy xóa ký tự này',
  },
  PROCEDURE_VALUE_TYPE: {
    status: 400,
    en: '"{field}" is of type {found} and must be of type {expected}; write a value of that type',
    vi: '"{field}" có kiểu {found}, phải là kiểu {expected}; hãy nhập giá trị đúng kiểu',
  },
  PROCEDURE_VALUE_UNKNOWN: {
    status: 400,
    en: '"{field}" is "{value}"; the nearest allowed value is "{nearest}" (allowed: {allowed})',
    vi: '"{field}" là "{value}"; giá trị hợp lệ gần nhất là "{nearest}" (các giá trị hợp lệ: {allowed})',
  },
  PROCEDURE_VALUE_FORM: {
    status: 400,
    en: '"{field}" is "{value}"; write it like {example}',
    vi: '"{field}" là "{value}"; hãy viết theo dạng {example}',
  },
  PROCEDURE_VALUE_SIZE: {
    status: 400,
    en: '"{field}" has size {size} (characters or entries); it must be between {least} and {most}',
    vi: '"{field}" có kích thước {size} (ký tự hoặc mục); phải từ {least} đến {most}',
  },
  PROCEDURE_SHAPE_UNKNOWN: {
    status: 400,
    en: '"{field}" has none of the forms it may have; write one of: {allowed}',
    vi: '"{field}" không thuộc dạng nào được phép; hãy viết một trong các dạng: {allowed}',
  },
  PROCEDURE_MORE_PROBLEMS: {
    status: 400,
    en: 'there are {count} more problems; correct those above first and check again',
    vi: 'còn {count} lỗi khác; hãy sửa các lỗi trên rồi kiểm tra lại',
  },

  PROCEDURE_VERSION_INVALID: {
    status: 422,
    en: '"{field}" is {value}; versions are the whole numbers 1, 2, 3 … up to {most}',
    vi: '"{field}" là {value}; phiên bản là các số nguyên 1, 2, 3 … đến {most}',
  },
  PROCEDURE_DATE_INVALID: {
    status: 422,
    en: '"{field}" is "{value}", no date between {from} and {to}; write it like "2026-07-01"',
    vi: '"{field}" là "{value}", không phải ngày hợp lệ từ {from} đến {to}; hãy viết theo dạng "2026-07-01"',
  },
  PROCEDURE_DATES_DISORDERED: {
    status: 422,
    en: '"effectiveTo" ({to}) is not after "effectiveFrom" ({from}); it is the first day on which this version is no longer in force',
    vi: '"effectiveTo" ({to}) không sau "effectiveFrom" ({from}); đó là ngày đầu tiên phiên bản này hết hiệu lực',
  },
  PROCEDURE_LIMIT_AMOUNT: {
    status: 422,
    en: '"{field}" is {value}; a limit is above zero and at most {most}, calendar days are whole, and "0 working days" (the same day) is for the dossier and its steps only',
    vi: '"{field}" là {value}; thời hạn phải lớn hơn 0 và không quá {most}, ngày dương lịch là số nguyên, "0 working days" (trong ngày) chỉ dùng cho hồ sơ và các bước',
  },
  PROCEDURE_LADDER_DISORDERED: {
    status: 422,
    en: '"{field}" is not longer than the rung before it; order the ladder from the first to the last addressee',
    vi: '"{field}" không dài hơn bậc trước; hãy sắp xếp các bậc cảnh báo theo thứ tự thời gian',
  },
  PROCEDURE_NUMBER_INVALID: {
    status: 422,
    en: '"{field}" is {value}; it must be a whole number from {least} to {most}',
    vi: '"{field}" là {value}; phải là số nguyên từ {least} đến {most}',
  },
  PROCEDURE_NAME_FORM: {
    status: 422,
    en: '"{field}" is "{value}"; names are lower-case words joined by hyphens, like "check-rights" (facts also like "wantsIdCard"), and no reserved word',
    vi: '"{field}" là "{value}"; tên gồm các từ viết thường nối bằng dấu gạch ngang, ví dụ "check-rights" (thông tin có thể viết "wantsIdCard"), không trùng từ dành riêng',
  },
  PROCEDURE_NAME_TWICE: {
    status: 422,
    en: '"{field}" is "{value}", a name already used at "{first}"; rename one of them',
    vi: '"{field}" là "{value}", tên đã dùng tại "{first}"; hãy đổi một trong hai tên',
  },
  PROCEDURE_FACT_OPTIONS: {
    status: 422,
    en: 'fact "{fact}" is of type {type}: a choice lists at least two options, the others list none; correct "options" or "type"',
    vi: 'thông tin "{fact}" có kiểu {type}: kiểu choice phải có ít nhất hai lựa chọn, kiểu khác không có; hãy sửa "options" hoặc "type"',
  },

  PROCEDURE_OPTION_UNKNOWN: {
    status: 422,
    en: '"{field}" names "{value}", which is no option of this question; the options are: {allowed}',
    vi: '"{field}" đặt tên cho "{value}", không phải lựa chọn của câu hỏi này; các lựa chọn: {allowed}',
  },

  PROCEDURE_FIRST_STEP: {
    status: 422,
    en: 'a route begins with a step of kind "receive" at "receiving-unit"; put it first',
    vi: 'quy trình phải bắt đầu bằng bước loại "receive" tại "receiving-unit"; hãy đặt bước này ở đầu',
  },
  PROCEDURE_LAST_STEP: {
    status: 422,
    en: 'a route ends with a step of kind "return" at "receiving-unit", outside every block; put it last',
    vi: 'quy trình phải kết thúc bằng bước loại "return" tại "receiving-unit", nằm ngoài mọi khối; hãy đặt bước này ở cuối',
  },
  PROCEDURE_KIND_ONCE: {
    status: 422,
    en: 'step "{step}" is a second "{kind}"; a route has exactly one, so give this step another kind or remove it',
    vi: 'bước "{step}" là bước "{kind}" thứ hai; quy trình chỉ có đúng một, hãy đổi loại hoặc xóa bước này',
  },
  PROCEDURE_ROUTE_SIZE: {
    status: 422,
    en: 'the route has {size} blocks, more than {most}; divide the procedure',
    vi: 'quy trình có {size} khối, vượt quá {most}; hãy tách thủ tục',
  },
  PROCEDURE_ROUTE_DEPTH: {
    status: 422,
    en: 'blocks are nested {size} deep here, more than {most}; flatten the route',
    vi: 'các khối lồng nhau {size} cấp tại đây, vượt quá {most}; hãy làm phẳng quy trình',
  },
  PROCEDURE_GO_BACK_UNKNOWN: {
    status: 422,
    en: '"{field}" is "{value}", which has not been executed on any way to here; go back to one of: {allowed}',
    vi: '"{field}" là "{value}", bước chưa thực hiện trên bất kỳ đường nào đến đây; hãy quay lại một trong: {allowed}',
  },
  PROCEDURE_GO_BACK_INTO_BLOCK: {
    status: 422,
    en: '"{field}" leads to "{value}" inside a parallel block that is closed here; go back to a step before that block: {allowed}',
    vi: '"{field}" dẫn đến "{value}" bên trong khối song song đã đóng; hãy quay lại bước trước khối đó: {allowed}',
  },
  PROCEDURE_GO_BACK_ACROSS_PHASE: {
    status: 422,
    en: '"{field}" leads to "{value}" in an earlier phase, whose appointment has been met; go back to a step after the financial obligation: {allowed}',
    vi: '"{field}" dẫn đến "{value}" ở giai đoạn trước, đã hoàn thành lịch hẹn; hãy quay lại bước sau nghĩa vụ tài chính: {allowed}',
  },
  PROCEDURE_NEVER_ENDS: {
    status: 422,
    en: 'every way through "{field}" goes back, so the route never ends; put "goBackTo" into a case of a choice that has another way out',
    vi: 'mọi đường qua "{field}" đều quay lại nên quy trình không bao giờ kết thúc; hãy đặt "goBackTo" trong một nhánh lựa chọn có lối ra khác',
  },
  PROCEDURE_UNREACHABLE: {
    status: 422,
    en: '"{field}" comes after a block that always goes back, and is never reached; remove it or move it before',
    vi: '"{field}" đứng sau khối luôn quay lại nên không bao giờ được thực hiện; hãy xóa hoặc chuyển lên trước',
  },
  PROCEDURE_LOOP_UNDECIDED: {
    status: 422,
    en: 'nothing between "{value}" and this "goBackTo" can decide otherwise the second time; let the choice ask for the outcome of a step inside the loop',
    vi: 'không có bước nào giữa "{value}" và "goBackTo" này có thể quyết định khác ở lần sau; hãy chọn theo kết quả của một bước trong vòng lặp',
  },
  PROCEDURE_FACT_UNKNOWN: {
    status: 422,
    en: '"{field}" asks for "{value}", which is not among the facts; declare it under "facts" or use one of: {allowed}',
    vi: '"{field}" hỏi "{value}" chưa khai báo trong "facts"; hãy khai báo hoặc dùng một trong: {allowed}',
  },
  PROCEDURE_FACT_TYPE: {
    status: 422,
    en: '"{field}" is {value}, but fact "{fact}" is of type {type} (allowed: {allowed}); "atLeast" is for numbers only',
    vi: '"{field}" là {value}, nhưng thông tin "{fact}" có kiểu {type} (hợp lệ: {allowed}); "atLeast" chỉ dùng cho số',
  },
  PROCEDURE_OUTCOME_STEP: {
    status: 422,
    en: '"{field}" asks for the outcome of "{value}", which is no step completed before; use one of: {allowed}',
    vi: '"{field}" hỏi kết quả của "{value}", không phải bước đã hoàn thành trước đó; hãy dùng một trong: {allowed}',
  },
  PROCEDURE_OUTCOME_UNKNOWN: {
    status: 422,
    en: '"{field}" is "{value}", but step "{step}" is decided as one of: {allowed}; correct it or add the outcome to the step',
    vi: '"{field}" là "{value}", nhưng bước "{step}" chỉ có các kết quả: {allowed}; hãy sửa hoặc bổ sung kết quả cho bước',
  },
  PROCEDURE_REFUSED_MISPLACED: {
    status: 422,
    en: 'step "{step}" of kind "{kind}" cannot refuse the application; only examine, consult and sign can, and "refused" is never the first outcome',
    vi: 'bước "{step}" loại "{kind}" không có quyền từ chối; chỉ examine, consult, sign được từ chối và "refused" không đứng đầu danh sách kết quả',
  },
  PROCEDURE_CONSULT_MISSING: {
    status: 422,
    en: 'step "{step}" is of kind "consult" and says nobody to ask; add "consult" with agencies, replyWithin and silence',
    vi: 'bước "{step}" loại "consult" nhưng chưa nêu cơ quan được lấy ý kiến; hãy bổ sung "consult" gồm agencies, replyWithin, silence',
  },
  PROCEDURE_KEY_MISPLACED: {
    status: 422,
    en: '"{key}" belongs to steps of kind "{right}", and step "{step}" is of kind "{kind}"; remove it or change the kind',
    vi: '"{key}" chỉ dùng cho bước loại "{right}", còn bước "{step}" là loại "{kind}"; hãy xóa hoặc đổi loại bước',
  },
  PROCEDURE_QUORUM: {
    status: 422,
    en: '"{field}" is {value}; a quorum is a whole number from 1 to {most}, the number of branches or agencies',
    vi: '"{field}" là {value}; số tối thiểu phải là số nguyên từ 1 đến {most} (số nhánh hoặc số cơ quan)',
  },
  PROCEDURE_OBLIGATION_NESTED: {
    status: 422,
    en: 'step "{step}" is a financial obligation inside a block; it ends a phase of the whole dossier, so put it at the top level of the route',
    vi: 'bước "{step}" là nghĩa vụ tài chính nằm trong khối; bước này kết thúc một giai đoạn của hồ sơ nên phải đặt ở cấp ngoài cùng',
  },
  PROCEDURE_PHASES: {
    status: 422,
    en: 'there are {phases} phases and {obligations} financial obligations; phases are one more than the obligations that separate them',
    vi: 'có {phases} giai đoạn và {obligations} bước nghĩa vụ tài chính; số giai đoạn phải nhiều hơn số bước nghĩa vụ tài chính đúng một',
  },
  PROCEDURE_LIMIT_OR_PHASES: {
    status: 422,
    en: '"timeLimit" needs either "limit" or "phases", and "variants" go with "limit" only; keep what applies',
    vi: '"timeLimit" cần một trong hai: "limit" hoặc "phases"; "variants" chỉ đi cùng "limit"; hãy giữ phần áp dụng',
  },
  PROCEDURE_PATH_TOO_LONG: {
    status: 422,
    en: 'the longest way takes {path} working days and "{field}" allows {limit} ({steps}; assuming {assuming}); shorten these steps, or state the limit the law gives',
    vi: 'đường dài nhất mất {path} ngày làm việc nhưng "{field}" chỉ cho {limit} ({steps}; giả định {assuming}); hãy rút ngắn các bước hoặc ghi đúng thời hạn luật định',
  },
  PROCEDURE_TIER_ABSENT: {
    status: 422,
    en: '"{field}" is "{value}", and there are no such agencies on {date}; write one of: {allowed}',
    vi: '"{field}" là "{value}" nhưng không có cơ quan cấp đó ngày {date}; hãy ghi một trong: {allowed}',
  },
  PROCEDURE_OFFERED_NOWHERE: {
    status: 422,
    en: 'no agency of tiers {tiers} plays "{role}" on {date}, so nobody could submit this; correct "offeredAt" or the effective date',
    vi: 'không có cơ quan cấp {tiers} đảm nhiệm "{role}" ngày {date} nên không nơi nào tiếp nhận; hãy sửa "offeredAt" hoặc ngày hiệu lực',
  },
  PROCEDURE_ROLE_UNRESOLVED: {
    status: 422,
    en: 'role "{role}" does not lead to exactly one agency at {failed} of {tried} units on {date} (e.g. {examples}); use a role that is played there (nearest: "{nearest}"), or correct the agencies',
    vi: 'vai trò "{role}" không xác định đúng một cơ quan tại {failed}/{tried} đơn vị ngày {date} (ví dụ {examples}); hãy dùng vai trò có tại đó (gần nhất: "{nearest}") hoặc sửa danh mục cơ quan',
  },
  PROCEDURE_POST_MISSING: {
    status: 422,
    en: 'step "{step}" is for a "{officer}", and no agency that plays "{role}" on {date} has that post (they have: {posts}); choose one of those',
    vi: 'bước "{step}" dành cho "{officer}", nhưng không cơ quan nào có vai trò "{role}" ngày {date} có vị trí đó (có: {posts}); hãy chọn một vị trí đã có',
  },
} as const satisfies Record<string, ErrorEntry>;

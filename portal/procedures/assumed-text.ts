import type { Language, Text } from '../app/language';

const FIELDS: Readonly<Record<string, Text>> = {
  code: { vi: 'mã', en: 'code' },
  name: { vi: 'tên', en: 'name' },
  kind: { vi: 'loại việc', en: 'kind of step' },
  agency: { vi: 'cơ quan', en: 'agency' },
  limit: { vi: 'thời hạn', en: 'limit' },
  route: { vi: 'quy trình', en: 'route' },
  facts: { vi: 'thông tin kê khai', en: 'questions' },
  fees: { vi: 'phí, lệ phí', en: 'fees' },
  documents: { vi: 'thành phần hồ sơ', en: 'documents' },
  legalBasis: { vi: 'căn cứ pháp lý', en: 'legal basis' },
  offeredAt: { vi: 'nơi nộp', en: 'where it is handed in' },
  serviceLevel: { vi: 'mức dịch vụ công', en: 'service level' },
  effectiveFrom: { vi: 'ngày có hiệu lực', en: 'in force from' },
  validFrom: { vi: 'ngày bắt đầu', en: 'beginning' },
  validTo: { vi: 'ngày kết thúc', en: 'end' },
  successors: { vi: 'cơ quan kế thừa', en: 'successors' },
  timeLimit: { vi: 'thời hạn giải quyết', en: 'time limit' },
  consult: { vi: 'lấy ý kiến', en: 'consultation' },
  supplement: { vi: 'quy định bổ sung hồ sơ', en: 'supplements' },
  acknowledgeWithin: { vi: 'hạn xác nhận đã nhận', en: 'limit to acknowledge' },
  waitAtMost: { vi: 'thời gian chờ lâu nhất', en: 'longest wait' },
};

/** Which part of a file is assumed, in words: `timeLimit.phases` is of the time limit; each is named once. */
export function assumedText(assumed: readonly string[], language: Language): string {
  const words = assumed.map((path) => {
    const [field = ''] = path.split('.');
    return Object.hasOwn(FIELDS, field) ? FIELDS[field]![language] : path;
  });
  return [...new Set(words)].join(', ');
}

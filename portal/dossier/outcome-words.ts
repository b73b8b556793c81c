import type { Text } from '../app/language';
import { outcomeName } from '../parts/role-names';

/** Outcomes that no route names: of consultations, obligations and returns. */
const OTHERS: Readonly<Record<string, Text>> = {
  agree: { vi: 'Đồng ý', en: 'Agrees' },
  disagree: { vi: 'Không đồng ý', en: 'Disagrees' },
  'no-objection': { vi: 'Không có ý kiến khác', en: 'No objection' },
  payment: { vi: 'Đã nộp tiền', en: 'Paid' },
  exemption: { vi: 'Được miễn', en: 'Exempt' },
  debt: { vi: 'Ghi nợ', en: 'Entered as a debt' },
  returned: { vi: 'Đã trả kết quả', en: 'Result returned' },
};

/** How a task ended. */
export const outcomeWords = (outcome: string): Text => OTHERS[outcome] ?? outcomeName(outcome);

import type { Text } from '../app/language';

export interface MarkWords {
  /** Stands in the drawing. */
  readonly letter: string;
  readonly name: Text;
}

const mark = (letter: string, vi: string, en: string): MarkWords => ({ letter, name: { vi, en } });

const MARKS: Readonly<Record<string, MarkWords>> = {
  submitted: mark('N', 'Nộp hồ sơ', 'Handed in'),
  accepted: mark('T', 'Tiếp nhận', 'Accepted'),
  missed: mark('!', 'Lỡ thời hạn', 'A date was missed'),
  apology: mark('X', 'Xin lỗi, hẹn lại', 'Apology'),
  resolved: mark('K', 'Có kết quả', 'Decided'),
  returned: mark('R', 'Trả kết quả', 'Result returned'),
  ended: mark('D', 'Kết thúc', 'Ended'),
  escalation: mark('B', 'Báo cáo, cảnh báo', 'People were told'),
};

export const markWords = (name: string): MarkWords => MARKS[name] ?? mark('?', name, name);

const PAUSES: Readonly<Record<string, Text>> = {
  supplement: { vi: 'chờ bổ sung', en: 'a supplement is awaited' },
  'financial-obligation': { vi: 'chờ nghĩa vụ tài chính', en: 'a payment is awaited' },
  'outside-confirmation': { vi: 'chờ xác nhận bên ngoài', en: 'somebody outside must confirm' },
};

/** Why the clock stands still. */
export const pauseName = (rule: string): Text => PAUSES[rule] ?? { vi: rule, en: rule };

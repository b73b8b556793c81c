import type { Text } from '../app/language';
import type { QuickAct } from './own-acts';

interface ActWords {
  readonly name: Text;
  readonly done: Text;
}

export const ACT_WORDS: Readonly<Record<QuickAct, ActWords>> = {
  acknowledge: { name: { vi: 'Xác nhận đã nhận', en: 'Acknowledge' }, done: { vi: 'Đã xác nhận đã nhận', en: 'Acknowledged' } },
  'take-up': { name: { vi: 'Nhận việc', en: 'Take up' }, done: { vi: 'Đã nhận việc', en: 'Taken up' } },
  release: { name: { vi: 'Trả lại việc', en: 'Release' }, done: { vi: 'Đã trả lại việc', en: 'Released' } },
};

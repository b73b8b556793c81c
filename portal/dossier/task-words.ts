import type { Schemas } from '../app/api';
import type { Text } from '../app/language';

const STATUSES: Readonly<Record<Schemas['Task']['status'], Text>> = {
  sent: { vi: 'Chờ xác nhận đã nhận', en: 'To be acknowledged' },
  open: { vi: 'Chưa ai nhận', en: 'Not taken up' },
  taken: { vi: 'Đang xử lý', en: 'Being worked on' },
  suspended: { vi: 'Chờ bổ sung', en: 'Waits for a supplement' },
  done: { vi: 'Đã xong', en: 'Done' },
  cancelled: { vi: 'Đã hủy', en: 'Cancelled' },
  silent: { vi: 'Không trả lời', en: 'Silent' },
};

/** How far a task has come. */
export const taskStatus = (status: string): Text => STATUSES[status as Schemas['Task']['status']] ?? { vi: status, en: status };

import type { Text } from '../app/language';

export const QUEUES = ['dossiers', 'tasks', 'overdue', 'today', 'sent', 'unassigned', 'stopped'] as const;
export type QueuePart = (typeof QUEUES)[number];

/** What is counted of an agency's open work. */
export const QUEUE_NAMES: Readonly<Record<QueuePart, Text>> = {
  dossiers: { vi: 'Hồ sơ đang giữ', en: 'Dossiers held' },
  tasks: { vi: 'Việc đang mở', en: 'Open tasks' },
  overdue: { vi: 'Việc quá hạn', en: 'Overdue' },
  today: { vi: 'Đến hạn hôm nay', en: 'Due today' },
  sent: { vi: 'Chưa xác nhận đã nhận', en: 'Not acknowledged' },
  unassigned: { vi: 'Chưa có người nhận', en: 'Taken by nobody' },
  stopped: { vi: 'Đang tạm dừng', en: 'Clock stopped' },
};

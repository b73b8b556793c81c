import { openSupplements } from './state';
import type { DossierState } from './state';

/** The national portal's status codes (`TrangThaiHoSo`, domain.md §3.1). Derived at any moment, never stored beside the state. */
export const NATIONAL_STATUS = {
  1: { vi: 'Mới đăng ký', en: 'newly registered' },
  2: { vi: 'Được tiếp nhận', en: 'received' },
  3: { vi: 'Không được tiếp nhận', en: 'not accepted' },
  4: { vi: 'Đang xử lý', en: 'processing' },
  5: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'supplement requested' },
  6: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'waiting for a financial obligation' },
  7: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'withdrawn on request' },
  8: { vi: 'Dừng xử lý', en: 'stopped' },
  9: { vi: 'Đã xử lý xong', en: 'processed' },
  10: { vi: 'Đã trả kết quả', en: 'result returned' },
} as const;

export type NationalStatus = keyof typeof NATIONAL_STATUS;

/** A supplement is one until an officer has confirmed it: only then does the clock run again (domain.md §3.3). */
export function nationalStatus(state: DossierState): NationalStatus {
  switch (state.stage) {
    case 'submitted':
      return openSupplements(state).length > 0 ? 5 : 1;
    case 'refused-intake':
      return 3;
    case 'processing':
      if (openSupplements(state).some((s) => s.stopsDossier)) return 5;
      if (state.money.obligation === 'noticed') return 6;
      return Object.values(state.tasks).some((t) => t.kind !== 'receive') ? 4 : 2;
    case 'withdrawn':
      return 7;
    case 'stopped':
      return 8;
    // Not completed at reception it was never accepted; later it is stopped on a legal ground.
    case 'lapsed':
      return state.acceptedAt === null ? 3 : 8;
    case 'resolved':
      return 9;
    case 'returned':
      return 10;
  }
}

import type { Schemas } from '../app/api';
import type { Text } from '../app/language';

type HistoryItem = Schemas['History']['items'][number];

/** An official paper that a dossier has brought about: the form's number, and the event it states. */
export interface Paper {
  /** In the address: `02-1`. */
  readonly id: string;
  readonly form: keyof typeof FORMS;
  /** Its number among those of the same form. */
  readonly n: number;
  /** Of the control slip there is no single event. */
  readonly event: HistoryItem | null;
}

/**
 * Forms of Circular 03/2025/TT-VPCP, before it of Circular 01/2018/TT-VPCP; form 01 is the receipt. No circular numbers the
 * paper of a decision that refuses.
 */
export const FORMS = {
  '02': { type: 'SupplementRequested', vi: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ', en: 'Request for a supplement' },
  '03': { type: 'IntakeRefused', vi: 'Phiếu từ chối tiếp nhận giải quyết hồ sơ', en: 'Notice of refusal' },
  '04': { type: 'ApologyIssued', vi: 'Văn bản xin lỗi và hẹn lại ngày trả kết quả', en: 'Apology and new appointment' },
  '05': { type: 'DossierStopped', vi: 'Thông báo dừng giải quyết hồ sơ', en: 'Notice that the dossier is stopped' },
  TC: { type: 'DossierResolved', vi: 'Văn bản từ chối giải quyết hồ sơ', en: 'Decision of refusal' },
  '06': { type: null, vi: 'Phiếu kiểm soát quá trình giải quyết hồ sơ', en: 'Control slip' },
} as const satisfies Readonly<Record<string, Text & { readonly type: string | null }>>;

/** What can be printed of a dossier, in the order of the forms. */
export function papersOf(history: readonly HistoryItem[]): readonly Paper[] {
  const forms = ['02', '03', '04', '05', 'TC', '06'] as const satisfies readonly Paper['form'][];
  return forms.flatMap((form): Paper[] => {
    const { type } = FORMS[form];
    if (type === null) return [{ id: form, form, n: 1, event: null }];
    return history.filter((item) => item.kind === 'event' && item.type === type && (form !== 'TC' || item.detail['refused'] === true)).map((event, i) => ({ id: `${form}-${i + 1}`, form, n: i + 1, event }));
  });
}

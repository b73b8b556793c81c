import type { Schemas } from '../app/api';
import type { Text } from '../app/language';

type Operations = Schemas['Operations'];

export interface Wait {
  readonly id: string;
  readonly name: Text;
  readonly meaning: Text;
  readonly wayOut: Text;
  /** Something is wrong as soon as there is one. */
  readonly trouble: boolean;
  readonly count: (now: Operations) => number;
  /** What to type where nothing else helps, for one dossier. */
  readonly command?: (dossier: string) => string;
}

/** Everything a dossier can wait for, and what gets it going again. */
export const WAITS: readonly Wait[] = [
  {
    id: 'person',
    name: { vi: 'Chờ người xử lý', en: 'For a person' },
    meaning: { vi: 'Có việc làm được ngay, đang ở một cơ quan.', en: 'There is work that somebody may do now.' },
    wayOut: { vi: 'Đôn đốc cơ quan đang giữ hồ sơ; việc quá hạn xem ở trang Giám sát.', en: 'Urge the agency that has it; what is late stands under Supervision.' },
    trouble: false,
    count: ({ waitingFor }) => waitingFor.person,
  },
  {
    id: 'applicant',
    name: { vi: 'Chờ người nộp hồ sơ', en: 'For the applicant' },
    meaning: { vi: 'Cần bổ sung giấy tờ hoặc nộp tiền; thời hạn đang tạm dừng.', en: 'A supplement or a payment is wanted; the clock stands still.' },
    wayOut: { vi: 'Không phải làm gì: hết hạn bổ sung hồ sơ tự đóng. Nên gọi nhắc người nộp.', en: 'Nothing to be done: it closes when the supplement lapses. A call to the applicant helps.' },
    trouble: false,
    count: ({ waitingFor }) => waitingFor.applicant,
  },
  {
    id: 'timer',
    name: { vi: 'Chờ đến ngày', en: 'For a date' },
    meaning: { vi: 'Chỉ chờ một mốc thời gian: niêm yết, xác nhận bên ngoài.', en: 'Only a date moves it: a public posting, an outside confirmation.' },
    wayOut: { vi: 'Tự chạy tiếp khi đến mốc. Quá mốc mà đứng yên thì sang mục “Đứng yên”.', en: 'It goes on by itself then. One that does not is under “Does not move”.' },
    trouble: false,
    count: ({ waitingFor }) => waitingFor.timer,
  },
  {
    id: 'consultation',
    name: { vi: 'Cơ quan được hỏi chưa trả lời', en: 'Silent: consulted agencies' },
    meaning: { vi: 'Đã quá hạn trả lời ý kiến mà chưa trả lời.', en: 'Past their reply date, with no reply.' },
    wayOut: { vi: 'Đôn đốc cơ quan được hỏi. Nếu gửi nhầm, kiểm soát thủ tục hành chính chuyển lại cho cơ quan khác ngay trên trang hồ sơ.', en: 'Urge the agency. One that was asked by mistake is re-routed by procedure control on the page of the dossier.' },
    trouble: true,
    count: ({ silentPartners }) => silentPartners.consultations.count,
  },
  {
    id: 'hand-over',
    name: { vi: 'Nơi nhận chưa xác nhận', en: 'Silent: hand-overs' },
    meaning: { vi: 'Hồ sơ đã chuyển nhưng nơi nhận chưa xác nhận đã nhận trong thời hạn.', en: 'Handed over, and not acknowledged within its limit.' },
    wayOut: { vi: 'Gọi nơi nhận bấm “Xác nhận đã nhận”. Chuyển nhầm thì nơi gửi rút lại, hoặc kiểm soát thủ tục hành chính chuyển lại.', en: 'Call the receiver to acknowledge it. What was sent by mistake is recalled by the sender, or re-routed by procedure control.' },
    trouble: true,
    count: ({ silentPartners }) => silentPartners.handOvers.count,
  },
  {
    id: 'unmoved',
    name: { vi: 'Đứng yên quá mốc', en: 'Does not move' },
    meaning: { vi: 'Mốc thời gian đã qua hai phút mà quy trình không chạy tiếp.', en: 'Its date passed two minutes ago and its workflow has not moved.' },
    wayOut: { vi: 'Chạy “npx lienthong doctor” để biết nguyên nhân. Không sửa được thì khôi phục hồ sơ từ nhật ký bằng lệnh ở cột cuối.', en: 'Run “npx lienthong doctor” for the cause. One beyond mending goes on from its log with the command in the last column.' },
    trouble: true,
    count: ({ unmovedTimers }) => unmovedTimers.count,
    command: (dossier) => `npx lienthong dossier recover ${dossier} --replace-running`,
  },
  {
    id: 'unstarted',
    name: { vi: 'Đã nộp, chưa chạy', en: 'Handed in, not begun' },
    meaning: { vi: 'Hồ sơ đã lưu nhưng quy trình chưa bắt đầu.', en: 'Stored, and its workflow has not begun.' },
    wayOut: { vi: 'Hệ thống tự bắt đầu lại trong khoảng hai phút. Lâu hơn thì kiểm tra tiến trình xử lý bằng “npx lienthong doctor”.', en: 'It is begun by itself within about two minutes. If not, look for the workers with “npx lienthong doctor”.' },
    trouble: true,
    count: ({ orphanSubmissions }) => orphanSubmissions.count,
  },
];

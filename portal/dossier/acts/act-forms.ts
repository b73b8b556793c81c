import type { Text } from '../../app/language';
import type { ActName } from '../../parts/performed';

/** What is asked for one field of an act; its name is the API's (contracts/act-request.ts). */
export type FieldForm =
  | { readonly kind: 'line'; readonly name: string; readonly label: Text; readonly hint?: Text; readonly required: boolean }
  | { readonly kind: 'text'; readonly name: 'reason' | 'note'; readonly label: Text; readonly hint?: Text; readonly required: boolean }
  | { readonly kind: 'choice'; readonly name: string; readonly label: Text; readonly choices: readonly { readonly value: string; readonly label: Text }[] }
  /** The task it is asked from, where there is more than one. */
  | { readonly kind: 'task' }
  /** Which of several supplements. */
  | { readonly kind: 'supplement' }
  | { readonly kind: 'items' }
  | { readonly kind: 'outcome' }
  | { readonly kind: 'facts' }
  | { readonly kind: 'person' }
  | { readonly kind: 'agency' }
  | { readonly kind: 'step' }
  | { readonly kind: 'moment'; readonly name: string; readonly label: Text; readonly hint?: Text }
  | { readonly kind: 'new-due' }
  /** What the acceptance lets off, with its reasons. */
  | { readonly kind: 'exceptions' }
  /** Of a refusal: its ground, and where to complain. */
  | { readonly kind: 'ground' }
  | { readonly kind: 'appeal' };

export interface ActForm {
  readonly name: Text;
  /** What follows from it; said before it is done. */
  readonly effect?: Text;
  /** It cannot be taken back: the dialog says so, and its button is red. */
  readonly final?: true;
  /** What the work is about, rather than around it. */
  readonly main?: true;
  /** Done by one click: nothing to fill in, and easily undone. */
  readonly atOnce?: true;
  readonly fields: readonly FieldForm[];
}

const text = (vi: string, en: string): Text => ({ vi, en });
const reason = (required = false): FieldForm => ({ kind: 'text', name: 'reason', label: text('Lý do', 'Reason'), required });
const note: FieldForm = { kind: 'text', name: 'note', label: text('Ghi chú', 'Note'), required: false };
const line = (name: string, label: Text, hint?: Text): FieldForm => ({ kind: 'line', name, label, ...(hint ? { hint } : {}), required: true });
const choice = (name: string, label: Text, ...choices: readonly (readonly [value: string, vi: string, en: string])[]): FieldForm => ({
  kind: 'choice', name, label, choices: choices.map(([value, vi, en]) => ({ value, label: text(vi, en) })),
});

/** Every act that people do on a dossier: what it is called, what follows, what it asks for. */
export const ACT_FORMS: Readonly<Partial<Record<ActName, ActForm>>> = {
  accept: {
    name: text('Tiếp nhận hồ sơ', 'Accept the dossier'),
    main: true,
    effect: text('Hồ sơ được cấp mã và ngày hẹn trả; thời hạn giải quyết bắt đầu tính.', 'It gets its code and its appointment; its time begins to run.'),
    fields: [{ kind: 'exceptions' }],
  },
  'refuse-intake': {
    name: text('Từ chối tiếp nhận', 'Refuse to accept it'),
    final: true,
    effect: text('Hồ sơ kết thúc. Người nộp nhận phiếu từ chối (Mẫu số 03) với căn cứ và lý do.', 'It ends. The applicant gets the notice of refusal (form 03) with ground and reason.'),
    fields: [
      choice(
        'ground', text('Căn cứ từ chối', 'Ground'),
        // As they stand on the official form, in Vietnamese whatever the language of the page.
        ['Không thuộc thẩm quyền tiếp nhận, giải quyết', 'Không thuộc thẩm quyền tiếp nhận, giải quyết', "Not within this unit's competence"],
        ['Hồ sơ trùng với hồ sơ đang giải quyết', 'Hồ sơ trùng với hồ sơ đang giải quyết', 'The same dossier is in process already'],
        ['Không đủ điều kiện theo quy định', 'Không đủ điều kiện theo quy định', 'The conditions of the law are not met'],
        ['Giấy tờ không hợp lệ, không thể bổ sung', 'Giấy tờ không hợp lệ, không thể bổ sung', 'Papers that are not valid and cannot be mended'],
      ),
      { kind: 'text', name: 'reason', label: text('Lý do cụ thể', 'Reason'), hint: text('Ghi rõ quy định làm căn cứ và hướng dẫn người nộp', 'Name the rule, and what the applicant can do'), required: true },
      { kind: 'appeal' },
    ],
  },
  'pay-fee': { name: text('Ghi nhận đã nộp phí', 'Record the fee as paid'), fields: [line('reference', text('Số biên lai', 'Receipt number'))] },
  'request-supplement': {
    name: text('Yêu cầu bổ sung', 'Ask for a supplement'),
    effect: text('Thời hạn dừng lại đến khi bổ sung xong rồi tính lại từ đầu. Chỉ được yêu cầu một lần: hãy nêu đầy đủ.', 'The time stops until it is there, and then starts again from zero. It may be asked for once only: name everything.'),
    fields: [{ kind: 'task' }, { kind: 'items' }, { kind: 'text', name: 'note', label: text('Lý do, hướng dẫn', 'Reason, instructions'), required: false }],
  },
  'provide-supplement': {
    name: text('Ghi nhận đã bổ sung', 'Record the supplement'),
    effect: text('Ghi nhận người nộp đã nộp giấy tờ bổ sung; sau đó còn phải kiểm tra và xác nhận đủ.', 'The applicant has handed it in; it is still to be checked and confirmed.'),
    fields: [{ kind: 'supplement' }],
  },
  'confirm-supplement': {
    name: text('Xác nhận đã bổ sung đủ', 'Confirm the supplement'),
    main: true,
    effect: text('Thời hạn giải quyết tính lại từ đầu, kể từ khi người nộp bổ sung.', 'The time starts again from zero, from when the supplement came in.'),
    fields: [{ kind: 'supplement' }],
  },
  'undo-lapse': {
    name: text('Khôi phục hồ sơ hết hạn bổ sung', 'Undo the lapse'),
    effect: text('Chỉ khi người nộp đã gửi đúng hạn mà việc ghi nhận bị muộn.', 'Only where the applicant had sent it in time and the recording was late.'),
    fields: [{ kind: 'moment', name: 'providedAt', label: text('Thời điểm người nộp đã gửi', 'When it had been sent') }, reason(true)],
  },
  acknowledge: { name: text('Xác nhận đã nhận', 'Acknowledge'), main: true, atOnce: true, fields: [] },
  assign: { name: text('Phân công', 'Assign'), fields: [{ kind: 'person' }] },
  'take-up': { name: text('Nhận việc', 'Take up'), main: true, atOnce: true, fields: [] },
  release: { name: text('Trả lại việc', 'Release'), atOnce: true, fields: [] },
  complete: {
    name: text('Hoàn thành bước', 'Complete the step'),
    main: true,
    effect: text('Hồ sơ đi tiếp theo quy trình.', 'The dossier goes on along its route.'),
    fields: [{ kind: 'outcome' }, { kind: 'facts' }, { kind: 'ground' }, note, { kind: 'appeal' }],
  },
  reply: {
    name: text('Trả lời ý kiến', 'Give the opinion'),
    main: true,
    effect: text('Ý kiến được gửi cho cơ quan chủ trì và không sửa được nữa.', 'It goes to the agency that asked, and cannot be changed any more.'),
    fields: [choice('opinion', text('Ý kiến', 'Opinion'), ['agree', 'Đồng ý', 'Agree'], ['no-objection', 'Không có ý kiến khác', 'No objection'], ['disagree', 'Không đồng ý', 'Disagree']), note],
  },
  'send-back': {
    name: text('Trả lại nơi chuyển', 'Send back'),
    effect: text(
      'Bước trước mở lại ở cơ quan đã làm. Việc trong nhánh song song hoặc việc lấy ý kiến bị chuyển nhầm thì trở về nơi chuyển để chuyển đúng cơ quan. Thời hạn chung vẫn chạy.',
      'The step before opens again where it was done. A wrong transfer within parallel branches, or of a question, goes back to its sender, who names the right agency. The time of the whole goes on.',
    ),
    fields: [reason(true)],
  },
  recall: { name: text('Rút lại việc đã chuyển', 'Recall'), effect: text('Lấy lại hồ sơ vừa chuyển khi nơi nhận chưa xử lý.', 'Takes back what was passed on while nobody has worked on it.'), fields: [reason(true)] },
  're-route': {
    name: text('Chuyển lại cho cơ quan khác', 'Re-route'),
    effect: text('Việc này chuyển sang cơ quan được chọn; cơ quan đó phải xác nhận đã nhận.', 'The task goes to the agency chosen, which has to acknowledge it.'),
    fields: [{ kind: 'agency' }, reason(true)],
  },
  'issue-notice': {
    name: text('Ra thông báo nghĩa vụ tài chính', 'Issue the notice of payment'),
    main: true,
    effect: text('Người nộp được báo; thời gian họ thực hiện không tính vào thời hạn.', 'The applicant is told; the time they take does not count.'),
    fields: [line('reference', text('Số thông báo', 'Number of the notice'))],
  },
  'return-slip': {
    name: text('Trả lại phiếu chuyển thông tin thuế', 'Return the slip to the tax office'),
    fields: [choice('erred', text('Lỗi thuộc về', 'Whose error'), ['sender', 'Bên gửi phiếu', 'The sender'], ['tax-office', 'Cơ quan thuế', 'The tax office']), reason(true)],
  },
  'settle-obligation': {
    name: text('Ghi nhận hoàn thành nghĩa vụ tài chính', 'Record the obligation as settled'),
    main: true,
    effect: text('Hồ sơ đi tiếp; lịch hẹn lần 2 bắt đầu tính.', 'The dossier goes on; its second appointment begins to run.'),
    fields: [choice('by', text('Hình thức', 'By'), ['payment', 'Đã nộp tiền', 'Payment'], ['exemption', 'Được miễn', 'Exemption'], ['debt', 'Ghi nợ', 'Entered as a debt']), line('reference', text('Số chứng từ', 'Number of the voucher'))],
  },
  apologise: {
    name: text('Xin lỗi và hẹn lại ngày trả', 'Apologise and re-appoint'),
    effect: text('Văn bản xin lỗi (Mẫu số 04) được gửi cho người nộp. Ngày hẹn chỉ được đổi một lần.', 'The letter (form 04) goes to the applicant. The date may be moved once only.'),
    fields: [{ kind: 'new-due' }, { kind: 'text', name: 'reason', label: text('Lý do chậm trễ và lời xin lỗi', 'Why it is late, and the apology'), hint: text('Người nộp đọc được nội dung này', 'The applicant will read it'), required: true }],
  },
  stop: {
    name: text('Dừng giải quyết theo yêu cầu', "Stop at the applicant's request"),
    final: true,
    effect: text('Hồ sơ kết thúc theo yêu cầu của người nộp (Mẫu số 05).', 'It ends, as the applicant asked (form 05).'),
    fields: [reason(true)],
  },
  withdraw: { name: text('Ghi nhận rút hồ sơ', 'Record a withdrawal'), final: true, effect: text('Hồ sơ kết thúc vì người nộp rút.', 'It ends because the applicant takes it back.'), fields: [reason(true)] },
  'return-result': {
    name: text('Trả kết quả', 'Return the result'),
    main: true,
    final: true,
    effect: text('Ghi nhận người nộp đã nhận kết quả; hồ sơ hoàn thành.', 'The applicant has the result; the dossier is finished.'),
    fields: [choice('way', text('Cách trả', 'Way'), ['counter', 'Trực tiếp tại Bộ phận Một cửa', 'At the counter'], ['post', 'Qua dịch vụ bưu chính', 'By post'], ['electronic', 'Bản điện tử', 'Electronically'])],
  },
  correct: {
    name: text('Đính chính sai sót của cơ quan', "Correct the agency's error"),
    effect: text('Mở lại một bước để sửa; chi phí do cơ quan chịu.', 'Opens a step again to mend it, at the cost of the agency.'),
    fields: [{ kind: 'step' }, reason(true)],
  },
  archive: { name: text('Lưu hồ sơ', 'Archive'), final: true, effect: text('Sau khi lưu, không thao tác nào trên hồ sơ được nhận nữa.', 'Afterwards nothing can be done on it any more.'), fields: [] },
};

/** What an act is called; one that people do not do by its own name. */
export const actName = (act: string): Text => ACT_FORMS[act as ActName]?.name ?? text(act, act);

/** Acts that name the task they are done on, and the version their officer saw. */
export const ON_TASK: ReadonlySet<string> = new Set(['acknowledge', 'assign', 'take-up', 'release', 'complete', 'reply', 'send-back', 'recall', 're-route', 'issue-notice', 'return-slip']);

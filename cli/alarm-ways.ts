import type { Text } from '../domain/text';

/** What mends what an alarm tells of, and how it is closed afterwards. `reference` is the dossier's code or id. */
export function wayOutOf(kind: string, alarm: number, reference: string | null): Text {
  if (ALERTS.includes(kind)) return lookInto(alarm);
  const close = `lienthong alarms close ${alarm} --because "…"`;
  const steps = reference === null && kind !== 'verification-found' ? null : stepsOf(kind, reference ?? '--all');
  if (steps === null) return { en: `find out why; then "${close}"`, vi: `tìm nguyên nhân; sau đó "${close}"` };
  return { en: `${steps.en}; then "${close}"`, vi: `${steps.vi}; sau đó "${close}"` };
}

function stepsOf(kind: string, reference: string): Text {
  const verify = `lienthong verify ${reference}`;
  const recover = `lienthong dossier recover ${reference} --replace-running`;
  switch (kind) {
    case 'recording-fenced':
      return {
        en: `an older run was kept from the log, as it should be; "${verify}" shows that the log is whole`,
        vi: `quy trình cũ đã bị chặn ghi đúng quy định; "${verify}" cho thấy nhật ký nguyên vẹn`,
      };
    case 'recording-command-repeated':
      return {
        en: `"${verify}" and "lienthong dossier history ${reference}" show what stands there; "${recover}" goes on from it`,
        vi: `xem "${verify}" và "lienthong dossier history ${reference}"; "${recover}" để tiếp tục từ nhật ký`,
      };
    case 'verification-found':
      return {
        en: `"${verify}" names the place; keep the machine as it is, compare with a backup, tell the auditor`,
        vi: `"${verify}" nêu chỗ sai lệch; giữ nguyên máy, đối chiếu bản sao lưu, báo kiểm toán`,
      };
    case 'attachment-changed':
      return {
        en: `"${verify} --files" names the file; keep it as it is, restore it from a backup, tell the auditor`,
        vi: `"${verify} --files" nêu tên tệp; giữ nguyên tệp, khôi phục từ bản sao lưu, báo kiểm toán`,
      };
    case 'code-given-twice':
      return {
        en: `two receipts bear one code: call the applicant of ${reference}, and have its id written on the receipt instead`,
        vi: `hai giấy tiếp nhận trùng mã: liên hệ người nộp của ${reference} và ghi mã định danh này lên giấy thay thế`,
      };
    case 'kept-unvouched':
      return {
        en:
          `somebody put an act or submission of ${reference} into the database, and not through a window; it was not sent: ` +
          'find out who may write there, and ask the applicant or officer to do it again if it was honest',
        vi:
          `có người ghi một thao tác hoặc hồ sơ nộp (${reference}) thẳng vào cơ sở dữ liệu; hệ thống không gửi đi: ` +
          'kiểm tra ai có quyền ghi, nếu là việc thật thì đề nghị thực hiện lại',
      };
    default:
      return {
        en: `"${verify}"; where the log is whole, "${recover}" lets the dossier go on from it`,
        vi: `"${verify}"; nếu nhật ký nguyên vẹn, "${recover}" để hồ sơ tiếp tục từ nhật ký`,
      };
  }
}

/** Of the access log: somebody must be asked, and nothing is mended. */
const ALERTS = ['mass-reading', 'night-reading', 'sign-in-failures'];

const lookInto = (alarm: number): Text => ({
  en:
    'see in "lienthong alarms list --json" who it was, and in the access log what they read; ask them, ' +
    `then "lienthong alarms close ${alarm} --because \"…\""`,
  vi:
    'xem "lienthong alarms list --json" để biết là ai và nhật ký truy cập để biết đã đọc gì; hỏi người đó, ' +
    `sau đó "lienthong alarms close ${alarm} --because \"…\""`,
});

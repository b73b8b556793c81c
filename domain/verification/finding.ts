import type { Text } from '../text';

const t = (en: string, vi: string): Text => ({ en, vi });

/** What a verification can find, with the sentence that people read. The place stands beside it. */
export const FINDINGS = {
  'event-missing': t('an event is missing from the log', 'nhật ký thiếu một sự kiện'),
  'event-changed': t('an event was changed after it was recorded', 'một sự kiện bị sửa sau khi ghi'),
  'event-columns': t('the columns of an event say something else than its text', 'cột của sự kiện khác với nội dung'),
  'head-wrong': t('the log does not end where its head says', 'nhật ký không kết thúc ở điểm cuối đã ghi'),
  'log-missing': t('there are traces of a dossier that has no log', 'có dấu vết của một hồ sơ không còn nhật ký'),
  'replay-differs': t('its command, decided again, gives another event', 'xử lý lại lệnh này cho ra sự kiện khác'),
  'replay-refused': t('its command would have been refused', 'lệnh này lẽ ra phải bị từ chối'),
  'replay-impossible': t(
    'the published versions it was decided on are not there',
    'không còn các phiên bản đã công bố làm căn cứ xử lý',
  ),
  'dossier-row': t(
    'the searchable row of the dossier is not what its log implies',
    'dòng tra cứu của hồ sơ khác với nhật ký',
  ),
  'task-row': t('the row of a task is not what the log implies', 'dòng công việc khác với nhật ký'),
  'watch-row': t('a watched deadline is not what the log implies', 'thời hạn theo dõi khác với nhật ký'),
  'escalation-unfounded': t(
    'an escalation belongs to no deadline of the log',
    'cảnh báo không thuộc thời hạn nào trong nhật ký',
  ),
  'escalation-missing': t(
    'a level counts as told and is not in the ledger',
    'mức cảnh báo coi như đã gửi nhưng không có trong sổ',
  ),
  'escalation-columns': t(
    'the columns of an escalation say something else than its text',
    'cột của cảnh báo khác với nội dung',
  ),
  'ledger-changed': t(
    'an entry of the escalation ledger does not follow from the one before',
    'mục sổ cảnh báo không khớp mục trước',
  ),
  'person-changed': t(
    'the applicant is not the one whom the log has the digest of',
    'người nộp khác với giá trị băm trong nhật ký',
  ),
  'person-missing': t('the applicant is gone, and no erasure was marked', 'mất dữ liệu người nộp mà không có dấu xóa'),
  'text-changed': t(
    'a text is not the one that the log has the digest of',
    'văn bản khác với giá trị băm trong nhật ký',
  ),
  'text-missing': t('a text is gone, and no erasure was marked', 'mất văn bản mà không có dấu xóa'),
  'file-changed': t(
    'what is kept of an attached file is not what the log says',
    'thông tin tệp đính kèm khác với nhật ký',
  ),
  'file-missing': t('an attached file is gone, and no erasure was marked', 'mất tệp đính kèm mà không có dấu xóa'),
  'file-content-changed': t(
    'an attached file is not the one that the log has the digest of',
    'nội dung tệp đính kèm khác với giá trị băm trong nhật ký',
  ),
  'file-content-missing': t('an attached file is not in the storage', 'tệp đính kèm không còn trong kho'),
  'file-uploader': t(
    'an attached file is said to be from somebody else than the log says',
    'người gửi tệp đính kèm khác với nhật ký',
  ),
  'signature-wrong': t('a command is not signed by whom it names', 'lệnh không có chữ ký hợp lệ'),
  'change-unsigned': t(
    'nobody vouches for a correction or an erasure of personal data',
    'đính chính hoặc xóa dữ liệu cá nhân không có chữ ký hợp lệ',
  ),
  'not-anchored': t(
    'it was recorded before the newest anchor was laid, and no anchor holds it',
    'đã ghi trước điểm neo mới nhất nhưng không điểm neo nào có',
  ),
  'anchor-overdue': t(
    'no anchor was laid for two hours, though logs have moved',
    'đã hai giờ không có điểm neo mới dù nhật ký có thay đổi',
  ),
  'submission-row': t(
    'what a submission was stored with is not what the log begins with',
    'dữ liệu nộp hồ sơ đã lưu khác với phần đầu nhật ký',
  ),
  'code-row': t(
    'the code of a dossier is not reserved for it',
    'mã hồ sơ không được cấp cho hồ sơ này',
  ),
  'code-series': t(
    'a series would give a code that was given before',
    'dãy số sẽ cấp lại mã đã cấp',
  ),
  'catalogue-row': t(
    'a published version is in force at other times than its text and its endings say',
    'thời gian hiệu lực của phiên bản đã công bố khác với nội dung và quyết định bãi bỏ',
  ),
  'access-changed': t(
    'an entry of the access log was changed after it was sealed',
    'mục nhật ký truy cập bị sửa sau khi niêm phong',
  ),
  'access-removed': t(
    'an entry of the access log was removed after it was sealed',
    'mục nhật ký truy cập bị xóa sau khi niêm phong',
  ),
  'access-added': t(
    'an entry was put into the access log behind its seal',
    'mục nhật ký truy cập bị chèn sau khi niêm phong',
  ),
  'access-seal': t(
    'a seal of the access log does not follow from the one before',
    'niêm phong nhật ký truy cập không khớp',
  ),
  'anchored-removed': t('an anchor holds it, and it is not there any more', 'điểm neo có ghi nhưng nay không còn'),
  'anchored-changed': t('it is not what an anchor holds of it', 'nội dung khác với điểm neo đã ghi'),
  'anchor-missing': t('an anchor is missing', 'thiếu một điểm neo'),
  'anchor-changed': t('an anchor does not prove what stands in it', 'điểm neo không khớp nội dung của nó'),
  'anchor-unsigned': t('an anchor is not signed by a known key', 'điểm neo không có chữ ký của khóa đã biết'),
  'anchor-not-outside': t(
    'an anchor is not in the file outside the database',
    'điểm neo không có trong tệp ngoài cơ sở dữ liệu',
  ),
  'time-stamp-wrong': t('a time stamp is not of this anchor', 'dấu thời gian không thuộc điểm neo này'),
  unreadable: t('it cannot be read, and so not be verified', 'không đọc được nên không kiểm tra được'),
} as const satisfies Record<string, Text>;

export type FindingKind = keyof typeof FINDINGS;

/** One place where something is not as it was written. Ids and codes only: a finding may be shown and kept. */
export interface TamperFinding {
  readonly kind: FindingKind;
  /** The dossier concerned, where it is one. */
  readonly dossierId: string | null;
  readonly code: string | null;
  /** Event, entry, seal, alarm or anchor, by the kind. */
  readonly seq: number | null;
  /** Which column, task, deadline, text … exactly. */
  readonly detail: string | null;
}

/** Where it is, in words: `H35.01.01-220317-0002, event 5 (due_at)`. */
export const placeOf = ({ kind, dossierId, code, seq, detail }: TamperFinding): Text => {
  const noun = nounOf(kind);
  const [en, vi] = [[], []] as [string[], string[]];
  if (dossierId !== null) for (const words of [en, vi]) words.push(code ?? dossierId);
  if (seq !== null) {
    en.push(`${noun.en} ${seq}`);
    vi.push(`${noun.vi} ${seq}`);
  }
  const exactly = detail === null ? '' : ` (${detail})`;
  return { en: `${en.join(', ')}${exactly}`.trim(), vi: `${vi.join(', ')}${exactly}`.trim() };
};

function nounOf(kind: FindingKind): Text {
  if (kind.startsWith('anchor') || kind === 'time-stamp-wrong')
    return kind.startsWith('anchored') ? t('number', 'số') : t('anchor', 'điểm neo');
  if (kind === 'access-seal') return t('seal', 'niêm phong');
  if (kind.startsWith('access') || kind === 'ledger-changed' || kind.startsWith('escalation')) return t('entry', 'mục');
  return t('event', 'sự kiện');
}

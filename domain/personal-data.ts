import type { Text } from './text';

/**
 * What a column may tell of whom. `applicant`: of those a dossier is about, or who brought it. `officer`: who acted, by
 * their name within the register. `secret`: what proves somebody to be somebody, or a digest. `none`: codes, names of
 * agencies, what is published.
 */
export type Holds = 'applicant' | 'officer' | 'secret' | 'none';

/** Every column of every table that can hold words: a new one fails the test until somebody has decided. */
export const COLUMNS: Readonly<Record<string, Readonly<Partial<Record<Holds, string>>>>> = {
  access_log: { applicant: 'address', officer: 'who', none: 'action route detail correlation_id' },
  access_seals: { secret: 'hash', none: 'body' },
  access_tokens: { secret: 'token_hash', none: 'client_id scopes' },
  account_notices: { officer: 'person by_whom detail', none: 'what' },
  accounts: { officer: 'person oidc_issuer oidc_subject', secret: 'password_hash' },
  agencies: { officer: 'published_by', none: 'body reason' },
  agency_workers: { officer: 'created_by', none: 'agency task_queue' },
  alarms: { officer: 'detail resolution closed_by', none: 'kind' },
  anchor_leaves: { secret: 'hash', none: 'kind id' },
  anchor_stamps: { none: 'response' },
  anchors: { secret: 'signature', none: 'statement' },
  agency_moves: { none: 'state refused' },
  attachments: { applicant: 'name', officer: 'uploaded_by', none: 'command_id media_type sha256 storage_key scan' },
  calendar_amendments: { none: 'state' },
  calendars: { officer: 'published_by', none: 'id body reason' },
  clients: { officer: 'created_by', secret: 'secret_hash', none: 'client_id name system scopes agencies' },
  code_series: { none: 'unit' },
  commands: { applicant: 'prepared', officer: 'who', none: 'command_id agencies act status outcome' },
  complaints: { officer: 'answered_by receipt_seen_by', none: 'unit command_id' },
  confirmations: {
    officer: 'payload basis concerns summary_vi summary_en proposed_by decided_by reason',
    none: 'kind digest state decided_how',
  },
  contact_preferences: {
    applicant: 'key',
    officer: 'email phone changed_by',
    secret: 'salt',
    none: 'kind language channels',
  },
  digests: { none: 'agency' },
  dossier_codes: { none: 'code unit command_id' },
  dossiers: {
    applicant: 'code place',
    none: 'procedure_code channel receiving_unit stage money delivery clock holders decided_by timeliness_legal timeliness_portal',
  },
  erasures: { officer: 'erased_by', secret: 'signature', none: 'signed_by' },
  escalation_head: { secret: 'hash' },
  escalations: { secret: 'hash', none: 'subject level agency addressed_to body' },
  events: { applicant: 'body', officer: 'actor', secret: 'previous_hash hash signature', none: 'type command_id signed_by' },
  heads: { secret: 'hash', none: 'run_id' },
  known_devices: { officer: 'person', secret: 'token_hash' },
  migrations: { none: 'file checksum' },
  notices: {
    applicant: 'address_digest',
    officer: 'recipient resent_by',
    none: 'message_id recipient_kind template list agency status channel language last_error',
  },
  outbox: { none: 'kind addressee body' },
  outbox_cursors: { none: 'subscriber' },
  parked: { none: 'subscriber key last_error' },
  people: { officer: 'person name' },
  person_grants: { officer: 'person granted_by', none: 'grant_name' },
  personal_data: { applicant: 'name id_number phone email address search_key', secret: 'salt', none: 'subject' },
  personal_data_changes: {
    applicant: 'reference',
    officer: 'changed_by',
    secret: 'digest_before digest_after signature',
    none: 'subject kind fields ground signed_by',
  },
  personal_data_former: { applicant: 'name id_number phone email address', secret: 'salt', none: 'subject' },
  postings: { officer: 'person on_behalf_of given_by', none: 'agency role kind' },
  procedure_endings: { officer: 'ended_by', none: 'code reason' },
  procedures: { officer: 'published_by', none: 'code body' },
  ratings: { officer: 'receipt_seen_by', none: 'unit' },
  reader_keys: { secret: 'inner_pad outer_pad', none: 'login' },
  receipt_prints: { officer: 'shown_to', none: 'print_key' },
  receipts: { none: 'command_id' },
  reconciled_dossiers: { none: 'outcome detail' },
  reconciliations: { officer: 'detail', none: 'reason' },
  recovery_codes: { officer: 'person', secret: 'code_hash' },
  retention_floors: { none: 'kind' },
  retention_runs: { none: 'kind removed_by' },
  second_factor_secrets: { secret: 'material credential_id', none: 'transports' },
  second_factors: { officer: 'person label', none: 'kind' },
  sessions: { officer: 'person address agent', secret: 'token_hash csrf', none: 'second_factor' },
  sign_in_tries: { officer: 'bucket' },
  stray_files: { none: 'storage_key' },
  submissions: { applicant: 'input', secret: 'request_digest', none: 'idempotency_key unit' },
  subscription_secrets: { secret: 'secret' },
  subscriptions: { officer: 'created_by', none: 'kind name url event_types agencies' },
  task_people: { officer: 'person added_by', none: 'task_id part' },
  tasks: { officer: 'assignee', none: 'task_id step kind name_vi name_en agency officer_role status outcome' },
  texts: { applicant: 'text', secret: 'salt digest', none: 'command_id field' },
  verifications: { none: 'findings' },
  voice_texts: { applicant: 'text', none: 'part' },
  watches: { none: 'subject agency ladder' },  web_authn_challenges: { officer: 'person', secret: 'challenge', none: 'purpose' },

};

interface Ruling {
  /** `at-once` when the dossier has ended, `later` when its period is over besides, `never`. */
  readonly erased: 'at-once' | 'later' | 'never';
  /** What of it, and why it stays as long as it does. */
  readonly ground: Text;
}

const LOG: Text = {
  vi: 'nhật ký chỉ ghi thêm là căn cứ chứng minh việc giải quyết; chỉ giữ câu trả lời và mã, không giữ họ tên',
  en: 'the append-only log is the proof of how it was solved; it holds answers and codes, no name',
};
const PERIOD: Text = {
  vi: 'cần cho việc giải quyết và giữ đến hết thời hạn lưu trữ hồ sơ',
  en: 'needed for solving it, and kept until the period for keeping dossiers is over',
};
const CONTACT: Text = {
  vi: 'chỉ dùng để liên hệ khi đang giải quyết',
  en: 'of use for reaching somebody while it is being solved alone',
};

/** What erasing a dossier's personal data does to each table that has any. */
export const ERASURE: Readonly<Record<string, Ruling>> = {
  personal_data: {
    erased: 'later',
    ground: {
      vi: 'họ tên, số định danh, địa chỉ giữ đến hết thời hạn lưu trữ; điện thoại và thư điện tử xóa ngay',
      en: 'name, identity number and address until the period is over; telephone and e-mail go at once',
    },
  },
  personal_data_former: { erased: 'at-once', ground: { vi: 'đã được đính chính', en: 'was corrected' } },
  contact_preferences: { erased: 'at-once', ground: CONTACT },
  voice_texts: {
    erased: 'later',
    ground: {
      vi: 'phản ánh và trả lời giữ đến hết thời hạn lưu trữ; cách liên hệ xóa ngay',
      en: 'complaint and answer until the period is over; how to be reached goes at once',
    },
  },
  texts: { erased: 'later', ground: PERIOD },
  attachments: { erased: 'later', ground: PERIOD },
  events: { erased: 'never', ground: LOG },
  submissions: { erased: 'never', ground: LOG },
  dossiers: { erased: 'never', ground: LOG },
  commands: {
    erased: 'never',
    ground: { vi: 'tự xóa theo thời hạn của loại "commands"', en: 'goes by itself with the period of "commands"' },
  },
  notices: {
    erased: 'never',
    ground: {
      vi: 'chỉ giữ giá trị băm của địa chỉ; tự xóa theo thời hạn của loại "notices"',
      en: 'a digest of the address alone; goes by itself with the period of "notices"',
    },
  },
  access_log: {
    erased: 'never',
    ground: {
      vi: 'ghi ai đã xem dữ liệu, là bằng chứng bảo vệ chính người dân; tự xóa theo thời hạn của loại "access-log"',
      en: 'says who looked, which protects the very person; goes by itself with the period of "access-log"',
    },
  },
  personal_data_changes: {
    erased: 'never',
    ground: {
      vi: 'giải thích vì sao giá trị băm trong nhật ký không còn khớp; không giữ nội dung',
      en: "explains why the log's digest no longer fits; holds no content",
    },
  },
};

export const GROUNDS = ['request', 'wrong', 'court', 'period-over'] as const;
/** On which ground personal data is changed. */
export type Ground = (typeof GROUNDS)[number];
export const SUBJECTS = ['applicant', 'submitter'] as const;
export const PERSON_FIELDS = ['name', 'idNumber', 'phone', 'email', 'address'] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];
/** Go as soon as the dossier has ended. */
export const CONTACT_FIELDS: readonly PersonField[] = ['phone', 'email'];

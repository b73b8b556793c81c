import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccessAction } from '../domain/access';
import type { Timeliness } from '../domain/dossier/recording';
import type { ConfirmationKind } from '../domain/second-person';

/** Tables as kysely sees them; the migrations say what each is for. Instants are epoch milliseconds (int8 as number). */
export interface Schema {
  events: EventsTable;
  unsigned_logs: UnsignedLogsTable;
  heads: HeadsTable;
  outbox: OutboxTable;
  outbox_cursors: OutboxCursorsTable;
  subscriptions: SubscriptionsTable;
  subscription_secrets: { subscription: string; secret: string; until_real_at: number | null };
  parked: ParkedTable;
  alarms: AlarmsTable;
  dossiers: DossiersTable;
  tasks: TasksTable;
  watches: WatchesTable;
  escalations: EscalationsTable;
  escalation_head: { entry: number; hash: Buffer };
  digests: { agency: string; date: DateColumn; at: number };
  submissions: SubmissionsTable;
  personal_data: PersonalDataTable;
  texts: TextsTable;
  attachments: AttachmentsTable;
  stray_files: { storage_key: string; remove_real_at: number };
  code_series: { unit: string; date: DateColumn; last: number };
  dossier_codes: DossierCodesTable;
  procedures: ProceduresTable;
  calendars: CatalogueTable & { id: string; version: number };
  agencies: CatalogueTable & { topology_version: number };
  procedure_endings: ProcedureEndingsTable;
  calendar_amendments: CalendarAmendmentsTable;
  agency_moves: AgencyMovesTable;
  people: { person: string; name: string; version: Generated<number> };
  postings: PostingsTable;
  clock_segments: { segment: number; real_start: number; official_start: number; speed: number };
  accounts: AccountsTable;
  person_grants: PersonGrantsTable;
  confirmations: ConfirmationsTable;
  sessions: SessionsTable;
  second_factors: SecondFactorsTable;
  second_factor_secrets: {
    factor_id: string;
    material: Buffer;
    credential_id: string | null;
    transports: Generated<string[]>;
    counter: Generated<number>;
  };
  web_authn_challenges: { challenge: string; person: string | null; purpose: ChallengePurpose; until_real_at: number };
  known_devices: { token_hash: Buffer; person: string; since_real_at: number; seen_real_at: number };
  sign_in_tries: { bucket: string; failed: number; last_real_at: number; rests_until_real_at: number };
  account_notices: AccountNoticesTable;
  clients: ClientsTable;
  access_tokens: { token_hash: Buffer; client_id: string; scopes: string[]; expires_real_at: number };
  commands: CommandsTable;
  receipt_prints: { dossier_id: string; generation: number; shown_to: string; at: number; print_key: string };
  receipts: { dossier_id: string; command_id: string; stamped_at: number; received_real_at: Generated<number> };
  reconciliations: ReconciliationsTable;
  reconciled_dossiers: ReconciledDossiersTable;
  access_log: AccessLogTable;
  retention_floors: { kind: string; least_days: number };
  retention_runs: RetentionRunsTable;
  personal_data_changes: PersonalDataChangesTable;
  personal_data_former: Omit<PersonalDataTable, 'search_key'> & { replaced_real_at: Generated<number> };
  agency_workers: { agency: string; task_queue: string; active: Generated<boolean>; created_at: number; created_by: string };
  contact_preferences: ContactPreferencesTable;
  notices: NoticesTable;
  ratings: RatingsTable;
  complaints: ComplaintsTable;
  voice_texts: { voice_id: string; part: 'comment' | 'complaint' | 'contact' | 'answer'; dossier_id: string; text: string };
  task_people: { dossier_id: string; task_id: string; person: string; part: 'co-handler' | 'monitor'; added_by: string; added_at: number };
  erasures: ErasuresTable;
  access_seals: { seal: number; up_to: number; body: string; hash: Buffer; sealed_real_at: Generated<number> };
  access_seal_mark: { single: Generated<boolean>; entry: number; horizon: string };
  anchors: { anchor: number; statement: string; signature: Buffer };
  anchor_leaves: { anchor: number; position: number; kind: string; id: string; seq: number; hash: Buffer };
  anchor_stamps: { anchor: number; response: Buffer; obtained_real_at: Generated<number> };
  anchor_letters: { anchor: number; sent_real_at: Generated<number> };
  verifications: VerificationsTable;
  clock_beat: { single: Generated<boolean>; official_at: number; real_at: number };
}

/** Dates go in and are compared as `YYYY-MM-DD`; select them with `to_char`, the driver would make a local-time Date. */
type DateColumn = ColumnType<Date, string, string>;
/** jsonb: written as JSON text, read as the value. */
type Json<T = unknown> = ColumnType<T, string, string>;

interface UnsignedLogsTable {
  dossier_id: string;
  seq: number;
}

interface EventsTable {
  dossier_id: string;
  seq: number;
  type: string;
  at: number;
  actor: string;
  command_id: string;
  command_index: number;
  rules: number;
  epoch: number;
  body: string;
  previous_hash: Buffer;
  hash: Buffer;
  /** At the first event of each command: which key vouches for it, and its signature. */
  signed_by: string | null;
  signature: string | null;
}

interface HeadsTable {
  dossier_id: string;
  seq: number;
  hash: Buffer;
  epoch: number;
  run_id: string | null;
  run_started_at: number | null;
  history_length: number | null;
  history_at: number | null;
  closed: Generated<boolean>;
}

interface ReconciliationsTable {
  reconciliation: GeneratedAlways<number>;
  reason: 'temporal-behind' | 'log-behind' | 'asked';
  detail: Json;
  begun_real_at: Generated<number>;
  finished_real_at: number | null;
}

interface ReconciledDossiersTable {
  reconciliation: number;
  dossier_id: string;
  outcome: string;
  seq: number;
  detail: Json;
  real_at: Generated<number>;
}

interface OutboxTable {
  position: GeneratedAlways<number>;
  partition: number;
  txid: Generated<string>;
  kind: 'event' | 'escalation' | 'digest';
  dossier_id: string | null;
  seq: number | null;
  addressee: string | null;
  body: string | null;
  written_real_at: Generated<number | null>;
}

interface OutboxCursorsTable {
  subscriber: string;
  partition: number;
  txid: string;
  position: number;
  begins: string | null;
}

interface SubscriptionsTable {
  id: Generated<string>;
  kind: 'webhook' | 'nats';
  name: string;
  url: string;
  event_types: string[] | null;
  agencies: string[] | null;
  active: Generated<boolean>;
  gone_real_at: number | null;
  created_at: number;
  created_by: string;
  version: Generated<number>;
}

interface ParkedTable {
  subscriber: string;
  partition: number;
  txid: string;
  position: number;
  key: string;
  attempts: Generated<number>;
  next_attempt_real_at: number | null;
  last_error: string | null;
  dead: Generated<boolean>;
  parked_real_at: number;
}

interface AlarmsTable {
  alarm: GeneratedAlways<number>;
  kind: string;
  dossier_id: string | null;
  detail: Json;
  raised_real_at: Generated<number>;
  resolved_real_at: number | null;
  resolution: string | null;
  closed_by: string | null;
}

interface VerificationsTable {
  verification: GeneratedAlways<number>;
  begun_real_at: number;
  finished_real_at: number;
  dossiers: number;
  events: number;
  found: number;
  findings: Json;
}

interface DossiersTable {
  dossier_id: string;
  code: string | null;
  procedure_code: string;
  procedure_version: number;
  channel: string;
  receiving_unit: string;
  place: string;
  stage: string;
  money: string;
  delivery: string;
  national_status: number;
  clock: 'not-started' | 'running' | 'stopped' | 'ended';
  submitted_at: number;
  accepted_at: number | null;
  due_at: number | null;
  original_due_at: number | null;
  ended_at: number | null;
  decided_at: number | null;
  decided_by: string | null;
  returned_at: number | null;
  holders: string[];
  timeliness_legal: Timeliness | null;
  timeliness_portal: Timeliness | null;
  next_deadline_at: number | null;
  head_seq: number;
}

interface TasksTable {
  dossier_id: string;
  task_id: string;
  step: string;
  kind: string;
  name_vi: string;
  name_en: string;
  agency: string;
  officer_role: string;
  status: string;
  assignee: string | null;
  version: number;
  opened_at: number;
  due_at: number | null;
  closed_at: number | null;
  outcome: string | null;
}

interface WatchesTable {
  dossier_id: string;
  subject: string;
  generation: number;
  agency: string;
  due_at: number;
  ladder: Json;
  next: number;
  fire_at: number | null;
}

interface EscalationsTable {
  dossier_id: string;
  subject: string;
  generation: number;
  level: string;
  entry: number;
  agency: string;
  due_at: number;
  at: number;
  fired_at: number;
  addressed_to: string[];
  body: string;
  hash: Buffer;
}

interface SubmissionsTable {
  idempotency_key: string;
  dossier_id: string;
  unit: string;
  request_digest: string;
  input: Json;
  at: number;
  started: Generated<boolean>;
  stored_real_at: Generated<number>;
}

interface PersonalDataTable {
  dossier_id: string;
  subject: 'applicant' | 'submitter';
  name: string;
  id_number: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  search_key: string;
  salt: Buffer;
  version: Generated<number>;
}

interface PersonalDataChangesTable {
  change: GeneratedAlways<number>;
  dossier_id: string;
  subject: 'applicant' | 'submitter';
  version: number;
  kind: 'corrected' | 'reduced' | 'erased';
  fields: string[];
  digest_before: string;
  digest_after: string | null;
  ground: string;
  reference: string;
  at: number;
  changed_real_at: Generated<number>;
  changed_by: string;
  signed_by: string | null;
  signature: string | null;
}

interface ErasuresTable {
  erasure: GeneratedAlways<number>;
  dossier_id: string;
  erased_real_at: Generated<number>;
  erased_by: string;
  signed_by: string | null;
  signature: string | null;
}

interface RetentionRunsTable {
  run: GeneratedAlways<number>;
  kind: string;
  up_to_entry: number | null;
  before_real_at: number;
  removed: number;
  removed_real_at: Generated<number>;
  removed_by: string;
}

interface TextsTable {
  text_id: Generated<string>;
  dossier_id: string;
  command_id: string;
  field: string;
  text: string;
  salt: Buffer;
  digest: string;
}

interface AttachmentsTable {
  attachment_id: Generated<string>;
  dossier_id: string;
  command_id: string;
  name: string;
  media_type: string;
  size: number;
  sha256: string;
  storage_key: string;
  scan: 'clean' | 'unscanned';
  uploaded_at: number;
  uploaded_by: string;
}

interface DossierCodesTable {
  code: string;
  unit: string;
  date: DateColumn;
  number: number;
  dossier_id: string;
  command_id: string;
}

interface CatalogueTable {
  body: Json;
  reason: string;
  published_at: number;
  published_by: string;
}

interface ProceduresTable {
  code: string;
  version: number;
  body: Json;
  effective_from: DateColumn;
  effective_to: ColumnType<Date | null, string | null, string | null>;
  published_at: number;
  published_by: string;
}

interface ProcedureEndingsTable {
  ending: GeneratedAlways<number>;
  code: string;
  version: number;
  effective_to: DateColumn;
  reason: string;
  at: number;
  ended_by: string;
}

interface CalendarAmendmentsTable {
  version: number;
  published_at: number;
  total: number;
  done: Generated<number>;
  state: Generated<'telling' | 'stragglers' | 'unreached' | 'done'>;
  after: string | null;
  unreached: Generated<string[]>;
  leased_until_real_at: Generated<number>;
}

interface AgencyMovesTable {
  version: number;
  published_at: number;
  begins_at: number;
  total: number;
  done: Generated<number>;
  moved: Generated<number>;
  state: Generated<'moving' | 'stragglers' | 'done'>;
  after: string | null;
  refused: ColumnType<Json, string | undefined, string>;
  leased_until_real_at: Generated<number>;
}

interface PostingsTable {
  posting: GeneratedAlways<number>;
  person: string;
  agency: string;
  role: string;
  kind: 'regular' | 'secondment' | 'stand-in';
  on_behalf_of: string | null;
  from_at: number;
  to_at: number | null;
  given_by: string | null;
  confirmation: string | null;
}

interface PersonGrantsTable {
  person: string;
  grant_name: 'auditor' | 'administrator';
  granted_at: number;
  granted_by: string;
  confirmation: string | null;
}

interface ConfirmationsTable {
  confirmation: string;
  kind: ConfirmationKind;
  payload: Json;
  basis: Json;
  digest: string;
  concerns: string | null;
  summary_vi: string;
  summary_en: string;
  proposed_by: string;
  proposed_at: number;
  proposed_real_at: number;
  expires_real_at: number;
  state: Generated<'open' | 'confirmed' | 'refused' | 'expired' | 'stale'>;
  decided_by: string | null;
  decided_at: number | null;
  decided_real_at: number | null;
  decided_how: 'second-person' | 'operator' | null;
  reason: string | null;
}

interface AccountsTable {
  person: string;
  password_hash: string | null;
  has_password: GeneratedAlways<boolean>;
  oidc_issuer: string | null;
  oidc_subject: string | null;
  disabled_real_at: number | null;
  must_change_password: Generated<boolean>;
  version: Generated<number>;
}

interface SessionsTable {
  token_hash: Buffer;
  person: string;
  csrf: string;
  began_real_at: number;
  seen_real_at: number;
  expires_real_at: number;
  session_id: Generated<string>;
  second_factor: 'totp' | 'webauthn' | 'recovery-code' | 'provider' | null;
  proved_real_at: number | null;
  agent: string | null;
  address: string | null;
}
interface SecondFactorsTable {
  factor_id: string;
  person: string;
  kind: 'totp' | 'webauthn';
  label: string;
  created_real_at: number;
  confirmed_real_at: number | null;
  used_real_at: number | null;
}
export type ChallengePurpose = 'enrol' | 'prove' | 'sign-in';
export const ACCOUNT_NOTICES = [
  'password-reset',
  'second-factor-reset',
  'second-factor-added',
  'second-factor-removed',
  'recovery-code-used',
  'recovery-codes-renewed',
  'password-changed',
  'proposed',
  'proposal-confirmed',
  'proposal-refused',
  'post-given',
  'post-moved',
  'post-ended',
  'stand-in-given',
  'stand-in-moved',
  'stand-in-ended',
  'grants-changed',
  'sign-in-changed',
  'operator-confirmed',
] as const;
interface AccountNoticesTable {
  notice: Generated<number>;
  person: string;
  what: (typeof ACCOUNT_NOTICES)[number];
  by_whom: string;
  detail: string | null;
  real_at: number;
  planned_real_at: number | null;
  read_real_at: number | null;
}

interface ClientsTable {
  client_id: string;
  name: string;
  secret_hash: Buffer;
  system: string | null;
  scopes: string[];
  agencies: string[];
  disabled_real_at: number | null;
  created_at: number;
  created_by: string;
  version: Generated<number>;
}

interface CommandsTable {
  command_id: string;
  dossier_id: string;
  who: string;
  agencies: string[];
  act: string;
  prepared: Json;
  received_at: number;
  status: Generated<'pending' | 'recorded' | 'refused'>;
  outcome: Json | null;
  attempts: Generated<number>;
  next_attempt_real_at: number;
}

interface AccessLogTable {
  entry: GeneratedAlways<number>;
  real_at: Generated<number>;
  at: number;
  who: string;
  action: AccessAction;
  route: string | null;
  dossier_id: string | null;
  detail: string | null;
  address: string | null;
  correlation_id: string | null;
}

interface ContactPreferencesTable {
  kind: 'person' | 'agency' | 'dossier';
  key: string;
  email: string | null;
  phone: string | null;
  language: 'vi' | 'en';
  channels: ('email' | 'sms' | 'zalo')[];
  quiet: boolean;
  salt: Buffer;
  version: Generated<number>;
  changed_at: number;
  changed_by: string;
}

interface NoticesTable {
  notice: Generated<string>;
  entry: GeneratedAlways<number>;
  message_id: string;
  recipient_kind: 'applicant' | 'officer' | 'agency';
  recipient: string;
  template: string;
  dossier_id: string | null;
  seq: number | null;
  list: Json | null;
  agency: string;
  status: Generated<'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'no-address' | 'overtaken'>;
  channel: 'email' | 'sms' | 'zalo' | null;
  language: 'vi' | 'en' | null;
  address_digest: string | null;
  attempts: Generated<number>;
  last_error: string | null;
  planned_at: number;
  hold_until_at: number | null;
  next_real_at: number;
  sent_at: number | null;
  resent_by: string | null;
}

interface RatingsTable {
  dossier_id: string;
  rating_id: Generated<string>;
  unit: string;
  attitude: number;
  time: number;
  ease: number;
  rated_at: number;
  changed_at: number;
  receipt_seen_by: string | null;
}

interface ComplaintsTable {
  complaint_id: Generated<string>;
  entry: GeneratedAlways<number>;
  dossier_id: string;
  unit: string;
  command_id: string;
  received_at: number;
  due_at: number;
  answered_at: number | null;
  answered_by: string | null;
  version: Generated<number>;
  receipt_seen_by: string | null;
}

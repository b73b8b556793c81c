import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Timeliness } from '../domain/dossier/recording';

/** Tables as kysely sees them; the migrations say what each is for. Instants are epoch milliseconds (int8 as number). */
export interface Schema {
  events: EventsTable;
  heads: HeadsTable;
  outbox: OutboxTable;
  outbox_cursors: OutboxCursorsTable;
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
  code_series: { unit: string; date: DateColumn; last: number };
  dossier_codes: DossierCodesTable;
  procedures: ProceduresTable;
  calendars: CatalogueTable & { id: string; version: number };
  agencies: CatalogueTable & { topology_version: number };
  people: { person: string; name: string };
  postings: PostingsTable;
  clock_segments: { segment: number; real_start: number; official_start: number; speed: number };
  clock_beat: { single: Generated<boolean>; official_at: number; real_at: number };
}

/** Dates go in and are compared as `YYYY-MM-DD`; select them with `to_char`, the driver would make a local-time Date. */
type DateColumn = ColumnType<Date, string, string>;
/** jsonb: written as JSON text, read as the value. */
type Json<T = unknown> = ColumnType<T, string, string>;

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
}

interface HeadsTable {
  dossier_id: string;
  seq: number;
  hash: Buffer;
  epoch: number;
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
}

interface OutboxCursorsTable {
  subscriber: string;
  partition: number;
  txid: string;
  position: number;
}

interface AlarmsTable {
  alarm: GeneratedAlways<number>;
  kind: string;
  dossier_id: string | null;
  detail: Json;
  raised_real_at: Generated<number>;
  resolved_real_at: number | null;
  resolution: string | null;
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

interface PostingsTable {
  posting: GeneratedAlways<number>;
  person: string;
  agency: string;
  role: string;
  kind: 'regular' | 'secondment' | 'stand-in';
  on_behalf_of: string | null;
  from_at: number;
  to_at: number | null;
}

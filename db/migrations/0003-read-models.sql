-- What people search. Written whole by the recording transaction from the state after its last event.

create table lienthong.dossiers (
  dossier_id uuid primary key,
  code text,
  procedure_code text not null,
  procedure_version integer not null,
  channel text not null,
  receiving_unit text not null,
  place text not null,
  stage text not null,
  money text not null,
  delivery text not null,
  national_status smallint not null check (national_status between 1 and 10),
  clock text not null check (clock in ('not-started', 'running', 'stopped', 'ended')),
  submitted_at bigint not null,
  accepted_at bigint,
  due_at bigint,
  original_due_at bigint,
  ended_at bigint,
  returned_at bigint,
  holders text[] not null,
  timeliness_legal text check (timeliness_legal in ('early', 'on-time', 'late')),
  timeliness_portal text check (timeliness_portal in ('early', 'on-time', 'late')),
  next_deadline_at bigint,
  head_seq integer not null
) with (fillfactor = 70);

create unique index dossiers_code on lienthong.dossiers (code) where code is not null;
create index dossiers_receiving_unit on lienthong.dossiers (receiving_unit);
create index dossiers_due on lienthong.dossiers (due_at) where ended_at is null and due_at is not null;
create index dossiers_next_deadline on lienthong.dossiers (next_deadline_at) where next_deadline_at is not null;

create table lienthong.tasks (
  dossier_id uuid not null,
  task_id text not null,
  step text not null,
  kind text not null,
  name_vi text not null,
  name_en text not null,
  agency text not null,
  officer_role text not null,
  status text not null,
  assignee text,
  version integer not null,
  opened_at bigint not null,
  due_at bigint,
  closed_at bigint,
  outcome text,
  primary key (dossier_id, task_id)
) with (fillfactor = 70);

-- The inbox: an agency's open work, what is due first on top.
create index tasks_inbox on lienthong.tasks (agency, due_at) where closed_at is null;

create table lienthong.watches (
  dossier_id uuid not null,
  subject text not null,
  generation integer not null,
  agency text not null,
  due_at bigint not null,
  -- Rungs by instant; those before next have fired.
  ladder jsonb not null,
  next smallint not null default 0,
  -- Instant of the next rung; null when all have fired.
  fire_at bigint,
  primary key (dossier_id, subject)
) with (fillfactor = 70);

create index watches_live on lienthong.watches (fire_at) where fire_at is not null;

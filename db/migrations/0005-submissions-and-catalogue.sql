-- Submissions, legal codes, the erasable part, the published catalogue, people, the installation's clock.

create table lienthong.submissions (
  idempotency_key text primary key check (char_length(idempotency_key) between 1 and 200),
  dossier_id uuid not null unique,
  unit text not null,
  request_digest text not null,
  -- The workflow's input. No personal data.
  input jsonb not null,
  at bigint not null,
  started boolean not null default false,
  stored_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint
);
create index submissions_unstarted on lienthong.submissions (stored_real_at) where not started;

create table lienthong.personal_data (
  dossier_id uuid not null,
  subject text not null check (subject in ('applicant', 'submitter')),
  name text not null check (char_length(name) <= 500),
  id_number text,
  phone text,
  email text,
  address text,
  -- The name without diacritics, in lower case.
  search_key text not null,
  salt bytea not null,
  primary key (dossier_id, subject)
);
comment on table lienthong.personal_data is 'Erasable. The log holds salted digests only, and the salt goes with the row';

create table lienthong.texts (
  text_id uuid primary key default gen_random_uuid(),
  dossier_id uuid not null,
  command_id text not null,
  -- Which text of the command: note, reason, result …
  field text not null,
  text text not null check (char_length(text) <= 10000),
  salt bytea not null,
  digest text not null,
  unique (dossier_id, command_id, field)
);
comment on table lienthong.texts is 'Erasable free text in NFC, otherwise exactly as written';

-- Legal codes: unit, day and number within the day. Never reused; a gap means nothing.
create table lienthong.code_series (
  unit text not null,
  date date not null,
  last integer not null,
  primary key (unit, date)
);
create table lienthong.dossier_codes (
  code text primary key,
  unit text not null,
  date date not null,
  number integer not null,
  dossier_id uuid not null,
  command_id text not null,
  unique (dossier_id, command_id)
);

create function lienthong.reserve_code(p_unit text, p_date date, p_dossier uuid, p_command text) returns text
language plpgsql as $$
declare
  v_code text;
  v_number integer;
begin
  select code into v_code from lienthong.dossier_codes where dossier_id = p_dossier and command_id = p_command;
  if found then return v_code; end if;
  insert into lienthong.code_series as s (unit, date, last) values (p_unit, p_date, 1)
    on conflict (unit, date) do update set last = s.last + 1 returning last into v_number;
  v_code := p_unit || '-' || to_char(p_date, 'YYMMDD') || '-' || lpad(v_number::text, greatest(4, length(v_number::text)), '0');
  -- The same act on another connection at the same time: its code stands, this number stays a gap.
  insert into lienthong.dossier_codes (code, unit, date, number, dossier_id, command_id)
    values (v_code, p_unit, p_date, v_number, p_dossier, p_command)
    on conflict (dossier_id, command_id) do nothing;
  select code into strict v_code from lienthong.dossier_codes where dossier_id = p_dossier and command_id = p_command;
  return v_code;
end $$;

create table lienthong.procedures (
  code text not null,
  version integer not null,
  body jsonb not null,
  effective_from date not null,
  effective_to date,
  published_at bigint not null,
  published_by text not null,
  primary key (code, version)
);
create table lienthong.calendars (
  id text not null,
  version integer not null,
  body jsonb not null,
  reason text not null,
  published_at bigint not null,
  published_by text not null,
  primary key (id, version)
);
create table lienthong.agencies (
  topology_version integer primary key,
  body jsonb not null,
  reason text not null,
  published_at bigint not null,
  published_by text not null
);

create table lienthong.people (
  person text primary key,
  name text not null
);
create table lienthong.postings (
  posting bigint generated always as identity primary key,
  person text not null references lienthong.people,
  agency text not null,
  role text not null,
  kind text not null check (kind in ('regular', 'secondment', 'stand-in')),
  -- The person stood in for.
  on_behalf_of text references lienthong.people,
  from_at bigint not null,
  -- First instant the posting no longer holds; null while it is open-ended.
  to_at bigint,
  check (to_at is null or to_at > from_at),
  check ((kind = 'stand-in') = (on_behalf_of is not null)),
  -- Two equal postings would be one.
  unique nulls not distinct (person, agency, role, kind, on_behalf_of, from_at)
);

-- Design.md law 4. Official time = official_start + (real − real_start) × speed, since the newest segment.
create table lienthong.clock_segments (
  segment integer primary key,
  real_start bigint not null,
  official_start bigint not null,
  speed double precision not null check (speed >= 0)
);
-- The last official instant seen: where a demonstration's clock stood when it went down.
create table lienthong.clock_beat (
  single boolean primary key default true check (single),
  official_at bigint not null,
  real_at bigint not null
);

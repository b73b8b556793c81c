-- The way in: who signs in, what is kept of a command that could not be applied yet, what was looked at. Real instants
-- are epoch milliseconds like everywhere, in columns named real_at or *_real_at.

-- For whom a statement reads besides a person's agencies: the one dossier whose receipt an applicant holds.
create function lienthong.session_dossier() returns uuid
language sql stable parallel safe as $$
  select nullif(current_setting('lienthong.dossier', true), '')::uuid
$$;

create table lienthong.accounts (
  person text primary key references lienthong.people,
  -- argon2id in PHC form; null for somebody who signs in through the identity provider only.
  password_hash text,
  -- The identity provider's stable name for this person.
  oidc_issuer text,
  oidc_subject text,
  disabled_real_at bigint,
  failed smallint not null default 0,
  -- Until then no password is tried.
  locked_until_real_at bigint,
  version integer not null default 1,
  unique (oidc_issuer, oidc_subject),
  check ((oidc_issuer is null) = (oidc_subject is null))
);
comment on table lienthong.accounts is 'How a person of the register signs in';

-- What a person may do that is no post at an agency.
create table lienthong.person_grants (
  person text not null references lienthong.people,
  grant_name text not null check (grant_name in ('auditor', 'administrator')),
  granted_at bigint not null,
  granted_by text not null,
  primary key (person, grant_name)
);

create table lienthong.sessions (
  -- SHA-256 of the cookie; the cookie itself is nowhere.
  token_hash bytea primary key,
  person text not null references lienthong.people,
  csrf text not null,
  began_real_at bigint not null,
  seen_real_at bigint not null,
  expires_real_at bigint not null
);
create index sessions_person on lienthong.sessions (person);

create table lienthong.clients (
  client_id text primary key,
  name text not null,
  -- SHA-256 of a secret of 32 random bytes: nothing to guess, so nothing to slow down.
  secret_hash bytea not null,
  -- Acts as this partner: tax, payment, portal …; null for an agency's own system.
  system text,
  scopes text[] not null,
  -- Whose work it may see and do.
  agencies text[] not null,
  disabled_real_at bigint,
  created_at bigint not null,
  created_by text not null,
  version integer not null default 1
);
create table lienthong.access_tokens (
  token_hash bytea primary key,
  client_id text not null references lienthong.clients on delete cascade,
  scopes text[] not null,
  expires_real_at bigint not null
);
create index access_tokens_expiry on lienthong.access_tokens (expires_real_at);

-- Acts received while Temporal or its workers did not answer; each is sent on until it is answered (design.md law 5).
create table lienthong.commands (
  command_id text not null,
  dossier_id uuid not null,
  -- Who asked: the identity under which it is sent on and may be looked up.
  who text not null,
  agencies text[] not null,
  act text not null,
  -- The envelopes as they were built when the act was received. References and codes only.
  prepared jsonb not null,
  received_at bigint not null,
  status text not null default 'pending' check (status in ('pending', 'recorded', 'refused')),
  -- The answer, or the refusal.
  outcome jsonb,
  attempts integer not null default 0,
  next_attempt_real_at bigint not null,
  primary key (dossier_id, command_id)
);
create index commands_who on lienthong.commands (who, command_id);
create index commands_pending on lienthong.commands (next_attempt_real_at) where status = 'pending';

create table lienthong.access_log (
  entry bigint generated always as identity primary key,
  real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  -- Official time.
  at bigint not null,
  -- The person, `client:ID`, `applicant`, or a part of the engine such as `notifier`.
  who text not null,
  action text not null check (action in ('read-personal-data', 'refused-act', 'refused-route', 'sign-in', 'sign-in-failed', 'sign-out', 'administration')),
  route text,
  dossier_id uuid,
  -- Codes only: a refusal's code, what was administered.
  detail text,
  address text,
  correlation_id text
);
create index access_log_dossier on lienthong.access_log (dossier_id, entry) where dossier_id is not null;
create index access_log_who on lienthong.access_log (who, entry);
create trigger access_log_append_only before update or delete or truncate on lienthong.access_log
  for each statement execute function lienthong.refuse_change();

-- The work list: what is due first on top, what has no date last, a page from where the last one ended.
create index tasks_work_list on lienthong.tasks (agency, (coalesce(due_at, 9007199254740991)), opened_at, dossier_id, task_id) where closed_at is null;
create index tasks_assignee on lienthong.tasks (assignee, (coalesce(due_at, 9007199254740991)), opened_at, dossier_id, task_id) where closed_at is null and assignee is not null;
drop index lienthong.tasks_inbox;
-- Everything in the order in which it left, for those who watch (the relay reads by partition).
create index outbox_order on lienthong.outbox (txid, position);
create index dossiers_submitted on lienthong.dossiers (submitted_at desc, dossier_id);
create index personal_data_id_number on lienthong.personal_data (id_number) where id_number is not null;
create index personal_data_search_key on lienthong.personal_data (search_key);

-- Rights.
grant execute on function lienthong.session_dossier() to lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor;
grant select, insert, update on lienthong.accounts, lienthong.clients, lienthong.sessions, lienthong.commands to lienthong_api;
grant delete on lienthong.sessions, lienthong.access_tokens, lienthong.person_grants to lienthong_api;
grant select, insert on lienthong.access_tokens, lienthong.person_grants to lienthong_api;
grant insert on lienthong.access_log to lienthong_api, lienthong_auditor;
grant select on lienthong.access_log to lienthong_auditor;
grant select, insert, update, delete on lienthong.accounts, lienthong.person_grants to lienthong_recorder;
-- Ids and positions, for live updates: what they stand for is read under the watcher's own rights.
grant select (partition, txid, position, kind, dossier_id, seq) on lienthong.outbox to lienthong_api;
create policy api_watches on lienthong.outbox for select to lienthong_api using (kind = 'event');
grant select on lienthong.heads to lienthong_api;
create policy api_reads on lienthong.heads for select to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = heads.dossier_id));
-- Nobody reads how others sign in.
revoke select on lienthong.accounts, lienthong.sessions, lienthong.access_tokens, lienthong.clients from lienthong_auditor;
grant select (person, oidc_issuer, disabled_real_at) on lienthong.accounts to lienthong_auditor;
grant select (client_id, name, system, scopes, agencies, disabled_real_at, created_at, created_by) on lienthong.clients to lienthong_auditor;

do $$
declare t text;
begin
  foreach t in array array['commands', 'access_log'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
  end loop;
end $$;
create policy written_by_api on lienthong.access_log for insert to lienthong_api with check (true);
create policy written_by_auditor on lienthong.access_log for insert to lienthong_auditor with check (true);
-- One's own commands; the part of the API that sends them on names itself.
create policy api_all on lienthong.commands to lienthong_api
  using (who = (select lienthong.session_person()) or (select lienthong.session_person()) = 'command-relay')
  with check (who = (select lienthong.session_person()) or (select lienthong.session_person()) = 'command-relay');

-- Whoever holds the receipt of a dossier sees that dossier. Its tasks tell the state of each step.
create policy applicant_reads on lienthong.dossiers for select to lienthong_api using (dossier_id = (select lienthong.session_dossier()));
create policy applicant_reads on lienthong.tasks for select to lienthong_api using (dossier_id = (select lienthong.session_dossier()));
create policy applicant_all on lienthong.submissions to lienthong_api
  using (dossier_id = (select lienthong.session_dossier())) with check (dossier_id = (select lienthong.session_dossier()));
create policy applicant_all on lienthong.personal_data to lienthong_api
  using (dossier_id = (select lienthong.session_dossier())) with check (dossier_id = (select lienthong.session_dossier()));
create policy applicant_reads on lienthong.events for select to lienthong_api using (dossier_id = (select lienthong.session_dossier()));
-- Answers that need more than their asker may read; each tells the least that does. The owner is under row-level
-- security like everybody, so each table is opened to it by name.
do $$
declare t text;
begin
  foreach t in array array['dossiers', 'personal_data', 'submissions', 'dossier_codes'] loop
    execute format('create policy owner_answers on lienthong.%I to lienthong_owner using (true) with check (true)', t);
  end loop;
end $$;

alter function lienthong.reserve_code(text, date, uuid, text) security definer set search_path = lienthong, pg_temp;

-- The opaque id behind a legal code. It says nothing by itself.
create function lienthong.dossier_id_of(p_code text) returns uuid
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select dossier_id from dossiers where code = p_code
$$;

-- Open or recent dossiers of the same procedure and applicant, anywhere: where and when, never of whom.
create function lienthong.likely_duplicates(p_dossier uuid, p_since bigint)
returns table (dossier_id uuid, code text, receiving_unit text, stage text, submitted_at bigint, same_content boolean)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select d.dossier_id, d.code, d.receiving_unit, d.stage, d.submitted_at,
         coalesce(other.input #> '{envelope,command,facts}' = own.input #> '{envelope,command,facts}'
              and other.input #> '{envelope,command,documents}' = own.input #> '{envelope,command,documents}', false)
    from submissions own
    join personal_data mine on mine.dossier_id = own.dossier_id and mine.subject = 'applicant'
    join personal_data theirs on theirs.subject = 'applicant' and theirs.dossier_id <> own.dossier_id
      and (theirs.id_number = mine.id_number
        or ((theirs.id_number is null or mine.id_number is null) and theirs.search_key = mine.search_key
            and (theirs.phone is not distinct from mine.phone or theirs.address is not distinct from mine.address)))
    join dossiers d on d.dossier_id = theirs.dossier_id
    join submissions other on other.dossier_id = d.dossier_id
   where own.dossier_id = p_dossier
     and d.procedure_code = own.input #>> '{input,procedureCode}'
     and d.submitted_at >= p_since
     and d.stage not in ('refused-intake', 'withdrawn', 'lapsed')
   order by d.submitted_at desc
   limit 10
$$;

-- Which open dossiers an amended calendar or topology has to reach: ids and codes only.
create function lienthong.open_dossiers() returns table (dossier_id uuid, code text)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select dossier_id, code from dossiers where stage in ('submitted', 'processing', 'resolved') order by dossier_id
$$;

revoke execute on function lienthong.reserve_code(text, date, uuid, text), lienthong.dossier_id_of(text),
  lienthong.likely_duplicates(uuid, bigint), lienthong.open_dossiers() from public;
grant execute on function lienthong.reserve_code(text, date, uuid, text), lienthong.dossier_id_of(text),
  lienthong.likely_duplicates(uuid, bigint), lienthong.open_dossiers() to lienthong_api, lienthong_recorder;

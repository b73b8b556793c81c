-- Who looked is written down completely; what is kept for a time goes when that is over, and says so; what is kept of a
-- person can be corrected and erased, and each change leaves a trace that explains the new digest.

-- What else there is to write down: a search, whoever was found; reading the register, the records, this log itself;
-- the holder of a receipt; acts from outside the HTTP API; what was done to personal data on somebody's request.
alter table lienthong.access_log drop constraint access_log_action_check;
alter table lienthong.access_log add constraint access_log_action_check check (action in (
  'read-personal-data', 'refused-act', 'refused-route', 'sign-in', 'sign-in-failed', 'sign-out', 'administration',
  'search', 'read-register', 'read-records', 'read-log', 'read-own', 'act', 'personal-data', 'retention'));
create index access_log_real_at on lienthong.access_log using brin (real_at);
-- The command line writes down its operator, and the watch over readings counts them.
grant select, insert on lienthong.access_log to lienthong_recorder;
create policy recorder_reads on lienthong.access_log for select to lienthong_recorder using (true);
create policy written_by_recorder on lienthong.access_log for insert to lienthong_recorder with check (true);

-- Auditors are told of it by name.
grant select, insert on lienthong.notices to lienthong_recorder;
grant select on lienthong.person_grants to lienthong_recorder;
create policy alerts_by_recorder on lienthong.notices for insert to lienthong_recorder
  with check (template = 'access-alert' and recipient_kind = 'officer');
create policy recorder_reads on lienthong.notices for select to lienthong_recorder using (template = 'access-alert');

create function lienthong.real_now() returns bigint
language sql volatile as $$
  select (extract(epoch from clock_timestamp()) * 1000)::bigint
$$;

-- Retention. Nothing younger than this goes, whatever is configured.
create table lienthong.retention_floors (
  kind text primary key,
  least_days integer not null check (least_days >= 1)
);
insert into lienthong.retention_floors values
  ('access-log', 730), ('sessions', 1), ('messages', 7), ('notices', 90), ('commands', 7), ('stamps', 7), ('former-data', 1);

create table lienthong.retention_runs (
  run bigint generated always as identity primary key,
  kind text not null references lienthong.retention_floors,
  -- Of the access log the last entry that went; everything up to it is gone.
  up_to_entry bigint,
  -- Nothing as young as this went (real time).
  before_real_at bigint not null,
  removed integer not null check (removed > 0),
  removed_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  removed_by text not null
);
comment on table lienthong.retention_runs is 'What was removed because its time was over: tells retention from tampering';
create trigger retention_runs_append_only before update or delete or truncate on lienthong.retention_runs
  for each statement execute function lienthong.refuse_change();

-- The access log stays append-only, for everybody, but for its old end, which retention alone may take.
create function lienthong.keep_access() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  if current_setting('lienthong.retention', true) is distinct from 'access-log'
     or old.real_at >= real_now() - (select least_days from retention_floors where kind = 'access-log') * 86400000::bigint then
    raise exception 'DELETE on lienthong.access_log is refused: the table is append-only; entries go by retention, when their time is over'
      using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
drop trigger access_log_append_only on lienthong.access_log;
create trigger access_log_append_only before update or truncate on lienthong.access_log
  for each statement execute function lienthong.refuse_change();
create trigger access_log_kept before delete on lienthong.access_log
  for each row execute function lienthong.keep_access();

-- The rows of a kind whose time is over at $1, as "table where condition".
create function lienthong.aged_rows(p_kind text) returns text
language sql immutable as $$
  select case p_kind
    when 'access-log' then 'access_log o where o.real_at < $1'
    when 'sessions' then 'sessions o where o.expires_real_at < $1'
    -- What every subscriber has taken, and none has put aside.
    when 'messages' then 'outbox o where o.written_real_at < $1
      and not exists (select from outbox_cursors c where c.partition = o.partition and (c.txid, c.position) < (o.txid, o.position))
      and not exists (select from parked p where (p.partition, p.txid, p.position) = (o.partition, o.txid, o.position))'
    when 'notices' then 'notices o where o.next_real_at < $1 and o.status not in (''waiting'', ''sending'')'
    when 'commands' then 'commands o where o.next_attempt_real_at < $1 and o.status <> ''pending'''
    when 'stamps' then 'receipts o where o.received_real_at < $1'
    when 'former-data' then 'personal_data_former o where o.replaced_real_at < $1'
  end
$$;

-- How much would go.
create function lienthong.count_aged(p_kind text, p_before bigint) returns bigint
language plpgsql stable security definer set search_path = lienthong, pg_temp as $$
declare v_count bigint;
begin
  execute 'select count(*) from ' || aged_rows(p_kind) into v_count using p_before;
  return v_count;
end $$;

-- Removes a batch whose time is over, and writes down that it did. Returns how much went.
create function lienthong.remove_aged(p_kind text, p_before bigint, p_limit integer, p_by text) returns integer
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_least bigint;
  v_up_to bigint;
  v_removed integer;
begin
  select least_days * 86400000::bigint into v_least from retention_floors where kind = p_kind;
  if not found then
    raise exception 'nothing called "%" is kept for a time only', p_kind using errcode = 'invalid_parameter_value';
  end if;
  if p_before > real_now() - v_least then
    raise exception 'entries of "%" are kept % days at least', p_kind, v_least / 86400000 using errcode = 'restrict_violation';
  end if;
  if p_kind = 'access-log' then
    -- From its beginning without a gap, up to the first entry that stays.
    select coalesce((select entry - 1 from access_log where real_at >= p_before order by entry limit 1), max(entry)) into v_up_to from access_log;
    -- Where seals lie over it, whole seals: what is left of one that was cut could not be checked.
    if to_regclass('lienthong.access_seals') is not null then
      execute 'select max(up_to) from lienthong.access_seals where up_to <= $1' into v_up_to using v_up_to;
    end if;
    perform set_config('lienthong.retention', 'access-log', true);
    with gone as (
      delete from access_log where entry in (select entry from access_log where entry <= v_up_to order by entry limit p_limit) returning entry
    )
    select count(*), max(entry) into v_removed, v_up_to from gone;
    perform set_config('lienthong.retention', '', true);
  else
    execute format('delete from %I where ctid = any (array(select o.ctid from %s limit $2))', split_part(aged_rows(p_kind), ' ', 1), aged_rows(p_kind))
      using p_before, p_limit;
    get diagnostics v_removed = row_count;
  end if;
  if v_removed > 0 then
    insert into retention_runs (kind, up_to_entry, before_real_at, removed, removed_by) values (p_kind, v_up_to, p_before, v_removed, p_by);
  end if;
  return v_removed;
end $$;

-- Personal data has versions: the first is the one whose digest stands in the dossier's log, each later one is explained by a change.
alter table lienthong.personal_data add column version integer not null default 1 check (version >= 1);

create table lienthong.personal_data_changes (
  change bigint generated always as identity primary key,
  dossier_id uuid not null,
  subject text not null check (subject in ('applicant', 'submitter')),
  -- The version it made; of an erasure, the one that would have been next.
  version integer not null check (version >= 2),
  kind text not null check (kind in ('corrected', 'reduced', 'erased')),
  -- Which fields; never what was or is in them.
  fields text[] not null,
  -- Salted, like those in the log.
  digest_before text not null,
  digest_after text,
  ground text not null check (ground in ('request', 'wrong', 'court', 'period-over')),
  -- Number of the letter or decision, without a name.
  reference text not null check (reference ~ '^[\w./-]{1,60}$'),
  at bigint not null,
  changed_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  changed_by text not null,
  unique (dossier_id, subject, version),
  check ((kind = 'erased') = (digest_after is null))
);
comment on table lienthong.personal_data_changes is 'Why the digest of a person is no longer the one in the log: who corrected or erased which fields, on which ground';
create trigger personal_data_changes_append_only before update or delete or truncate on lienthong.personal_data_changes
  for each statement execute function lienthong.refuse_change();

create table lienthong.personal_data_former (
  dossier_id uuid not null,
  subject text not null,
  version integer not null,
  name text not null,
  id_number text,
  phone text,
  email text,
  address text,
  salt bytea not null,
  replaced_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  primary key (dossier_id, subject, version)
);
comment on table lienthong.personal_data_former is 'Erasable: what was corrected, until it is erased or its time is over';

do $$
declare t text;
begin
  foreach t in array array['retention_floors', 'retention_runs', 'personal_data_changes', 'personal_data_former'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
    execute format('create policy recorder_reads on lienthong.%I for select to lienthong_recorder using (true)', t);
    execute format('grant select on lienthong.%I to lienthong_recorder', t);
  end loop;
  -- The functions above and below work as the owner, who is under row-level security like everybody.
  foreach t in array array['access_log', 'sessions', 'outbox', 'outbox_cursors', 'parked', 'notices', 'commands', 'receipts', 'texts', 'voice_texts',
                           'contact_preferences', 'attachments', 'stray_files', 'retention_floors', 'retention_runs', 'personal_data_changes',
                           'personal_data_former'] loop
    execute format('create policy owner_keeps on lienthong.%I to lienthong_owner using (true) with check (true)', t);
  end loop;
end $$;
-- Somebody whose data it is, or who holds the dossier, may see that and why it was changed.
grant select on lienthong.personal_data_changes, lienthong.personal_data_former to lienthong_api;
create policy api_reads on lienthong.personal_data_changes for select to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = personal_data_changes.dossier_id));
create policy api_reads on lienthong.personal_data_former for select to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = personal_data_former.dossier_id));

-- Puts another version in the place of the one that was read; false where that is no longer the present one. What stood there is kept
-- beside it unless it is to be forgotten.
create function lienthong.change_person(p_dossier uuid, p_change jsonb, p_salt bytea) returns boolean
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_now personal_data;
  v_kind constant text := p_change ->> 'kind';
  v_subject constant text := p_change ->> 'subject';
begin
  select * into v_now from personal_data where dossier_id = p_dossier and subject = v_subject for update;
  if not found or v_now.version <> (p_change ->> 'version')::integer then return false; end if;
  if v_kind = 'corrected' then
    insert into personal_data_former (dossier_id, subject, version, name, id_number, phone, email, address, salt)
      values (p_dossier, v_subject, v_now.version, v_now.name, v_now.id_number, v_now.phone, v_now.email, v_now.address, v_now.salt);
  else
    delete from personal_data_former where dossier_id = p_dossier and subject = v_subject;
    -- The submission's digest has no salt: whoever guesses the person could test it. Sent again, it is another submission.
    update submissions set request_digest = 'forgotten' where dossier_id = p_dossier;
  end if;
  if v_kind = 'erased' then
    delete from personal_data where dossier_id = p_dossier and subject = v_subject;
  else
    update personal_data
       set name = p_change #>> '{person,name}', id_number = p_change #>> '{person,idNumber}', phone = p_change #>> '{person,phone}',
           email = p_change #>> '{person,email}', address = p_change #>> '{person,address}',
           search_key = p_change ->> 'searchKey', salt = p_salt, version = v_now.version + 1
     where dossier_id = p_dossier and subject = v_subject;
  end if;
  insert into personal_data_changes (dossier_id, subject, version, kind, fields, digest_before, digest_after, ground, reference, at, changed_by)
    values (p_dossier, v_subject, v_now.version + 1, v_kind, array(select jsonb_array_elements_text(p_change -> 'fields')),
            p_change ->> 'digestBefore', p_change ->> 'digestAfter', p_change ->> 'ground', p_change ->> 'reference',
            (p_change ->> 'at')::bigint, p_change ->> 'by');
  return true;
end $$;

-- Erases what is kept of a dossier beside its people: how to reach its applicant, or everything that was written and handed in.
create function lienthong.erase_beside(p_dossier uuid, p_whole boolean, p_by text) returns jsonb
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_contacts integer;
  v_voices integer;
  v_texts integer := 0;
  v_files integer := 0;
begin
  delete from contact_preferences where kind = 'dossier' and key = p_dossier::text;
  get diagnostics v_contacts = row_count;
  delete from voice_texts where dossier_id = p_dossier and (p_whole or part = 'contact');
  get diagnostics v_voices = row_count;
  if p_whole then
    delete from texts where dossier_id = p_dossier;
    get diagnostics v_texts = row_count;
    with erased as (delete from attachments where dossier_id = p_dossier returning storage_key)
    insert into stray_files (storage_key, remove_real_at) select storage_key, 0 from erased
      on conflict (storage_key) do update set remove_real_at = 0;
    get diagnostics v_files = row_count;
    if to_regclass('lienthong.erasures') is not null then
      execute 'insert into lienthong.erasures (dossier_id, erased_by) values ($1, $2)' using p_dossier, p_by;
    end if;
  end if;
  return jsonb_build_object('contact_preferences', v_contacts, 'voice_texts', v_voices, 'texts', v_texts, 'attachments', v_files);
end $$;

-- Over HTTP procedure control alone changes what is kept of a person, under its own name.
create function lienthong.require_control(p_by text, p_at bigint) returns void
language plpgsql stable security definer set search_path = lienthong, pg_temp as $$
begin
  if p_by is distinct from session_person() or not exists (
    select from postings where person = p_by and role = 'procedure-control' and from_at <= p_at and (to_at is null or to_at > p_at)) then
    raise exception 'personal data is changed by procedure control alone, under its own name' using errcode = 'insufficient_privilege';
  end if;
end $$;
create function lienthong.control_changes_person(p_dossier uuid, p_change jsonb, p_salt bytea) returns boolean
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  perform require_control(p_change ->> 'by', (p_change ->> 'at')::bigint);
  return change_person(p_dossier, p_change, p_salt);
end $$;
create function lienthong.control_erases_beside(p_dossier uuid, p_whole boolean, p_by text, p_at bigint) returns jsonb
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  perform require_control(p_by, p_at);
  return erase_beside(p_dossier, p_whole, p_by);
end $$;

revoke execute on function lienthong.real_now(), lienthong.keep_access(), lienthong.aged_rows(text), lienthong.count_aged(text, bigint),
  lienthong.remove_aged(text, bigint, integer, text), lienthong.require_control(text, bigint),
  lienthong.change_person(uuid, jsonb, bytea), lienthong.erase_beside(uuid, boolean, text),
  lienthong.control_changes_person(uuid, jsonb, bytea), lienthong.control_erases_beside(uuid, boolean, text, bigint) from public;
grant execute on function lienthong.count_aged(text, bigint) to lienthong_recorder, lienthong_auditor;
grant execute on function lienthong.remove_aged(text, bigint, integer, text), lienthong.change_person(uuid, jsonb, bytea),
  lienthong.erase_beside(uuid, boolean, text) to lienthong_recorder;
grant execute on function lienthong.control_changes_person(uuid, jsonb, bytea), lienthong.control_erases_beside(uuid, boolean, text, bigint)
  to lienthong_api;

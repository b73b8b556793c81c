-- Who is told what, once, and how officers and agencies want to be reached. No address and no text of a message is in
-- "notices": a letter is written anew from the log each time it is tried.

create table lienthong.contact_preferences (
  -- An officer, an agency's box, or the applicant of one dossier.
  kind text not null check (kind in ('person', 'agency', 'dossier')),
  -- Person, agency code or dossier id.
  key text not null,
  -- An applicant's addresses are personal data and stand there alone.
  email text,
  phone text,
  language text not null default 'vi' check (language in ('vi', 'en')),
  -- In order: the first that has an address is used.
  channels text[] not null default '{email,sms}' check (channels <@ '{email,sms,zalo}'::text[]),
  -- Whether quiet hours hold back texts to an officer; an applicant's are always held.
  quiet boolean not null default true,
  -- Of the address digests in "notices".
  salt bytea not null,
  version integer not null default 1,
  changed_at bigint not null,
  changed_by text not null,
  primary key (kind, key),
  check (kind <> 'dossier' or (email is null and phone is null))
);

create table lienthong.notices (
  notice uuid primary key default gen_random_uuid(),
  -- The order in which they were planned.
  entry bigint generated always as identity unique,
  -- `<dossier id>/<seq>`, or `outbox/<position>` for what an agency is told.
  message_id text not null,
  recipient_kind text not null check (recipient_kind in ('applicant', 'officer', 'agency')),
  -- `applicant`, a person, an agency's code.
  recipient text not null,
  template text not null,
  -- The event it is about.
  dossier_id uuid,
  seq integer,
  -- What an agency is told: ids, codes and dates.
  list jsonb,
  -- Whose matter it is, and who may look after it.
  agency text not null,
  status text not null default 'waiting'
    check (status in ('waiting', 'sending', 'sent', 'failed', 'unknown', 'no-address', 'overtaken')),
  -- Chosen at the first attempt, and kept: another one could tell it twice.
  channel text check (channel in ('email', 'sms', 'zalo')),
  language text check (language in ('vi', 'en')),
  -- sha256(salt of the recipient || address).
  address_digest text,
  attempts smallint not null default 0,
  -- Codes only; servers repeat addresses in their sentences.
  last_error text,
  planned_at bigint not null,
  -- Official end of the quiet hours it waits for.
  hold_until_at bigint,
  -- Not tried before; while a process has it, the instant at which that process is taken for dead.
  next_real_at bigint not null,
  sent_at bigint,
  resent_by text,
  check (list is not null or (dossier_id is not null and seq is not null)),
  -- Nothing is told twice to anybody, over whatever channel.
  unique (message_id, recipient_kind, recipient)
);
create index notices_waiting on lienthong.notices (entry) where status = 'waiting';
create index notices_sending on lienthong.notices (next_real_at) where status = 'sending';
create index notices_in_order on lienthong.notices (dossier_id, recipient, entry) where status in ('waiting', 'sending');
create index notices_troubled on lienthong.notices (entry) where status in ('failed', 'unknown', 'no-address');

-- The relay's process tells people. Of an applicant it reads the name and the ways to reach them, and each reading is logged.
grant select, insert, update on lienthong.notices to lienthong_relay;
grant select on lienthong.contact_preferences, lienthong.tasks, lienthong.people, lienthong.postings,
  lienthong.procedures, lienthong.agencies, lienthong.clock_segments to lienthong_relay;
grant select (dossier_id, subject, name, phone, email, salt) on lienthong.personal_data to lienthong_relay;
grant insert on lienthong.access_log to lienthong_relay;
-- Officers look after their own addresses and their agency's box, administrators after all; a failed notice is sent again.
grant select, insert, update on lienthong.contact_preferences to lienthong_api;
grant select, update (status, channel, attempts, last_error, hold_until_at, next_real_at, resent_by) on lienthong.notices to lienthong_api;

do $$
declare t text;
begin
  foreach t in array array['contact_preferences', 'notices'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
  end loop;
  foreach t in array array['contact_preferences', 'personal_data', 'tasks'] loop
    execute format('create policy notifier_reads on lienthong.%I for select to lienthong_relay using (true)', t);
  end loop;
end $$;
create policy notifier_all on lienthong.notices to lienthong_relay using (true) with check (true);
create policy written_by_notifier on lienthong.access_log for insert to lienthong_relay with check (who = 'notifier');

create function lienthong.session_administers() returns boolean
language sql stable parallel safe as $$
  select exists (select from lienthong.person_grants
                  where person = lienthong.session_person() and grant_name = 'administrator')
$$;
revoke execute on function lienthong.session_administers() from public;
grant execute on function lienthong.session_administers() to lienthong_api;

create policy api_all on lienthong.contact_preferences to lienthong_api
  using ((kind = 'person' and key = (select lienthong.session_person()))
    or (kind = 'agency' and key = any ((select lienthong.session_agencies())::text[]))
    or (kind = 'dossier' and (exists (select from lienthong.dossiers d where d.dossier_id::text = key)
                           or exists (select from lienthong.submissions s where s.dossier_id::text = key)))
    or (select lienthong.session_administers()))
  with check ((kind = 'person' and key = (select lienthong.session_person()))
    or (kind = 'agency' and key = any ((select lienthong.session_agencies())::text[]))
    or (kind = 'dossier' and (exists (select from lienthong.dossiers d where d.dossier_id::text = key)
                           or exists (select from lienthong.submissions s where s.dossier_id::text = key)))
    or (select lienthong.session_administers()));
create policy api_all on lienthong.notices to lienthong_api
  using (agency = any ((select lienthong.session_agencies())::text[]) or (select lienthong.session_administers()));

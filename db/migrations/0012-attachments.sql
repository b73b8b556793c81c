-- Files attached to dossiers: what is known of each beside the log, and what lies in the storage for none of them.

create table lienthong.attachments (
  attachment_id uuid primary key default gen_random_uuid(),
  dossier_id uuid not null,
  command_id text not null,
  -- As whoever sent it called it.
  name text not null check (char_length(name) between 1 and 255),
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  storage_key text not null unique,
  scan text not null check (scan in ('clean', 'unscanned')),
  uploaded_at bigint not null,
  uploaded_by text not null
);
comment on table lienthong.attachments is 'Erasable. The log holds id, type, size and digest of a file; its name and its place in the storage are here only';
create index attachments_dossier on lienthong.attachments (dossier_id);

create table lienthong.stray_files (
  storage_key text primary key,
  -- Real instant from which it is removed, unless the log has its attachment by then.
  remove_real_at bigint not null
);
comment on table lienthong.stray_files is 'Files in the storage that no event names yet, or none may be found by any more: uploads under way, broken off or refused, and what was erased';
create index stray_files_due on lienthong.stray_files (remove_real_at);

grant select, insert, delete on lienthong.attachments, lienthong.stray_files to lienthong_recorder, lienthong_api;
grant update (remove_real_at) on lienthong.stray_files to lienthong_recorder;

do $$
declare t text;
begin
  foreach t in array array['attachments', 'stray_files'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy recorder_all on lienthong.%I to lienthong_recorder using (true) with check (true)', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
  end loop;
end $$;
-- Whoever sees the dossier sees what is attached to it.
create policy api_reads on lienthong.attachments for select to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = attachments.dossier_id));
create policy api_inserts on lienthong.attachments for insert to lienthong_api
  with check (exists (select from lienthong.dossiers d where d.dossier_id = attachments.dossier_id));
-- Only what a refused act leaves behind: nothing that stands in the log.
create policy api_undoes on lienthong.attachments for delete to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = attachments.dossier_id)
    and not exists (select from lienthong.events e
                     where e.dossier_id = attachments.dossier_id and e.command_id = attachments.command_id and e.command_index = 0
                       and e.type = 'DocumentAttached' and e.body::jsonb #>> '{payload,attachmentId}' = attachments.attachment_id::text));
-- Its own uploads of the moment. What is due is removed with the rights to see every attachment, or a file in use might go.
create policy api_all on lienthong.stray_files to lienthong_api
  using (remove_real_at > (extract(epoch from clock_timestamp()) * 1000)::bigint) with check (true);

-- What happened can be proved to an outsider: marks of erasure, seals over the access log, anchors of all chains, and
-- what the daily verification found.

-- A person or text that is gone was erased only where a mark says so.
create table lienthong.erasures (
  erasure bigint generated always as identity primary key,
  dossier_id uuid not null,
  erased_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  erased_by text not null
);
comment on table lienthong.erasures is 'Which dossiers had their people, texts and files erased, when and by whom';
create index erasures_dossier on lienthong.erasures (dossier_id);

-- Rows of the access log are written without waiting for one another; a seal is laid over them afterwards.
create table lienthong.access_seals (
  seal integer primary key,
  -- The last entry it covers; it begins behind the last one of the seal before.
  up_to bigint not null,
  -- Canonical JSON: the columns, the numbers that were never used, a mark of 16 bytes for each row.
  body text not null,
  -- sha256(hash of the seal before || body as UTF-8); before the first: sha256('lienthong:access').
  hash bytea not null,
  sealed_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint
);
comment on table lienthong.access_seals is 'Hash chain over the access log, laid in batches so that reading a page waits for nobody';

-- How far the log went when it was looked at last. What was under way then must have ended before that much is sealed.
create table lienthong.access_seal_mark (
  single boolean primary key default true check (single),
  entry bigint not null,
  horizon xid8 not null
);

create table lienthong.anchors (
  anchor integer primary key,
  -- Canonical JSON of what is signed.
  statement text not null,
  -- Ed25519 over the statement as UTF-8.
  signature bytea not null
);
comment on table lienthong.anchors is 'Signed roots over the heads of all chains that moved since the anchor before';

create table lienthong.anchor_leaves (
  anchor integer not null references lienthong.anchors,
  -- 0, 1, 2 … in the order of the tree.
  position integer not null,
  -- dossier, escalations, access, alarm, erasure, pruning, procedure, calendar, agencies
  kind text not null,
  id text not null,
  seq bigint not null,
  hash bytea not null,
  primary key (anchor, position)
);
create index anchor_leaves_chain on lienthong.anchor_leaves (kind, id, seq);

-- The newest leaf of each chain, so that the next anchor holds only what has moved.
create table lienthong.anchor_tips (
  kind text not null,
  id text not null,
  seq bigint not null,
  hash bytea not null,
  primary key (kind, id)
);

-- What came back from outside for an anchor.
create table lienthong.anchor_stamps (
  anchor integer primary key references lienthong.anchors,
  -- TimeStampResp of RFC 3161 in DER.
  response bytea not null,
  obtained_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint
);
create table lienthong.anchor_letters (
  anchor integer primary key references lienthong.anchors,
  sent_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint
);

create table lienthong.verifications (
  verification integer generated always as identity primary key,
  begun_real_at bigint not null,
  finished_real_at bigint not null,
  dossiers integer not null,
  events bigint not null,
  -- How many places were found, and the first of them.
  found integer not null,
  findings jsonb not null
);
comment on table lienthong.verifications is 'Daily verifications of everything, with what each found';

do $$
declare t text;
begin
  foreach t in array array['erasures', 'access_seals', 'anchors', 'anchor_leaves', 'anchor_stamps', 'verifications'] loop
    execute format('create trigger %1$s_append_only before update or delete or truncate on lienthong.%1$I
                      for each statement execute function lienthong.refuse_change()', t);
    execute format('grant select, insert on lienthong.%I to lienthong_recorder', t);
  end loop;
end $$;
-- Of one dossier each: whoever erases, whoever verifies, and the function that erases in the owner's name.
alter table lienthong.erasures enable row level security;
alter table lienthong.erasures force row level security;
create policy recorder_all on lienthong.erasures to lienthong_recorder using (true) with check (true);
create policy auditor_reads on lienthong.erasures for select to lienthong_auditor using (true);
create policy owner_keeps on lienthong.erasures to lienthong_owner using (true) with check (true);
grant select, insert, update on lienthong.access_seal_mark, lienthong.anchor_tips, lienthong.anchor_letters to lienthong_recorder;
grant select on lienthong.erasures, lienthong.access_seals, lienthong.access_seal_mark, lienthong.anchors, lienthong.anchor_leaves,
  lienthong.anchor_tips, lienthong.anchor_stamps, lienthong.anchor_letters, lienthong.verifications to lienthong_auditor;

-- Whoever seals must read; whoever closes an alarm leaves an entry.
grant select, insert on lienthong.access_log to lienthong_recorder;
create policy sealed_by_recorder on lienthong.access_log for select to lienthong_recorder using (true);
create policy closing_is_logged on lienthong.access_log for insert to lienthong_recorder with check (true);

-- An alarm is closed once, by somebody with a name who says why; nothing else of it ever changes.
alter table lienthong.alarms add column closed_by text;
update lienthong.alarms set closed_by = split_part(resolution, ': ', 1) where resolved_real_at is not null;
alter table lienthong.alarms add constraint alarms_closed_by_somebody
  check ((resolved_real_at is null) = (closed_by is null) and (resolved_real_at is null) = (resolution is null));

create function lienthong.guard_alarm() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.resolved_real_at is not null
     or (new.alarm, new.kind, new.dossier_id, new.detail, new.raised_real_at)
        is distinct from (old.alarm, old.kind, old.dossier_id, old.detail, old.raised_real_at) then
    raise exception 'alarm % stays as it was raised; it can be closed once, and nothing else', old.alarm
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger alarms_only_close before update or delete on lienthong.alarms
  for each row execute function lienthong.guard_alarm();
create trigger alarms_stay before truncate on lienthong.alarms
  for each statement execute function lienthong.refuse_change();

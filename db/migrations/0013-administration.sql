-- Administration over HTTP: why a version of a procedure ended, how far an amended calendar was told, and what If-Match compares.

-- Raised with every change of a person's name, posts, grants or way of signing in.
alter table lienthong.people add column version integer not null default 1;

create table lienthong.procedure_endings (
  ending bigint generated always as identity primary key,
  code text not null,
  version integer not null,
  -- First day it is no longer in force.
  effective_to date not null,
  reason text not null check (char_length(reason) between 1 and 500),
  at bigint not null,
  ended_by text not null
);
comment on table lienthong.procedure_endings is 'Why a published version of a procedure ends: the decision that abolishes it';
create index procedure_endings_version on lienthong.procedure_endings (code, version, ending);
create trigger procedure_endings_append_only before update or delete or truncate on lienthong.procedure_endings
  for each statement execute function lienthong.refuse_change();

create table lienthong.calendar_amendments (
  -- Of the calendar; what changed stands there as its reason.
  version integer primary key,
  published_at bigint not null,
  -- Dossiers that were open at publication, and how many of them have been told.
  total integer not null,
  done integer not null default 0,
  -- telling: everybody in the order of ids; stragglers: those that were being submitted at that moment; unreached: those whose workflow did not answer.
  state text not null default 'telling' check (state in ('telling', 'stragglers', 'unreached', 'done')),
  -- The last dossier of the batch that was told last.
  after uuid,
  unreached uuid[] not null default '{}',
  -- Whoever tells has it for itself until then.
  leased_until_real_at bigint not null default 0
);
comment on table lienthong.calendar_amendments is 'How far open dossiers have been told of an amended calendar: goes on after a restart';

grant select, insert on lienthong.procedure_endings to lienthong_api, lienthong_recorder;
grant select, insert, update on lienthong.calendar_amendments to lienthong_api;
-- A posting that has not begun is taken back whole; one that has begun only ends.
grant delete on lienthong.postings to lienthong_api;

-- For whoever publishes: how many dossiers go on under a version. Counts only.
create function lienthong.open_dossiers_by_version(p_code text) returns table (version integer, open_dossiers bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select procedure_version, count(*) from dossiers
   where procedure_code = p_code and stage in ('submitted', 'processing', 'resolved')
   group by procedure_version
$$;

-- The next open dossiers to be told of an amended calendar, in the order of ids; only those submitted from an instant on. Ids only.
create function lienthong.calendar_audience(p_after uuid, p_submitted_from bigint, p_limit integer) returns table (dossier_id uuid)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select d.dossier_id from dossiers d
   where d.stage in ('submitted', 'processing', 'resolved')
     and (p_after is null or d.dossier_id > p_after)
     and d.submitted_at >= p_submitted_from
   order by d.dossier_id
   limit p_limit
$$;

revoke execute on function lienthong.open_dossiers_by_version(text), lienthong.calendar_audience(uuid, bigint, integer) from public;
grant execute on function lienthong.open_dossiers_by_version(text), lienthong.calendar_audience(uuid, bigint, integer) to lienthong_api;

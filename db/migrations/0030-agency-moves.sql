-- Agencies are published and corrected while dossiers are open: how far what names them has followed, who is concerned,
-- and how what is kept beside the dossiers takes a corrected code.

create table lienthong.agency_moves (
  -- Of the agencies; why it was published stands there.
  version integer primary key,
  published_at bigint not null,
  -- The official instant from which there is something to follow.
  begins_at bigint not null,
  -- Dossiers that were open at publication, how many have been looked at, and how many moved.
  total integer not null,
  done integer not null default 0,
  moved integer not null default 0,
  -- moving: everybody in the order of ids; stragglers: those that were being submitted at publication.
  state text not null default 'moving' check (state in ('moving', 'stragglers', 'done')),
  -- The dossier that was looked at last.
  after uuid,
  -- Those that could not be moved, each with the code of its refusal.
  refused jsonb not null default '[]',
  -- Whoever moves has it for itself until then.
  leased_until_real_at bigint not null default 0
);
comment on table lienthong.agency_moves is
  'How far open dossiers have followed a published version of the agencies: goes on after a restart';
grant select, insert on lienthong.agency_moves to lienthong_api;
grant select, insert, update on lienthong.agency_moves to lienthong_recorder;

create policy owner_answers on lienthong.tasks for select to lienthong_owner using (true);

-- For whoever publishes: what is open at each of these agencies. Counts only.
create function lienthong.agency_work(p_codes text[], p_at bigint) returns table (
  agency text, open_tasks bigint, open_dossiers bigint, postings bigint, clients bigint, subscriptions bigint,
  codes_given bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select a.code,
         (select count(*) from tasks t where t.agency = a.code and t.closed_at is null),
         (select count(*) from dossiers d
           where d.stage in ('submitted', 'processing', 'resolved')
             and (d.receiving_unit = a.code or d.place = a.code
                  or exists (select from tasks t
                              where t.dossier_id = d.dossier_id and t.agency = a.code and t.closed_at is null))),
         (select count(*) from postings p where p.agency = a.code and (p.to_at is null or p.to_at > p_at)),
         (select count(*) from clients c where a.code = any (c.agencies) and c.disabled_real_at is null),
         (select count(*) from subscriptions s where a.code = any (s.agencies) and s.active),
         (select coalesce(sum(s.last), 0)::bigint from code_series s where s.unit = a.code)
    from unnest(p_codes) a (code)
$$;

-- The next dossiers to be looked at, in the order of ids; after a correction also those that have ended and are not
-- archived, for somebody still archives them. Ids only.
create policy owner_answers on lienthong.heads for select to lienthong_owner using (true);
create function lienthong.agency_audience(p_after uuid, p_submitted_from bigint, p_ended boolean, p_limit integer)
returns table (dossier_id uuid, code text)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select d.dossier_id, d.code from dossiers d
   where (d.stage in ('submitted', 'processing', 'resolved')
          or (p_ended and exists (select from heads h where h.dossier_id = d.dossier_id and not h.closed)))
     and (p_after is null or d.dossier_id > p_after)
     and d.submitted_at >= p_submitted_from
   order by d.dossier_id
   limit p_limit
$$;

-- What names an agency beside the dossiers takes the code it goes by now: it is the same agency. Whoever holds a post
-- there holds it on, whoever is told is told. What was done, and the codes of dossiers, stay as they are. Given is
-- every code that was given up, each with the present one. None is both, so that the order is of no account, a code
-- that comes back is none that went, and it is safe to run again.
create function lienthong.follow_renames(p_present jsonb) returns void
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  given_up constant text[] := array(select jsonb_object_keys(p_present));
begin
  -- Who holds the very same post under the present code already holds it once.
  delete from postings p using postings o
   where p.agency = any (given_up) and o.posting <> p.posting
     and (o.person, o.role, o.kind, o.from_at) = (p.person, p.role, p.kind, p.from_at)
     and o.on_behalf_of is not distinct from p.on_behalf_of
     and coalesce(p_present ->> o.agency, o.agency) = p_present ->> p.agency
     and (o.agency <> all (given_up) or o.posting < p.posting);
  update postings set agency = p_present ->> agency where agency = any (given_up);
  update clients set version = version + 1, agencies = array(
      select coalesce(p_present ->> code, code) from unnest(agencies) with ordinality a (code, n)
       group by 1 order by min(n))
   where agencies && given_up;
  update subscriptions set version = version + 1, agencies = array(
      select coalesce(p_present ->> code, code) from unnest(agencies) with ordinality a (code, n)
       group by 1 order by min(n))
   where agencies && given_up;
  -- One box and one process for each agency: what the present code has, stays.
  update contact_preferences c set key = p_present ->> key
   where kind = 'agency'
     and key in (select distinct on (p_present ->> g) g from unnest(given_up) g
                   join contact_preferences o on o.kind = 'agency' and o.key = g
                  order by p_present ->> g, g)
     and not exists (select from contact_preferences o where o.kind = 'agency' and o.key = p_present ->> c.key);
  update agency_workers w set agency = p_present ->> agency
   where agency in (select distinct on (p_present ->> g) g from unnest(given_up) g join agency_workers o on o.agency = g
                     order by p_present ->> g, g)
     and not exists (select from agency_workers o where o.agency = p_present ->> w.agency);
end $$;

revoke execute on function lienthong.agency_work(text[], bigint),
  lienthong.agency_audience(uuid, bigint, boolean, integer), lienthong.follow_renames(jsonb) from public;
grant execute on function lienthong.agency_work(text[], bigint) to lienthong_api, lienthong_recorder, lienthong_auditor;
grant execute on function lienthong.agency_audience(uuid, bigint, boolean, integer) to lienthong_recorder;
grant execute on function lienthong.follow_renames(jsonb) to lienthong_recorder;

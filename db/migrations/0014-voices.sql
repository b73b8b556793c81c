-- What applicants say of the service and how they are answered; what is published of it; who takes part in a task
-- beside its main handler.

create table lienthong.ratings (
  dossier_id uuid primary key,
  rating_id uuid not null unique default gen_random_uuid(),
  -- The unit that received the dossier and hands out the result.
  unit text not null,
  attitude smallint not null check (attitude between 1 and 5),
  time smallint not null check (time between 1 and 5),
  ease smallint not null check (ease between 1 and 5),
  rated_at bigint not null,
  changed_at bigint not null
);
create index ratings_unit on lienthong.ratings (unit, rated_at);

create table lienthong.complaints (
  complaint_id uuid primary key default gen_random_uuid(),
  entry bigint generated always as identity unique,
  dossier_id uuid not null,
  -- The unit that received the dossier.
  unit text not null,
  -- The applicant's Idempotency-Key.
  command_id text not null,
  received_at bigint not null,
  -- Ten working days later, by the calendar of that day.
  due_at bigint not null,
  answered_at bigint,
  answered_by text,
  version integer not null default 1,
  unique (dossier_id, command_id),
  check ((answered_at is null) = (answered_by is null))
);
create index complaints_unit on lienthong.complaints (unit, due_at, entry);

create table lienthong.voice_texts (
  -- A rating or a complaint.
  voice_id uuid not null,
  part text not null check (part in ('comment', 'complaint', 'contact', 'answer')),
  dossier_id uuid not null,
  text text not null check (char_length(text) <= 10000),
  primary key (voice_id, part)
);
comment on table lienthong.voice_texts is 'Erasable: what applicants wrote, how to reach them, what they were answered';
create index voice_texts_dossier on lienthong.voice_texts (dossier_id);

create table lienthong.task_people (
  dossier_id uuid not null,
  task_id text not null,
  person text not null references lienthong.people,
  part text not null check (part in ('co-handler', 'monitor')),
  added_by text not null,
  added_at bigint not null,
  primary key (dossier_id, task_id, person)
);
comment on table lienthong.task_people is 'Who works with a main handler or keeps an eye on a task; the decision stays with the main handler';
create index task_people_person on lienthong.task_people (person, dossier_id, task_id);

-- Events of a stretch of time, for auditors. They arrive nearly in order, so a few pages of summary are enough.
create index events_at on lienthong.events using brin (at);

grant select, insert, update (attitude, time, ease, changed_at) on lienthong.ratings to lienthong_api;
grant select, insert, update (answered_at, answered_by, version) on lienthong.complaints to lienthong_api;
grant select, insert, delete on lienthong.voice_texts to lienthong_api, lienthong_recorder;
grant select, insert, update (part, added_by, added_at), delete on lienthong.task_people to lienthong_api;

do $$
declare t text;
begin
  foreach t in array array['ratings', 'complaints', 'voice_texts', 'task_people'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
  end loop;
end $$;
create policy recorder_all on lienthong.voice_texts to lienthong_recorder using (true) with check (true);

-- The applicant speaks, and reads their own; the receiving unit and whoever supervises it read and answer.
create policy api_reads on lienthong.ratings for select to lienthong_api
  using (unit = any ((select lienthong.session_agencies())::text[]) or dossier_id = (select lienthong.session_dossier()));
create policy applicant_rates on lienthong.ratings for insert to lienthong_api with check (dossier_id = (select lienthong.session_dossier()));
create policy applicant_changes on lienthong.ratings for update to lienthong_api using (dossier_id = (select lienthong.session_dossier()));
create policy api_reads on lienthong.complaints for select to lienthong_api
  using (unit = any ((select lienthong.session_agencies())::text[]) or dossier_id = (select lienthong.session_dossier()));
create policy applicant_complains on lienthong.complaints for insert to lienthong_api with check (dossier_id = (select lienthong.session_dossier()));
create policy unit_answers on lienthong.complaints for update to lienthong_api using (unit = any ((select lienthong.session_agencies())::text[]));
create policy api_reads on lienthong.voice_texts for select to lienthong_api
  using (exists (select from lienthong.complaints c where c.complaint_id = voice_id)
    or exists (select from lienthong.ratings r where r.rating_id = voice_id));
create policy applicant_writes on lienthong.voice_texts for insert to lienthong_api
  with check (dossier_id = (select lienthong.session_dossier()) and part <> 'answer');
create policy unit_writes on lienthong.voice_texts for insert to lienthong_api
  with check (part = 'answer' and exists (select from lienthong.complaints c
                                           where c.complaint_id = voice_id and c.dossier_id = voice_texts.dossier_id
                                             and c.unit = any ((select lienthong.session_agencies())::text[])));
-- A rating is changed with its comment.
create policy applicant_replaces on lienthong.voice_texts for delete to lienthong_api
  using (dossier_id = (select lienthong.session_dossier()) and part = 'comment');

-- Names of officers: for the agency that has the task, not for whoever holds the receipt.
create policy api_all on lienthong.task_people to lienthong_api
  using (exists (select from lienthong.tasks t
                  where t.dossier_id = task_people.dossier_id and t.task_id = task_people.task_id
                    and t.agency = any ((select lienthong.session_agencies())::text[])))
  with check (exists (select from lienthong.tasks t
                       where t.dossier_id = task_people.dossier_id and t.task_id = task_people.task_id
                         and t.agency = any ((select lienthong.session_agencies())::text[])));

-- What the law makes public: how many dossiers each unit received and solved in each stretch between two bounds.
create function lienthong.public_statistics(p_bounds bigint[])
returns table (period integer, unit text, received bigint, early bigint, on_time bigint, late bigint, portal_late bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select counted.period, counted.unit,
         count(*) filter (where counted.legal is null),
         count(*) filter (where counted.legal = 'early'),
         count(*) filter (where counted.legal = 'on-time'),
         count(*) filter (where counted.legal = 'late'),
         count(*) filter (where counted.legal is not null and counted.portal = 'late')
    from (select width_bucket(accepted_at, p_bounds) as period, receiving_unit as unit, null as legal, null as portal
            from dossiers where accepted_at >= p_bounds[1] and accepted_at < p_bounds[cardinality(p_bounds)]
          union all
          select width_bucket(ended_at, p_bounds), receiving_unit, timeliness_legal, timeliness_portal
            from dossiers
           where ended_at >= p_bounds[1] and ended_at < p_bounds[cardinality(p_bounds)]
             and stage in ('resolved', 'returned') and timeliness_legal is not null) counted
   group by counted.period, counted.unit
$$;

-- Whether what was escalated still waits: whoever was told may ask, also where the watch is another agency's.
create policy owner_answers on lienthong.watches to lienthong_owner using (true);
create function lienthong.is_watched(p_dossier uuid, p_subject text, p_generation integer) returns boolean
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select exists (select from watches where dossier_id = p_dossier and subject = p_subject and generation = p_generation)
$$;

revoke execute on function lienthong.public_statistics(bigint[]), lienthong.is_watched(uuid, text, integer) from public;
grant execute on function lienthong.public_statistics(bigint[]) to lienthong_api;
grant execute on function lienthong.is_watched(uuid, text, integer) to lienthong_api, lienthong_auditor;

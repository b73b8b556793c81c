-- When a dossier was first decided and by whom is a fact of the past: figures are counted from it, and from no present stage. A
-- correction that is opened, or closed, changes none of them.
alter table lienthong.dossiers
  add column decided_at bigint,
  add column decided_by text;
comment on column lienthong.dossiers.decided_by is 'The agency whose task was completed with the first decision';
create index dossiers_decided on lienthong.dossiers (decided_at, dossier_id) where decided_at is not null;

-- Row-level security shows the owner no row of these.
alter table lienthong.dossiers no force row level security;
alter table lienthong.events no force row level security;
alter table lienthong.tasks no force row level security;
update lienthong.dossiers d
   set decided_at = d.ended_at,
       decided_by = coalesce((select t.agency from lienthong.tasks t
                               where t.dossier_id = d.dossier_id and t.status = 'done' and t.closed_at = d.ended_at
                               order by t.task_id collate "C" desc limit 1), d.receiving_unit)
 where d.ended_at is not null
   and exists (select from lienthong.events e where e.dossier_id = d.dossier_id and e.type = 'DossierResolved');
alter table lienthong.tasks force row level security;
alter table lienthong.events force row level security;
alter table lienthong.dossiers force row level security;

-- As before, with the two columns.
create or replace function lienthong.record_dossier(
  p_dossier uuid, p_epoch integer, p_first integer, p_after text,
  p_types text[], p_ats bigint[], p_actors text[], p_command_ids text[], p_command_indexes smallint[], p_rules integer[],
  p_bodies text[], p_row jsonb, p_tasks jsonb, p_watches jsonb, p_run text, p_run_started bigint, p_history integer, p_history_at bigint,
  p_signers text[], p_signatures text[],
  out status text, out head_seq integer, out mark text
)
language plpgsql as $$
declare
  v_hash bytea;
  v_epoch integer;
  v_count constant integer := cardinality(p_bodies);
  v_last constant integer := p_first + v_count - 1;
  v_known integer;
  v_chain bytea[];
  v_code constant text := p_row ->> 'code';
begin
  select h.seq, h.hash, h.epoch into head_seq, v_hash, v_epoch from lienthong.heads h where h.dossier_id = p_dossier for update;
  if not found then
    if p_first > 1 then
      status := 'gap'; head_seq := 0; return;
    end if;
    -- Two first recordings at once: the second waits here for the first one's commit and goes on from its head.
    insert into lienthong.heads (dossier_id, seq, hash, epoch)
      values (p_dossier, 0, sha256(convert_to('lienthong:' || p_dossier, 'UTF8')), p_epoch) on conflict do nothing;
    select h.seq, h.hash, h.epoch into strict head_seq, v_hash, v_epoch from lienthong.heads h where h.dossier_id = p_dossier for update;
  end if;

  mark := lienthong.mark_of(v_hash);
  if p_epoch < v_epoch then
    status := 'fenced'; return;
  end if;
  if p_first > head_seq + 1 then
    status := 'gap'; return;
  end if;
  -- The log goes on behind what is sent: the run has not heard of it.
  if head_seq > v_last then
    status := 'differs'; return;
  end if;
  if p_after is not null and p_after <> (case when p_first = head_seq + 1 then mark
       else (select lienthong.mark_of(e.previous_hash) from lienthong.events e where e.dossier_id = p_dossier and e.seq = p_first) end) then
    status := 'differs'; return;
  end if;

  v_known := head_seq - p_first + 1;
  if v_known > 0 then
    if exists (
      select from unnest(p_bodies[1:v_known]) with ordinality b(body, n)
        join lienthong.events e on e.dossier_id = p_dossier and e.seq = p_first + b.n - 1
       where e.body <> b.body
    ) then
      status := 'differs'; return;
    end if;
    if v_known = v_count then
      status := 'repeated'; return;
    end if;
  end if;

  v_chain := array[v_hash];
  for i in v_known + 1 .. v_count loop
    v_hash := sha256(v_hash || convert_to(p_bodies[i], 'UTF8'));
    v_chain := v_chain || v_hash;
  end loop;

  with news as (
    insert into lienthong.events
        (dossier_id, seq, type, at, actor, command_id, command_index, rules, epoch, body, previous_hash, hash, signed_by, signature)
      select p_dossier, p_first + n - 1, p_types[n], p_ats[n], p_actors[n], p_command_ids[n], p_command_indexes[n], p_rules[n],
             p_epoch, p_bodies[n], v_chain[n - v_known], v_chain[n - v_known + 1], p_signers[n], p_signatures[n]
        from generate_series(v_known + 1, v_count) n
      returning seq
  )
  insert into lienthong.outbox (partition, kind, dossier_id, seq)
    select lienthong.partition_of(p_dossier), 'event', p_dossier, seq from news order by seq;

  head_seq := v_last;
  mark := lienthong.mark_of(v_hash);
  update lienthong.heads h
     set seq = v_last, hash = v_hash, epoch = p_epoch, run_id = coalesce(p_run, h.run_id),
         run_started_at = coalesce(p_run_started, h.run_started_at), history_length = coalesce(p_history, h.history_length),
         history_at = coalesce(p_history_at, h.history_at),
         closed = h.closed or 'DossierArchived' = any (p_types)
   where h.dossier_id = p_dossier;

  -- A code belongs to one dossier. Should two have been promised the same one, the log keeps what each was told, the first keeps
  -- its row, and a person must be told: recording stops for neither.
  if v_code is not null and exists (select from lienthong.dossiers d where d.code = v_code and d.dossier_id <> p_dossier) then
    p_row := jsonb_set(p_row, '{code}', 'null');
    insert into lienthong.alarms (kind, dossier_id, detail)
      select 'code-given-twice', p_dossier, jsonb_build_object('code', v_code, 'other', d.dossier_id)
        from lienthong.dossiers d where d.code = v_code
         and not exists (select from lienthong.alarms a where a.kind = 'code-given-twice' and a.dossier_id = p_dossier);
  end if;

  insert into lienthong.dossiers as d select * from jsonb_populate_record(null::lienthong.dossiers, p_row)
    on conflict (dossier_id) do update set
      code = excluded.code, procedure_code = excluded.procedure_code, procedure_version = excluded.procedure_version,
      channel = excluded.channel, receiving_unit = excluded.receiving_unit, place = excluded.place, stage = excluded.stage,
      money = excluded.money, delivery = excluded.delivery, national_status = excluded.national_status, clock = excluded.clock,
      submitted_at = excluded.submitted_at, accepted_at = excluded.accepted_at, due_at = excluded.due_at,
      original_due_at = excluded.original_due_at, ended_at = excluded.ended_at,
      decided_at = excluded.decided_at, decided_by = excluded.decided_by, returned_at = excluded.returned_at,
      holders = excluded.holders, timeliness_legal = excluded.timeliness_legal, timeliness_portal = excluded.timeliness_portal,
      next_deadline_at = excluded.next_deadline_at, head_seq = excluded.head_seq;

  -- A task that did not change is not written again.
  if p_tasks is not null then
    insert into lienthong.tasks as t select * from jsonb_populate_recordset(null::lienthong.tasks, p_tasks)
      on conflict (dossier_id, task_id) do update set
        step = excluded.step, kind = excluded.kind, name_vi = excluded.name_vi, name_en = excluded.name_en,
        agency = excluded.agency, officer_role = excluded.officer_role, status = excluded.status, assignee = excluded.assignee,
        version = excluded.version, opened_at = excluded.opened_at, due_at = excluded.due_at, closed_at = excluded.closed_at,
        outcome = excluded.outcome
      where t is distinct from excluded;
  end if;

  -- A higher generation supersedes, an empty ladder ends the watch; the same one again must not fire anew.
  if p_watches is not null then
    insert into lienthong.watches as w select * from jsonb_populate_recordset(null::lienthong.watches, p_watches)
      where jsonb_array_length(ladder) > 0
      on conflict (dossier_id, subject) do update set
        generation = excluded.generation, agency = excluded.agency, due_at = excluded.due_at,
        ladder = excluded.ladder, next = 0, fire_at = excluded.fire_at
      where w.generation < excluded.generation;
    delete from lienthong.watches w
      using jsonb_populate_recordset(null::lienthong.watches, p_watches) ended
      where jsonb_array_length(ended.ladder) = 0 and w.dossier_id = ended.dossier_id and w.subject = ended.subject
        and w.generation <= ended.generation;
  end if;

  status := 'recorded';
end $$;

-- What the law makes public, by the same definition as everybody's figures (db/reads/figures.ts).
create or replace function lienthong.public_statistics(p_bounds bigint[])
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
          select width_bucket(decided_at, p_bounds), receiving_unit, timeliness_legal, timeliness_portal
            from dossiers
           where decided_at >= p_bounds[1] and decided_at < p_bounds[cardinality(p_bounds)]
             and timeliness_legal is not null) counted
   group by counted.period, counted.unit
$$;

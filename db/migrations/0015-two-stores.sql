-- The log is the truth and the workflow follows it: recording tells a run that differs what it needs to follow, remembers how
-- far Temporal's own history had come, and keeps the stamp of each act's first receipt.

-- How far the workflow was when it recorded last: the number and the time of the event with which that workflow task had begun. A
-- history that has no such event any more has lost its end, whatever has been added to it since.
alter table lienthong.heads
  add column run_id text,
  add column run_started_at bigint,
  add column history_length integer,
  add column history_at bigint,
  -- Archived: no workflow goes on.
  add column closed boolean not null default false;
comment on column lienthong.heads.run_started_at is 'Real time at which the run began (Temporal''s clock)';
update lienthong.heads h set closed = true
 where exists (select from lienthong.events e where e.dossier_id = h.dossier_id and e.type = 'DossierArchived');
create index heads_open on lienthong.heads (dossier_id) where not closed;

-- The first eight bytes of a hash: enough to tell by accident whether two logs are the same.
create function lienthong.mark_of(p_hash bytea) returns text
language sql immutable parallel safe as $$
  select encode(substring(p_hash from 1 for 8), 'hex')
$$;

drop function lienthong.record_dossier(uuid, integer, integer, text[], bigint[], text[], text[], smallint[], integer[], text[], jsonb, jsonb, jsonb);

-- Everything one act writes, in one call and one commit (design.md laws 5 to 7). The caller canonicalises; the chain
-- is computed here, under the head's lock, so that recording needs no earlier read.
--
-- p_after is the mark of the event before p_first, where the run knows it.
-- status: recorded; repeated (the log ends with exactly these events); gap (head_seq says what is there); differs (the log
-- holds something else at this place, or goes on behind it: the run follows the log); fenced (a newer epoch has taken over).
create function lienthong.record_dossier(
  p_dossier uuid, p_epoch integer, p_first integer, p_after text,
  p_types text[], p_ats bigint[], p_actors text[], p_command_ids text[], p_command_indexes smallint[], p_rules integer[],
  p_bodies text[], p_row jsonb, p_tasks jsonb, p_watches jsonb, p_run text, p_run_started bigint, p_history integer, p_history_at bigint,
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
        (dossier_id, seq, type, at, actor, command_id, command_index, rules, epoch, body, previous_hash, hash)
      select p_dossier, p_first + n - 1, p_types[n], p_ats[n], p_actors[n], p_command_ids[n], p_command_indexes[n], p_rules[n],
             p_epoch, p_bodies[n], v_chain[n - v_known], v_chain[n - v_known + 1]
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
      original_due_at = excluded.original_due_at, ended_at = excluded.ended_at, returned_at = excluded.returned_at,
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

-- The stamp of an act is fixed at its first receipt and found again by its key. A refused act gives it back; what is recorded
-- has it in the log. No personal data, and nothing to be learned from it.
create table lienthong.receipts (
  dossier_id uuid not null,
  command_id text not null,
  -- Official time at which the server received the act first.
  stamped_at bigint not null,
  received_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  primary key (dossier_id, command_id)
);
create index receipts_age on lienthong.receipts (received_real_at);

-- One comparison of the two stores: begun when one of them seems to have been put back, or by an operator.
create table lienthong.reconciliations (
  reconciliation integer generated always as identity primary key,
  -- temporal-behind, log-behind, asked
  reason text not null,
  detail jsonb not null default '{}',
  begun_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  finished_real_at bigint
);
create index reconciliations_open on lienthong.reconciliations (reconciliation) where finished_real_at is null;
comment on table lienthong.reconciliations is 'Comparisons of log and workflows; while one is open, whoever reads a dossier has it compared first';

create table lienthong.reconciled_dossiers (
  reconciliation integer not null references lienthong.reconciliations,
  dossier_id uuid not null,
  -- well, started, followed, completed, lost, unreadable
  outcome text not null,
  -- Last event of the log afterwards.
  seq integer not null,
  -- What a person must know of it: which events are lost, who took it in. Codes and posts only.
  detail jsonb not null default '{}',
  real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  primary key (reconciliation, dossier_id)
);

-- Where PostgreSQL itself stands, by what is safe on its disk. An older copy of it stands before where it was seen last.
create function lienthong.store_position() returns table (system text, place text)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select (select system_identifier::text from pg_control_system()),
         (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end - '0/0'::pg_lsn)::text
$$;

do $$
declare t text;
begin
  foreach t in array array['receipts', 'reconciliations', 'reconciled_dossiers'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy recorder_all on lienthong.%I to lienthong_recorder using (true) with check (true)', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
  end loop;
end $$;
-- Of a dossier that the caller sees: whoever receives an act has looked at its dossier.
create policy api_all on lienthong.receipts to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = receipts.dossier_id))
  with check (exists (select from lienthong.dossiers d where d.dossier_id = receipts.dossier_id));
create policy api_reads on lienthong.reconciliations for select to lienthong_api using (true);
create policy owner_answers on lienthong.reconciled_dossiers for select to lienthong_owner using (true);

-- Which of these dossiers a comparison has still to deal with: ids alone, whoever asks.
create function lienthong.not_yet_reconciled(p_reconciliation integer, p_dossiers uuid[]) returns setof uuid
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select id from unnest(p_dossiers) id
   where not exists (select from reconciled_dossiers r
                      where r.reconciliation = p_reconciliation and r.dossier_id = id and r.outcome not in ('unreadable', 'unknown'))
$$;
revoke execute on function lienthong.not_yet_reconciled(integer, uuid[]) from public;
grant execute on function lienthong.not_yet_reconciled(integer, uuid[]) to lienthong_api, lienthong_recorder;

grant select, insert, update, delete on lienthong.receipts to lienthong_api, lienthong_recorder;
grant select on lienthong.reconciliations to lienthong_api;
grant select, insert, update on lienthong.reconciliations, lienthong.reconciled_dossiers to lienthong_recorder;

-- What a restored database has lost of a submission is written anew from its workflow, with an empty digest. Whoever hands it in
-- again under its key gives the digest back; what is there already is never changed.
create function lienthong.confirm_submission(p_key text, p_digest text) returns void
language sql security definer set search_path = lienthong, pg_temp as $$
  update submissions set request_digest = p_digest where idempotency_key = p_key and request_digest = ''
$$;
revoke execute on function lienthong.confirm_submission(text, text) from public;
grant execute on function lienthong.confirm_submission(text, text) to lienthong_api, lienthong_recorder;

revoke execute on function lienthong.store_position() from public;
grant execute on function lienthong.store_position() to lienthong_recorder, lienthong_auditor;
grant execute on function lienthong.mark_of(bytea) to lienthong_recorder, lienthong_api, lienthong_auditor, lienthong_relay;
grant execute on function lienthong.record_dossier(uuid, integer, integer, text, text[], bigint[], text[], text[], smallint[], integer[],
  text[], jsonb, jsonb, jsonb, text, bigint, integer, bigint) to lienthong_recorder;

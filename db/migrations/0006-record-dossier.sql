-- Everything one act writes, in one call and one commit (design.md laws 5 to 7). The caller canonicalises; the chain
-- is computed here, under the head's lock, so that recording needs no earlier read.
--
-- status: recorded, repeated (all of it was there already), gap (head_seq says what is there; send the rest), or
-- conflict (another text at a recorded seq) and fenced (an older recovery epoch), both with an alarm.
create function lienthong.record_dossier(
  p_dossier uuid, p_epoch integer, p_first integer,
  p_types text[], p_ats bigint[], p_actors text[], p_command_ids text[], p_command_indexes smallint[], p_rules integer[],
  p_bodies text[], p_row jsonb, p_tasks jsonb, p_watches jsonb,
  out status text, out head_seq integer, out conflict_seq integer
)
language plpgsql as $$
declare
  v_hash bytea;
  v_epoch integer;
  v_count constant integer := cardinality(p_bodies);
  v_known integer;
  v_chain bytea[];
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

  if p_epoch < v_epoch then
    status := 'fenced';
    insert into lienthong.alarms (kind, dossier_id, detail)
      values ('recording-fenced', p_dossier, jsonb_build_object('epoch', p_epoch, 'stored', v_epoch, 'firstSeq', p_first));
    return;
  end if;
  if p_first > head_seq + 1 then
    status := 'gap'; return;
  end if;

  v_known := least(head_seq - p_first + 1, v_count);
  if v_known > 0 then
    select min(e.seq) into conflict_seq
      from unnest(p_bodies[1:v_known]) with ordinality b(body, n)
      join lienthong.events e on e.dossier_id = p_dossier and e.seq = p_first + b.n - 1
      where e.body <> b.body;
    if conflict_seq is not null then
      status := 'conflict';
      insert into lienthong.alarms (kind, dossier_id, detail)
        values ('recording-conflict', p_dossier, jsonb_build_object('seq', conflict_seq, 'headSeq', head_seq, 'epoch', p_epoch));
      return;
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

  head_seq := p_first + v_count - 1;
  update lienthong.heads h set seq = head_seq, hash = v_hash, epoch = p_epoch where h.dossier_id = p_dossier;

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

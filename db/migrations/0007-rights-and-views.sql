-- Who may do what (design.md law 9). Nobody but the owner gets UPDATE or DELETE on what has happened, and the trigger
-- of 0001 stops the owner too.

revoke execute on all functions in schema lienthong from public;
grant execute on function lienthong.session_agencies(), lienthong.session_person()
  to lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor;
grant execute on all functions in schema lienthong to lienthong_recorder;

-- Recorder: the activities.
grant select, insert on lienthong.events, lienthong.escalations, lienthong.outbox, lienthong.dossier_codes, lienthong.digests,
  lienthong.procedures, lienthong.calendars, lienthong.agencies, lienthong.clock_segments to lienthong_recorder;
grant select, insert, update on lienthong.heads, lienthong.dossiers, lienthong.tasks, lienthong.code_series, lienthong.people,
  lienthong.postings, lienthong.alarms, lienthong.clock_beat to lienthong_recorder;
grant select, insert, update, delete on lienthong.watches to lienthong_recorder;
grant select, update on lienthong.escalation_head to lienthong_recorder;
-- Erasure is the recorder's: whole rows, never an alteration.
grant select, insert, delete on lienthong.personal_data, lienthong.texts to lienthong_recorder;
grant select, insert, update (started) on lienthong.submissions to lienthong_recorder;
grant update (effective_to) on lienthong.procedures to lienthong_recorder;

-- Api: reads under row-level security; writes submissions, texts and administration.
grant select on lienthong.events, lienthong.escalations, lienthong.dossiers, lienthong.tasks, lienthong.watches,
  lienthong.procedures, lienthong.calendars, lienthong.agencies, lienthong.people, lienthong.postings,
  lienthong.clock_segments, lienthong.clock_beat to lienthong_api;
grant select, insert on lienthong.personal_data, lienthong.texts, lienthong.submissions to lienthong_api;
grant update (started) on lienthong.submissions to lienthong_api;
grant insert on lienthong.procedures, lienthong.calendars, lienthong.agencies to lienthong_api;
grant update (effective_to) on lienthong.procedures to lienthong_api;
grant insert, update on lienthong.people, lienthong.postings to lienthong_api;

-- Relay: carries out what is written, and remembers how far each subscriber has come.
grant select on lienthong.outbox, lienthong.events, lienthong.escalations to lienthong_relay;
grant select, insert, update on lienthong.outbox_cursors to lienthong_relay;

-- Auditor: everything, and nothing but reading.
grant select on all tables in schema lienthong to lienthong_auditor;
alter default privileges in schema lienthong grant select on tables to lienthong_auditor;

do $$
declare t text;
begin
  foreach t in array array['events', 'heads', 'outbox', 'dossiers', 'tasks', 'watches', 'escalations', 'submissions',
                           'personal_data', 'texts', 'dossier_codes', 'alarms'] loop
    execute format('alter table lienthong.%I enable row level security', t);
    execute format('alter table lienthong.%I force row level security', t);
    execute format('create policy recorder_all on lienthong.%I to lienthong_recorder using (true) with check (true)', t);
    execute format('create policy auditor_reads on lienthong.%I for select to lienthong_auditor using (true)', t);
  end loop;
  foreach t in array array['events', 'outbox', 'escalations'] loop
    execute format('create policy relay_reads on lienthong.%I for select to lienthong_relay using (true)', t);
  end loop;
end $$;

-- An agency sees its own tasks; a dossier it received or had a task in, and what belongs to that dossier. The scalar
-- subqueries are evaluated once per statement, not per row.
create policy api_reads on lienthong.tasks for select to lienthong_api
  using (agency = any ((select lienthong.session_agencies())::text[]));
create policy api_reads on lienthong.dossiers for select to lienthong_api
  using (receiving_unit = any ((select lienthong.session_agencies())::text[])
    or exists (select from lienthong.tasks t where t.dossier_id = dossiers.dossier_id));
create policy api_reads on lienthong.watches for select to lienthong_api
  using (agency = any ((select lienthong.session_agencies())::text[]));
create policy api_reads on lienthong.events for select to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = events.dossier_id));
-- Whoever was told may read what they were told.
create policy api_reads on lienthong.escalations for select to lienthong_api
  using (agency = any ((select lienthong.session_agencies())::text[])
    or addressed_to && (select lienthong.session_agencies())::text[]);
create policy api_all on lienthong.submissions to lienthong_api
  using (unit = any ((select lienthong.session_agencies())::text[]))
  with check (unit = any ((select lienthong.session_agencies())::text[]));
create policy api_all on lienthong.personal_data to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = personal_data.dossier_id)
    or exists (select from lienthong.submissions s where s.dossier_id = personal_data.dossier_id));
create policy api_all on lienthong.texts to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = texts.dossier_id)
    or exists (select from lienthong.submissions s where s.dossier_id = texts.dossier_id));

-- For people with an SQL prompt: the same rows with readable instants, under the reader's own rights.
create function lienthong.readable(at bigint) returns timestamptz
language sql immutable parallel safe as $$
  select to_timestamp(at / 1000.0)
$$;
grant execute on function lienthong.readable(bigint)
  to lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor;

create view lienthong.readable_events with (security_invoker = true) as
  select dossier_id, seq, type, lienthong.readable(at) as at, actor, command_id, rules, body from lienthong.events;
create view lienthong.readable_dossiers with (security_invoker = true) as
  select dossier_id, code, procedure_code, receiving_unit, stage, national_status, clock, holders,
         lienthong.readable(submitted_at) as submitted_at, lienthong.readable(accepted_at) as accepted_at,
         lienthong.readable(due_at) as due_at, lienthong.readable(ended_at) as ended_at,
         lienthong.readable(returned_at) as returned_at, timeliness_legal, timeliness_portal
    from lienthong.dossiers;
create view lienthong.readable_tasks with (security_invoker = true) as
  select dossier_id, task_id, name_vi, agency, status, assignee, lienthong.readable(opened_at) as opened_at,
         lienthong.readable(due_at) as due_at, lienthong.readable(closed_at) as closed_at, outcome
    from lienthong.tasks;
create view lienthong.readable_escalations with (security_invoker = true) as
  select entry, dossier_id, subject, generation, level, agency, addressed_to, lienthong.readable(due_at) as due_at,
         lienthong.readable(at) as at, lienthong.readable(fired_at) as fired_at
    from lienthong.escalations;
grant select on lienthong.readable_events, lienthong.readable_dossiers, lienthong.readable_tasks, lienthong.readable_escalations
  to lienthong_recorder, lienthong_api, lienthong_auditor;

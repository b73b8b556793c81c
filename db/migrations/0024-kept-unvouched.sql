-- What was kept for later and bears no signature that holds: somebody looks at it.
create function lienthong.alarm_unvouched(p_dossier uuid, p_command text, p_fault text) returns void
language sql security definer set search_path = lienthong, pg_temp as $$
  insert into alarms (kind, dossier_id, detail)
  select 'kept-unvouched', p_dossier, jsonb_build_object('commandId', p_command, 'fault', p_fault)
   where not exists (select from alarms
                      where kind = 'kept-unvouched' and dossier_id = p_dossier and detail ->> 'commandId' = p_command)
$$;
-- The function runs as the owner, whom row-level security holds as well.
create policy owner_raises on lienthong.alarms to lienthong_owner using (true) with check (true);
revoke execute on function lienthong.alarm_unvouched(uuid, text, text) from public;
grant execute on function lienthong.alarm_unvouched(uuid, text, text) to lienthong_api, lienthong_recorder;

-- An auditor reads. What they read is written down by the API, under the name that it has sealed.
revoke insert on lienthong.access_log from lienthong_auditor;
drop policy written_by_auditor on lienthong.access_log;

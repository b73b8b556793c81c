-- The API holds a file against its log when it is fetched. What it finds a person must hear of, and it writes no alarms itself.

-- Raises one alarm for a file of a dossier, and no second one while that is open.
create function lienthong.tell_of_changed_file(p_dossier uuid, p_attachment uuid, p_how text) returns void
language sql security definer set search_path = lienthong, pg_temp as $$
  insert into alarms (kind, dossier_id, detail)
  select 'attachment-changed', p_dossier, jsonb_build_object('attachmentId', p_attachment, 'how', p_how)
   where p_how in ('missing', 'changed')
     and exists (select from attachments where dossier_id = p_dossier and attachment_id = p_attachment)
     and not exists (select from alarms where kind = 'attachment-changed' and dossier_id = p_dossier
                        and resolved_real_at is null and detail ->> 'attachmentId' = p_attachment::text)
$$;
revoke execute on function lienthong.tell_of_changed_file(uuid, uuid, text) from public;
grant execute on function lienthong.tell_of_changed_file(uuid, uuid, text) to lienthong_api, lienthong_recorder;

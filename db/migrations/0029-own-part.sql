-- An agency whose part in a dossier is over sees its own part: that the dossier is there and where it stands, its own tasks, and what it
-- wrote and handed in itself. Of people, papers and other agencies' words it has no need any more. It works on a dossier while it is its
-- receiving unit or has an open task in it; who looks after such an agency works on it, too.
drop policy api_all on lienthong.personal_data;
create policy api_reads on lienthong.personal_data for select to lienthong_api
  using (exists (select from lienthong.tasks t where t.dossier_id = personal_data.dossier_id and t.closed_at is null)
    or exists (select from lienthong.dossiers d
                where d.dossier_id = personal_data.dossier_id
                  and d.receiving_unit = any ((select lienthong.session_agencies())::text[]))
    or exists (select from lienthong.submissions s where s.dossier_id = personal_data.dossier_id));
create policy api_inserts on lienthong.personal_data for insert to lienthong_api
  with check (exists (select from lienthong.dossiers d where d.dossier_id = personal_data.dossier_id)
    or exists (select from lienthong.submissions s where s.dossier_id = personal_data.dossier_id));

-- What is not in the log yet belongs to an act of this moment.
drop policy api_all on lienthong.texts;
create policy api_reads on lienthong.texts for select to lienthong_api
  using (exists (select from lienthong.tasks t where t.dossier_id = texts.dossier_id and t.closed_at is null)
    or exists (select from lienthong.dossiers d
                where d.dossier_id = texts.dossier_id
                  and d.receiving_unit = any ((select lienthong.session_agencies())::text[]))
    or exists (select from lienthong.submissions s where s.dossier_id = texts.dossier_id)
    or (exists (select from lienthong.dossiers d where d.dossier_id = texts.dossier_id)
      and not exists (select from lienthong.events e
                       where e.dossier_id = texts.dossier_id and e.command_id = texts.command_id
                         and (e.actor::jsonb ->> 'agency' = any ((select lienthong.session_agencies())::text[])) is not true)));
create policy api_inserts on lienthong.texts for insert to lienthong_api
  with check (exists (select from lienthong.dossiers d where d.dossier_id = texts.dossier_id)
    or exists (select from lienthong.submissions s where s.dossier_id = texts.dossier_id));

drop policy api_reads on lienthong.attachments;
create policy api_reads on lienthong.attachments for select to lienthong_api
  using (exists (select from lienthong.tasks t where t.dossier_id = attachments.dossier_id and t.closed_at is null)
    or exists (select from lienthong.dossiers d
                where d.dossier_id = attachments.dossier_id
                  and d.receiving_unit = any ((select lienthong.session_agencies())::text[]))
    or (exists (select from lienthong.dossiers d where d.dossier_id = attachments.dossier_id)
      and not exists (select from lienthong.events e
                       where e.dossier_id = attachments.dossier_id and e.command_id = attachments.command_id
                         and (e.actor::jsonb ->> 'agency' = any ((select lienthong.session_agencies())::text[])) is not true)));

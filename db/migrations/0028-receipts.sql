-- The secret on a receipt is shown once, to be printed; printed again it is another one, and the one before opens nothing any more.
-- Who was shown it, and when, is kept: an act by receipt soon after says so.
create table lienthong.receipt_prints (
  dossier_id uuid not null,
  generation integer not null check (generation >= 0),
  shown_to text not null,
  at bigint not null,
  print_key text not null,
  primary key (dossier_id, generation),
  unique (dossier_id, print_key)
);
comment on table lienthong.receipt_prints is 'Each printing of a receipt: which secret, shown to whom';
comment on column lienthong.receipt_prints.generation is 'Which secret of the dossier; the highest opens its tracking';
comment on column lienthong.receipt_prints.print_key is 'Chosen by whoever prints: the same key is the same printing';

alter table lienthong.receipt_prints enable row level security;
alter table lienthong.receipt_prints force row level security;
grant select, insert on lienthong.receipt_prints to lienthong_api;
grant select on lienthong.receipt_prints to lienthong_auditor, lienthong_relay;
grant select, delete on lienthong.receipt_prints to lienthong_recorder;
create policy auditor_reads on lienthong.receipt_prints for select to lienthong_auditor using (true);
create policy relay_reads on lienthong.receipt_prints for select to lienthong_relay using (true);
create policy recorder_all on lienthong.receipt_prints to lienthong_recorder using (true);
create policy owner_reads on lienthong.receipt_prints for select to lienthong_owner using (true);
create policy api_reads on lienthong.receipt_prints for select to lienthong_api
  using (exists (select from lienthong.dossiers d where d.dossier_id = receipt_prints.dossier_id));
-- Whoever is shown a secret is named as who they are.
create policy api_prints on lienthong.receipt_prints for insert to lienthong_api
  with check (shown_to = (select lienthong.session_person())
    and exists (select from lienthong.dossiers d where d.dossier_id = receipt_prints.dossier_id));

-- The secret that opens a dossier's tracking, and who was shown it last; for whoever comes with a receipt and is nobody yet.
create function lienthong.receipt_of(p_dossier uuid) returns table (generation integer, shown_to text, at bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select p.generation, p.shown_to, p.at from receipt_prints p where p.dossier_id = p_dossier order by p.generation desc limit 1
$$;
revoke execute on function lienthong.receipt_of(uuid) from public;
grant execute on function lienthong.receipt_of(uuid) to lienthong_api, lienthong_relay;

-- A rating that came soon after an officer was shown the receipt may be the officer's.
alter table lienthong.ratings add column receipt_seen_by text;
comment on column lienthong.ratings.receipt_seen_by is 'Officer who was shown the secret of the receipt within the hour before';
grant update (receipt_seen_by) on lienthong.ratings to lienthong_api;

-- Of a likely duplicate a stranger learns only that there is one: its row is empty. Which it is, where and how much alike is for
-- those who may read it.
create or replace function lienthong.likely_duplicates(p_dossier uuid, p_since bigint)
returns table (dossier_id uuid, code text, receiving_unit text, stage text, submitted_at bigint, same_content boolean)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  with found as (
    select d.dossier_id, d.code, d.receiving_unit, d.stage, d.submitted_at,
           coalesce(other.input #> '{envelope,command,facts}' = own.input #> '{envelope,command,facts}'
                and other.input #> '{envelope,command,documents}' = own.input #> '{envelope,command,documents}', false) as same_content,
           d.receiving_unit = any (session_agencies()::text[])
             or exists (select from tasks t where t.dossier_id = d.dossier_id and t.agency = any (session_agencies()::text[])) as seen
      from submissions own
      join personal_data mine on mine.dossier_id = own.dossier_id and mine.subject = 'applicant'
      join personal_data theirs on theirs.subject = 'applicant' and theirs.dossier_id <> own.dossier_id
        and (theirs.id_number = mine.id_number
          or ((theirs.id_number is null or mine.id_number is null) and theirs.search_key = mine.search_key
              and (theirs.phone is not distinct from mine.phone or theirs.address is not distinct from mine.address)))
      join dossiers d on d.dossier_id = theirs.dossier_id
      join submissions other on other.dossier_id = d.dossier_id
     where own.dossier_id = p_dossier
       and d.procedure_code = own.input #>> '{input,procedureCode}'
       and d.submitted_at >= p_since
       and d.stage not in ('refused-intake', 'withdrawn', 'lapsed'))
  (select f.dossier_id, f.code, f.receiving_unit, f.stage, f.submitted_at, f.same_content
     from found f where f.seen order by f.submitted_at desc limit 10)
  union all
  (select null, null, null, null, null, null from found f where not f.seen limit 1)
$$;

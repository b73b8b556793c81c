-- What an anchor holds, and who changed personal data, is believed by signatures alone, whoever writes into these tables.

-- How far each chain is anchored follows from the leaves of signed anchors; a table beside them was anybody's to write.
drop table lienthong.anchor_tips;
drop index lienthong.anchor_leaves_chain;
create index anchor_leaves_chain on lienthong.anchor_leaves (kind, id, seq) include (anchor, position);

-- Whoever corrects or erases vouches for it with a key that is not in the database; what is older has no signature, and counts where an
-- anchor of that time holds it (db/verify/check-changes.ts).
alter table lienthong.erasures add column signed_by text, add column signature text;
alter table lienthong.personal_data_changes add column signed_by text, add column signature text;
comment on column lienthong.erasures.signature is 'Ed25519 over the act (domain/personal-data-acts.ts), base64url';
comment on column lienthong.personal_data_changes.signature is 'Ed25519 over the act (domain/personal-data-acts.ts), base64url';

create or replace function lienthong.change_person(p_dossier uuid, p_change jsonb, p_salt bytea) returns boolean
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_now personal_data;
  v_kind constant text := p_change ->> 'kind';
  v_subject constant text := p_change ->> 'subject';
begin
  select * into v_now from personal_data where dossier_id = p_dossier and subject = v_subject for update;
  if not found or v_now.version <> (p_change ->> 'version')::integer then return false; end if;
  if v_kind = 'corrected' then
    insert into personal_data_former (dossier_id, subject, version, name, id_number, phone, email, address, salt)
      values (p_dossier, v_subject, v_now.version, v_now.name, v_now.id_number, v_now.phone, v_now.email, v_now.address, v_now.salt);
  else
    delete from personal_data_former where dossier_id = p_dossier and subject = v_subject;
    -- The submission's digest has no salt: whoever guesses the person could test it. Sent again, it is another submission.
    update submissions set request_digest = 'forgotten' where dossier_id = p_dossier;
  end if;
  if v_kind = 'erased' then
    delete from personal_data where dossier_id = p_dossier and subject = v_subject;
  else
    update personal_data
       set name = p_change #>> '{person,name}', id_number = p_change #>> '{person,idNumber}', phone = p_change #>> '{person,phone}',
           email = p_change #>> '{person,email}', address = p_change #>> '{person,address}',
           search_key = p_change ->> 'searchKey', salt = p_salt, version = v_now.version + 1
     where dossier_id = p_dossier and subject = v_subject;
  end if;
  insert into personal_data_changes (dossier_id, subject, version, kind, fields, digest_before, digest_after, ground, reference, at, changed_by,
                                     signed_by, signature)
    values (p_dossier, v_subject, v_now.version + 1, v_kind, array(select jsonb_array_elements_text(p_change -> 'fields')),
            p_change ->> 'digestBefore', p_change ->> 'digestAfter', p_change ->> 'ground', p_change ->> 'reference',
            (p_change ->> 'at')::bigint, p_change ->> 'by', p_change #>> '{signature,key}', p_change #>> '{signature,value}');
  return true;
end $$;

drop function lienthong.control_erases_beside(uuid, boolean, text, bigint);
drop function lienthong.erase_beside(uuid, boolean, text);

-- Erases what is kept of a dossier beside its people: how to reach its applicant, or everything that was written and handed in.
create function lienthong.erase_beside(p_dossier uuid, p_whole boolean, p_by text, p_signed_by text, p_signature text) returns jsonb
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_contacts integer;
  v_voices integer;
  v_texts integer := 0;
  v_files integer := 0;
begin
  delete from contact_preferences where kind = 'dossier' and key = p_dossier::text;
  get diagnostics v_contacts = row_count;
  delete from voice_texts where dossier_id = p_dossier and (p_whole or part = 'contact');
  get diagnostics v_voices = row_count;
  if p_whole then
    delete from texts where dossier_id = p_dossier;
    get diagnostics v_texts = row_count;
    with erased as (delete from attachments where dossier_id = p_dossier returning storage_key)
    insert into stray_files (storage_key, remove_real_at) select storage_key, 0 from erased
      on conflict (storage_key) do update set remove_real_at = 0;
    get diagnostics v_files = row_count;
    insert into erasures (dossier_id, erased_by, signed_by, signature) values (p_dossier, p_by, p_signed_by, p_signature);
  end if;
  return jsonb_build_object('contact_preferences', v_contacts, 'voice_texts', v_voices, 'texts', v_texts, 'attachments', v_files);
end $$;

create function lienthong.control_erases_beside(p_dossier uuid, p_whole boolean, p_by text, p_at bigint, p_signed_by text, p_signature text)
returns jsonb
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  perform require_control(p_by, p_at);
  return erase_beside(p_dossier, p_whole, p_by, p_signed_by, p_signature);
end $$;

-- Entries of the access log go when an anchor has held their seal for as long as they are kept: so the verifier can tell from what left
-- the machine that their time was over, and need not believe the table that says so.
create or replace function lienthong.remove_aged(p_kind text, p_before bigint, p_limit integer, p_by text) returns integer
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_least bigint;
  v_up_to bigint;
  v_removed integer;
begin
  select least_days * 86400000::bigint into v_least from retention_floors where kind = p_kind;
  if not found then
    raise exception 'nothing called "%" is kept for a time only', p_kind using errcode = 'invalid_parameter_value';
  end if;
  if p_before > real_now() - v_least then
    raise exception 'entries of "%" are kept % days at least', p_kind, v_least / 86400000 using errcode = 'restrict_violation';
  end if;
  if p_kind = 'access-log' then
    -- From its beginning without a gap, up to the first entry that stays.
    select coalesce((select entry - 1 from access_log where real_at >= p_before order by entry limit 1), max(entry)) into v_up_to from access_log;
    -- Whole seals: what is left of one that was cut could not be checked.
    select max(up_to) into v_up_to from access_seals
     where up_to <= v_up_to
       and seal <= (select max(l.seq) from anchor_leaves l join anchors a using (anchor)
                     where l.kind = 'access'
                       and substring(a.statement from '"at":"([0-9T:.-]+Z)"') collate "C"
                           < to_char(to_timestamp(p_before / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
    perform set_config('lienthong.retention', 'access-log', true);
    with gone as (
      delete from access_log where entry in (select entry from access_log where entry <= v_up_to order by entry limit p_limit) returning entry
    )
    select count(*), max(entry) into v_removed, v_up_to from gone;
    perform set_config('lienthong.retention', '', true);
  else
    execute format('delete from %I where ctid = any (array(select o.ctid from %s limit $2))', split_part(aged_rows(p_kind), ' ', 1), aged_rows(p_kind))
      using p_before, p_limit;
    get diagnostics v_removed = row_count;
  end if;
  if v_removed > 0 then
    insert into retention_runs (kind, up_to_entry, before_real_at, removed, removed_by) values (p_kind, v_up_to, p_before, v_removed, p_by);
  end if;
  return v_removed;
end $$;

revoke execute on function lienthong.erase_beside(uuid, boolean, text, text, text),
  lienthong.control_erases_beside(uuid, boolean, text, bigint, text, text) from public;
grant execute on function lienthong.erase_beside(uuid, boolean, text, text, text) to lienthong_recorder;
grant execute on function lienthong.control_erases_beside(uuid, boolean, text, bigint, text, text) to lienthong_api;

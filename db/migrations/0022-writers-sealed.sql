-- What gives people rights, and the log of who did what, is written by the API for the reader it has sealed: a statement that found
-- its way into a query gives nobody a grant, a post or a session of somebody else, and writes no entry under another name.

create function lienthong.session_leads(p_agency text) returns boolean
language sql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
  select p_agency = any (session_agencies())
     and exists (select from postings where person = session_person() and role = 'leader' and kind <> 'stand-in')
$$;

create function lienthong.reader_may_write(p_table text, p_row jsonb, p_deletes boolean) returns boolean
language sql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
  select coalesce(case p_table
    when 'person_grants' then session_administers()
    -- An administrator takes away what somebody has lost, and sets nothing up for them.
    when 'second_factors' then p_row ->> 'person' = session_person() or (p_deletes and session_administers())
    when 'second_factor_secrets' then exists (select from second_factors
      where factor_id = (p_row ->> 'factor_id')::uuid and person = session_person())
    when 'clients' then session_administers()
    when 'accounts' then session_administers() or p_row ->> 'person' = session_person()
    when 'postings' then session_administers()
      or (p_row ->> 'kind' = 'stand-in' and session_leads(p_row ->> 'agency'))
    -- Nobody has signed in yet who fails to.
    when 'access_log' then p_row ->> 'action' = 'sign-in-failed'
      or p_row ->> 'who' = coalesce(session_person(), 'nobody')
    else p_row ->> 'person' = session_person() end, false)
$$;

create function lienthong.written_for_the_reader() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  -- Logins that seal nothing are not the API's.
  if exists (select from reader_keys where login = session_user) and not (
       (tg_op = 'INSERT' or reader_may_write(tg_table_name, to_jsonb(old), tg_op = 'DELETE'))
       and (tg_op = 'DELETE' or reader_may_write(tg_table_name, to_jsonb(new), false))) then
    raise exception 'the API may not write this row of % for this reader', tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

revoke execute on function lienthong.session_leads(text), lienthong.reader_may_write(text, jsonb, boolean),
  lienthong.written_for_the_reader() from public;

-- A key that was put by signs in alone, and so does a code.
create trigger written_for_the_reader before insert or delete on lienthong.second_factors
  for each row execute function lienthong.written_for_the_reader();
create trigger written_for_the_reader before insert on lienthong.second_factor_secrets
  for each row execute function lienthong.written_for_the_reader();
revoke update on lienthong.second_factors from lienthong_api;

create or replace function lienthong.replace_recovery_codes(p_person text, p_hashes bytea[]) returns void
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  if exists (select from reader_keys where login = session_user)
     and not coalesce(p_person = session_person() or (cardinality(p_hashes) = 0 and session_administers()), false) then
    raise exception 'the API may not replace these recovery codes for this reader' using errcode = 'insufficient_privilege';
  end if;
  delete from recovery_codes where person = p_person;
  insert into recovery_codes (person, code_hash) select p_person, hash from unnest(p_hashes) as hash;
end $$;

do $$
declare t text;
begin
  foreach t in array array['person_grants', 'clients', 'accounts', 'postings'] loop
    execute format('create trigger written_for_the_reader before insert or update or delete on lienthong.%I
      for each row execute function lienthong.written_for_the_reader()', t);
  end loop;
  -- A session ends when its time is over, whoever comes by; it begins for whoever proved to be its person.
  foreach t in array array['sessions', 'access_log'] loop
    execute format('create trigger written_for_the_reader before insert on lienthong.%I
      for each row execute function lienthong.written_for_the_reader()', t);
  end loop;
end $$;

-- Whose a session is, and by which cookie, never changes.
revoke update on lienthong.sessions from lienthong_api;
grant update (seen_real_at) on lienthong.sessions to lienthong_api;

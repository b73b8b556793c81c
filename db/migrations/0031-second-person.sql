-- What gives people rights, lets them in again, or moves many dates at once is done by two persons: one proposes, another confirms. The
-- API's logins do none of it without a request that its reader confirms in the very same transaction.

create table lienthong.confirmations (
  confirmation uuid primary key,
  kind text not null check (kind in ('post', 'post-end', 'grants', 'account', 'password-reset', 'second-factor-reset',
                                     'client', 'calendar', 'procedure', 'procedure-end', 'agencies',
                                     'reorganisation')),
  -- What would be done. Never a secret: one that is made, is made when it is confirmed.
  payload jsonb not null,
  -- What it was decided on: whatever of it changes makes the request stale.
  basis jsonb not null,
  -- Of kind and payload: the same again is the same request.
  digest text not null,
  -- Whose rights or way of signing in would change.
  concerns text references lienthong.people,
  summary_vi text not null,
  summary_en text not null,
  proposed_by text not null,
  proposed_at bigint not null,
  proposed_real_at bigint not null,
  expires_real_at bigint not null check (expires_real_at > proposed_real_at),
  state text not null default 'open' check (state in ('open', 'confirmed', 'refused', 'expired', 'stale')),
  decided_by text,
  decided_at bigint,
  decided_real_at bigint,
  decided_how text check (decided_how in ('second-person', 'operator')),
  -- In which transaction: what is done by it is done there.
  decided_in xid8,
  reason text,
  check ((state = 'open') = (decided_real_at is null)),
  check ((state in ('confirmed', 'refused')) = (decided_by is not null)),
  check ((state = 'confirmed') = (decided_how is not null)),
  -- Nobody is their own second person; of the operator alone the log says so.
  check (state <> 'confirmed' or decided_how = 'operator' or (decided_by <> proposed_by and decided_by is distinct from concerns))
);
comment on table lienthong.confirmations is 'What one person proposed and another has to confirm';
create unique index confirmations_open on lienthong.confirmations (digest) where state = 'open';
create index confirmations_latest on lienthong.confirmations (proposed_real_at desc);

-- Who gave a post, and with whose confirmation. Without one: the installation's start, the time before this, or what needs none.
alter table lienthong.postings add column given_by text, add column confirmation uuid references lienthong.confirmations;
alter table lienthong.person_grants add column confirmation uuid references lienthong.confirmations;

-- Whether the reader may be the second person: for rights somebody who administers or audits, for dates whoever controls procedures or
-- leads; and by a right that the proposer has not given them alone. Of which agency and when, the API asks besides.
create function lienthong.session_confirms(p_kind text, p_proposer text) returns boolean
language sql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
  select case when p_kind in ('calendar', 'procedure', 'procedure-end', 'agencies', 'reorganisation')
    then exists (select from postings where person = session_person() and role in ('procedure-control', 'leader')
                    and not (given_by is not distinct from p_proposer and confirmation is null))
    else exists (select from person_grants where person = session_person() and not (granted_by = p_proposer and confirmation is null)) end
$$;

create function lienthong.guard_confirmation() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_api constant boolean := exists (select from reader_keys where login = session_user);
begin
  if tg_op = 'INSERT' then
    if new.state <> 'open' or (v_api and new.proposed_by is distinct from session_person()) then
      raise exception 'the API may not propose this for this reader' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or old.state <> 'open' or new.state = 'open'
     or (new.confirmation, new.kind, new.payload, new.basis, new.digest, new.concerns, new.summary_vi, new.summary_en, new.proposed_by,
         new.proposed_at, new.proposed_real_at, new.expires_real_at)
        is distinct from (old.confirmation, old.kind, old.payload, old.basis, old.digest, old.concerns, old.summary_vi, old.summary_en,
         old.proposed_by, old.proposed_at, old.proposed_real_at, old.expires_real_at) then
    raise exception 'request % stays as it was proposed; it is decided once, and nothing else', old.confirmation
      using errcode = 'restrict_violation';
  end if;
  if v_api and new.decided_by is not null and new.decided_by is distinct from session_person() then
    raise exception 'the API may not decide this for this reader' using errcode = 'insufficient_privilege';
  end if;
  if v_api and new.state = 'confirmed'
     and not (new.decided_how = 'second-person' and new.expires_real_at > new.decided_real_at
              and session_confirms(new.kind, new.proposed_by)) then
    raise exception 'this reader may not confirm this request' using errcode = 'insufficient_privilege';
  end if;
  new.decided_in := pg_current_xact_id();
  return new;
end $$;
create trigger decided_once before insert or update or delete on lienthong.confirmations
  for each row execute function lienthong.guard_confirmation();
create trigger confirmations_stay before truncate on lienthong.confirmations
  for each statement execute function lienthong.refuse_change();

-- The request of these kinds about this person that the reader confirms in this very transaction.
create function lienthong.confirmed_here(p_kinds text[], p_concerns text) returns uuid
language sql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
  select confirmation from confirmations
   where decided_in = pg_current_xact_id_if_assigned() and state = 'confirmed' and decided_by = session_person()
     and kind = any (p_kinds) and concerns is not distinct from p_concerns
$$;
create index confirmations_decided_in on lienthong.confirmations (decided_in) where state = 'confirmed';

create function lienthong.is_api() returns boolean
language sql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
  select exists (select from reader_keys where login = session_user)
$$;

-- Posts that decide or control want a second person; nobody gives themselves any; whoever is stood in for may end it.
create function lienthong.guard_posting() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_me constant text := session_person();
  v_row lienthong.postings;
  v_by uuid;
  v_longer boolean := false;
  v_may boolean;
begin
  if tg_op = 'DELETE' then v_row := old; else v_row := new; end if;
  if not is_api() then return v_row; end if;
  v_by := confirmed_here(array[case tg_op when 'INSERT' then 'post' else 'post-end' end], v_row.person);
  if tg_op = 'INSERT' then
    if v_by is not null then
      v_may := new.confirmation = v_by and exists (select from confirmations c where c.confirmation = v_by
        and c.payload ->> 'agency' = new.agency and c.payload ->> 'role' = new.role and c.payload ->> 'kind' = new.kind
        and (c.payload ->> 'onBehalfOf') is not distinct from new.on_behalf_of and c.proposed_by = new.given_by);
    else
      v_may := new.confirmation is null and new.given_by = v_me and new.person <> v_me
        and new.role not in ('leader', 'procedure-control')
        and (session_administers() or (new.kind = 'stand-in' and session_leads(new.agency)));
    end if;
  else
    v_may := session_administers() or (v_row.kind = 'stand-in' and (session_leads(v_row.agency) or v_row.on_behalf_of = v_me));
    if tg_op = 'UPDATE' then
      if (new.person, new.agency, new.role, new.kind, new.on_behalf_of, new.from_at, new.given_by, new.confirmation)
         is distinct from (old.person, old.agency, old.role, old.kind, old.on_behalf_of, old.from_at, old.given_by, old.confirmation) then
        v_may := false;
      end if;
      v_longer := old.to_at is not null and (new.to_at is null or new.to_at > old.to_at);
    end if;
    if v_longer then
      v_may := coalesce(v_may, false)
        and new.person <> v_me and (new.on_behalf_of is distinct from v_me or session_administers() or session_leads(new.agency))
        and new.role not in ('leader', 'procedure-control');
    end if;
    v_may := coalesce(v_may, false) or v_by is not null;
  end if;
  if not coalesce(v_may, false) then
    raise exception 'the API may not write this row of postings for this reader' using errcode = 'insufficient_privilege';
  end if;
  return v_row;
end $$;
drop trigger written_for_the_reader on lienthong.postings;
create trigger given_by_right before insert or update or delete on lienthong.postings
  for each row execute function lienthong.guard_posting();

create function lienthong.guard_grant() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_row lienthong.person_grants;
  v_by uuid;
begin
  if tg_op = 'DELETE' then v_row := old; else v_row := new; end if;
  if not is_api() then return v_row; end if;
  v_by := confirmed_here('{grants}', v_row.person);
  if v_by is null or tg_op = 'UPDATE' or (tg_op = 'INSERT' and not coalesce(new.confirmation = v_by
       and exists (select from confirmations c where c.confirmation = v_by and c.payload -> 'grants' ? new.grant_name
                      and c.proposed_by = new.granted_by), false)) then
    raise exception 'the API may not write this row of person_grants for this reader' using errcode = 'insufficient_privilege';
  end if;
  return v_row;
end $$;
drop trigger written_for_the_reader on lienthong.person_grants;
create trigger given_by_right before insert or update or delete on lienthong.person_grants
  for each row execute function lienthong.guard_grant();

-- Whoever sets another's password, or says whom an identity means, could sign in as them.
create function lienthong.guard_account() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_row lienthong.accounts;
  v_way_in boolean := false;
  v_may boolean;
begin
  if tg_op = 'DELETE' then v_row := old; else v_row := new; end if;
  if not is_api() then return v_row; end if;
  if tg_op = 'INSERT' then
    v_way_in := new.password_hash is not null or new.oidc_subject is not null;
  elsif tg_op = 'UPDATE' then
    v_way_in := (new.password_hash is not null and new.password_hash is distinct from old.password_hash)
      or (new.oidc_subject is not null and (new.oidc_issuer, new.oidc_subject) is distinct from (old.oidc_issuer, old.oidc_subject))
      or new.person <> old.person;
  end if;
  v_may := v_row.person = session_person() or confirmed_here('{account,password-reset}', v_row.person) is not null
    or (not v_way_in and session_administers());
  if not coalesce(v_may, false) then
    raise exception 'the API may not write this row of accounts for this reader' using errcode = 'insufficient_privilege';
  end if;
  return v_row;
end $$;
drop trigger written_for_the_reader on lienthong.accounts;
create trigger given_by_right before insert or update or delete on lienthong.accounts
  for each row execute function lienthong.guard_account();

-- A system reads and acts in all of its agencies for whoever holds its secret.
create function lienthong.guard_client() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
declare
  v_by constant uuid := confirmed_here('{client}', null);
begin
  if is_api() and not exists (select from confirmations c where c.confirmation = v_by
       and c.payload ->> 'clientId' = new.client_id and c.payload -> 'scopes' = to_jsonb(new.scopes)
       and c.payload -> 'agencies' = to_jsonb(new.agencies) and (c.payload ->> 'system') is not distinct from new.system
       and c.proposed_by = new.created_by) then
    raise exception 'the API may not write this row of clients for this reader' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
drop trigger written_for_the_reader on lienthong.clients;
create trigger given_by_right before insert on lienthong.clients for each row execute function lienthong.guard_client();
create trigger written_for_the_reader before update or delete on lienthong.clients
  for each row execute function lienthong.written_for_the_reader();

create or replace function lienthong.reader_may_write(p_table text, p_row jsonb, p_deletes boolean) returns boolean
language sql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
  select coalesce(case p_table
    -- Two take away what somebody has lost, and set nothing up for them.
    when 'second_factors' then p_row ->> 'person' = session_person()
      or (p_deletes and confirmed_here('{second-factor-reset}', p_row ->> 'person') is not null)
    when 'second_factor_secrets' then exists (select from second_factors
      where factor_id = (p_row ->> 'factor_id')::uuid and person = session_person())
    when 'clients' then session_administers()
    -- Nobody has signed in yet who fails to.
    when 'access_log' then p_row ->> 'action' = 'sign-in-failed'
      or p_row ->> 'who' = coalesce(session_person(), 'nobody')
    else p_row ->> 'person' = session_person() end, false)
$$;

create or replace function lienthong.replace_recovery_codes(p_person text, p_hashes bytea[]) returns void
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  if is_api() and not coalesce(p_person = session_person()
       or (cardinality(p_hashes) = 0 and confirmed_here('{second-factor-reset}', p_person) is not null), false) then
    raise exception 'the API may not replace these recovery codes for this reader' using errcode = 'insufficient_privilege';
  end if;
  delete from recovery_codes where person = p_person;
  insert into recovery_codes (person, code_hash) select p_person, hash from unnest(p_hashes) as hash;
end $$;

-- What moves many dates at once.
create function lienthong.published_by_two() returns trigger
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  if is_api() and confirmed_here(tg_argv::text[], null) is null then
    raise exception 'the API may not write this row of % without a second person', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger published_by_two before insert on lienthong.calendars
  for each row execute function lienthong.published_by_two('calendar');
create trigger published_by_two before insert on lienthong.agencies
  for each row execute function lienthong.published_by_two('agencies');
create trigger published_by_two before insert or update on lienthong.procedures
  for each row execute function lienthong.published_by_two('procedure', 'procedure-end');
create trigger published_by_two before insert on lienthong.procedure_endings
  for each row execute function lienthong.published_by_two('procedure-end');

-- Everybody is told what becomes of their own rights, and what waits for another to become of them.
alter table lienthong.account_notices drop constraint account_notices_what_check;
alter table lienthong.account_notices add constraint account_notices_what_check check (what in (
  'password-reset', 'second-factor-reset', 'second-factor-added', 'second-factor-removed', 'recovery-code-used', 'recovery-codes-renewed',
  'password-changed', 'proposed', 'proposal-confirmed', 'proposal-refused', 'post-given', 'post-moved', 'post-ended', 'stand-in-given',
  'stand-in-moved', 'stand-in-ended', 'grants-changed', 'sign-in-changed', 'operator-confirmed'));
-- Posts and grants by their codes.
alter table lienthong.account_notices add column detail text;
-- Until when nobody has looked whether they have an address to be told at, too; what is older was told at sign-in.
alter table lienthong.account_notices add column planned_real_at bigint;
update lienthong.account_notices set planned_real_at = real_at;
create index account_notices_unplanned on lienthong.account_notices (notice) where planned_real_at is null;
-- Who has an address, and not which.
grant select (kind, key) on lienthong.contact_preferences to lienthong_recorder;
create policy recorder_reads on lienthong.contact_preferences for select to lienthong_recorder using (kind = 'person');
drop policy alerts_by_recorder on lienthong.notices;
create policy told_by_recorder on lienthong.notices for insert to lienthong_recorder
  with check (template in ('access-alert', 'account-change') and recipient_kind = 'officer');
drop policy recorder_reads on lienthong.notices;
create policy recorder_reads on lienthong.notices for select to lienthong_recorder using (template in ('access-alert', 'account-change'));

revoke execute on function lienthong.session_confirms(text, text), lienthong.guard_confirmation(), lienthong.confirmed_here(text[], text),
  lienthong.is_api(), lienthong.guard_posting(), lienthong.guard_grant(), lienthong.guard_account(), lienthong.guard_client(),
  lienthong.published_by_two() from public;
grant select, insert, update on lienthong.confirmations to lienthong_api, lienthong_recorder;
grant select on lienthong.confirmations to lienthong_auditor;
grant insert, select (client_id, name, system, scopes, agencies, disabled_real_at, version) on lienthong.clients to lienthong_recorder;
-- What the operator confirms at the command line is told to the dossiers by the same process.
grant select, insert, update on lienthong.calendar_amendments to lienthong_recorder;
grant execute on function lienthong.open_dossiers(), lienthong.open_dossiers_by_version(text) to lienthong_recorder;

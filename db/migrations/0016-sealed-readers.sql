-- For whom a statement reads is sealed by the API: an expression that found its way into a query can set any setting,
-- and knows no key. Without a seal that fits there is no reader, and row-level security shows nothing.

create table lienthong.reader_keys (
  -- The API's login.
  login text primary key,
  -- Its key, padded as HMAC has it (RFC 2104): one sum within another, and no key in between.
  inner_pad bytea not null check (octet_length(inner_pad) = 64),
  outer_pad bytea not null check (octet_length(outer_pad) = 64)
);
comment on table lienthong.reader_keys is 'Under which key each login of the API seals for whom it reads; the owner alone may look';
revoke all on lienthong.reader_keys from lienthong_auditor;

-- Which connection this is. A seal is worth nothing in another.
create function lienthong.this_session() returns text
language sql stable parallel restricted as $$
  select pg_backend_pid() || '@' || coalesce(inet_client_port(), 0)
$$;

-- A value and its length, so that what is sealed can be read in one way only.
create function lienthong.sealed_part(value text) returns text
language sql immutable parallel safe as $$
  select octet_length(convert_to(coalesce(value, ''), 'UTF8')) || ':' || coalesce(value, '')
$$;

create function lienthong.reader_is_sealed() returns boolean
language plpgsql stable parallel restricted security definer set search_path = lienthong, pg_temp as $$
declare
  own record;
  said bytea;
begin
  select inner_pad, outer_pad into own from reader_keys where login = session_user;
  if not found then
    return false;
  end if;
  said := convert_to(sealed_part(this_session()) || sealed_part(current_setting('lienthong.dossier', true))
    || sealed_part(current_setting('lienthong.person', true))
    || sealed_part(current_setting('lienthong.agencies', true)), 'UTF8');
  return encode(sha256(own.outer_pad || sha256(own.inner_pad || said)), 'hex') = current_setting('lienthong.seal', true);
end $$;

-- Parallel restricted, like every function that asks which connection this is: a parallel worker is another.
create or replace function lienthong.session_agencies() returns text[]
language plpgsql stable parallel restricted as $$
begin
  if coalesce(current_setting('lienthong.agencies', true), '') = '' or not lienthong.reader_is_sealed() then
    return null;
  end if;
  return current_setting('lienthong.agencies', true)::text[];
end $$;

create or replace function lienthong.session_person() returns text
language plpgsql stable parallel restricted as $$
begin
  if coalesce(current_setting('lienthong.person', true), '') = '' or not lienthong.reader_is_sealed() then
    return null;
  end if;
  return current_setting('lienthong.person', true);
end $$;

create or replace function lienthong.session_dossier() returns uuid
language plpgsql stable parallel restricted as $$
begin
  if coalesce(current_setting('lienthong.dossier', true), '') = '' or not lienthong.reader_is_sealed() then
    return null;
  end if;
  return current_setting('lienthong.dossier', true)::uuid;
end $$;

alter function lienthong.session_administers() parallel restricted;

revoke execute on function lienthong.this_session(), lienthong.sealed_part(text), lienthong.reader_is_sealed() from public;
grant execute on function lienthong.this_session(), lienthong.sealed_part(text), lienthong.reader_is_sealed()
  to lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor;

-- Secrets and tokens of other systems: whoever shows one learns whose it is. Nobody lists their hashes.
create function lienthong.is_secret_of(p_client text, p_hash bytea) returns boolean
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select exists (select from clients where client_id = p_client and secret_hash = p_hash)
$$;
create function lienthong.client_of_token(p_hash bytea, p_real_now bigint) returns table (client_id text, granted text[])
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select t.client_id, t.scopes from access_tokens t where t.token_hash = p_hash and t.expires_real_at > p_real_now
$$;
revoke execute on function lienthong.is_secret_of(text, bytea), lienthong.client_of_token(bytea, bigint) from public;
grant execute on function lienthong.is_secret_of(text, bytea), lienthong.client_of_token(bytea, bigint) to lienthong_api;

revoke select, update on lienthong.clients from lienthong_api;
grant select (client_id, name, system, scopes, agencies, disabled_real_at, created_at, created_by, version) on lienthong.clients to lienthong_api;
grant update (disabled_real_at, version) on lienthong.clients to lienthong_api;
revoke select on lienthong.access_tokens from lienthong_api;
grant select (expires_real_at) on lienthong.access_tokens to lienthong_api;

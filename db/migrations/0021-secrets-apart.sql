-- What proves somebody to be somebody can be compared and not be read: an expression that finds its way into a query of the API
-- gets no hash of a password, of a session or of a browser, and nobody's second factor but its own reader's.

alter table lienthong.accounts add column has_password boolean generated always as (password_hash is not null) stored;
revoke select on lienthong.accounts from lienthong_api;
grant select (person, oidc_issuer, oidc_subject, disabled_real_at, version, must_change_password, has_password)
  on lienthong.accounts to lienthong_api;

-- The reader's own, and nobody else's: the API reads as the person whose password was typed.
create function lienthong.password_hash_of(p_person text) returns text
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select password_hash from accounts where person = p_person and person = session_person()
$$;

create or replace function lienthong.second_factor_material(p_person text)
returns table (factor_id uuid, kind text, confirmed boolean, material bytea, credential_id text, transports text[], counter bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select f.factor_id, f.kind, f.confirmed_real_at is not null, s.material, s.credential_id, s.transports, s.counter
    from second_factors f join second_factor_secrets s using (factor_id)
   where f.person = p_person and f.person = session_person()
$$;

revoke select on lienthong.sessions from lienthong_api;
grant select (session_id, person, began_real_at, seen_real_at, expires_real_at, second_factor, proved_real_at, agent, address)
  on lienthong.sessions to lienthong_api;

-- The session that a cookie names, for whoever has the cookie.
create function lienthong.session_of(p_token_hash bytea)
returns table (session_id uuid, person text, csrf text, began_real_at bigint, seen_real_at bigint, expires_real_at bigint,
               second_factor text, proved_real_at bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select session_id, person, csrf, began_real_at, seen_real_at, expires_real_at, second_factor, proved_real_at
    from sessions where token_hash = p_token_hash
$$;

create function lienthong.end_session(p_token_hash bytea) returns void
language sql security definer set search_path = lienthong, pg_temp as $$
  delete from sessions where token_hash = p_token_hash
$$;

revoke select, insert, update on lienthong.known_devices from lienthong_api;
grant select (person, since_real_at, seen_real_at) on lienthong.known_devices to lienthong_api;

-- Whether a browser is known to this person, or, without one, to anybody.
create function lienthong.device_known(p_token_hash bytea, p_person text, p_since bigint) returns boolean
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select exists (select from known_devices where token_hash = p_token_hash and seen_real_at > p_since
                    and (p_person is null or person = p_person))
$$;

create function lienthong.remember_device(p_token_hash bytea, p_person text, p_real_now bigint) returns void
language sql security definer set search_path = lienthong, pg_temp as $$
  insert into known_devices (token_hash, person, since_real_at, seen_real_at)
    values (p_token_hash, p_person, p_real_now, p_real_now)
    on conflict (token_hash, person) do update set seen_real_at = excluded.seen_real_at
$$;

-- All of a person's browsers, or all but one.
create function lienthong.forget_devices(p_person text, p_but bytea) returns void
language sql security definer set search_path = lienthong, pg_temp as $$
  delete from known_devices where person = p_person and (p_but is null or token_hash <> p_but)
$$;

do $$
declare f text;
begin
  foreach f in array array['password_hash_of(text)', 'session_of(bytea)', 'end_session(bytea)', 'device_known(bytea, text, bigint)',
                           'remember_device(bytea, text, bigint)', 'forget_devices(text, bytea)'] loop
    execute format('revoke execute on function lienthong.%s from public', f);
    execute format('grant execute on function lienthong.%s to lienthong_api', f);
  end loop;
end $$;
grant execute on function lienthong.forget_devices(text, bytea) to lienthong_recorder;

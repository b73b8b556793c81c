-- Who comes in, and for how long: second factors, tries that are counted by browser, account and address, sessions that
-- end, and what a person must be told of their account. All instants here are real ones.

-- Somebody else has chosen the password; it is good for choosing one's own and for nothing else.
alter table lienthong.accounts add column must_change_password boolean not null default false;
-- Wrong tries are counted in sign_in_tries, by who tries: here anybody could lock the account for everybody.
alter table lienthong.accounts drop column failed, drop column locked_until_real_at;

-- Sessions of before knew nothing of what was proved; their people sign in again.
delete from lienthong.sessions;
alter table lienthong.sessions
  -- How its person names it when they end it; the cookie is known to their browser alone.
  add column session_id uuid not null unique default gen_random_uuid(),
  -- What was proved besides the password, and when; null where nothing was, or not yet.
  add column second_factor text check (second_factor in ('totp', 'webauthn', 'recovery-code', 'provider')),
  add column proved_real_at bigint,
  -- The browser, as it calls itself, and the address it came from: for its person to know it again.
  add column agent text check (char_length(agent) <= 200),
  add column address text,
  add check ((second_factor is null) = (proved_real_at is null));

create table lienthong.second_factors (
  factor_id uuid primary key,
  person text not null references lienthong.people,
  kind text not null check (kind in ('totp', 'webauthn')),
  -- What its person calls it: "điện thoại", "khóa bảo mật".
  label text not null check (char_length(label) between 1 and 60),
  created_real_at bigint not null,
  -- Null until its first code was typed: an app that was never set up must shut nobody out.
  confirmed_real_at bigint,
  used_real_at bigint
);
create index second_factors_person on lienthong.second_factors (person);
comment on table lienthong.second_factors is 'What a person proves besides their password; what it is checked against stands in second_factor_secrets';

-- Written by the API, read by the functions below alone.
create table lienthong.second_factor_secrets (
  factor_id uuid primary key references lienthong.second_factors on delete cascade,
  -- TOTP: the secret, sealed with a key of the data directory. WebAuthn: the public key.
  material bytea not null,
  -- WebAuthn: the credential's own name.
  credential_id text unique,
  transports text[] not null default '{}',
  -- TOTP: the last step whose code was taken. WebAuthn: the authenticator's counter.
  counter bigint not null default 0
);

-- HMACs of codes that are printed or written down, each good for one time.
create table lienthong.recovery_codes (
  person text not null references lienthong.people,
  code_hash bytea not null,
  used_real_at bigint,
  primary key (person, code_hash)
);

-- Challenges that were given out and not answered: each is answered once.
create table lienthong.web_authn_challenges (
  challenge text primary key,
  -- Null where nobody has said who they are.
  person text,
  purpose text not null check (purpose in ('enrol', 'prove', 'sign-in')),
  until_real_at bigint not null
);
create index web_authn_challenges_until on lienthong.web_authn_challenges (until_real_at);

-- Browsers in which a person has signed in to the end before.
create table lienthong.known_devices (
  -- SHA-256 of the browser's cookie.
  token_hash bytea not null,
  person text not null references lienthong.people,
  since_real_at bigint not null,
  seen_real_at bigint not null,
  primary key (token_hash, person)
);
create index known_devices_person on lienthong.known_devices (person);

create table lienthong.sign_in_tries (
  -- Whose budget: of a browser and a person, of a name's strangers, of an address.
  bucket text primary key,
  failed integer not null,
  last_real_at bigint not null,
  -- Until then no further try is looked at.
  rests_until_real_at bigint not null
);
create index sign_in_tries_last on lienthong.sign_in_tries (last_real_at);

-- What somebody else, or somebody in their name, changed about how a person signs in. Shown to them until they have read it.
create table lienthong.account_notices (
  notice bigint generated always as identity primary key,
  person text not null references lienthong.people,
  what text not null check (what in ('password-reset', 'second-factor-reset', 'second-factor-added', 'second-factor-removed',
                                     'recovery-code-used', 'recovery-codes-renewed', 'password-changed')),
  by_whom text not null,
  real_at bigint not null,
  read_real_at bigint
);
create index account_notices_unread on lienthong.account_notices (person, notice) where read_real_at is null;

-- Everything that a proof of this person can be checked against.
create function lienthong.second_factor_material(p_person text)
returns table (factor_id uuid, kind text, confirmed boolean, material bytea, credential_id text, transports text[], counter bigint)
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select f.factor_id, f.kind, f.confirmed_real_at is not null, s.material, s.credential_id, s.transports, s.counter
    from second_factors f join second_factor_secrets s using (factor_id)
   where f.person = p_person
$$;

-- Whose key it is that somebody shows who has not said their name.
create function lienthong.person_of_credential(p_credential text) returns text
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select f.person from second_factor_secrets s join second_factors f using (factor_id)
   where s.credential_id = p_credential and f.confirmed_real_at is not null
$$;

-- Takes a code or signature once: false where this step or counter was taken before. Some keys count nothing and stay at 0.
create function lienthong.use_second_factor(p_factor uuid, p_counter bigint, p_real_now bigint) returns boolean
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  update second_factor_secrets set counter = p_counter
   where factor_id = p_factor and (counter < p_counter or (counter = 0 and p_counter = 0 and credential_id is not null));
  if not found then return false; end if;
  update second_factors set used_real_at = p_real_now, confirmed_real_at = coalesce(confirmed_real_at, p_real_now)
   where factor_id = p_factor;
  return true;
end $$;

create function lienthong.use_recovery_code(p_person text, p_hash bytea, p_real_now bigint) returns boolean
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  update recovery_codes set used_real_at = p_real_now
   where person = p_person and code_hash = p_hash and used_real_at is null;
  return found;
end $$;

create function lienthong.recovery_codes_left(p_person text) returns integer
language sql stable security definer set search_path = lienthong, pg_temp as $$
  select count(*)::integer from recovery_codes where person = p_person and used_real_at is null
$$;

-- All at once, so that nobody needs to read a code to take it away.
create function lienthong.replace_recovery_codes(p_person text, p_hashes bytea[]) returns void
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  delete from recovery_codes where person = p_person;
  insert into recovery_codes (person, code_hash) select p_person, unnest(p_hashes);
end $$;

grant select, insert, update, delete on lienthong.second_factors to lienthong_api, lienthong_recorder;
grant insert on lienthong.second_factor_secrets to lienthong_api;
grant select, insert, delete on lienthong.web_authn_challenges to lienthong_api;
grant select, insert, update, delete on lienthong.known_devices, lienthong.sign_in_tries to lienthong_api, lienthong_recorder;
grant select, insert, update on lienthong.account_notices to lienthong_api, lienthong_recorder;
grant select, delete on lienthong.sessions to lienthong_recorder;
-- The operator's reset stands in the access log like an administrator's.
grant insert on lienthong.access_log to lienthong_recorder;
create policy reset_by_operator on lienthong.access_log for insert to lienthong_recorder
  with check (who = 'operator' and action = 'administration');
-- An auditor reads nothing of how others sign in; whoever audits may read what they were told themselves as anybody.
revoke select on lienthong.second_factors, lienthong.second_factor_secrets, lienthong.recovery_codes, lienthong.web_authn_challenges,
  lienthong.known_devices, lienthong.sign_in_tries, lienthong.account_notices from lienthong_auditor;

revoke execute on function lienthong.second_factor_material(text), lienthong.person_of_credential(text),
  lienthong.use_second_factor(uuid, bigint, bigint), lienthong.use_recovery_code(text, bytea, bigint),
  lienthong.recovery_codes_left(text), lienthong.replace_recovery_codes(text, bytea[]) from public;
grant execute on function lienthong.second_factor_material(text), lienthong.person_of_credential(text),
  lienthong.use_second_factor(uuid, bigint, bigint), lienthong.use_recovery_code(text, bytea, bigint),
  lienthong.recovery_codes_left(text), lienthong.replace_recovery_codes(text, bytea[]) to lienthong_api;
grant execute on function lienthong.replace_recovery_codes(text, bytea[]) to lienthong_recorder;

-- A token is given to whoever shows the client's secret, for what the client may do and no longer than such a token lasts: the API's login
-- cannot make one by itself.
create function lienthong.give_token(p_client text, p_secret bytea, p_token bytea, p_scopes text[], p_real_now bigint, p_until bigint)
returns boolean
language plpgsql security definer set search_path = lienthong, pg_temp as $$
begin
  if p_until > p_real_now + 600000 or abs(p_real_now - extract(epoch from clock_timestamp()) * 1000) > 300000
     or not exists (select from clients c where c.client_id = p_client and c.secret_hash = p_secret and c.disabled_real_at is null
                       and p_scopes <@ c.scopes) then
    return false;
  end if;
  insert into access_tokens (token_hash, client_id, scopes, expires_real_at) values (p_token, p_client, p_scopes, p_until);
  return true;
end $$;
revoke execute on function lienthong.give_token(text, bytea, bytea, text[], bigint, bigint) from public;
grant execute on function lienthong.give_token(text, bytea, bytea, text[], bigint, bigint) to lienthong_api;
revoke insert, update on lienthong.access_tokens from lienthong_api;

-- A complaint, like a rating, says when an officer had just been shown the receipt it came with.
alter table lienthong.complaints add column receipt_seen_by text;
comment on column lienthong.complaints.receipt_seen_by is 'Officer who was shown the secret of the receipt within the hour before';

-- Whether somebody can sign in at all, and not by what: an auditor reads whose work waits for nobody.
grant select (has_password) on lienthong.accounts to lienthong_auditor;

-- A stand-in that would begin after the post it stands on has ended never begins.
grant delete on lienthong.postings to lienthong_recorder;

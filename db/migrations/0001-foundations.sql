-- Conventions of the schema "lienthong".
--
-- Instants are bigint milliseconds since 1970-01-01T00:00Z, in columns named at or *_at, exactly as the core computes
-- them; they are official time unless the name says real. Nothing that is hashed or decided on comes from the
-- database's own clock. For people, the views of 0007 show the same instants as timestamptz.
--
-- There are no foreign keys between the hot tables: one recording writes them together, in one transaction, through
-- lienthong.record_dossier.

grant usage on schema lienthong to lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor;
grant select on lienthong.migrations to lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor;

-- What has happened stays as it was written, for everybody, the owner included (design.md law 6).
create function lienthong.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% on lienthong.% is refused: the table is append-only, add an event that corrects the earlier one',
    tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

-- Identity of the running transaction (set_config(..., true)). Without one both are null, and null equals nothing.
create function lienthong.session_agencies() returns text[]
language sql stable parallel safe as $$
  select nullif(current_setting('lienthong.agencies', true), '')::text[]
$$;

create function lienthong.session_person() returns text
language sql stable parallel safe as $$
  select nullif(current_setting('lienthong.person', true), '')
$$;

-- The outbox is carried out by partition, so that a dossier's messages keep their order (design.md law 8).
create function lienthong.partition_of(dossier_id uuid) returns smallint
language sql immutable parallel safe as $$
  select (get_byte(uuid_send(dossier_id), 15) & 15)::smallint
$$;

create function lienthong.partition_of(addressee text) returns smallint
language sql immutable parallel safe as $$
  select (get_byte(sha256(convert_to(addressee, 'UTF8')), 0) & 15)::smallint
$$;

-- Events out: who is told of what is recorded, and what could not be told yet (design.md law 8).

-- Real instant, for measuring lag; unknown for what was written before this migration.
alter table lienthong.outbox add column written_real_at bigint;
alter table lienthong.outbox alter column written_real_at set default (extract(epoch from clock_timestamp()) * 1000)::bigint;

-- What was visible when the subscriber came into being is not carried to it; null: everything is, from the first message.
alter table lienthong.outbox_cursors add column begins pg_snapshot;

create table lienthong.subscriptions (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('webhook', 'nats')),
  name text not null,
  url text not null,
  -- Types of events, and `escalation` and `digest`; null: all.
  event_types text[],
  -- Codes of agencies that a message must concern; null: all.
  agencies text[],
  -- While it is not, its cursor stands still.
  active boolean not null default true,
  -- The receiver answered that it is gone for good, and was made inactive.
  gone_real_at bigint,
  created_at bigint not null,
  created_by text not null,
  version integer not null default 1
);
comment on table lienthong.subscriptions is 'Other systems that are told of what is recorded';

create table lienthong.subscription_secrets (
  subscription uuid not null references lienthong.subscriptions on delete cascade,
  -- Standard Webhooks, `whsec_` and base64.
  secret text not null,
  -- Signs as well until then, after another has taken its place; null for the present one.
  until_real_at bigint,
  primary key (subscription, secret)
);

-- Of each subscriber and key the first message is tried again, or dead; the others wait behind it, in their order.
create table lienthong.parked (
  subscriber text not null,
  partition smallint not null,
  txid xid8 not null,
  position bigint not null,
  -- Messages of one key keep their order: the dossier, or the agency that is told.
  key text not null,
  attempts integer not null default 0,
  -- Null while it waits behind another message, and when it is dead.
  next_attempt_real_at bigint,
  -- What kind of failure it was; never what the other side wrote.
  last_error text,
  dead boolean not null default false,
  parked_real_at bigint not null,
  primary key (subscriber, partition, txid, position),
  foreign key (subscriber, partition) references lienthong.outbox_cursors on delete cascade
);
create index parked_key on lienthong.parked (subscriber, partition, key, txid, position);
create index parked_due on lienthong.parked (subscriber, partition, next_attempt_real_at) where next_attempt_real_at is not null;
create index parked_dead on lienthong.parked (subscriber, position) where dead;
comment on table lienthong.parked is 'What a subscriber did not take, and what waits behind it';

-- Relay: carries out, remembers, and marks a receiver that is gone.
grant select on lienthong.dossiers, lienthong.subscriptions, lienthong.subscription_secrets to lienthong_relay;
grant update (active, gone_real_at, version) on lienthong.subscriptions to lienthong_relay;
grant select, insert, update, delete on lienthong.parked to lienthong_relay;
create policy relay_reads on lienthong.dossiers for select to lienthong_relay using (true);

-- Api: administration. These tables hold no dossier data, so they are under no row-level security; the API lets
-- administrators alone reach them. It writes secrets and cannot read them.
grant select, insert, delete on lienthong.subscriptions to lienthong_api;
grant update (name, url, event_types, agencies, active, gone_real_at, version) on lienthong.subscriptions to lienthong_api;
grant insert, select (subscription, until_real_at), update (until_real_at) on lienthong.subscription_secrets to lienthong_api;
grant select, insert, delete on lienthong.outbox_cursors to lienthong_api;
grant select, update (attempts, next_attempt_real_at, dead) on lienthong.parked to lienthong_api;

revoke select on lienthong.subscription_secrets from lienthong_auditor;

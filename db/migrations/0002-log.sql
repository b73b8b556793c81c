-- The log of official acts, its head per dossier, and the order in which it goes out.

create table lienthong.events (
  dossier_id uuid not null,
  seq integer not null check (seq >= 1),
  type text not null,
  at bigint not null,
  -- Canonical JSON, like the body.
  actor text not null,
  command_id text not null,
  -- Position within its command's events of the recording.
  command_index smallint not null,
  rules integer not null,
  epoch integer not null,
  -- Canonical JSON (RFC 8785) of the whole logged event: the text that is hashed.
  body text not null,
  -- sha256(previous_hash || body as UTF-8); the first previous_hash is sha256('lienthong:' || dossier_id).
  previous_hash bytea not null,
  hash bytea not null,
  primary key (dossier_id, seq)
);
comment on table lienthong.events is 'What has happened, append-only and hash-chained per dossier';

-- A command begins once in a dossier's log, whatever is sent again.
create unique index events_command on lienthong.events (dossier_id, command_id) where command_index = 0;

create trigger events_append_only before update or delete or truncate on lienthong.events
  for each statement execute function lienthong.refuse_change();

create table lienthong.heads (
  dossier_id uuid primary key,
  seq integer not null,
  hash bytea not null,
  -- Recovery epoch: recordings of a lower one are fenced off.
  epoch integer not null
) with (fillfactor = 70);
comment on table lienthong.heads is 'Last event of each dossier; its row lock puts recordings of one dossier in order';

create table lienthong.outbox (
  position bigint generated always as identity,
  partition smallint not null check (partition between 0 and 15),
  -- Readers go no further than the oldest running transaction, in the order (txid, position).
  txid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('event', 'escalation', 'digest')),
  -- An event goes out by reference; its text is in the log.
  dossier_id uuid,
  seq integer,
  -- Escalations and digests go to one agency, as one message.
  addressee text,
  body text,
  primary key (partition, txid, position),
  check (case kind when 'event' then dossier_id is not null and seq is not null
                   else addressee is not null and body is not null end)
);
comment on table lienthong.outbox is 'Messages that leave with the transaction that caused them';

create table lienthong.outbox_cursors (
  subscriber text not null,
  partition smallint not null check (partition between 0 and 15),
  txid xid8 not null,
  position bigint not null,
  primary key (subscriber, partition)
);

create table lienthong.alarms (
  alarm bigint generated always as identity primary key,
  kind text not null,
  dossier_id uuid,
  detail jsonb not null,
  raised_real_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
  resolved_real_at bigint,
  resolution text
);
create index alarms_open on lienthong.alarms (raised_real_at) where resolved_real_at is null;
comment on table lienthong.alarms is 'What must not happen and did: a person looks at each';

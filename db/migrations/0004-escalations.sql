-- The escalation ledger (design.md law 7): each level of each generation of a watched deadline, told once.

create table lienthong.escalations (
  dossier_id uuid not null,
  subject text not null,
  generation integer not null,
  level text not null,
  -- Position in the ledger's chain: 1, 2, 3 … without gaps.
  entry bigint not null,
  -- Whose work it is.
  agency text not null,
  due_at bigint not null,
  -- The legal instant of the level.
  at bigint not null,
  -- Official time of the batch that recorded it.
  fired_at bigint not null,
  addressed_to text[] not null,
  -- Canonical JSON of the entry: the text that is hashed.
  body text not null,
  -- sha256(hash of the entry before || body as UTF-8); before the first: sha256('lienthong:escalations').
  hash bytea not null,
  primary key (dossier_id, subject, generation, level)
);
create unique index escalations_entry on lienthong.escalations (entry);
create index escalations_agency on lienthong.escalations (agency, at);
create index escalations_addressed_to on lienthong.escalations using gin (addressed_to);

create trigger escalations_append_only before update or delete or truncate on lienthong.escalations
  for each statement execute function lienthong.refuse_change();

-- Its one row's lock puts batches in order while they extend the chain.
create table lienthong.escalation_head (
  single boolean primary key default true check (single),
  entry bigint not null,
  hash bytea not null
);
insert into lienthong.escalation_head (entry, hash) values (0, sha256(convert_to('lienthong:escalations', 'UTF8')));

-- One daily list per agency and day.
create table lienthong.digests (
  agency text not null,
  date date not null,
  at bigint not null,
  primary key (agency, date)
);

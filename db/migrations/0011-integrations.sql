-- Two who are carried to: the national portal, and agencies with a worker of their own.

create table lienthong.agency_workers (
  agency text primary key,
  -- Of Temporal's namespace for agencies.
  task_queue text not null,
  active boolean not null default true,
  created_at bigint not null,
  created_by text not null
);
comment on table lienthong.agency_workers is 'Agencies whose own process is handed their work';
grant select, insert, update on lienthong.agency_workers to lienthong_api;
grant select on lienthong.agency_workers to lienthong_relay;

-- The portal is told who a dossier is about and what the applicant shall add, each reading logged (0010 grants the rest).
grant select (id_number) on lienthong.personal_data to lienthong_relay;
grant select on lienthong.texts, lienthong.calendars to lienthong_relay;
create policy portal_reads on lienthong.texts for select to lienthong_relay using (true);
create policy written_by_portal on lienthong.access_log for insert to lienthong_relay with check (who = 'national-portal');

-- Mends 0015 and 0017 for an installation that had dossiers when they came: both were written as the owner, to whom row-level
-- security showed no log, so no closed one was marked, and none as recorded before commands were signed.
alter table lienthong.heads no force row level security;
alter table lienthong.events no force row level security;
alter table lienthong.unsigned_logs no force row level security;

update lienthong.heads h set closed = true
 where not closed
   and exists (select from lienthong.events e where e.dossier_id = h.dossier_id and e.type = 'DossierArchived');

-- Only where the installation is older than signatures: one that was made with them has no log without.
insert into lienthong.unsigned_logs (dossier_id, seq)
select e.dossier_id, coalesce(min(e.seq) filter (where e.signature is not null) - 1, max(e.seq))
  from lienthong.events e
 where (select applied_at from lienthong.migrations where file = '0017-signed-acts.sql')
       > (select min(applied_at) from lienthong.migrations) + interval '10 seconds'
 group by e.dossier_id
having bool_or(e.seq = 1 and e.signature is null)
on conflict (dossier_id) do nothing;

alter table lienthong.unsigned_logs force row level security;
alter table lienthong.events force row level security;
alter table lienthong.heads force row level security;

import { sql, type Kysely, type Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Actor } from '../../domain/dossier/actor';
import type { DossierRow, TaskRow } from '../../domain/dossier/recording';
import type { OfficerRole } from '../../domain/agency/agency';
import type { Posting } from '../people';
import type { Schema } from '../schema';
import { isDossierId } from './dossier-by-id-or-code';
import { toDossierRow, toTaskRow } from './dossier-row';

export interface ActContext {
  readonly dossier: DossierRow;
  readonly openTasks: readonly TaskRow[];
  /** The person's posts at that instant, their own first. */
  readonly postings: readonly Posting[];
  /** The command is recorded already: whatever it says now, its first answer is given again. */
  readonly recorded: boolean;
  /** Official time of the act's first receipt: now, or when it was received before and got no answer. */
  readonly stampedAt: Instant;
  /** Nobody has sent it before. */
  readonly fresh: boolean;
  /** The last event of the log. */
  readonly tip: { readonly seq: number; readonly mark: string };
}

export interface ActQuestion {
  /** Legal code or opaque id. */
  readonly reference: string;
  readonly person: string;
  readonly commandId: string;
  readonly at: Instant;
  /** Whether this is the act's receipt: then its stamp is kept under its id. */
  readonly receive?: boolean;
}

interface Found {
  readonly dossier: Selectable<Schema['dossiers']>;
  readonly tasks: readonly Selectable<Schema['tasks']>[];
  readonly postings: readonly Selectable<Schema['postings']>[];
  readonly recorded: boolean;
  /** Null where it was not asked for. */
  readonly receipt: { readonly stamped_at: number; readonly fresh: boolean } | null;
  readonly mark: string;
}

/**
 * Everything an act needs to know before it is sent, in one round trip: an officer clicks often. The receipt is not waited for on
 * the disk: only PostgreSQL's own death within the same second can lose it, and then the act is received anew.
 */
export const actContext = async (db: Kysely<Schema>, question: ActQuestion): Promise<ActContext | undefined> => {
  const { reference, person, commandId, at, receive = false } = question;
  const column = sql.ref(isDossierId(reference) ? 'dossier_id' : 'code');
  const { rows } = await sql<Found>`
    with d as (select * from dossiers where ${column} = ${reference}),
         receipt as (insert into receipts as r (dossier_id, command_id, stamped_at)
                     select d.dossier_id, ${commandId}, ${at}::bigint from d
                      where ${receive}::boolean and set_config('synchronous_commit', 'off', true) = 'off'
                     on conflict (dossier_id, command_id) do update set stamped_at = r.stamped_at
                     returning r.stamped_at, r.xmax = 0 as fresh)
    select to_json(d) as dossier,
           coalesce((select json_agg(t order by t.opened_at, t.task_id) from tasks t where t.dossier_id = d.dossier_id and t.closed_at is null), '[]') as tasks,
           coalesce((select json_agg(p order by array_position(array['regular', 'secondment', 'stand-in'], p.kind), p.from_at)
                       from postings p where p.person = ${person} and p.from_at <= ${at}::bigint and (p.to_at is null or p.to_at > ${at}::bigint)), '[]') as postings,
           exists (select 1 from events e where e.dossier_id = d.dossier_id and e.command_id = ${commandId}) as recorded,
           (select to_json(r) from receipt r) as receipt,
           (select mark_of(e.hash) from events e where e.dossier_id = d.dossier_id and e.seq = d.head_seq) as mark
      from d`.execute(db);
  const found = rows[0];
  return found && {
    dossier: toDossierRow(found.dossier),
    openTasks: found.tasks.map(toTaskRow),
    postings: found.postings.map(({ person: who, agency, role, kind, on_behalf_of, from_at, to_at }) => ({
      person: who, agency, role: role as OfficerRole, kind, onBehalfOf: on_behalf_of, from: from_at, to: to_at,
    })),
    recorded: found.recorded,
    stampedAt: found.receipt?.stamped_at ?? at,
    fresh: found.receipt?.fresh === true && !found.recorded,
    tip: { seq: found.dossier.head_seq, mark: found.mark },
  };
};

/** Who did what a command asked for; undefined where the log of the dossier does not hold it. */
export const recordedBy = async (
  db: Kysely<Schema>,
  dossierId: string,
  commandId: string,
): Promise<Actor | undefined> => {
  const found = await db
    .selectFrom('events')
    .select('actor')
    .where('dossier_id', '=', dossierId)
    .where('command_id', '=', commandId)
    .limit(1)
    .executeTakeFirst();
  return found && (JSON.parse(found.actor) as Actor);
};

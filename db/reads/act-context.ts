import { sql, type Kysely, type Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
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
}

export interface ActQuestion {
  /** Legal code or opaque id. */
  readonly reference: string;
  readonly person: string;
  readonly commandId: string;
  readonly at: Instant;
}

interface Found {
  readonly dossier: Selectable<Schema['dossiers']>;
  readonly tasks: readonly Selectable<Schema['tasks']>[];
  readonly postings: readonly Selectable<Schema['postings']>[];
  readonly recorded: boolean;
}

/** Everything an act needs to know before it is sent, in one round trip: an officer clicks often. */
export const actContext = async (db: Kysely<Schema>, { reference, person, commandId, at }: ActQuestion): Promise<ActContext | undefined> => {
  const column = sql.ref(isDossierId(reference) ? 'dossier_id' : 'code');
  const { rows } = await sql<Found>`
    select to_json(d) as dossier,
           coalesce((select json_agg(t order by t.opened_at, t.task_id) from tasks t where t.dossier_id = d.dossier_id and t.closed_at is null), '[]') as tasks,
           coalesce((select json_agg(p order by array_position(array['regular', 'secondment', 'stand-in'], p.kind), p.from_at)
                       from postings p where p.person = ${person} and p.from_at <= ${at}::bigint and (p.to_at is null or p.to_at > ${at}::bigint)), '[]') as postings,
           exists (select 1 from events e where e.dossier_id = d.dossier_id and e.command_id = ${commandId}) as recorded
      from dossiers d where d.${column} = ${reference}`.execute(db);
  const found = rows[0];
  return found && {
    dossier: toDossierRow(found.dossier),
    openTasks: found.tasks.map(toTaskRow),
    postings: found.postings.map(({ person: who, agency, role, kind, on_behalf_of, from_at, to_at }) => ({
      person: who, agency, role: role as OfficerRole, kind, onBehalfOf: on_behalf_of, from: from_at, to: to_at,
    })),
    recorded: found.recorded,
  };
};

import { sql, type Kysely, type Selectable } from 'kysely';
import type { Schema } from '../schema';

type Row<T extends keyof Schema> = Selectable<Schema[T]>;

/** Everything that the database holds of one dossier and that its log must bear out. */
export interface Evidence {
  readonly dossierId: string;
  readonly events: Row<'events'>[];
  /** The last event said to be recorded before commands were signed; 0 where there is none. */
  unsignedTo: number;
  head: Row<'heads'> | undefined;
  row: Row<'dossiers'> | undefined;
  readonly tasks: Row<'tasks'>[];
  readonly watches: Row<'watches'>[];
  readonly escalations: Row<'escalations'>[];
  readonly people: Row<'personal_data'>[];
  /** Why the digest of a person is no longer the one in the log, in order. */
  readonly changes: Row<'personal_data_changes'>[];
  readonly texts: Row<'texts'>[];
  readonly attachments: Row<'attachments'>[];
  /** Marks of erasure: what is gone was not taken away. */
  readonly erasures: Row<'erasures'>[];
  readonly codes: Row<'dossier_codes'>[];
  submission: Row<'submissions'> | undefined;
  /** A code that another dossier's log has been promised too, so that the row of this one has none. */
  codeOfAnother: string | null;
}

/** Reads it for many dossiers at one moment, so that what is recorded meanwhile looks like no contradiction. */
export const readEvidence = (db: Kysely<Schema>, ids: readonly string[]): Promise<readonly Evidence[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const found = new Map<string, Evidence>(ids.map((id) => [id, emptyEvidence(id)]));
      const of = (id: string | null): Evidence => found.get(id!)!;
      const all = <T extends keyof Schema>(table: T) =>
        trx
          .selectFrom(table as 'events')
          .where('dossier_id', 'in', ids)
          .selectAll();
      for (const row of await all('events').orderBy('dossier_id').orderBy('seq').execute())
        of(row.dossier_id).events.push(row);
      for (const row of (await all('heads').execute()) as unknown as Row<'heads'>[]) of(row.dossier_id).head = row;
      for (const row of (await all('dossiers').execute()) as unknown as Row<'dossiers'>[]) of(row.dossier_id).row = row;
      for (const row of (await all('tasks').execute()) as unknown as Row<'tasks'>[]) of(row.dossier_id).tasks.push(row);
      for (const row of (await all('watches').execute()) as unknown as Row<'watches'>[])
        of(row.dossier_id).watches.push(row);
      for (const row of (await all('escalations').execute()) as unknown as Row<'escalations'>[])
        of(row.dossier_id).escalations.push(row);
      for (const row of (await all('personal_data').execute()) as unknown as Row<'personal_data'>[])
        of(row.dossier_id).people.push(row);
      for (const row of (await all('personal_data_changes')
        .orderBy('change' as 'seq')
        .execute()) as unknown as Row<'personal_data_changes'>[])
        of(row.dossier_id).changes.push(row);
      for (const row of (await all('texts').execute()) as unknown as Row<'texts'>[]) of(row.dossier_id).texts.push(row);
      for (const row of (await all('attachments').execute()) as unknown as Row<'attachments'>[])
        of(row.dossier_id).attachments.push(row);
      for (const row of (await all('erasures').execute()) as unknown as Row<'erasures'>[])
        of(row.dossier_id).erasures.push(row);
      for (const row of (await all('unsigned_logs').execute()) as unknown as Row<'unsigned_logs'>[])
        of(row.dossier_id).unsignedTo = row.seq;
      for (const row of (await all('dossier_codes').execute()) as unknown as Row<'dossier_codes'>[])
        of(row.dossier_id).codes.push(row);
      for (const row of (await all('submissions').execute()) as unknown as Row<'submissions'>[])
        of(row.dossier_id).submission = row;
      for (const row of (await sameCode(trx, ids)).rows) of(row.dossier_id).codeOfAnother = row.code;
      return [...found.values()];
    });

/**
 * Codes that two dossiers were promised: an alarm names the other one, and the log of that other one must say so too.
 */
const sameCode = (db: Kysely<Schema>, ids: readonly string[]) =>
  sql<{ dossier_id: string; code: string }>`
    with told as (
      select dossier_id, detail ->> 'code' as code,
             case when detail ->> 'other' ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
                  then (detail ->> 'other')::uuid end as other
        from alarms where kind = 'code-given-twice' and dossier_id = any (${ids}::uuid[])
    )
    select t.dossier_id, t.code from told t
     where t.other <> t.dossier_id
       and exists (select from events e
                    where e.dossier_id = t.other and e.type = 'DossierAccepted'
                      and position('"code":' || to_json(t.code) in e.body) > 0)`.execute(db);

const emptyEvidence = (dossierId: string): Evidence => ({
  dossierId,
  events: [],
  unsignedTo: 0,
  head: undefined,
  row: undefined,
  tasks: [],
  watches: [],
  escalations: [],
  people: [],
  changes: [],
  texts: [],
  attachments: [],
  erasures: [],
  codes: [],
  submission: undefined,
  codeOfAnother: null,
});

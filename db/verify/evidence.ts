import { sql, type Kysely, type Selectable } from 'kysely';
import type { Schema } from '../schema';

type Row<T extends keyof Schema> = Selectable<Schema[T]>;

/** Everything that the database holds of one dossier and that its log must bear out. */
export interface Evidence {
  readonly dossierId: string;
  readonly events: Row<'events'>[];
  /** The last event recorded before commands were signed; 0 where there is none. */
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
  /** Marked as erased: what is gone was not taken away. */
  erased: boolean;
  /** Two dossiers were promised its code, so that its row has none. */
  codeGivenTwice: boolean;
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
        of(row.dossier_id).erased = true;
      for (const { dossier_id: id, seq } of await unsignedLogs(trx, ids)) of(id).unsignedTo = seq;
      const alarms = trx.selectFrom('alarms').select('dossier_id').where('kind', '=', 'code-given-twice');
      for (const row of await alarms.where('dossier_id', 'in', ids).execute()) of(row.dossier_id).codeGivenTwice = true;
      return [...found.values()];
    });

/**
 * What is older than signatures lies in the first anchor as well: whoever invents a log, and says that it is so old, does
 * so after that anchor was laid.
 */
async function unsignedLogs(
  db: Kysely<Schema>,
  ids: readonly string[],
): Promise<readonly { readonly dossier_id: string; readonly seq: number }[]> {
  const anchored = db
    .selectFrom('anchor_leaves')
    .select('seq')
    .where('anchor', '=', 1)
    .where('kind', '=', 'dossier')
    .whereRef(sql<string>`anchor_leaves.id`, '=', sql<string>`unsigned_logs.dossier_id::text`)
    .whereRef('anchor_leaves.seq', '>=', 'unsigned_logs.seq' as never);
  return db
    .selectFrom('unsigned_logs')
    .select(['dossier_id', 'seq'])
    .where('dossier_id', 'in', ids)
    .where(({ or, not, exists, selectFrom }) => or([exists(anchored), not(exists(selectFrom('anchors').select('anchor')))]))
    .execute();
}

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
  erased: false,
  codeGivenTwice: false,
});

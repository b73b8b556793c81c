import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { TamperFinding } from '../../domain/verification/finding';
import type { Schema } from '../schema';

/** A submission has this long (real milliseconds) to get its first event. */
const BEGUN_WITHIN_MS = 600_000;
/** Of each trace at most so many are named. */
const MOST = 1_000;

/** Where a dossier leaves traces besides its log. */
const TRACES = ['dossiers', 'tasks', 'watches', 'escalations', 'dossier_codes', 'events'] as const;

/** Dossiers that something else of the database knows and that have no log. */
export async function missingLogs(db: Kysely<Schema>): Promise<readonly TamperFinding[]> {
  const traces = new Map<string, string>();
  const note = (table: string, rows: readonly { readonly dossier_id: string }[]): void => {
    for (const { dossier_id } of rows) if (!traces.has(dossier_id)) traces.set(dossier_id, table);
  };
  for (const table of TRACES) note(table, await withoutHead(db, table, sql`true`));
  note('outbox', await withoutHead(db, 'outbox', sql`t.kind = 'event'`));
  note(
    'submissions',
    await withoutHead(db, 'submissions', sql`t.started and t.stored_real_at < ${Date.now() - BEGUN_WITHIN_MS}`),
  );
  for (const table of ['personal_data', 'texts', 'attachments'] as const)
    note(
      table,
      await withoutHead(db, table, sql`not exists (select from submissions s where s.dossier_id = t.dossier_id)`),
    );
  return [...traces].map(([dossierId, table]) => ({
    kind: 'log-missing',
    dossierId,
    code: null,
    seq: null,
    detail: table,
  }));
}

async function withoutHead(
  db: Kysely<Schema>,
  table: string,
  condition: ReturnType<typeof sql>,
): Promise<readonly { readonly dossier_id: string }[]> {
  const { rows } = await sql<{ dossier_id: string }>`
    select distinct t.dossier_id from ${sql.table(table)} t
     where ${condition} and not exists (select from heads h where h.dossier_id = t.dossier_id)
     limit ${MOST}`.execute(db);
  return rows;
}

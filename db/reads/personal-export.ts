import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Rows of one table that are about somebody's dossiers. */
export type Section = readonly Readonly<Record<string, unknown>>[];

/**
 * What is handed over of each table: every column but salts, hashes and keys of storage, whose knowledge helps nobody
 * and would let a guess be tested. The register of personal data is compared with this list.
 */
const SECTIONS: Readonly<Record<string, string>> = {
  dossiers: `select * from dossiers where dossier_id = any($1)`,
  personal_data: `select dossier_id, subject, version, name, id_number, phone, email, address
    from personal_data where dossier_id = any($1)`,
  personal_data_former: `select dossier_id, subject, version, name, id_number, phone, email, address, replaced_real_at
    from personal_data_former where dossier_id = any($1)`,
  personal_data_changes: `select dossier_id, subject, version, kind, fields, ground, reference, at, changed_by
    from personal_data_changes where dossier_id = any($1)`,
  contact_preferences: `select key as dossier_id, language, channels from contact_preferences
    where kind = 'dossier' and key = any($1::text[])`,
  submissions: `select dossier_id, unit, at, input from submissions where dossier_id = any($1)`,
  events: `select dossier_id, seq, type, at, actor::jsonb as actor, body::jsonb -> 'payload' as payload
    from events where dossier_id = any($1)`,
  texts: `select dossier_id, command_id, field, text from texts where dossier_id = any($1)`,
  attachments: `select dossier_id, attachment_id, name, media_type, size, sha256, uploaded_at, uploaded_by
    from attachments where dossier_id = any($1)`,
  ratings: `select dossier_id, unit, attitude, time, ease, rated_at, changed_at
    from ratings where dossier_id = any($1)`,
  complaints: `select dossier_id, complaint_id, unit, received_at, due_at, answered_at, answered_by
    from complaints where dossier_id = any($1)`,
  voice_texts: `select dossier_id, voice_id, part, text from voice_texts where dossier_id = any($1)`,
  notices: `select dossier_id, seq, template, channel, language, status, planned_at, sent_at
    from notices where recipient_kind = 'applicant' and dossier_id = any($1)`,
  commands: `select dossier_id, command_id, act, prepared, received_at, status
    from commands where dossier_id = any($1)`,
  access_log: `select dossier_id, at, who, action, route, detail, address from access_log where dossier_id = any($1)`,
};

export const EXPORTED_TABLES: readonly string[] = Object.keys(SECTIONS);

/** Everything that is kept about these dossiers and the people in them, by table. */
export async function personalExport(
  db: Kysely<Schema>,
  dossierIds: readonly string[],
): Promise<Readonly<Record<string, Section>>> {
  const ids = `{${dossierIds.join(',')}}`;
  const sections: Record<string, Section> = {};
  for (const [table, text] of Object.entries(SECTIONS)) {
    const [before, after] = text.split(/\$1(?:::text\[\])?/);
    const type = text.includes('$1::text[]') ? sql`::text[]` : sql`::uuid[]`;
    const query = sql`${sql.raw(before!)}${ids}${type}${sql.raw(after!)} order by dossier_id`;
    sections[table] = (await query.execute(db)).rows as Section;
  }
  return sections;
}

/** Dossiers in which somebody with this identity number is, or was before a correction. */
export const dossiersOfIdentity = async (db: Kysely<Schema>, idNumber: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select dossier_id as id from personal_data where id_number = ${idNumber}
    union select dossier_id from personal_data_former where id_number = ${idNumber}
    order by id`.execute(db);
  return rows.map(({ id }) => id);
};

import { sql, type Kysely } from 'kysely';
import type { ClientBase } from 'pg';
import type { Schema } from './schema';

/** A legal code in its parts: unit, day of acceptance as YYYY-MM-DD, number of that day. Undefined where it is none. */
export function partsOf(
  code: string,
): { readonly unit: string; readonly date: string; readonly number: number } | undefined {
  const [, unit, yy, mm, dd, number] = /^(.+)-(\d\d)(\d\d)(\d\d)-(\d{4,9})$/.exec(code) ?? [];
  return unit === undefined ? undefined : { unit, date: `20${yy}-${mm}-${dd}`, number: Number(number) };
}

/**
 * Has every series go on behind all of these codes, so that none of them is given a second time. Answers how many
 * series moved.
 */
export async function passCodes(db: Kysely<Schema>, codes: readonly string[]): Promise<number> {
  const highest = new Map<string, { readonly unit: string; readonly date: string; readonly number: number }>();
  for (const parts of codes.map(partsOf)) {
    if (parts === undefined) continue;
    const key = `${parts.unit}-${parts.date}`;
    if ((highest.get(key)?.number ?? 0) < parts.number) highest.set(key, parts);
  }
  let moved = 0;
  for (const { unit, date, number } of highest.values()) {
    const { numAffectedRows } = await sql`
      insert into code_series as s (unit, date, last) values (${unit}, ${date}::date, ${number})
        on conflict (unit, date) do update set last = ${number} where s.last < ${number}`.execute(db);
    moved += Number(numAffectedRows ?? 0n);
  }
  return moved;
}

/** Days whose series may still be drawn from: acts are stamped when they are received, and kept for a week at most. */
const DAYS_LOOKED_AT = 40;

/** The series against every code that the log knows: what was reserved, and what dossiers bear. */
export const codesInLog = async (db: Kysely<Schema>, today: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ code: string }>`
    select code from dossier_codes where date > ${today}::date - ${DAYS_LOOKED_AT}::integer
    union
    select code from dossiers
     where code is not null
       and accepted_at > (extract(epoch from ${today}::date - ${DAYS_LOOKED_AT}::integer) * 1000)::bigint`.execute(
    db,
  );
  return rows.map(({ code }) => code);
};

/** A code that came back with its dossier: reserved for that acceptance, as it was before. */
export async function rememberCode(
  connection: ClientBase,
  code: string,
  dossierId: string,
  commandId: string,
): Promise<void> {
  const parts = partsOf(code);
  if (parts === undefined) return;
  const { unit, date, number } = parts;
  await connection.query(
    `insert into lienthong.dossier_codes (code, unit, date, number, dossier_id, command_id)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [code, unit, date, number, dossierId, commandId],
  );
  await connection.query(
    `insert into lienthong.code_series as s (unit, date, last) values ($1, $2, $3)
       on conflict (unit, date) do update set last = $3 where s.last < $3`,
    [unit, date, number],
  );
}

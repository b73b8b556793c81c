import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import { withEarlierCodes } from '../../domain/agency/renames';
import type { Renames } from '../../domain/agency/renames';
import { agencyRenames, findPresentCodes } from '../catalogue';
import type { Schema } from '../schema';

/**
 * What was done stays under the code of its day, in archived dossiers and in what was said of them. Whoever counts or
 * lists it by agency reads each code as the one its agency goes by now.
 */
export const presentCode = (column: RawBuilder<unknown>, present: Renames): RawBuilder<unknown> =>
  Object.keys(present).length === 0
    ? column
    : sql`coalesce(${JSON.stringify(present)}::jsonb ->> ${column}, ${column})`;

/** The code an agency goes by now. */
export const presently = (present: Renames, code: AgencyCode): AgencyCode => present[code] ?? code;

/** Every code that an agency ever had, asked for by whichever of them. */
export async function everyCodeOf(db: Kysely<Schema>, code: AgencyCode): Promise<readonly AgencyCode[]> {
  const [renames, present] = await Promise.all([agencyRenames(db), findPresentCodes(db)]);
  return withEarlierCodes(renames, [presently(present, code)]);
}

/** Whether a column names this agency by any of its codes; any agency where none is asked for. */
export async function isOfAgency(
  db: Kysely<Schema>,
  column: RawBuilder<unknown>,
  code: AgencyCode | null | undefined,
): Promise<RawBuilder<boolean>> {
  if (code === null || code === undefined) return sql<boolean>`true`;
  return sql<boolean>`${column} = any (${sql.val([...(await everyCodeOf(db, code))])}::text[])`;
}

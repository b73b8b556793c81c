import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Schema } from '../../db/schema';

/** The whole database as the superuser sees it: the check reads what no role of the product sees together. */
export function openAsOperator(url: string): { readonly db: Kysely<Schema>; close(): Promise<void> } {
  const int8Types = {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
  };
  const pool = new Pool({ connectionString: url, max: 4, options: '-c search_path=lienthong', types: int8Types });
  pool.on('error', () => undefined);
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), close: () => pool.end() };
}

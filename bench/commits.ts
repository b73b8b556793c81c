import type { Pool } from 'pg';
import { Client } from 'pg';

/**
 * Makes every connection of an idle pool hand in its counters, which PostgreSQL otherwise keeps back for up to ten
 * seconds. Answers how many commits that took itself.
 */
export async function flushStatistics(pool: Pool): Promise<number> {
  const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  await Promise.all(clients.map((client) => client.query('select pg_stat_force_next_flush()')));
  for (const client of clients) client.release();
  return clients.length;
}

/** Commits in our database so far, asked from another one, so that asking does not count. */
export async function commitsOf(serverUrl: string, database: string): Promise<number> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>('select xact_commit as n from pg_stat_database where datname = $1', [database]);
    return Number(rows[0]!.n);
  } finally {
    await client.end();
  }
}

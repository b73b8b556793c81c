import type { Pool } from 'pg';
import type { Instant } from '../domain/calendar/calendar';

/** The first instant up to `until` at which a watch is due, or null: when the running escalation schedule wakes next. */
export const nextFireAt = async (pool: Pool, until: Instant): Promise<Instant | null> => {
  const result = await pool.query<{ at: number | null }>('select min(fire_at) as at from lienthong.watches where fire_at <= $1', [until]);
  return result.rows[0]?.at ?? null;
};

import type { Pool } from 'pg';
import type { BareRow } from './bare-messages';

export interface BareActivities {
  insert(row: BareRow): Promise<void>;
}

/** In the schema of the engine, so that both sides use one database, one role and one pool. */
export const CREATE_BARE_TABLE = `
  create table lienthong.bare_acts (id uuid, seq int, body text not null, at bigint not null, primary key (id, seq));
  grant insert on lienthong.bare_acts to lienthong_recorder`;

export const createBareActivities = ({ pool }: { readonly pool: Pool }): BareActivities => ({
  async insert({ id, seq, body, at }) {
    await pool.query({ name: 'bare-insert', text: 'insert into lienthong.bare_acts (id, seq, body, at) values ($1, $2, $3, $4)', values: [id, seq, body, at] });
  },
});

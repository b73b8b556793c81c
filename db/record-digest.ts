import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant, LocalDate } from '../domain/calendar/calendar';
import { canonicalJson } from '../domain/canonical-json';
import type { Schema } from './schema';

export interface DailyDigest {
  readonly agency: AgencyCode;
  readonly date: LocalDate;
  readonly at: Instant;
  /** What the head of the agency is told; JSON. */
  readonly content: unknown;
}

/** Sends an agency's daily digest with its outbox row, once per agency and day. False when it had been sent. */
export const recordDigest = (db: Kysely<Schema>, { agency, date, at, content }: DailyDigest): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const inserted = await trx
      .insertInto('digests')
      .values({ agency, date, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return false;
    const body = canonicalJson({ addressee: agency, at, content, date });
    await sql`insert into outbox (partition, kind, addressee, body)
              values (lienthong.partition_of(${agency}::text), 'digest', ${agency}, ${body})`.execute(trx);
    return true;
  });

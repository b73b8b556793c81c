import type { Kysely } from 'kysely';
import type { ACCOUNT_NOTICES, Schema } from './schema';

export type AccountChangeTold = (typeof ACCOUNT_NOTICES)[number];

export interface AccountNotice {
  readonly notice: number;
  readonly what: AccountChangeTold;
  readonly by: string;
  /** Posts and grants by their codes. */
  readonly detail: string | null;
  readonly realAt: number;
}

/** Tells somebody what was changed about how they sign in or what they may do: they see it until they have read it. */
export const tellOfAccount = async (
  db: Kysely<Schema>,
  person: string,
  what: AccountChangeTold,
  { by, realNow, detail = null }: { readonly by: string; readonly realNow: number; readonly detail?: string | null },
): Promise<void> => {
  await db
    .insertInto('account_notices')
    .values({ person, what, by_whom: by, detail, real_at: realNow, planned_real_at: null, read_real_at: null })
    .execute();
};

export async function unreadNotices(db: Kysely<Schema>, person: string): Promise<readonly AccountNotice[]> {
  const rows = await db
    .selectFrom('account_notices')
    .select(['notice', 'what', 'by_whom', 'detail', 'real_at'])
    .where('person', '=', person)
    .where('read_real_at', 'is', null)
    .orderBy('notice')
    .limit(20)
    .execute();
  return rows.map(({ notice, what, by_whom: by, detail, real_at: realAt }) => ({ notice: Number(notice), what, by, detail, realAt }));
}

/** Marks what was shown as read, up to the last of it. */
export const readNotices = async (db: Kysely<Schema>, person: string, upTo: number, realNow: number): Promise<void> => {
  await db
    .updateTable('account_notices')
    .set({ read_real_at: realNow })
    .where('person', '=', person)
    .where('notice', '<=', upTo)
    .where('read_real_at', 'is', null)
    .execute();
};

/** Of the oldest that nobody has looked at yet, whether their person can be told by letter; marks them as looked at. */
export const takeUnplanned = async (
  trx: Kysely<Schema>,
  realNow: number,
  limit: number,
): Promise<readonly (AccountNotice & { readonly person: string; readonly reachable: boolean })[]> => {
  const rows = await trx
    .selectFrom('account_notices')
    .select(['notice', 'person', 'what', 'by_whom', 'detail', 'real_at'])
    .select((eb) =>
      eb
        .exists(eb.selectFrom('contact_preferences').select('key').where('kind', '=', 'person').whereRef('key', '=', 'account_notices.person'))
        .as('reachable'),
    )
    .where('planned_real_at', 'is', null)
    .orderBy('notice')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  const taken = rows.map(({ notice }) => notice);
  if (taken.length > 0) await trx.updateTable('account_notices').set({ planned_real_at: realNow }).where('notice', 'in', taken).execute();
  return rows.map(({ notice, person, what, by_whom: by, detail, real_at: realAt, reachable }) => ({
    notice: Number(notice),
    person,
    what,
    by,
    detail,
    realAt,
    reachable: Boolean(reachable),
  }));
};

import type { Kysely } from 'kysely';
import { takeUnplanned } from '../db/account-notices';
import { planNotices } from '../db/notifications';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';

/** Whose matter it is, as every notice must say: the register is the province's. */
const PROVINCE = 'H35';
const AT_ONCE = 200;

/**
 * Has everybody told by letter, too, what was changed about how they sign in and what they may do, who has said where they are reached.
 * Each once, however often and by however many this is called. Returns how many letters are to be written.
 */
export const mailAccountNotices = (
  db: Kysely<Schema>,
  { at, realNow }: { readonly at: Instant; readonly realNow: number },
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const reachable = (await takeUnplanned(trx, realNow, AT_ONCE)).filter((each) => each.reachable);
    const notices = reachable.map(({ notice, person, what, by, detail, realAt }) => ({
      messageId: `account-notice/${notice}`,
      recipientKind: 'officer' as const,
      recipient: person,
      template: 'account-change',
      agency: PROVINCE,
      about: { list: { kind: 'account-change', what, by, detail, at: realAt } },
    }));
    await planNotices(trx, notices, at, realNow);
    return notices.length;
  });

import { tellOfAccount } from '../../db/account-notices';
import { logAccess } from '../../db/access-log';
import { forgetDevices } from '../../db/known-devices';
import { findPerson } from '../../db/people';
import { resetSecondFactors } from '../../db/second-factors';
import { endSessionsOf } from '../../db/sessions';
import { clearTries } from '../../db/sign-in-tries';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { parsePersonId } from '../input/people-fields';
import { withRecords } from '../sources/records';

/**
 * `people reset-second-factor`: the way back in for the only administrator. Whoever keeps the machine may do it; it
 * stands in the access log, and the person is told at the next sign-in.
 */
export async function peopleResetSecondFactor(context: Context, _: object, id = ''): Promise<Shown> {
  const person = parsePersonId(id);
  const { say } = context;
  return withRecords(
    context,
    async ({ db, clock }) => {
      if (!(await findPerson(db, person)))
        throw new Refused(refusal('PERSON_NOT_REGISTERED', { value: person, id: person }, 'id'));
      const removed = await db.transaction().execute(async (trx) => {
        const count = await resetSecondFactors(trx, person);
        await endSessionsOf(trx, person);
        await forgetDevices(trx, person);
        await clearTries(trx, `code:${person}`, `name:${person}`);
        await tellOfAccount(trx, person, 'second-factor-reset', { by: 'operator', realNow: Date.now() });
        await logAccess(trx, {
          at: clock.now(),
          who: 'operator',
          action: 'administration',
          route: 'cli people reset-second-factor',
          detail: `person ${person} second factors reset`,
        });
        return count;
      });
      return {
        json: { person, removed },
        text: () =>
          say({
            en: `${person}: ${removed} second factors taken away; the next sign-in asks for a new one where the post needs it`,
            vi: `${person}: đã gỡ ${removed} lớp xác thực; lần đăng nhập sau sẽ yêu cầu thiết lập lại nếu vị trí bắt buộc`,
          }),
      };
    },
    'recorder',
  );
}

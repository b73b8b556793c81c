import { findPerson } from '../../db/people';
import { secondFactorsOf } from '../../db/second-factors';
import { refusal } from '../../domain/errors';
import { byTwo, waiting } from '../by-two';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { parsePersonId } from '../input/people-fields';
import { withRecords } from '../sources/records';

/**
 * `people reset-second-factor`: the way back in for the only administrator. Whoever keeps the machine may do it as long as no two people
 * could; it stands in the access log, and the person is told at the next sign-in.
 */
export async function peopleResetSecondFactor(context: Context, _: object, id = ''): Promise<Shown> {
  const person = parsePersonId(id);
  const { say } = context;
  return withRecords(
    context,
    async ({ db, clock }) => {
      if (!(await findPerson(db, person)))
        throw new Refused(refusal('PERSON_NOT_REGISTERED', { value: person, id: person }, 'id'));
      const removed = (await secondFactorsOf(db, person)).length;
      const { waits } = await byTwo(context, { db, clock }, 'second-factor-reset', { person });
      if (waits) return waiting(context, waits);
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

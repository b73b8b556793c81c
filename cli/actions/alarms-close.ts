import { closeAlarm } from '../../db/alarms';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { parseReason } from '../input/people-fields';
import { withRecords } from '../sources/records';

/** `alarms close`: somebody has looked at it, and says why it is no longer open. */
export async function alarmsClose(
  context: Context,
  options: { readonly because: string },
  given: number | string = '',
): Promise<Shown> {
  const because = parseReason(options.because);
  const alarm = Number(given);
  if (!Number.isSafeInteger(alarm) || alarm < 1)
    throw new Refused(refusal('ALARM_UNKNOWN', { value: String(given) }, 'number'));
  const by = context.operator;
  return withRecords(
    context,
    async ({ db, clock }) => {
      const closed = await closeAlarm(db, alarm, { by, because, realAt: Date.now(), at: clock.now() });
      if (closed === 'unknown') throw new Refused(refusal('ALARM_UNKNOWN', { value: alarm }, 'number'));
      if (closed === 'closed-before') throw new Refused(refusal('ALARM_CLOSED', { value: alarm }, 'number'));
      return {
        json: { alarm, closedBy: by, because },
        text: () => context.say({ en: `alarm ${alarm} is closed by ${by}`, vi: `${by} đã đóng báo động ${alarm}` }),
      };
    },
    'recorder',
  );
}

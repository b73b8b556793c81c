import { finishAmendment } from '../../gateway/amend-calendar';
import type { Context, Shown } from '../context';
import { atTheDesk } from '../sources/at-the-desk';
import { progress } from './calendar-amend';

/** `calendar finish`: an interrupted amendment, carried through. A dossier that has moved does not move twice. */
export async function calendarFinish(context: Context): Promise<Shown> {
  return atTheDesk(context, async (desk) => {
    const done = await finishAmendment(desk, { onProgress: progress(context) });
    return {
      json: done ?? { version: null, dossiers: 0 },
      text: () =>
        done === null
          ? context.say({ en: 'the calendar was never amended here; there is nothing to finish', vi: 'chưa từng sửa lịch; không có gì để hoàn tất' })
          : context.say({ en: `${done.dossiers} dossiers were still to be counted by version ${done.version}`, vi: `${done.dossiers} hồ sơ còn lại đã được tính theo phiên bản ${done.version}` }),
    };
  });
}

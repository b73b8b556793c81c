import type { CalendarChange } from '../../domain/calendar/amend';
import { parseLocalDate } from '../../domain/calendar/local-time';
import { finishAmendment, previewAmendment } from '../../gateway/amend-calendar';
import { byTwo, waiting } from '../by-two';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { pairs } from '../input/pairs';
import { table } from '../render/table';
import { span, stamp, when } from '../render/when';
import { atTheDesk } from '../sources/at-the-desk';

export interface AmendOptions {
  readonly addDayOff?: readonly string[];
  readonly addMakeUpDay?: readonly string[];
  readonly removeDayOff?: readonly string[];
  readonly removeMakeUpDay?: readonly string[];
  readonly reason: string;
  readonly preview?: boolean;
}

/** `calendar amend`: first with `--preview`, then without. */
export async function calendarAmend(context: Context, options: AmendOptions): Promise<Shown> {
  const change = changeOf(options);
  return atTheDesk(context, async (desk) => {
    const { moves } = valueOf(await previewAmendment(desk, change));
    const moved = moves.map(({ dossierId, code, from, to }) => ({ dossierId, code, from: stamp(from), to: stamp(to), byMs: to - from }));
    const lines = () =>
      moves.length === 0
        ? context.say({ en: 'no open dossier moves', vi: 'không hồ sơ nào thay đổi hạn' })
        : table(moves.map(({ dossierId, code, from, to }) => [code ?? dossierId, when(from, context.language), '→', when(to, context.language), `${to < from ? '−' : '+'}${span(to - from, context.language)}`]));
    if (options.preview) return { json: { preview: true, moves: moved }, text: lines };
    const { waits } = await byTwo(context, desk, 'calendar', { change });
    if (waits) return waiting(context, waits);
    const done = (await finishAmendment(desk, { onProgress: progress(context) }))!;
    return {
      json: { preview: false, moves: moved, ...done },
      text: () => `${context.say({ en: `calendar v${done.version} is published; ${done.dossiers} open dossiers count by it`, vi: `đã công bố lịch v${done.version}; ${done.dossiers} hồ sơ đang mở tính theo lịch này` })}\n${lines()}`,
    };
  });
}

export const changeOf = (options: AmendOptions): CalendarChange => ({
  addDaysOff: dated(options.addDayOff, 'addDaysOff'),
  addMakeUpDays: dated(options.addMakeUpDay, 'addMakeUpDays'),
  removeDaysOff: (options.removeDayOff ?? []).map((date) => valueOf(parseLocalDate(date, 'removeDaysOff'))),
  removeMakeUpDays: (options.removeMakeUpDay ?? []).map((date) => valueOf(parseLocalDate(date, 'removeMakeUpDays'))),
  reason: options.reason.normalize('NFC'),
});

const dated = (given: readonly string[] | undefined, field: string): Record<string, string> => {
  const days = pairs(given, field, '"YYYY-MM-DD=reason"');
  for (const date of Object.keys(days)) valueOf(parseLocalDate(date, `${field}.${date}`));
  return days;
};

export const progress = (context: Context) => {
  let last = 0;
  return ({ done, total }: { readonly done: number; readonly total: number }): void => {
    if (Date.now() - last < 1_000 && done < total) return;
    last = Date.now();
    context.remark({ en: `${done} of ${total} open dossiers counted again`, vi: `đã tính lại ${done}/${total} hồ sơ đang mở` });
  };
};

import { overdue } from '../../db/reads/overdue';
import type { Context, Shown } from '../context';
import { paintFor } from '../render/paint';
import { table } from '../render/table';
import { span, stamp, when } from '../render/when';
import { withRecords } from '../sources/records';
import { requireAgency } from '../sources/require-agency';

/** `overdue`: computed now, never stored. */
export async function showOverdue(context: Context, options: { readonly agency?: string; readonly limit: number }): Promise<Shown> {
  const { say, language } = context;
  return withRecords(context, async ({ db, clock }) => {
    const now = clock.now();
    if (options.agency !== undefined) await requireAgency(db, options.agency, now);
    const items = await overdue(db, now, options.agency, options.limit);
    const paint = paintFor(context.colour);
    return {
      json: { now: stamp(now), overdue: items.map((item) => ({ ...item, dueAt: stamp(item.dueAt) })) },
      text: () =>
        items.length === 0
          ? say({ en: 'nothing is late', vi: 'không có việc quá hạn' })
          : table(
              items.map(({ code, dossierId, taskId, agency, dueAt, lateMs }) => [
                code ?? dossierId,
                taskId ?? say({ en: 'appointment', vi: 'lịch hẹn' }),
                agency,
                when(dueAt, language),
                paint.red(span(lateMs, language)),
              ]),
            ),
    };
  });
}

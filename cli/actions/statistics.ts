import { statistics } from '../../db/reads/statistics';
import type { TimelinessCounts } from '../../db/reads/statistics';
import type { Context, Shown } from '../context';
import { table } from '../render/table';
import { stamp } from '../render/when';
import { withRecords } from '../sources/records';

/** `statistics`: totals of the whole installation. */
export async function showStatistics(context: Context): Promise<Shown> {
  const { say } = context;
  return withRecords(context, async ({ db, clock }) => {
    const total = await statistics(db);
    const rate = (counts: TimelinessCounts): string => {
      const all = counts.early + counts['on-time'] + counts.late;
      const share = all === 0 ? '–' : `${(((counts.early + counts['on-time']) / all) * 100).toFixed(2)} %`;
      return `${counts.early} / ${counts['on-time']} / ${counts.late}  (${share})`;
    };
    return {
      json: { now: stamp(clock.now()), ...total },
      text: () =>
        table([
          [say({ en: 'received', vi: 'nhận' }), String(total.received)],
          [say({ en: 'accepted', vi: 'tiếp nhận' }), String(total.accepted)],
          [say({ en: 'open', vi: 'đang mở' }), `${total.open}${total.stopped > 0 ? ` (${total.stopped} ${say({ en: 'with the clock stopped', vi: 'đang tạm dừng' })})` : ''}`],
          [say({ en: 'ended', vi: 'kết thúc' }), String(total.ended)],
          [say({ en: 'returned', vi: 'đã trả' }), String(total.returned)],
          [say({ en: 'early / on time / late, by law', vi: 'sớm / đúng / trễ hạn, theo luật' }), rate(total.legal)],
          [say({ en: 'early / on time / late, portal', vi: 'sớm / đúng / trễ hạn, theo cổng' }), rate(total.portal)],
          [say({ en: 'told', vi: 'đã cảnh báo' }), Object.entries(total.escalations).map(([level, n]) => `${level} ${n}`).join(', ') || '0'],
          [say({ en: 'events', vi: 'sự kiện' }), String(total.events)],
        ]),
    };
  });
}

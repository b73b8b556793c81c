import { statistics } from '../../db/reads/statistics';
import { legalRate, portalRate } from '../../domain/rates';
import { latenessOf } from '../../gateway/lateness';
import type { Lateness, LatenessRow } from '../../gateway/lateness';
import type { Context, Shown } from '../context';
import { table } from '../render/table';
import { stamp } from '../render/when';
import { withRecords } from '../sources/records';

/** `statistics`: totals of the whole installation. */
export async function showStatistics(context: Context): Promise<Shown> {
  const { say } = context;
  return withRecords(context, async ({ db, clock }) => {
    const now = clock.now();
    const { figures, ...total } = await statistics(db, now);
    const lateness = await latenessOf(db, { from: 0, to: now + 1, now });
    const { legalEarly, legalOnTime, legalLate, portalEarly, portalOnTime, portalLate, overdue } = figures;
    const legal = { early: legalEarly, onTime: legalOnTime, late: legalLate };
    const portal = { early: portalEarly, onTime: portalOnTime, late: portalLate };
    const onTimePercent = legalRate({ legal });
    const portalPercent = portalRate({ received: figures.inPeriod + figures.carried, portalLate, overdue });
    const shown = (counts: typeof legal, percent: number | null): string =>
      `${counts.early} / ${counts.onTime} / ${counts.late}  (${percent === null ? '–' : `${percent.toFixed(2)} %`})`;
    return {
      json: { now: stamp(now), ...total, solved: figures.solved, overdue, legal, portal, onTimePercent, portalPercent, lateness },
      text: () => {
        const rows = table([
          [say({ en: 'received', vi: 'nhận' }), String(total.received)],
          [say({ en: 'accepted', vi: 'tiếp nhận' }), String(total.accepted)],
          [say({ en: 'open', vi: 'đang mở' }), `${total.open}${total.stopped > 0 ? ` (${total.stopped} ${say({ en: 'with the clock stopped', vi: 'đang tạm dừng' })})` : ''}`],
          [say({ en: 'ended', vi: 'kết thúc' }), String(total.ended)],
          [say({ en: 'solved', vi: 'đã giải quyết' }), String(figures.solved)],
          [say({ en: 'returned', vi: 'đã trả' }), String(total.returned)],
          [say({ en: 'early / on time / late, by law', vi: 'sớm / đúng / trễ hạn, theo luật' }), shown(legal, onTimePercent)],
          [say({ en: 'early / on time / late, portal', vi: 'sớm / đúng / trễ hạn, theo cổng' }), shown(portal, portalPercent)],
          [say({ en: 'told', vi: 'đã cảnh báo' }), Object.entries(total.escalations).map(([level, n]) => `${level} ${n}`).join(', ') || '0'],
          [say({ en: 'events', vi: 'sự kiện' }), String(total.events)],
        ]);
        return lateness.rows.length === 0 ? rows : `${rows}\n\n${latenessText(lateness, say)}`;
      },
    };
  });
}

/** Who answers for the late days, a line each. */
function latenessText({ dossiers, counted, days, rows }: Lateness, say: Context['say']): string {
  const of = counted < dossiers ? ` (${counted})` : '';
  const title = say({
    en: `${days} late days of ${dossiers}${of} dossiers decided late, by whoever answers for them`,
    vi: `${days} ngày trễ của ${dossiers}${of} hồ sơ trễ hạn, theo trách nhiệm`,
  });
  const whose = ({ kind, agency }: LatenessRow): string => {
    if (agency !== null) return agency;
    return kind === 'applicant' ? say({ en: 'applicant', vi: 'người nộp' }) : say({ en: 'partner', vi: 'bên ngoài' });
  };
  return [
    title,
    table(rows.map((row) => [whose(row), row.stepName === null ? '' : say(row.stepName), String(row.days)])),
  ].join('\n');
}

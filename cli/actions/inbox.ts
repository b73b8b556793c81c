import { inbox } from '../../db/reads/inbox';
import type { Context, Shown } from '../context';
import { paintFor } from '../render/paint';
import { cutTo, plain, table } from '../render/table';
import { span, stamp, when } from '../render/when';
import { withRecords } from '../sources/records';
import { requireAgency } from '../sources/require-agency';

/** `inbox`: what lies at an agency. */
export async function showInbox(context: Context, options: { readonly agency: string; readonly status?: string; readonly limit: number }): Promise<Shown> {
  const { say, language } = context;
  return withRecords(context, async ({ db, clock }) => {
    const now = clock.now();
    const agency = await requireAgency(db, options.agency, now);
    const items = await inbox(db, agency.code, { limit: options.limit, ...(options.status === undefined ? {} : { status: options.status }) });
    const paint = paintFor(context.colour);
    return {
      json: {
        agency: agency.code,
        now: stamp(now),
        tasks: items.map((item) => ({ ...item, openedAt: stamp(item.openedAt), dueAt: stamp(item.dueAt), closedAt: stamp(item.closedAt), late: item.dueAt !== null && item.dueAt <= now })),
      },
      text: () =>
        items.length === 0
          ? say({ en: `nothing is open at ${agency.code} ${agency.name.en}`, vi: `${agency.name.vi} (${agency.code}) không có việc đang mở` })
          : table([
              [{ en: 'dossier', vi: 'hồ sơ' }, { en: 'task', vi: 'việc' }, { en: 'status', vi: 'trạng thái' }, { en: 'due', vi: 'hạn' }, { en: 'taken by', vi: 'người nhận' }, { en: 'step', vi: 'bước' }].map((head) => paint.dim(say(head))),
              ...items.map((item) => [
                item.code ?? item.dossierId,
                item.taskId,
                item.status,
                item.dueAt === null ? '–' : item.dueAt <= now ? paint.red(`${when(item.dueAt, language)} (${say({ en: 'late', vi: 'quá hạn' })} ${span(now - item.dueAt, language)})`) : when(item.dueAt, language),
                item.assignee ?? '–',
                cutTo(plain(language === 'vi' ? item.nameVi : item.nameEn), 60),
              ]),
            ]),
    };
  });
}

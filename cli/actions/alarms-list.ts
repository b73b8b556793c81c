import { closedAlarms } from '../../db/alarms';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { openAlarms } from '../../db/reads/open-alarms';
import { wayOutOf } from '../alarm-ways';
import type { Context, Shown } from '../context';
import { plain } from '../render/table';
import { stamp, when } from '../render/when';
import { withRecords } from '../sources/records';

interface ListOptions {
  readonly closed?: boolean;
  readonly limit: number;
}

/** `alarms list`: the open ones with their ways out, or those that were closed, with who and why. */
export function alarmsList(context: Context, { closed = false, limit }: ListOptions): Promise<Shown> {
  return closed ? listClosed(context, limit) : listOpen(context, limit);
}

const listOpen = (context: Context, limit: number): Promise<Shown> =>
  withRecords(context, async ({ db }) => {
    const { say, language } = context;
    const open = await openAlarms(db);
    const items = await Promise.all(
      open.slice(0, limit).map(async ({ raisedRealAt, ...alarm }) => {
        const code = alarm.dossierId === null ? null : ((await dossierByIdOrCode(db, alarm.dossierId))?.code ?? null);
        const wayOut = wayOutOf(alarm.kind, alarm.alarm, code ?? alarm.dossierId);
        return { ...alarm, code, raisedAt: stamp(raisedRealAt), raisedRealAt, wayOut };
      }),
    );
    return {
      json: { open: open.length, alarms: items.map(({ raisedRealAt: _, ...item }) => item) },
      text: () =>
        items
          .map(({ alarm, kind, code, dossierId, raisedRealAt, wayOut }) => {
            const named = [`${alarm}`, kind, code ?? dossierId ?? '', when(raisedRealAt, language)].join('  ');
            return `${named}\n    → ${say(wayOut)}`;
          })
          .join('\n') || say({ en: 'no open alarms', vi: 'không có báo động' }),
    };
  });

const listClosed = (context: Context, limit: number): Promise<Shown> =>
  withRecords(context, async ({ db }) => {
    const { say, language } = context;
    const closed = await closedAlarms(db, limit);
    return {
      json: {
        alarms: closed.map(({ raisedRealAt, closedRealAt, ...alarm }) => ({
          ...alarm,
          raisedAt: stamp(raisedRealAt),
          closedAt: stamp(closedRealAt),
        })),
      },
      text: () =>
        closed
          .map(({ alarm, kind, dossierId, closedRealAt, resolution }) =>
            [`${alarm}`, kind, dossierId ?? '', when(closedRealAt, language), plain(resolution)].join('  '),
          )
          .join('\n') || say({ en: 'no alarm was closed yet', vi: 'chưa có báo động nào được đóng' }),
    };
  });

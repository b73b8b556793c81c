import type { DossierRow, TaskRow } from '../../domain/dossier/recording';
import type { LateDay } from '../../domain/dossier/attribution';
import type { RefusalPaper } from '../../domain/dossier/state';
import { NATIONAL_STATUS } from '../../domain/dossier/national-status';
import type { NationalStatus } from '../../domain/dossier/national-status';
import type { Instant } from '../../domain/calendar/calendar';
import type { Text } from '../../domain/text';
import type { Context } from '../context';
import type { NextAct } from '../../gateway/next-acts';
import { paintFor } from './paint';
import { messageOf } from '../../domain/errors';
import { plain, table, widthOf, wrap } from './table';
import { span, when } from './when';

export interface ShownDossier {
  readonly dossier: DossierRow;
  readonly open: readonly TaskRow[];
  readonly now: Instant;
  /** Undefined where the workflow could not be asked. */
  readonly next: readonly NextAct[] | undefined;
  readonly nameOf: (agency: string) => Text | undefined;
  readonly applicant: string | undefined;
  /** What the paper of its refusal says. */
  readonly refusal: RefusalPaper | undefined;
  /** Who answers for each working day beyond its appointment. */
  readonly lateDays: readonly LateDay[];
}

const CLOCK: Readonly<Record<DossierRow['clock'], Text>> = {
  'not-started': { en: 'not started: not accepted yet', vi: 'chưa tính: chưa tiếp nhận' },
  running: { en: 'running', vi: 'đang tính' },
  stopped: { en: 'stopped', vi: 'tạm dừng' },
  ended: { en: 'ended', vi: 'đã kết thúc' },
};

/** Width of a column of `table` with the gap behind it. */
const columnOf = (cells: readonly string[]): number => Math.max(0, ...cells.map(widthOf)) + 2;

/** Late working days by whoever answers for them: `3: H35.30 examine (2); the applicant (1)`. */
function lateBy(days: readonly LateDay[], named: (agency: string) => string, say: Context['say']): string {
  const counts = new Map<string, number>();
  for (const { to } of days) {
    const who =
      to.kind === 'agency'
        ? `${named(to.agency)}${to.step === '' ? '' : `, ${to.step}`}`
        : to.kind === 'applicant'
          ? say({ en: 'the applicant', vi: 'người nộp' })
          : `${say({ en: 'somebody outside', vi: 'bên ngoài' })}, ${to.step}`;
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  return `${days.length}: ${[...counts].map(([who, n]) => `${who} (${n})`).join('; ')}`;
}

/** A dossier in plain words. */
export function dossierText({ dossier: d, open, now, next, nameOf, applicant, refusal, lateDays }: ShownDossier, context: Pick<Context, 'say' | 'language' | 'colour' | 'columns'>): string {
  const { say, language, columns } = context;
  const paint = paintFor(context.colour);
  const named = (agency: string): string => {
    const name = nameOf(agency);
    return name ? `${agency} ${say(name)}` : agency;
  };
  const status = NATIONAL_STATUS[d.nationalStatus as NationalStatus];
  const late = d.dueAt !== null && d.endedAt === null && d.clock === 'running' && d.dueAt <= now;
  const due =
    d.dueAt === null
      ? '–'
      : `${when(d.dueAt, language)}${d.originalDueAt !== null && d.originalDueAt !== d.dueAt ? ` (${say({ en: 'promised at first', vi: 'hẹn ban đầu' })} ${when(d.originalDueAt, language)})` : ''}` +
        (d.endedAt !== null ? '' : late ? paint.red(` ${say({ en: 'late by', vi: 'quá hạn' })} ${span(now - d.dueAt, language)}`) : ` ${say({ en: 'in', vi: 'còn' })} ${span(d.dueAt - now, language)}`);
  const appeal = refusal?.appeal;
  const refusedRows =
    refusal === undefined || appeal === undefined
      ? []
      : [
          [say({ en: 'refused', vi: 'từ chối' }), plain(refusal.ground)],
          [say({ en: 'appeal', vi: 'khiếu nại' }), `${plain(say(appeal.body))}, ${appeal.days} ${say({ en: 'days', vi: 'ngày' })}; ${plain(say(appeal.law))}`],
        ];
  const rows = [
    [say({ en: 'id', vi: 'mã định danh' }), d.dossierId],
    [say({ en: 'procedure', vi: 'thủ tục' }), `${d.procedureCode} v${d.procedureVersion}`],
    ...(applicant === undefined ? [] : [[say({ en: 'applicant', vi: 'người nộp' }), plain(applicant)]]),
    [say({ en: 'received by', vi: 'nơi tiếp nhận' }), `${named(d.receivingUnit)} (${d.channel})`],
    [say({ en: 'status', vi: 'trạng thái' }), `${d.nationalStatus} ${status.en} / ${status.vi}`],
    [say({ en: 'held by', vi: 'đang giữ' }), d.holders.map(named).join('; ') || '–'],
    [say({ en: 'clock', vi: 'thời hạn' }), say(CLOCK[d.clock])],
    [say({ en: 'due', vi: 'hẹn trả' }), due],
    ...(d.timeliness ? [[say({ en: 'timeliness', vi: 'đúng hạn' }), `${d.timeliness.legal} (${say({ en: 'by law', vi: 'theo luật' })}), ${d.timeliness.portal} (${say({ en: 'portal', vi: 'cổng' })})`]] : []),
    ...(lateDays.length === 0 ? [] : [[say({ en: 'late days', vi: 'ngày trễ' }), lateBy(lateDays, named, say)]]),
    ...refusedRows,
    [say({ en: 'now', vi: 'hiện tại' }), when(now, language)],
  ];
  const tasks = open.map((task) => [
    task.taskId,
    `v${task.version}`,
    task.status,
    task.agency,
    task.assignee ?? task.officerRole,
    task.dueAt === null ? '–' : task.dueAt <= now ? paint.red(when(task.dueAt, language)) : when(task.dueAt, language),
    plain(language === 'vi' ? task.nameVi : task.nameEn),
  ]);
  const before = 2 + columnOf((next ?? []).map(({ act }) => act)) + columnOf((next ?? []).map(({ taskId }) => taskId ?? ''));
  const acts = (next ?? []).map(({ act, taskId, by, guard }) => {
    const held = guard === null ? '' : `: ${messageOf(guard, language)}`;
    return [act, taskId ?? '', wrap(`${by.join(', ')}${held}`, Math.max(30, columns - before), ' '.repeat(before))];
  });
  return [
    paint.bold(d.code ?? d.dossierId),
    table(rows, { indent: 2 }),
    ...(tasks.length === 0 ? [] : ['', say({ en: 'open tasks', vi: 'việc đang mở' }), table(tasks, { indent: 2 })]),
    '',
    next === undefined
      ? say({ en: 'what may be done next is not known: the workflow does not answer ("lienthong doctor" says why)', vi: 'chưa biết bước tiếp theo: quy trình không trả lời (xem "lienthong doctor")' })
      : acts.length === 0
        ? say({ en: 'nothing more is to be done', vi: 'không còn việc phải làm' })
        : `${say({ en: 'possible next, and by whom', vi: 'có thể làm tiếp và người thực hiện' })}\n${table(acts, { indent: 2 })}`,
  ].join('\n');
}

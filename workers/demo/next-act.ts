import { addOpenMs, subtractOpenMs } from '../../domain/calendar/working-time';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { DossierRow, TaskRow } from '../../domain/dossier/recording';
import type { Step } from '../../domain/procedure/procedure';
import { routeOf } from '../../domain/procedure/route';
import type { CastMember } from './cast';
import { moments, slotAfter } from './slots';

/** The next thing somebody does to a dossier of the demonstration, and when. */
export interface PlannedAct {
  readonly at: Instant;
  readonly as: string;
  readonly act: string;
  /** Fixed by what it is, so that it is done once even when the demonstration is killed and goes on. */
  readonly id: string;
  readonly fields: Record<string, unknown>;
}

export interface Situation {
  readonly member: CastMember;
  readonly dossier: DossierRow;
  readonly tasks: readonly TaskRow[];
  /** Ids of the commands that are recorded. */
  readonly done: ReadonlySet<string>;
  readonly calendar: Calendar;
}

/** Open time of a working day in Lai Châu. */
const DAY = 7.5 * 3_600_000;

/**
 * People of a demonstration work through what lies before them: every open task is done by its officer at one of the
 * next moments of the day. A story bends that: a supplement, a step nobody takes, an apology, a withdrawal.
 */
export function nextActs(s: Situation): PlannedAct[] {
  const { member, dossier, tasks, done } = s;
  const id = (what: string): string => `${member.key}/${what}`;
  const open = tasks.filter((t) => t.closedAt === null);
  const acts: PlannedAct[] = [];

  if (dossier.nationalStatus === 5) return supplementActs(s, id).filter((a) => !done.has(a.id));
  if (dossier.acceptedAt === null) {
    const receive = open.find((t) => t.kind === 'receive');
    if (!receive) return [];
    const at = dossier.submittedAt;
    if (member.story === 'incomplete') acts.push(by(receive, { at, act: 'request-supplement', id: id('supplement'), fields: { items: member.procedure.documents.slice(0, 1).map((d) => d.name.vi) } }));
    acts.push(by(receive, { at, act: 'accept', id: id('accept'), fields: {} }));
    // What the supplement asked for must be confirmed before the dossier can be accepted.
    acts.push(...supplementActs(s, id));
    const pay = { at, act: 'pay-fee', id: id('fee'), fields: { reference: `BL-${member.n}` } };
    const isOwed = dossier.money === 'fee-owed' && member.procedure.fees.some(({ when }) => when === 'before');
    return firstNotDone(isOwed ? [by(receive, pay), ...acts] : acts, done);
  }
  if (dossier.stage === 'resolved') {
    const back = open.find((t) => t.kind === 'return');
    if (back) acts.push(by(back, { at: later(s, back.openedAt, 1), act: 'return-result', id: id(`return/${back.taskId}`), fields: { way: member.channel === 'online' ? 'electronic' : 'counter' } }));
    return acts.filter((a) => !done.has(a.id));
  }
  if (member.story === 'withdrawn') {
    acts.push({ at: later(s, dossier.acceptedAt, 3), as: 'applicant', act: 'withdraw', id: id('withdraw'), fields: { reason: 'Tôi xin rút hồ sơ để làm lại' } });
  }
  if (member.story === 'apology' && dossier.dueAt !== null) {
    const newDue = addOpenMs(s.calendar, dossier.dueAt, DAY);
    acts.push({
      // A new date is for a dossier that is near its own: an early one has time.
      at: Math.max(later(s, dossier.acceptedAt, 1), subtractOpenMs(s.calendar, dossier.dueAt, 2 * DAY)),
      as: `leader@${dossier.receivingUnit}`,
      act: 'apologise',
      id: id('apology'),
      fields: { newDue: rfc3339(newDue), reason: 'Cần thêm thời gian xác minh; xin lỗi công dân và hẹn lại' },
    });
  }
  for (const task of open) acts.push(...taskActs(s, task, id));
  return acts.filter((a) => !done.has(a.id));
}

function taskActs(s: Situation, task: TaskRow, id: (what: string) => string): PlannedAct[] {
  const { member } = s;
  const step = routeOf(member.procedure).steps[task.step]?.step;
  if (!step || task.status === 'suspended') return [];
  const consulted = task.taskId.includes('/');
  const at = whenDone(s, task);
  if (consulted) {
    const acknowledge = by(task, { at: task.openedAt, act: 'acknowledge', id: id(`ack/${task.taskId}`), fields: { taskId: task.taskId } }, 'specialist');
    const reply = by(task, { at: later(s, task.openedAt, 3), act: 'reply', id: id(`reply/${task.taskId}`), fields: { taskId: task.taskId, opinion: 'agree' } }, 'specialist');
    return task.status === 'sent' ? [acknowledge] : task.status === 'silent' ? [] : [reply];
  }
  // What arrives is acknowledged at once, except where the story is that nobody looks.
  if (task.status === 'sent' && !isStuck(s, task)) {
    return [by(task, { at: task.openedAt, act: 'acknowledge', id: id(`ack/${task.taskId}`), fields: { taskId: task.taskId } })];
  }
  if (task.kind === 'consult') return [];
  if (task.kind === 'financial-obligation') {
    const notice = by(task, { at: later(s, task.openedAt, 2), act: 'issue-notice', id: id(`notice/${task.taskId}`), fields: { taskId: task.taskId, reference: `TB-${member.n}` } });
    const paid = { at: later(s, task.openedAt, 5), as: 'partner:payment', act: 'settle-obligation', id: id(`paid/${task.taskId}`), fields: { by: 'payment', reference: `GD-${member.n}` } };
    return s.done.has(notice.id) ? [paid] : [notice];
  }
  const supplement = member.story === 'supplement' && task.kind === 'examine' && !s.done.has(id('supplement'));
  if (supplement) {
    return [by(task, { at: task.openedAt, act: 'request-supplement', id: id('supplement'), fields: { taskId: task.taskId, items: ['Bản sao giấy tờ tùy thân', 'Bản đồ vị trí'], note: 'Đề nghị bổ sung một lần đầy đủ' } })];
  }
  const sendBack = member.story === 'sent-back' && task.kind !== 'receive' && !s.done.has(id('send-back'));
  if (sendBack && canGoBack(s, task)) {
    return [by(task, { at: task.openedAt, act: 'send-back', id: id('send-back'), fields: { taskId: task.taskId, reason: 'Thiếu chữ ký trang 2' } })];
  }
  const outcome = outcomeOf(member, step);
  return [by(task, { at, act: 'complete', id: id(`done/${task.taskId}`), fields: { taskId: task.taskId, ...(outcome ? { outcome } : {}), ...(outcome === 'refused' ? { note: 'Không đủ điều kiện theo quy định' } : {}) } })];
}

/** A step back is possible where the step before it stands in the same branch; one try decides. */
const canGoBack = (s: Situation, task: TaskRow): boolean => routeOf(s.member.procedure).steps[task.step]!.within.length === 0 && s.tasks.length > 1 && task.taskId.endsWith('#1');

/** A stuck dossier lies at its first examination until a day after its appointment; everything else is done well within its limit. */
function whenDone(s: Situation, task: TaskRow): Instant {
  if (isStuck(s, task)) return later(s, s.dossier.dueAt ?? task.openedAt, 6);
  const n = moments(s.calendar, task.openedAt, task.dueAt);
  return n === 0 ? task.openedAt : later(s, task.openedAt, n);
}

const isStuck = (s: Situation, task: TaskRow): boolean => s.member.story === 'stuck' && task.kind !== 'receive' && firstWork(s)?.taskId === task.taskId;

const firstWork = (s: Situation): TaskRow | undefined => s.tasks.find((t) => t.kind !== 'receive' && !t.taskId.includes('/'));

function outcomeOf(member: CastMember, step: Step): string | undefined {
  const outcomes = step.outcomes ?? [];
  if (member.story === 'refused' && outcomes.includes('refused')) return 'refused';
  return outcomes[0];
}

/** The applicant sends the next morning what is missing; the one-stop unit confirms it within the hour. */
function supplementActs(s: Situation, id: (what: string) => string): PlannedAct[] {
  const asked = s.done.has(id('supplement'));
  if (!asked) return [];
  const suspended = s.tasks.find((t) => t.closedAt === null && t.status === 'suspended');
  const since = suspended?.openedAt ?? s.dossier.submittedAt;
  return [
    { at: later(s, since, 3), as: 'applicant', act: 'provide-supplement', id: id('supplement-sent'), fields: {} },
    { at: later(s, since, 4), as: `receptionist@${s.dossier.receivingUnit}`, act: 'confirm-supplement', id: id('supplement-confirmed'), fields: {} },
  ];
}

const firstNotDone = (acts: readonly PlannedAct[], done: ReadonlySet<string>): PlannedAct[] => {
  const waiting = acts.filter((a) => !done.has(a.id));
  const supplement = waiting.find((a) => a.act.endsWith('supplement'));
  const first = supplement ?? waiting[0];
  return first ? [first] : [];
};

const by = (task: TaskRow, act: Omit<PlannedAct, 'as'>, role: string = task.officerRole): PlannedAct => ({ ...act, as: `${role}@${task.agency}` });

const later = (s: Situation, from: Instant, moments: number): Instant => slotAfter(s.calendar, from, moments);

const rfc3339 = (instant: Instant): string => new Date(instant).toISOString();


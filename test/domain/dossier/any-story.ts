import fc from 'fast-check';
import type { Instant } from '../../../domain/calendar/calendar';
import { addOpenMs } from '../../../domain/calendar/working-time';
import { feesBefore } from '../../../domain/dossier/acceptance';
import type { Actor } from '../../../domain/dossier/actor';
import type { Act, Command, Envelope } from '../../../domain/dossier/command';
import { openTasks } from '../../../domain/dossier/state';
import type { DossierState, Task } from '../../../domain/dossier/state';
import { routeOf } from '../../../domain/procedure/route';
import type { Procedure } from '../../../domain/procedure/procedure';
import { WORDS, actor, at, calendar, info, ROLES } from './given';
import { awaiting, awaitingLast, consulting, landAfterBlock, landTransfer, looping, parallel, posting, step, threeLevels } from './procedures';

export const PROCEDURES: readonly Procedure[] = [
  threeLevels,
  landTransfer,
  landAfterBlock,
  consulting({ silence: 'consent' }),
  consulting({ countsFrom: 'sent', need: { quorum: 2 } }),
  parallel('all', { refusal: 'continues' }),
  parallel('any'),
  parallel({ quorum: 2 }),
  looping,
  awaiting,
  awaitingLast([step('tax', 'tax-office', { kind: 'financial-obligation' })]),
  posting,
];

/** Numbers from which an act is made once the state it falls on is known, so that most of them are possible there. */
export interface Move {
  /** What would sensibly come next, or any act at all. */
  readonly sensible: boolean;
  readonly act: number;
  readonly pick: number;
  readonly choice: number;
  readonly wait: number;
  readonly stranger: boolean;
}

const WAITS = [0, 0, 0, 0, 20, 60, 180, 480, 960, 2_400, 9_000, 33_000] as const;

export const anyMove: fc.Arbitrary<Move> = fc.record({
  sensible: fc.nat(3).map((n) => n > 0),
  act: fc.nat(199),
  pick: fc.nat(5),
  choice: fc.nat(5),
  wait: fc.constantFrom(...WAITS),
  stranger: fc.nat(19).map((n) => n === 0),
});

export const anyProcedure = fc.constantFrom(...PROCEDURES);
export const anyMoves = fc.array(anyMove, { minLength: 12, maxLength: 40, size: 'max' });

const ON_TASK: readonly Act[] = ['complete', 'complete', 'complete', 'complete', 'complete', 'take-up', 'acknowledge', 'assign', 'release', 'send-back', 'recall', 're-route', 'reply', 'reply', 'reply', 'issue-notice', 'return-slip'];
const ON_DOSSIER: readonly Act[] = [
  'submit', 'accept', 'accept', 'request-supplement', 'request-supplement', 'provide-supplement', 'provide-supplement', 'confirm-supplement', 'confirm-supplement',
  'settle-obligation', 'apologise', 'stop', 'withdraw', 'return-result', 'correct', 'archive', 'pay-fee', 'undo-lapse', 'amend-calendar', 'amend-calendar', 'amend-calendar', 'refuse-intake', 'report-sync', 'adopt-rules', 'return-to-desk',
];

/** The act that a move means here; its official time is the one before plus the wait. */
export function envelopeOf(state: DossierState, move: Move, index: number, before: Instant): Envelope {
  const stampedAt = before + move.wait * 60_000;
  if (state.seq === 0) return { commandId: `c${index}`, actor: actor('applicant'), stampedAt, command: submission(state) };
  const tasks = openTasks(state);
  const all = Object.values(state.tasks);
  const task = tasks[move.pick % Math.max(1, tasks.length)] ?? all[move.pick % all.length]!;
  const onTask = tasks.length > 0 && move.act % 4 !== 0;
  const anyAct = onTask ? ON_TASK[move.act % ON_TASK.length]! : ON_DOSSIER[Math.floor(move.act / 4) % ON_DOSSIER.length]!;
  const chosen = move.sensible ? naturalAct(state, task, move.act) : anyAct;
  return {
    commandId: `c${index}`,
    actor: move.stranger ? actor('specialist@police') : actorOf(state, chosen, task, move),
    stampedAt,
    command: commandOf(state, chosen, task, move, stampedAt),
  };
}

/** What would sensibly be done next with this task, most of the time. */
function naturalAct(state: DossierState, task: Task, act: number): Act {
  const asked = state.supplements.find((s) => s.status === 'asked' || s.status === 'provided');
  const waited: Act = asked?.status === 'asked' ? 'provide-supplement' : 'confirm-supplement';
  switch (state.stage) {
    case 'submitted':
      return asked ? waited : act % 4 === 0 ? 'request-supplement' : feesBefore(state.procedure, state).length > 0 ? 'pay-fee' : 'accept';
    case 'processing':
      if (task.status === 'suspended') return waited;
      if (task.returned) return 're-route';
      // Now and then an agency has got what is not its own: from within a branch and as one of several asked, too.
      if (act % 13 === 0 && task.kind !== 'receive') return 'send-back';
      if (task.kind === 'financial-obligation') return (['issue-notice', 'settle-obligation', 'return-slip'] as const)[act % 3]!;
      if (task.consultation !== null) return task.status === 'sent' && act % 2 === 0 ? 'acknowledge' : 'reply';
      return act % 8 === 0 && task.kind !== 'receive' ? 'request-supplement' : act % 11 === 0 ? 'apologise' : 'complete';
    case 'resolved':
      return 'return-result';
    case 'lapsed':
      return 'undo-lapse';
    default:
      return act % 3 === 0 ? 'archive' : 'correct';
  }
}

const submission = (state: DossierState): Command => ({ act: 'submit', channel: 'online', facts: state.facts, documents: state.procedure.documents.map((d) => d.document), applicantDigest: 'x' });

function actorOf(state: DossierState, act: Act, task: Task, { choice }: Move): Actor {
  const holder: Actor = { kind: 'officer', person: 'holder', agency: task.agency, role: task.officerRole };
  switch (act) {
    case 'provide-supplement':
    case 'stop':
    case 'withdraw':
    case 'pay-fee':
      return actor('applicant');
    case 'settle-obligation':
    case 'report-sync':
      return actor('partner');
    case 'undo-lapse':
    case 'correct':
    case 're-route':
      return task.returned ? holder : actor('procedure-control');
    case 'apologise':
      return actor('procedure-control');
    case 'amend-calendar':
    case 'adopt-rules':
    case 'return-to-desk':
      return actor('engine');
    case 'assign':
      return { ...holder, role: 'leader' };
    case 'recall': {
      const previous = task.cameFrom === null ? undefined : state.tasks[task.cameFrom];
      return { ...holder, agency: previous?.agency ?? task.agency, role: 'specialist' };
    }
    case 'request-supplement':
    case 'confirm-supplement':
      return choice % 2 === 0 ? holder : actor('receptionist');
    case 'complete':
    case 'take-up':
    case 'acknowledge':
    case 'release':
    case 'send-back':
    case 'reply':
    case 'issue-notice':
    case 'return-slip':
      return holder;
    default:
      return actor('receptionist');
  }
}

function commandOf(state: DossierState, act: Act, task: Task, { choice, pick }: Move, now: Instant): Command {
  const { taskId } = task;
  const lapsed = state.supplements.find((s) => s.status === 'lapsed');
  const outcomes = routeOf(state.procedure).steps[task.step]?.step.outcomes ?? ['done'];
  const fields: Partial<Record<Act, object>> = {
    submit: submission(state),
    accept: { code: 'H35.01.01-260302-0001' },
    'refuse-intake': { ground: 'incompetent' },
    'pay-fee': { reference: 'r' },
    'request-supplement': { items: ['paper'], ...(choice > 2 ? { taskId } : {}) },
    'provide-supplement': choice > 3 ? { n: pick } : {},
    'confirm-supplement': choice > 3 ? { n: pick } : {},
    archive: {},
    stop: {},
    withdraw: {},
    'undo-lapse': { providedAt: (lapsed?.respondBy ?? 0) - choice * 60_000 },
    assign: { taskId, person: 'an' },
    complete: { taskId, outcome: choice < 3 ? outcomes[0] : outcomes[choice % outcomes.length], ...(choice === 4 ? { version: task.version } : {}) },
    reply: { taskId, opinion: choice === 0 ? 'disagree' : 'agree' },
    're-route': rerouted(taskId, choice < 3 ? ROLES.police : ROLES['land-office']),
    'issue-notice': { taskId, reference: 'n' },
    'return-slip': { taskId, erred: 'sender' },
    'settle-obligation': { by: 'payment', reference: 'p' },
    apologise: choice < 2 ? {} : { newDue: addOpenMs(calendar, Math.max(now, state.appointments[state.phase]?.due ?? 0), choice * 3_600_000) },
    'return-result': { way: 'counter' },
    correct: choice < 3 ? {} : { step: Object.keys(routeOf(state.procedure).steps)[choice] },
    'amend-calendar': { from: state.calendar.version, to: state.calendar.version + 1, change: { addDaysOff: { [`2026-0${3 + (pick % 3)}-${String([12, 14, 13][pick % 3]! + choice % 3)}`]: 'Nghỉ' }, reason: 'Thông báo' } },
    'adopt-rules': { rules: state.rules + choice },
    'return-to-desk': { taskId, person: task.assignee ?? 'an', because: 'post-ended', ...(choice < 2 ? { to: 'be' } : {}) },
    'report-sync': { acknowledgedSeq: state.seq, failure: null },
  };
  return { act, reason: WORDS, note: WORDS, ...(fields[act] ?? { taskId }) } as unknown as Command;
}

const rerouted = (taskId: string, to: string): object => ({ taskId, to, info: info(to) });

export const START: Instant = at('2026-03-02T08:00');

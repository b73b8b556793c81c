import { isDeepStrictEqual } from 'node:util';
import { routeOf } from '../../../domain/procedure/route';
import { notAcceptable } from '../../../domain/dossier/acceptance';
import { nextDeadline } from '../../../domain/dossier/deadlines';
import type { LoggedEvent } from '../../../domain/dossier/recording';
import { isFinal, openSupplements, openTasks } from '../../../domain/dossier/state';
import type { DossierState } from '../../../domain/dossier/state';

/** What is wrong with a state; nothing, wherever commands may lead. */
export function violations(state: DossierState): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  const open = openTasks(state);
  const blockOf = (entry: string): string => entry.slice(0, entry.lastIndexOf('/'));

  for (const task of Object.values(state.tasks)) {
    const isOpen = open.includes(task);
    must(!isOpen || task.closedAt === null, `${task.taskId} is open and closed`);
    must(isOpen || task.status === 'silent' || task.closedAt !== null, `${task.taskId} is ${task.status} without a closing`);
    must(task.status !== 'sent' || task.acknowledgeBy !== null, `${task.taskId} is on its way without a date`);
    must(task.acknowledgeBy === null || ['sent', 'suspended', 'silent'].includes(task.status), `${task.taskId} is ${task.status} and still to be acknowledged`);
    must(!isOpen || task.scope.every((entry) => state.blocks[blockOf(entry)] !== undefined), `${task.taskId} is open in a block that is gone`);
    must(task.status !== 'suspended' || isFinal(state) || openSupplements(state).some((s) => s.suspends.includes(task.taskId)), `${task.taskId} is suspended for nothing`);
    const lead = task.consultation === null ? null : state.tasks[task.consultation]!;
    must(lead === null || !isOpen || lead.closedAt === null, `${task.taskId} outlives its consultation`);
    if (task.returned) {
      const sender = state.tasks[task.consultation ?? task.cameFrom ?? ''];
      must(sender !== undefined && task.closedAt !== null || sender?.officerRole === task.officerRole, `${task.taskId} came back to another post than its sender's`);
      must(task.consultation === null || task.dueAt === null, `${task.taskId} came back and is still to be answered`);
    }
  }
  for (const block of Object.values(state.blocks)) {
    must(block.scope.every((entry) => state.blocks[blockOf(entry)] !== undefined), `${block.block} is open within a block that is gone`);
    must(new Set(block.arrived).size === block.arrived.length, `a branch of ${block.block} arrived twice`);
    const running = block.branches.filter((branch) => open.some((task) => task.scope.includes(`${block.block}/${branch}`)));
    must(running.every((branch) => !block.arrived.includes(branch)), `a branch of ${block.block} arrived and goes on`);
    must(block.branches.every((branch) => block.arrived.includes(branch) || running.includes(branch)), `a branch of ${block.block} is lost`);
  }
  must(state.appointments.every((a, i) => a.phase === i), 'appointments are not one per phase, in order');
  must(state.acceptedAt === null ? state.appointments.length === 0 : state.phase === state.appointments.length - 1, 'the running phase is not the last one');
  must((state.acceptedAt === null) === (state.code === null), 'a code without acceptance, or the other way round');
  must(state.stopped === null || state.stage === 'processing' || isFinal(state), `the clock stands in stage ${state.stage}`);
  if (state.stage === 'processing') {
    must(open.length > 0, 'processed by nobody');
    const rule = state.stopped?.rule;
    const working = open.filter((t) => t.kind !== 'await-outside');
    const slips = open.filter((t) => t.kind === 'financial-obligation');
    if (state.endedAt === null) {
      must((rule === 'financial-obligation') === slips.length > 0, 'the clock does not stand for the slip alone');
      must(rule !== 'outside-confirmation' || working.length === 0, 'an agency works while the clock stands');
      must(rule !== 'supplement' || working.every((t) => t.status === 'suspended'), 'an agency works while the applicant is waited for');
      must(rule !== undefined || working.length > 0, 'the clock runs for nobody');
      must((rule === 'supplement') === openSupplements(state).some((s) => s.stopsDossier), 'the clock and the supplement disagree');
    } else must(rule === undefined, 'the clock stands after the end');
  }
  if (state.stage === 'submitted') must(isDeepStrictEqual(open.map((t) => t.step), [stepOf(state)]), 'not at reception');
  if (state.stage === 'resolved') must(isDeepStrictEqual(open.map((t) => t.kind), ['return']), 'resolved, but not to be returned');
  if (isFinal(state)) {
    must(nextDeadline(state) === null, 'the law waits for something after the end');
    must(state.stage === 'lapsed' || open.length === 0, `work is open in stage ${state.stage}`);
    must(state.stage === 'lapsed' || Object.keys(state.blocks).length === 0, `a block is open in stage ${state.stage}`);
    must(state.endedAt !== null, 'ended at no time');
  }
  must(state.stage === 'lapsed' || !isFinal(state) || openSupplements(state).length === 0, 'a supplement is awaited after the end');
  return wrong;
}

const stepOf = (state: DossierState): string => {
  const { first } = routeOf(state.procedure);
  return first.at === 'step' ? first.step.step : '';
};

/** Whether a state survives a payload boundary. */
export const isPlainJson = (state: DossierState): boolean => isDeepStrictEqual(JSON.parse(JSON.stringify(state)), state);

/** What is wrong with a step from one state to the next. */
export function violationsBetween(before: DossierState, after: DossierState, logged: readonly LoggedEvent[]): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  must(logged.every((e, i) => e.seq === before.seq + 1 + i) && after.seq === before.seq + logged.length, 'a gap in the sequence');
  must([before.lastAt, ...logged.map((e) => e.at)].every((at, i, all) => i === 0 || at >= all[i - 1]!), 'time ran backwards');
  for (const [subject, n] of Object.entries(before.generations)) must((after.generations[subject] ?? 0) >= n, `${subject} lost a generation`);
  for (const { type, rules, payload } of logged) {
    if (rules < 2) continue;
    if (payload.type === 'DossierAccepted') must(notAcceptable(after.procedure, before, payload.exceptions ?? []) === null, 'accepted although something is wanting');
    if (payload.type === 'DossierResolved') must(payload.refused === (payload.refusal !== undefined), 'refused without its paper, or granted with one');
    if (type === 'TransferReturned') must(isDeepStrictEqual(after.blocks, before.blocks), 'a wrong transfer moved the branches beside it');
  }
  const moved = after.appointments.some((a) => before.appointments[a.phase] !== undefined && before.appointments[a.phase]!.due !== a.due);
  const mayMove = ['ClockResumed', 'ClockReset', 'ApologyIssued', 'CalendarAmended'];
  must(!moved || logged.some((e) => mayMove.includes(e.type)), `the appointment was moved by ${logged.map((e) => e.type).join(', ')}`);
  return wrong;
}

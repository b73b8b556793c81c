import type { OfficerRole } from '../agency/agency';
import { formatInstant } from '../calendar/local-time';
import type { Instant } from '../calendar/calendar';
import { refusal } from '../errors';
import type { Refusal } from '../errors';
import type { Actor } from './actor';
import type { Act } from './command';
import { isGuarded } from './guarded';
import { partnersFor } from './partners';
import type { DossierState, Stage, Task } from './state';

/** On whose side an act stands: the unit that received the dossier, the holder of a task, and so on. */
type Capacity =
  | { readonly of: 'receiving-unit'; readonly roles: readonly OfficerRole[] }
  /** The agency that holds the task; `the-step's` is the officer role the step names. */
  | { readonly of: 'task'; readonly roles: readonly OfficerRole[] | 'the-steps' }
  /** The agency that held the task before. */
  | { readonly of: 'previous-task'; readonly roles: readonly OfficerRole[] }
  /** The sender that has a wrong transfer back. */
  | { readonly of: 'returned-task'; readonly roles: 'the-steps' }
  | { readonly of: 'anywhere'; readonly roles: readonly OfficerRole[] }
  | { readonly of: 'applicant' }
  | { readonly of: 'partner' }
  | { readonly of: 'engine' };

interface Rule {
  readonly stages: readonly Stage[];
  readonly by: readonly Capacity[];
}

const window: Capacity = { of: 'receiving-unit', roles: ['receptionist', 'leader'] };
const holder: Capacity = { of: 'task', roles: 'the-steps' };
const sender: Capacity = { of: 'returned-task', roles: 'the-steps' };
const holdersHead: Capacity = { of: 'task', roles: ['division-head', 'leader'] };
const holdersOffice: Capacity = { of: 'task', roles: ['receptionist', 'specialist', 'division-head', 'leader', 'clerk', 'accountant'] };
const control: Capacity = { of: 'anywhere', roles: ['procedure-control'] };
const applicant: Capacity = { of: 'applicant' };
const partner: Capacity = { of: 'partner' };
const engine: Capacity = { of: 'engine' };
const working: readonly Stage[] = ['processing'];
const open: readonly Stage[] = ['submitted', 'processing', 'resolved'];

/** Who may do what, in which stage of the dossier. The one place where this is written (domain.md §2, §3.3). */
export const PERMISSIONS = {
  submit: { stages: ['submitted'], by: [applicant, window] },
  accept: { stages: ['submitted'], by: [window] },
  'refuse-intake': { stages: ['submitted'], by: [window] },
  'pay-fee': { stages: ['submitted', 'processing', 'resolved'], by: [applicant, partner, window, { of: 'receiving-unit', roles: ['accountant'] }] },
  'request-supplement': { stages: ['submitted', 'processing'], by: [window, holder] },
  'provide-supplement': { stages: ['submitted', 'processing'], by: [applicant, window] },
  'confirm-supplement': { stages: ['submitted', 'processing'], by: [window, { of: 'task', roles: ['specialist', 'division-head', 'leader'] }] },
  'undo-lapse': { stages: ['lapsed'], by: [control] },
  'attach-document': { stages: open, by: [applicant, partner, window, holdersOffice] },
  'withdraw-document': { stages: open, by: [applicant, window, holdersOffice] },
  acknowledge: { stages: open, by: [holdersOffice] },
  assign: { stages: open, by: [holdersHead] },
  'take-up': { stages: open, by: [holder] },
  release: { stages: open, by: [holder, holdersHead] },
  'return-to-desk': { stages: open, by: [engine] },
  complete: { stages: working, by: [holder] },
  reply: { stages: ['processing', 'resolved', 'returned', 'stopped', 'withdrawn'], by: [{ of: 'task', roles: ['specialist', 'division-head', 'leader'] }] },
  'send-back': { stages: working, by: [holder, holdersHead] },
  recall: { stages: working, by: [{ of: 'previous-task', roles: ['receptionist', 'specialist', 'division-head', 'leader', 'clerk'] }] },
  're-route': { stages: working, by: [control, { of: 'task', roles: ['leader'] }, sender] },
  'issue-notice': { stages: working, by: [holder, partner] },
  'return-slip': { stages: working, by: [holder, partner] },
  'settle-obligation': { stages: working, by: [partner, holder, window] },
  // A late apology is always allowed, also with the result.
  apologise: { stages: ['processing', 'resolved', 'returned'], by: [holdersHead, { of: 'receiving-unit', roles: ['leader'] }, control] },
  stop: { stages: working, by: [applicant, window] },
  withdraw: { stages: ['submitted', 'processing'], by: [applicant, window] },
  'return-result': { stages: ['resolved'], by: [window] },
  correct: { stages: ['resolved', 'returned'], by: [control, { of: 'receiving-unit', roles: ['leader'] }] },
  archive: { stages: ['returned', 'refused-intake', 'withdrawn', 'stopped', 'lapsed'], by: [{ of: 'receiving-unit', roles: ['clerk', 'receptionist', 'leader'] }] },
  'amend-calendar': { stages: ['submitted', 'processing', 'resolved'], by: [control, engine] },
  // Also what has ended: the code of the unit that archives it may have been corrected.
  reorganise: { stages: [...open, 'returned', 'refused-intake', 'withdrawn', 'stopped', 'lapsed'], by: [control, engine] },
  'adopt-rules': { stages: open, by: [engine] },
  'report-sync': { stages: ['submitted', 'refused-intake', 'processing', 'resolved', 'returned', 'withdrawn', 'stopped', 'lapsed'], by: [partner, engine] },
  tick: { stages: open, by: [engine] },
} as const satisfies Record<Act, Rule>;

/** Why this actor may not do this act now, or null. `task` is the one the act names, where it names one. */
export function whyNot(state: DossierState, act: Act, actor: Actor, task: Task | null, at: Instant): Refusal | null {
  const rule: Rule = PERMISSIONS[act];
  if (!rule.stages.includes(state.stage)) {
    return refusal('ACT_NOT_IN_STAGE', { act, stage: state.stage, allowed: rule.stages.join(', ') });
  }
  if (actor.kind === 'officer' && actor.basis && (at < actor.basis.from || at >= actor.basis.to)) {
    return refusal('STAND_IN_EXPIRED', {
      basis: actor.basis.kind,
      person: actor.person,
      from: formatInstant(actor.basis.from),
      to: formatInstant(actor.basis.to),
    });
  }
  if (rule.by.some((capacity) => holdsCapacity(state, capacity, actor, task)) && isOwnPartner(state, act, actor)) return null;
  const elsewhere = task !== null && actor.kind === 'officer' && task.agency !== actor.agency && roleFits(rule, actor.role, task);
  if (elsewhere) return refusal('ACT_BY_OTHER_AGENCY', { act, taskId: task.taskId, agency: task.agency, actorAgency: actor.agency });
  return refusal('ACT_NOT_BY_ACTOR', { act, who: describeActor(actor), allowed: rule.by.map((c) => describe(state, act, c, task)).join('; ') });
}

/** A partner's system does what the procedure names it for, and not what is another partner's. */
const isOwnPartner = (state: DossierState, act: Act, actor: Actor): boolean =>
  actor.kind !== 'partner' || !isGuarded(state) || partnersFor(state.procedure, act).includes(actor.system);


function holdsCapacity(state: DossierState, capacity: Capacity, actor: Actor, task: Task | null): boolean {
  if (capacity.of === 'applicant' || capacity.of === 'partner' || capacity.of === 'engine') return actor.kind === capacity.of;
  if (actor.kind !== 'officer') return false;
  const roles = capacity.roles === 'the-steps' ? (task ? [task.officerRole] : []) : capacity.roles;
  if (!(roles as readonly OfficerRole[]).includes(actor.role)) return false;
  if (capacity.of === 'anywhere') return true;
  if (capacity.of === 'receiving-unit') return actor.agency === state.receivingUnit;
  if (capacity.of === 'task') return task !== null && actor.agency === task.agency;
  if (capacity.of === 'returned-task') return task?.returned !== undefined && actor.agency === task.agency;
  const previous = task?.cameFrom ? state.tasks[task.cameFrom] : undefined;
  return previous !== undefined && actor.agency === previous.agency;
}

const roleFits = (rule: Rule, role: OfficerRole, task: Task): boolean =>
  rule.by.some((c) => c.of === 'task' && (c.roles === 'the-steps' ? task.officerRole === role : c.roles.includes(role)));

const describeActor = (actor: Actor): string =>
  actor.kind === 'officer' ? `${actor.role}@${actor.agency}` : actor.kind === 'partner' ? `partner ${actor.system}` : actor.kind;

function describe(state: DossierState, act: Act, capacity: Capacity, task: Task | null): string {
  if (capacity.of === 'partner') return `partner ${partnersFor(state.procedure, act).join(' or ')}`;
  if (capacity.of === 'applicant' || capacity.of === 'engine') return capacity.of;
  const roles = capacity.roles === 'the-steps' ? (task ? task.officerRole : "the step's officer") : capacity.roles.join('/');
  if (capacity.of === 'anywhere') return roles;
  if (capacity.of === 'receiving-unit') return `${roles}@${state.receivingUnit}`;
  if (capacity.of === 'task') return `${roles}@${task?.agency ?? 'the agency holding the task'}`;
  if (capacity.of === 'returned-task') return `${roles} of the agency that a wrong transfer came back to`;
  return `${roles} of the agency that held the task before`;
}

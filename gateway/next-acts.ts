import type { AgencyCode, OfficerRole } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import type { Actor } from '../domain/dossier/actor';
import type { Act, Command } from '../domain/dossier/command';
import { decide } from '../domain/dossier/decide';
import { passUntil } from '../domain/dossier/engine';
import { underPresentRules } from '../domain/dossier/rules';
import { partnersOf } from '../domain/dossier/partners';
import { openTasks } from '../domain/dossier/state';
import type { DossierState, Task } from '../domain/dossier/state';
import { ERRORS } from '../domain/errors';
import type { Refusal } from '../domain/errors';

/** An act that would not be refused now for what the dossier is, on which task, and who may do it. */
export interface NextAct {
  readonly act: Act;
  readonly taskId: string | null;
  /** Posts (`specialist@H35.202.03`), `applicant`, `partner`; `procedure-control` wherever it sits. */
  readonly by: readonly string[];
  /** What must be mended or excepted first, where a guard of the law holds the act up for all of them. */
  readonly guard: Refusal | null;
}

/** The posts an agency has; what nobody can be is not offered. */
export type PostsOf = (agency: AgencyCode) => readonly OfficerRole[];

const ON_TASK = ['acknowledge', 'assign', 'take-up', 'release', 'complete', 'reply', 'send-back', 'recall', 're-route', 'issue-notice', 'return-slip'] as const;
const ON_DOSSIER = [
  'accept', 'refuse-intake', 'pay-fee', 'request-supplement', 'provide-supplement', 'confirm-supplement', 'undo-lapse', 'settle-obligation', 'apologise', 'stop',
  'withdraw', 'return-result', 'correct', 'archive',
] as const;

/**
 * What may be done next, found by asking the core for a dry run of every act by everybody who could have a say. Fields that only a person can
 * fill in are left empty: a refusal because of them (400, 422) means that the act itself is possible.
 */
export function nextActs(state: DossierState, now: Instant, postsOf: PostsOf): NextAct[] {
  const present = underPresentRules(passUntil(state, now).state);
  const at = Math.max(now, present.lastAt);
  const open = openTasks(present);
  return [
    ...ON_DOSSIER.flatMap((act) => possible(present, commandOf(act), null, at, postsOf)),
    ...open.flatMap((task) => ON_TASK.flatMap((act) => possible(present, commandOf(act, task), task, at, postsOf))),
  ];
}

/** Refusals for which there is a way within the act itself: it is told before it is tried. */
const GUARDS: readonly Refusal['code'][] = ['DOCUMENTS_MISSING', 'FEE_UNPAID'];

function possible(state: DossierState, command: Command, task: Task | null, at: Instant, postsOf: PostsOf): NextAct[] {
  const by = actorsFor(state, postsOf).filter(([actor]) => refusedFor(state, command, asItsHandler(actor, task), at) === null);
  const names = (actors: typeof by): string[] => [...new Set(actors.map(([, name]) => name))];
  const next = { act: command.act, taskId: task?.taskId ?? null };
  if (by.length > 0) return [{ ...next, by: names(by), guard: null }];
  const held = actorsFor(state, postsOf).flatMap(([actor, name]) => {
    const refused = refusedFor(state, command, asItsHandler(actor, task), at);
    return refused !== null && GUARDS.includes(refused.code) ? [{ name, refused }] : [];
  });
  const [first] = held;
  return first === undefined ? [] : [{ ...next, by: [...new Set(held.map(({ name }) => name))], guard: first.refused }];
}

/** Why somebody may not do an act now; null where they may, or where only what a person fills in is missing. */
export function whyNotNow(state: DossierState, { act, taskId }: NextAct, actor: Actor, now: Instant): Refusal | null {
  const present = underPresentRules(passUntil(state, now).state);
  return refusedFor(present, commandOf(act, taskId === null ? undefined : present.tasks[taskId]), actor, Math.max(now, present.lastAt));
}

function refusedFor(state: DossierState, command: Command, actor: Actor, at: Instant): Refusal | null {
  const decided = decide(state, command, actor, at);
  return decided.ok || [400, 422].includes(ERRORS[decided.refusal.code].status) ? null : decided.refusal;
}

/** What has been taken up is open to whoever took it: a post of the agency is tried as theirs. */
const asItsHandler = (actor: Actor, task: Task | null): Actor =>
  actor.kind === 'officer' && task !== null && task.assignee !== null && actor.agency === task.agency ? { ...actor, person: task.assignee } : actor;

/** Every agency that has had to do with the dossier, in every post it has, and those outside. */
function actorsFor(state: DossierState, postsOf: PostsOf): (readonly [Actor, string])[] {
  const agencies = [...new Set([state.receivingUnit, ...Object.values(state.tasks).map(({ agency }) => agency)])];
  const officers = agencies.flatMap((agency) =>
    [...postsOf(agency), 'procedure-control' as const].map((role): readonly [Actor, string] => {
      const name = role === 'procedure-control' ? role : `${role}@${agency}`;
      return [{ kind: 'officer', person: name, agency, role }, name];
    }),
  );
  return [[{ kind: 'applicant' }, 'applicant'], ...partnersOf(state.procedure).map((system): readonly [Actor, string] => [{ kind: 'partner', system }, 'partner']), ...officers];
}

const NO_TEXT = { textId: '', digest: '' };

/** The act as an officer would begin it. Its missing fields are not what is asked here. */
function commandOf(act: Act, task?: Task): Command {
  const onTask = task ? { taskId: task.taskId } : {};
  return { act, ...onTask, reason: NO_TEXT, note: null, items: ['-'], person: '-', opinion: 'agree', reference: '-', by: 'payment', ground: '-', way: 'counter', erred: 'sender', providedAt: 0, code: '', to: '', info: {} } as unknown as Command;
}

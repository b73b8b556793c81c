import type { Instant } from '../domain/calendar/calendar';
import type { Actor } from '../domain/dossier/actor';
import type { Act } from '../domain/dossier/command';
import type { DossierState } from '../domain/dossier/state';
import type { Refusal } from '../domain/errors';
import { nextActs, whyNotNow } from './next-acts';
import type { PostsOf } from './next-acts';

/** An act that is possible now, with the posts of these actors it may be done from, or why none of them may. */
export interface ActFor {
  readonly act: Act;
  readonly taskId: string | null;
  readonly by: readonly string[];
  readonly whyNot: Refusal | null;
}

/** What the law asks next of a dossier, seen by somebody: what they may do, what others must, and why not they. */
export function actsFor(state: DossierState, now: Instant, postsOf: PostsOf, actors: readonly Actor[]): ActFor[] {
  return nextActs(state, now, postsOf).map((next) => {
    const { act, taskId, by } = next;
    const theirs = actors.filter((actor) => by.includes(nameOf(actor)) || (by.includes('procedure-control') && nameOf(actor).startsWith('procedure-control@')));
    const refusals = theirs.map((actor) => whyNotNow(state, next, actor, now));
    const mine = theirs.filter((_, i) => refusals[i] === null).map(nameOf);
    if (mine.length > 0) return { act, taskId, by: mine, whyNot: null };
    const who = actors.map(nameOf).join(', ') || '–';
    // A post that may, held by somebody who may not: a colleague has the task.
    return { act, taskId, by, whyNot: refusals[0] ?? { code: 'ACT_NOT_BY_ACTOR', details: { act, who, allowed: by.join('; ') } } };
  });
}

const nameOf = (actor: Actor): string => (actor.kind === 'officer' ? `${actor.role}@${actor.agency}` : actor.kind);


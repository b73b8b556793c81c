import type { Session } from '../app/session';
import type { Item } from './work-query';

/** What is done with a task without opening it: nothing that needs a word about it. */
export const QUICK_ACTS = ['acknowledge', 'take-up', 'release'] as const;
export type QuickAct = (typeof QUICK_ACTS)[number];

const HEADS: readonly string[] = ['division-head', 'leader'];
const OFFICE: readonly string[] = ['receptionist', 'specialist', 'clerk', 'accountant', ...HEADS];

/** Which of them are offered for a task; whether one is allowed the server says. */
export function quickActs(item: Item, session: Session): readonly QuickAct[] {
  const roles = session.postings.filter(({ agency }) => agency === item.agency).map(({ role }) => role);
  const isOwn = item.assignee === session.person;
  const offered: Readonly<Record<QuickAct, boolean>> = {
    acknowledge: item.status === 'sent' && roles.some((role) => OFFICE.includes(role)),
    'take-up': roles.includes(item.officerRole) && (item.assignee === null || (isOwn && item.status === 'open')),
    release: item.assignee !== null && roles.some((role) => HEADS.includes(role) || (isOwn && role === item.officerRole)),
  };
  return QUICK_ACTS.filter((act) => offered[act]);
}

import type { AgencyCode, OfficerRole } from './agency/agency';
import type { Topology } from './agency/topology';
import { refusal } from './errors';
import type { Refusal } from './errors';

/** What one person proposes and another one confirms: rights, ways to sign in, and what moves many dates at once. */
export const CONFIRMATION_KINDS = [
  'post',
  'post-end',
  'grants',
  'account',
  'password-reset',
  'second-factor-reset',
  'client',
  'calendar',
  'procedure',
  'procedure-end',
  'agencies',
  'reorganisation',
] as const;
export type ConfirmationKind = (typeof CONFIRMATION_KINDS)[number];

const OF_DATES: ReadonlySet<ConfirmationKind> = new Set([
  'calendar',
  'procedure',
  'procedure-end',
  'agencies',
  'reorganisation',
]);

/** Real time within which the second person decides; what waits longer is proposed anew. */
export const WAITS_MS = 7 * 24 * 3_600_000;

/** Whoever holds such a post decides, or sees and corrects the work of others: it is given by two. */
export const wantsSecondPerson = (role: OfficerRole): boolean => role === 'leader' || role === 'procedure-control';

/** A right of somebody, and who gave it; `confirmed` where a second person did, too. */
export interface HeldRight {
  readonly givenBy: string | null;
  readonly confirmed: boolean;
}

export interface HeldPost extends HeldRight {
  readonly agency: AgencyCode;
  readonly role: OfficerRole;
  readonly standsIn: boolean;
}

/** Everything somebody's say follows from at an instant. */
export interface Rights {
  readonly person: string;
  readonly grants: readonly (HeldRight & { readonly grant: 'auditor' | 'administrator' })[];
  readonly posts: readonly HeldPost[];
}

export interface Proposed {
  readonly kind: ConfirmationKind;
  readonly proposedBy: string;
  /** Whose rights or way of signing in would change. */
  readonly concerns: string | null;
}

/** By which of their rights somebody may confirm such a thing: none, where they may not. */
export function rightsToConfirm(
  kind: ConfirmationKind,
  { grants, posts }: Rights,
  topology: Topology | undefined,
): readonly HeldRight[] {
  if (!OF_DATES.has(kind)) return grants;
  const province = new Set(topology?.agencies.filter(({ parent }) => parent === undefined).map(({ code }) => code));
  return posts.filter(({ role, agency }) => role === 'procedure-control' || (role === 'leader' && province.has(agency)));
}

/**
 * Why somebody may not be the second person, or undefined: it is another one, whom it does not concern, who could have proposed
 * the same, and whose own right does not come from the proposer alone.
 */
export function whyNotConfirm(
  { kind, proposedBy, concerns }: Proposed,
  rights: Rights,
  topology: Topology | undefined,
): Refusal | undefined {
  if (rights.person === proposedBy) return refusal('CONFIRMATION_OWN');
  if (rights.person === concerns) return refusal('CONFIRMATION_CONCERNS_YOU');
  const held = rightsToConfirm(kind, rights, topology);
  if (held.length === 0) return refusal('CONFIRMATION_NOT_YOURS', OF_DATES.has(kind) ? WHO_OF_DATES : WHO_OF_RIGHTS);
  const own = held.some(({ givenBy, confirmed }) => confirmed || givenBy !== proposedBy);
  return own ? undefined : refusal('CONFIRMATION_DEPENDENT', { by: proposedBy });
}

const WHO_OF_RIGHTS = { allowed: 'an administrator or an auditor', allowedVi: 'quản trị hoặc kiểm toán, giám sát' };
const WHO_OF_DATES = {
  allowed: 'procedure control or a leader of the province',
  allowedVi: 'kiểm soát thủ tục hành chính hoặc lãnh đạo tỉnh',
};

/** As long as two people could not decide it between them, or nobody else could confirm this, the operator may. */
export function operatorMayConfirm(
  proposed: Proposed,
  all: readonly Rights[],
  topology: Topology | undefined,
): boolean {
  const holders = all.filter((rights) => rightsToConfirm(proposed.kind, rights, topology).length > 0);
  return holders.length < 2 || holders.every((rights) => whyNotConfirm(proposed, rights, topology) !== undefined);
}

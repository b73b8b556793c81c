import type { Grant } from '../db/accounts';
import type { Reader } from '../db/api-database';
import { NOBODY } from '../db/api-database';
import type { MachineClient, Scope } from '../db/clients';
import type { SignedIn } from '../db/sessions';
import { supervisedAgencies } from '../domain/agency/supervised-agencies';
import { NO_RENAMES, withEarlierCodes } from '../domain/agency/renames';
import type { Renames } from '../domain/agency/renames';
import type { Topology } from '../domain/agency/topology';
import { WITHOUT_NAME } from '../domain/person-id';

/** In what capacity a person may use a route; each follows from the posts they hold now and from their grants. */
export const PERSON_KINDS = ['officer', 'supervisor', 'control', 'auditor', 'administrator'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'person'; readonly signedIn: SignedIn; readonly kinds: readonly PersonKind[]; readonly reader: Reader }
  | { readonly kind: 'client'; readonly client: MachineClient; readonly reader: Reader }
  | {
      readonly kind: 'applicant';
      readonly reader: Reader & { readonly dossier: string };
      /** An officer who was shown the receipt's secret within the hour before. */
      readonly receiptSeenBy?: string;
    };

/** For whom a route is. A route that says nothing does not start. */
export type Access =
  | 'public'
  /** Whoever holds a receipt. */
  | 'applicant'
  /** Whoever is signed in, also between two posts. */
  | 'person'
  | { readonly people: readonly PersonKind[]; readonly scopes?: readonly Scope[] };

/** Whoever may read dossiers: officers and supervisors by row-level security, auditors all, clients by their agencies. */
export const READERS: Access = { people: ['officer', 'supervisor', 'control', 'auditor'], scopes: ['dossiers:read'] };

export const whoOf = (caller: Caller): string => {
  switch (caller.kind) {
    case 'nobody':
      return WITHOUT_NAME.nobody;
    case 'applicant':
      return WITHOUT_NAME.applicant;
    case 'person':
      return caller.signedIn.person;
    case 'client':
      return `client:${caller.client.clientId}`;
  }
};

export const readerOf = (caller: Caller): Reader => (caller.kind === 'nobody' ? NOBODY : caller.reader);

/** Whoever looks after agencies below their own: which these are, the topology says. */
export const supervises = ({ postings }: SignedIn): boolean => postings.some(({ role }) => role === 'leader' || role === 'procedure-control');

/** Without a topology, somebody who supervises no other agency. */
export function personCaller(signedIn: SignedIn, topology: Topology | undefined, renames: Renames = NO_RENAMES): Caller {
  const kinds = kindsOf(signedIn.grants, signedIn.postings.map(({ role }) => role));
  const postsOf = (posting: SignedIn['postings'][number]) => (topology ? supervisedAgencies(topology, posting) : [posting.agency]);
  // What was closed under a code that was corrected since is still theirs to read.
  const agencies = withEarlierCodes(renames, [...new Set(signedIn.postings.flatMap(postsOf))]);
  // Somebody who audits reads in the auditor's role; who holds a post besides acts from it, and reads as its holder.
  const audits = kinds.includes('auditor') && signedIn.postings.length === 0;
  return { kind: 'person', signedIn, kinds, reader: { person: signedIn.person, agencies, ...(audits ? { audits } : {}) } };
}

function kindsOf(grants: readonly Grant[], roles: readonly string[]): PersonKind[] {
  const of: Record<PersonKind, boolean> = {
    officer: roles.length > 0,
    supervisor: roles.includes('leader') || roles.includes('procedure-control'),
    control: roles.includes('procedure-control'),
    auditor: grants.includes('auditor'),
    administrator: grants.includes('administrator'),
  };
  return PERSON_KINDS.filter((kind) => of[kind]);
}

export const clientCaller = (client: MachineClient, renames: Renames = NO_RENAMES): Caller => {
  const agencies = withEarlierCodes(renames, client.agencies);
  return { kind: 'client', client, reader: { person: `client:${client.clientId}`, agencies } };
};

export function mayUse(access: Access, caller: Caller): boolean {
  if (access === 'public') return true;
  if (access === 'applicant') return caller.kind === 'applicant';
  if (access === 'person') return caller.kind === 'person';
  if (caller.kind === 'person') return caller.kinds.some((kind) => access.people.includes(kind));
  return caller.kind === 'client' && (access.scopes ?? []).some((scope) => caller.client.scopes.includes(scope));
}

import { OFFICER_ROLES, type Agency, type AgencyRole, type OfficerRole } from './agency';

/** A window receives and hands out; what it cannot settle goes to its leader (domain.md §2). */
const WINDOW: readonly OfficerRole[] = ['receptionist', 'leader'];

/** A division has no seal and no books of its own: its clerk is the committee's. */
const DIVISION: readonly OfficerRole[] = ['specialist', 'division-head', 'leader'];

/** A committee, a department, a vertical office: everything from draft to seal. */
const BODY: readonly OfficerRole[] = ['specialist', 'division-head', 'leader', 'clerk', 'accountant'];

const POSTS: Readonly<Record<AgencyRole, readonly OfficerRole[]>> = {
  'one-stop-unit': WINDOW,
  'commune-civil-status': DIVISION,
  'commune-land': DIVISION,
  'commune-social': DIVISION,
  'district-labour': DIVISION,
  'district-land': DIVISION,
  'household-business-registration': DIVISION,
  'procedure-control': ['procedure-control', 'leader'],
};

/**
 * The posts an agency has, from the roles it plays: `specialist@H35.12` exists without anybody's name being known. Every agency has a `leader`, its head.
 * The provincial centre has procedure control in the house: one of its deputies heads that division (Decree 61/2018 Art. 7).
 */
export const standardPosts = (agency: Agency): OfficerRole[] => {
  const posts = new Set(agency.plays.flatMap((role) => (Object.hasOwn(POSTS, role) ? POSTS[role] : undefined) ?? BODY).concat('leader'));
  if (agency.tier === 'province' && agency.plays.includes('one-stop-unit')) posts.add('procedure-control');
  return OFFICER_ROLES.filter((role) => posts.has(role));
};

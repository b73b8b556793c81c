import { ok } from '../result';
import type { Result } from '../result';
import { isChoice, isGoBack, isParallel } from '../procedure/procedure';
import type { Block, Procedure } from '../procedure/procedure';
import type { AgencyCode, AgencyRole } from './agency';
import { RECEIVING_UNIT } from './agency';
import { escalationChain } from './escalation-chain';
import { resolveRole } from './resolve-role';
import type { RoleContext } from './resolve-role';
import type { AgencyInfo, AgencySnapshot } from './snapshot';
import { standardPosts } from './standard-posts';
import { agencyOn } from './topology';
import type { Topology } from './topology';

/** Resolves every role of a procedure for one place and date; refused where one does not resolve. */
export function snapshotAgencies(topology: Topology, procedure: Procedure, context: RoleContext, version?: number): Result<AgencySnapshot> {
  const roles: Record<AgencyRole, AgencyCode> = {};
  const agencies: Record<AgencyCode, AgencyInfo> = {};
  for (const role of [RECEIVING_UNIT, ...rolesOf(procedure.route)]) {
    const agency = resolveRole(topology, role, context);
    if (!agency.ok) return agency;
    roles[role] = agency.value.code;
    const info = infoOf(topology, agency.value.code, context.date);
    if (!info.ok) return info;
    agencies[agency.value.code] = info.value;
  }
  return ok({ asOf: context.date, ...(version === undefined ? {} : { version }), roles, agencies });
}

/** Name, tier, escalation chain and posts of one agency on a date, as a dossier keeps them. */
export function infoOf(topology: Topology, code: AgencyCode, date: string): Result<AgencyInfo> {
  const chain = escalationChain(topology, code, date);
  if (!chain.ok) return chain;
  const agency = agencyOn(topology, code, date)!;
  const codes = {
    'unit-head': chain.value['unit-head'].agency,
    'agency-head': chain.value['agency-head'].agency,
    'committee-chair': chain.value['committee-chair'].agency,
    'procedure-control': chain.value['procedure-control'].agency,
  };
  return ok({ name: agency.name, tier: agency.tier, chain: codes, posts: standardPosts(agency) });
}

/** Every agency role a route names, consulted ones included. */
export function rolesOf(route: readonly Block[]): ReadonlySet<AgencyRole> {
  const roles = new Set<AgencyRole>();
  const visit = (block: Block): void => {
    if (isParallel(block)) block.branches.forEach((branch) => branch.route.forEach(visit));
    else if (isChoice(block)) [...block.cases.map((c) => c.route), block.otherwise].forEach((r) => r.forEach(visit));
    else if (!isGoBack(block)) {
      roles.add(block.agency);
      block.consult?.agencies.forEach((role) => roles.add(role));
    }
  };
  route.forEach(visit);
  return roles;
}

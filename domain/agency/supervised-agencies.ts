import type { AgencyCode, OfficerRole } from './agency';
import type { Topology } from './topology';

/**
 * The agencies whose work somebody may look at from a post: their own; as its leader also all that belong or ever belonged below it,
 * for their dossiers outlive them; as procedure control every agency there is (Decree 118/2025/NĐ-CP: the centre monitors them all).
 */
export function supervisedAgencies(topology: Topology, { agency, role }: { readonly agency: AgencyCode; readonly role: OfficerRole }): AgencyCode[] {
  if (role === 'procedure-control') return [...new Set(topology.agencies.map(({ code }) => code))];
  return role === 'leader' ? below(topology, agency) : [agency];
}

function below(topology: Topology, top: AgencyCode): AgencyCode[] {
  const children = childrenByParent(topology);
  const found = new Set([top]);
  for (const code of found) for (const child of children.get(code) ?? []) found.add(child);
  return [...found];
}

const known = new WeakMap<Topology, Map<AgencyCode, AgencyCode[]>>();

function childrenByParent(topology: Topology): Map<AgencyCode, AgencyCode[]> {
  const before = known.get(topology);
  if (before) return before;
  const children = new Map<AgencyCode, AgencyCode[]>();
  for (const { code, parent } of topology.agencies) {
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), code]);
  }
  known.set(topology, children);
  return children;
}

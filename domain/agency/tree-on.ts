import type { LocalDate } from '../calendar/calendar';
import type { Agency } from './agency';
import { agenciesOn, childrenOf, type Topology } from './topology';

export interface AgencyTree {
  readonly agency: Agency;
  readonly children: readonly AgencyTree[];
}

/** The agencies of the date as trees, one for each that belongs to nobody: normally the province alone. Siblings in order of code. */
export const treeOn = (topology: Topology, date: LocalDate): AgencyTree[] => {
  const grow = (agency: Agency): AgencyTree => ({ agency, children: inOrder(childrenOf(topology, agency.code, date)).map(grow) });
  return inOrder(agenciesOn(topology, date).filter((agency) => agency.parent === undefined)).map(grow);
};

const inOrder = (agencies: readonly Agency[]): Agency[] => [...agencies].sort((a, b) => (a.code < b.code ? -1 : 1));

import type { z } from 'zod';
import type { AgencySummary, AgencyView } from '../../contracts/http/agency';
import type { Agency } from '../../domain/agency/agency';
import { ancestorsOf } from '../../domain/agency/ancestors-of';
import { placesServedBy } from '../../domain/agency/committee';
import { standardPosts } from '../../domain/agency/standard-posts';
import { childrenOf, existsOn, versionsOf } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import type { LocalDate } from '../../domain/calendar/calendar';
import { addDays } from '../../domain/calendar/local-time';
import { clockOf } from './clock';

export const agencySummary = ({ code, name, tier, parent, plays, validFrom, validTo }: Agency): z.output<typeof AgencySummary> => ({
  code, name, tier, parent: parent ?? null, plays: [...plays], from: validFrom, to: validTo ?? null,
});

/** One agency as it is on a date, with those around it. */
export function agencyView(topology: Topology, agency: Agency, date: LocalDate): z.output<typeof AgencyView> {
  const { code, head, opening, predecessors = [], successors = [], provenance } = agency;
  const then = existsOn(agency, date) ? date : nearestDayOf(agency, date);
  const named = (each: string) => ({ code: each, name: versionsOf(topology, each).at(-1)?.name ?? { vi: each, en: each } });
  return {
    ...agencySummary(agency),
    date,
    exists: existsOn(agency, date),
    parents: ancestorsOf(topology, code, then).map((each) => ({ code: each.code, name: each.name })),
    children: childrenOf(topology, code, then)
      .map((each) => ({ code: each.code, name: each.name, plays: [...each.plays] }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    posts: standardPosts(agency).map((role) => ({ post: `${role}@${code}`, role })),
    head,
    serves: agency.plays.includes('one-stop-unit') ? placesServedBy(topology, code, then).map((each) => ({ code: each.code, name: each.name })) : [],
    opening: opening ? { sessions: opening.sessions.map(({ from, to }) => ({ from: clockOf(from), to: clockOf(to) })), weekdays: [...opening.weekdays] } : null,
    predecessors: predecessors.map(named),
    successors: successors.map(named),
    periods: versionsOf(topology, code).map(({ validFrom, validTo = null, name }) => ({ from: validFrom, to: validTo, name })),
    provenance: { source: [...provenance.source], confidence: provenance.confidence, assumed: [...(provenance.assumed ?? [])], note: provenance.note ?? null },
  };
}

/** What has gone is shown as it was on its last day, what is still to come as on its first. */
const nearestDayOf = ({ validFrom, validTo }: Agency, date: LocalDate): LocalDate => (validTo !== undefined && validTo <= date ? addDays(validTo, -1) : validFrom);

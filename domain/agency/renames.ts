import type { AgencyCode } from './agency';
import { versionsOf } from './topology';
import type { Topology } from './topology';

/** Codes that were corrected, each with the one that took its place: the same agency all along. */
export type Renames = Readonly<Record<AgencyCode, AgencyCode>>;

export const NO_RENAMES: Renames = {};

/** The code an agency goes by in a topology: its own, or the one it was corrected to, however often. */
export function currentCode(topology: Topology, renames: Renames, code: AgencyCode): AgencyCode {
  const seen = new Set<AgencyCode>();
  let at = code;
  while (versionsOf(topology, at).length === 0 && !seen.has(at)) {
    seen.add(at);
    const next = Object.hasOwn(renames, at) ? renames[at] : undefined;
    if (next === undefined) return code;
    at = next;
  }
  return versionsOf(topology, at).length > 0 ? at : code;
}

/** Every code that was given up, with the one its agency goes by in a topology; none of these is given up itself. */
export function presentCodes(topology: Topology, renames: Renames): Renames {
  const present = Object.keys(renames).map((code) => [code, currentCode(topology, renames, code)] as const);
  return Object.fromEntries(present.filter(([code, now]) => now !== code));
}

/** The codes with every one their agencies ever had: what was closed under an earlier one is still theirs to read. */
export function withEarlierCodes(renames: Renames, codes: readonly AgencyCode[]): readonly AgencyCode[] {
  const earlier = Object.entries(renames);
  if (earlier.length === 0) return codes;
  const known = new Set(codes);
  // A set goes on to what is added to it while it is read.
  for (const code of known) for (const [old, next] of earlier) if (next === code) known.add(old);
  return [...known];
}

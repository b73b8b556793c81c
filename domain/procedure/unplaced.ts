import type { Topology } from '../agency/topology';
import type { LocalDate } from '../calendar/calendar';
import { checkAgencies } from './check-agencies';
import type { Finding } from './finding';
import type { Procedure } from './procedure';
import { blocksOf } from './walk';

/** Procedures that find their agencies on a date under one topology and no longer under another, with the first fault. */
export function unplacedUnder(
  procedures: readonly Procedure[],
  { before, after, date }: { readonly before: Topology; readonly after: Topology; readonly date: LocalDate },
): readonly { readonly procedure: Procedure; readonly finding: Finding }[] {
  return procedures.flatMap((procedure) => {
    const blocks = blocksOf(procedure);
    const [finding] = checkAgencies(procedure, blocks, after, date);
    if (finding === undefined || checkAgencies(procedure, blocks, before, date).length > 0) return [];
    return [{ procedure, finding }];
  });
}

import { findAgencies } from '../db/catalogue';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import type { AgencyInfo, AgencySnapshot } from '../domain/agency/snapshot';
import { infoOf } from '../domain/agency/snapshot-agencies';
import { successorOf } from '../domain/agency/successor-of';
import { agencyOn } from '../domain/agency/topology';
import type { Topology } from '../domain/agency/topology';
import type { AgencyCode } from '../domain/agency/agency';
import type { LocalDate } from '../domain/calendar/calendar';
import { localDateOf } from '../domain/calendar/local-time';
import { reorganisationId } from '../domain/dossier/engine-ids';
import { openTasks } from '../domain/dossier/state';
import type { DossierState } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Desk } from './desk';
import { sendAct } from './send-act';

export interface Reorganisation {
  /** Whom the provincial chairman assigned to go on for a body that has several successors, or none (Decree 140/2025 Art. 32). */
  readonly assigned: Readonly<Record<AgencyCode, AgencyCode>>;
  readonly legalBasis: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface Reorganised {
  readonly moved: number;
  readonly untouched: number;
  /** What could not be moved, and what must be assigned first. */
  readonly refused: readonly { readonly dossierId: string; readonly code: string | null; readonly refusal: Refusal }[];
}

/**
 * Moves open dossiers whose agencies no longer exist today to those that succeeded them; no clock restarts. Safe to run
 * again: a dossier whose agencies all exist is left alone.
 */
export async function reorganiseAgencies(desk: Desk, { assigned, legalBasis, onProgress }: Reorganisation): Promise<Result<Reorganised>> {
  const topology = (await findAgencies(desk.db))?.topology as Topology | undefined;
  if (!topology) return refuse(refusal('CATALOGUE_EMPTY'));
  const open = await desk.db.selectFrom('dossiers').select(['dossier_id', 'code']).where('stage', 'in', ['submitted', 'processing', 'resolved']).orderBy('dossier_id').execute();
  let [moved, untouched] = [0, 0];
  const refused: Reorganised['refused'][number][] = [];
  for (const [index, { dossier_id: dossierId, code }] of open.entries()) {
    const state = await rebuildDossier(desk.db, dossierId);
    const result = state ? await moveDossier(desk, topology, state, assigned, legalBasis) : ok(false);
    if (!result.ok) refused.push({ dossierId, code, refusal: result.refusal });
    else if (result.value) moved += 1;
    else untouched += 1;
    onProgress?.({ done: index + 1, total: open.length });
  }
  return ok({ moved, untouched, refused });
}

async function moveDossier(desk: Desk, topology: Topology, state: DossierState, assigned: Reorganisation['assigned'], legalBasis: string): Promise<Result<boolean>> {
  const stampedAt = desk.clock.now();
  const date = localDateOf(stampedAt);
  // Also what no task lies with yet: the steps still to come name agencies that must exist.
  const concerned = [...new Set([state.receivingUnit, state.place, ...openTasks(state).map((t) => t.agency), ...Object.values(state.agencies.roles)])];
  const gone = concerned.filter((agency) => !agencyOn(topology, agency, date));
  if (gone.length === 0) return ok(false);
  const successors: Record<AgencyCode, AgencyCode> = {};
  for (const agency of gone) {
    const successor = assigned[agency] === undefined ? successorOf(topology, agency, date) : ok(assigned[agency]);
    if (!successor.ok) return successor;
    successors[agency] = successor.value;
  }
  const agencies = movedSnapshot(topology, state, successors, date);
  if (!agencies.ok) return agencies;
  const moved = desk.signing.sign(state.dossierId, {
    commandId: reorganisationId(date),
    actor: { kind: 'engine' },
    stampedAt,
    command: { act: 'reorganise', agencies: agencies.value, successors, legalBasis },
  });
  const answer = await sendAct(desk, state.dossierId, moved);
  return answer.ok ? ok(true) : answer;
}

/** The dossier's agencies with every one that has gone replaced by its successor; the procedure it was accepted under stays. */
function movedSnapshot(topology: Topology, state: DossierState, successors: Readonly<Record<AgencyCode, AgencyCode>>, date: LocalDate): Result<AgencySnapshot> {
  const roles = Object.fromEntries(Object.entries(state.agencies.roles).map(([role, agency]) => [role, successors[agency] ?? agency]));
  const agencies: Record<AgencyCode, AgencyInfo> = {};
  for (const code of new Set(Object.values(roles))) {
    const info = infoOf(topology, code, date);
    if (!info.ok) return info;
    agencies[code] = info.value;
  }
  return ok({ asOf: date, roles, agencies });
}

import { agencyRenames, findAgencies } from '../db/catalogue';
import { AgenciesUnresolved, rebuildDossier } from '../db/reads/rebuild-dossier';
import type { AgencyInfo, AgencySnapshot } from '../domain/agency/snapshot';
import { infoOf } from '../domain/agency/snapshot-agencies';
import { currentCode, presentCodes } from '../domain/agency/renames';
import type { Renames } from '../domain/agency/renames';
import { successorOf } from '../domain/agency/successor-of';
import { agencyOn } from '../domain/agency/topology';
import type { Topology } from '../domain/agency/topology';
import type { AgencyCode } from '../domain/agency/agency';
import type { LocalDate } from '../domain/calendar/calendar';
import { localDateOf } from '../domain/calendar/local-time';
import { canonicalJson } from '../domain/canonical-json';
import { reorganisationId } from '../domain/dossier/engine-ids';
import { FINAL_STAGES, openTasks } from '../domain/dossier/state';
import type { DossierState, Task } from '../domain/dossier/state';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Desk } from './desk';
import { sendAct } from './send-act';

export interface Reorganisation {
  /** Whom the chairman assigned to go on for a body with several successors, or none (Decree 140/2025 Art. 32). */
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
 * Moves open dossiers whose agencies no longer exist today to those that succeeded them, or to the codes they were
 * corrected to; no clock restarts. Safe to run again: a dossier whose agencies are all as published is left alone.
 */
export async function reorganiseAgencies(
  desk: Desk,
  { assigned, legalBasis, onProgress }: Reorganisation,
): Promise<Result<Reorganised>> {
  const target = await publishedAgencies(desk.db);
  if (!target.ok) return target;
  const open = await desk.db
    .selectFrom('dossiers')
    .select(['dossier_id', 'code'])
    .where('stage', 'in', ['submitted', 'processing', 'resolved'])
    .orderBy('dossier_id')
    .execute();
  let [moved, untouched] = [0, 0];
  const refused: Reorganised['refused'][number][] = [];
  for (const [index, { dossier_id: dossierId, code }] of open.entries()) {
    const result = await moveDossier(desk, target.value, dossierId, { assigned, legalBasis });
    if (!result.ok) refused.push({ dossierId, code, refusal: result.refusal });
    else if (result.value) moved += 1;
    else untouched += 1;
    onProgress?.({ done: index + 1, total: open.length });
  }
  return ok({ moved, untouched, refused });
}

/** Where dossiers are moved to: the newest agencies, and which of their codes earlier versions had otherwise. */
export interface Target {
  readonly version: number;
  readonly topology: Topology;
  readonly renames: Renames;
}

export async function publishedAgencies(db: Desk['db']): Promise<Result<Target>> {
  const [published, renames] = await Promise.all([findAgencies(db), agencyRenames(db)]);
  if (!published) return refuse(refusal('CATALOGUE_EMPTY'));
  return ok({ version: published.version, topology: published.topology as Topology, renames });
}

/** Moves one dossier, and says whether there was anything to move. */
export async function moveDossier(
  desk: Desk,
  target: Target,
  dossierId: string,
  { assigned, legalBasis }: Pick<Reorganisation, 'assigned' | 'legalBasis'>,
): Promise<Result<boolean>> {
  const state = await rebuiltOrRefused(desk.db, dossierId);
  if (!state.ok) return state;
  if (state.value === undefined) return ok(false);
  const stampedAt = desk.clock.now();
  const hasEnded = FINAL_STAGES.includes(state.value.stage);
  // What has ended stays with the agencies of its day; only their codes are corrected.
  const date = hasEnded ? state.value.agencies.asOf : localDateOf(stampedAt);
  const renamed = correctedCodes(target, state.value);
  const successors = hasEnded ? ok(renamed) : successorsOf(target, state.value, assigned, date);
  if (!successors.ok) return successors;
  const isMoved = Object.keys({ ...successors.value, ...renamed }).length > 0;
  if (hasEnded && (state.value.archivedAt !== null || !isMoved)) return ok(false);
  if (!isMoved && !hasOldChain(target, state.value)) return ok(false);
  const agencies = movedSnapshot(target, state.value, { successors: successors.value, renamed }, date);
  if (!agencies.ok) return agencies;
  const moved = desk.signing.sign(dossierId, {
    commandId: reorganisationId(localDateOf(stampedAt), target.version, state.value.seq),
    actor: { kind: 'engine' },
    stampedAt,
    command: {
      act: 'reorganise',
      agencies: agencies.value,
      successors: successors.value,
      ...(Object.keys(renamed).length > 0 ? { renamed } : {}),
      legalBasis,
    },
  });
  const answer = await sendAct(desk, dossierId, moved);
  return answer.ok ? ok(true) : answer;
}

/** One dossier that resolves under no stored version holds up no other. */
async function rebuiltOrRefused(db: Desk['db'], dossierId: string): Promise<Result<DossierState | undefined>> {
  try {
    return ok(await rebuildDossier(db, dossierId));
  } catch (error) {
    if (error instanceof AgenciesUnresolved) return refuse(error.refusal);
    throw error;
  }
}

/** Who goes on for each agency of a dossier that is none today. */
function successorsOf(
  { topology, renames }: Target,
  state: DossierState,
  assigned: Reorganisation['assigned'],
  date: LocalDate,
): Result<Readonly<Record<AgencyCode, AgencyCode>>> {
  const successors: Record<AgencyCode, AgencyCode> = {};
  for (const agency of concernedBy(state)) {
    if (agencyOn(topology, agency, date)) continue;
    const successor =
      assigned[agency] === undefined
        ? successorOf(topology, currentCode(topology, renames, agency), date)
        : ok(assigned[agency]);
    if (!successor.ok) return successor;
    successors[agency] = successor.value;
  }
  return ok(successors);
}

/** The codes of all agencies a dossier names that were corrected since: closed work may go back to whoever did it. */
function correctedCodes({ topology, renames }: Target, state: DossierState): Renames {
  const named = new Set([...concernedBy(state), ...Object.values(state.tasks).flatMap(namedBy), state.decider ?? '']);
  const present = Object.entries(presentCodes(topology, renames));
  return Object.fromEntries(present.filter(([code]) => named.has(code)));
}

const namedBy = ({ agency, returned, detours = [] }: Task): readonly AgencyCode[] => [
  agency,
  ...(returned ? [returned.by] : []),
  ...detours.map(({ sender }) => sender),
];

/** Also what no task lies with yet: the steps still to come name agencies that must exist. */
const concernedBy = (state: DossierState): ReadonlySet<AgencyCode> =>
  new Set([state.receivingUnit, state.place, ...agenciesWithTasks(state), ...Object.values(state.agencies.roles)]);

/** Those with open tasks, and those that may still answer late. */
const agenciesWithTasks = (state: DossierState): readonly AgencyCode[] => [
  ...openTasks(state).map(({ agency }) => agency),
  ...Object.values(state.tasks).flatMap(({ status, closedAt, agency }) =>
    status === 'silent' && closedAt === null ? [agency] : [],
  ),
];

/** Whether somebody else is told of late work by now: on the very day the dossier's agencies are of. */
function hasOldChain({ topology }: Target, { agencies: { asOf, roles, agencies } }: DossierState): boolean {
  return [...new Set(Object.values(roles))].some((code) => {
    const corrected = infoOf(topology, code, asOf);
    return corrected.ok && canonicalJson(corrected.value.chain) !== canonicalJson(agencies[code]?.chain ?? null);
  });
}

/** The dossier's agencies with every one that has gone replaced; the procedure it was accepted under stays. */
function movedSnapshot(
  { version, topology }: Target,
  state: DossierState,
  { successors, renamed }: { readonly successors: Renames; readonly renamed: Renames },
  date: LocalDate,
): Result<AgencySnapshot> {
  const now = (agency: AgencyCode): AgencyCode => successors[agency] ?? agency;
  const roles = Object.fromEntries(Object.entries(state.agencies.roles).map(([role, agency]) => [role, now(agency)]));
  const agencies: Record<AgencyCode, AgencyInfo> = {};
  for (const code of new Set([...Object.values(roles), ...agenciesWithTasks(state).map(now)])) {
    const info = infoOf(topology, code, date);
    if (!info.ok) return info;
    agencies[code] = info.value;
  }
  // Whoever did what is closed may have ended since, under whatever code.
  for (const code of Object.values(renamed)) {
    const info = infoOf(topology, code, date);
    if (info.ok) agencies[code] ??= info.value;
  }
  return ok({ asOf: date, version, roles, agencies });
}

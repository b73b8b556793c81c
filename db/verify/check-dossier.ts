import type { Kysely } from 'kysely';
import { decideAgain } from '../../domain/dossier/decide-again';
import type { AgainVerdict } from '../../domain/dossier/decide-again';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { DossierState } from '../../domain/dossier/state';
import type { FindingKind, TamperFinding } from '../../domain/verification/finding';
import { chainVerdict } from '../reads/verify-chain';
import type { ChainVerdict } from '../reads/verify-chain';
import { openingOf } from '../reads/rebuild-dossier';
import type { Schema } from '../schema';
import { checkDigests } from './check-digests';
import { checkReadModels } from './check-read-models';
import { checkSignatures } from './check-signatures';
import { checkBeside } from './check-beside';
import { believedChanges } from './check-changes';
import type { FaultOfChange } from './check-changes';
import type { FaultOf } from './check-signatures';
import type { Evidence } from './evidence';
import type { Held } from './held';
import { place } from './place';
import type { Place } from './place';

const BROKEN: Record<Extract<ChainVerdict, { intact: false }>['reason'], FindingKind> = {
  missing: 'event-missing',
  hash: 'event-changed',
  columns: 'event-columns',
  head: 'head-wrong',
};

/** By what one may know who vouched, and what was there when. */
export interface Witnesses {
  readonly faultOf: FaultOf;
  readonly faultOfChange: FaultOfChange;
  readonly held: Held;
}

/**
 * Holds everything that is kept of one dossier against its log, and the log against the rules it was written by. Where
 * the chain is broken nothing else is asked: what follows from a forged log proves nothing.
 */
export async function checkDossier(
  db: Kysely<Schema>,
  evidence: Evidence,
  topologies: readonly number[],
  witnesses: Witnesses,
): Promise<readonly TamperFinding[]> {
  const { dossierId, row } = evidence;
  const places = await placesIn(db, evidence, topologies, witnesses).catch((error: unknown) => [
    place('unreadable', null, error instanceof Error ? error.message.split('\n')[0]!.slice(0, 200) : null),
  ]);
  return places.map((each) => ({ ...each, dossierId, code: row?.code ?? null }));
}

async function placesIn(
  db: Kysely<Schema>,
  evidence: Evidence,
  topologies: readonly number[],
  { faultOf, faultOfChange, held }: Witnesses,
): Promise<readonly Place[]> {
  const { dossierId, events: rows, head } = evidence;
  if (rows.length === 0) return [place('log-missing')];
  const chain = chainVerdict(dossierId, rows, head);
  if (!chain.intact) return [place(BROKEN[chain.reason], chain.brokenSeq)];
  const events = rows.map(({ body }) => JSON.parse(body) as LoggedEvent);
  const unsignedTo = held.isUnsigned(dossierId, evidence.unsignedTo) ? evidence.unsignedTo : 0;
  const believed = believedChanges(evidence, faultOfChange, held);
  const found = [
    ...checkIndexes(rows),
    ...checkSignatures(rows, unsignedTo, faultOf),
    ...believed.found,
    ...checkBeside(evidence, events),
    ...checkDigests({ ...evidence, ...believed }, events),
  ];
  const again = await decideUnderAny(db, evidence, events, topologies);
  if (again === undefined) return [...found, place('replay-impossible', 1)];
  if (!again.same)
    return [...found, place(again.why === 'refused' ? 'replay-refused' : 'replay-differs', again.seq, again.code)];
  return [...found, ...checkReadModels(evidence, again)];
}

/** Which event begins a command is no part of its text, and signatures stand with it. */
function checkIndexes(rows: Evidence['events']): readonly Place[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ seq, command_id, command_index }) => {
    const index = seen.get(command_id) ?? 0;
    seen.set(command_id, index + 1);
    return command_index === index ? [] : [place('event-columns', seq, 'command_index')];
  });
}

/**
 * A log of an earlier program does not say on which version of the agencies it began: the newest is tried first, and
 * older ones where it does not give the log. Every other log is held against the version it names.
 */
async function decideUnderAny(
  db: Kysely<Schema>,
  { dossierId, events: rows }: Evidence,
  events: readonly LoggedEvent[],
  topologies: readonly number[],
): Promise<AgainVerdict | undefined> {
  const texts = rows.map(({ body }) => body);
  let first: AgainVerdict | undefined;
  for (const version of versionsToTry(events, topologies)) {
    const opening = await openingUnder(db, dossierId, events, version);
    if (opening === undefined) continue;
    const verdict = decideAgain(opening, events, texts);
    if (verdict.same) return verdict;
    first ??= verdict;
  }
  return first;
}

function versionsToTry(events: readonly LoggedEvent[], topologies: readonly number[]): readonly number[] {
  const begun = events[0]?.payload;
  const pinned = begun?.type === 'DossierSubmitted' ? begun.agenciesVersion : undefined;
  return pinned === undefined ? topologies : [pinned];
}

/** Undefined where the versions are not there, or the agencies did not resolve under that topology. */
const openingUnder = (
  db: Kysely<Schema>,
  dossierId: string,
  events: readonly LoggedEvent[],
  version: number,
): Promise<DossierState | undefined> => openingOf(db, dossierId, events[0], version).catch(() => undefined);

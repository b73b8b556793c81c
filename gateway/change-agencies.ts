import type { Kysely } from 'kysely';
import { agencyWork, beginMove } from '../db/agency-moves';
import {
  agencyRenames,
  findAgencies,
  findKnownAgencies,
  lockPublication,
  proceduresInForce,
  publishAgencies,
} from '../db/catalogue';
import type { Schema } from '../db/schema';
import type { AgencyCode } from '../domain/agency/agency';
import type { AgencyChange, Comparison } from '../domain/agency/compare-topologies';
import { isSameTopology, judgeAgencies, pastChanged, strandedIn } from '../domain/agency/judge-publication';
import type { AgencyWork, GivenAgencies, StoredAgencies } from '../domain/agency/judge-publication';
import { describePublication } from '../domain/agency/publication';
import { currentCode } from '../domain/agency/renames';
import type { Renames } from '../domain/agency/renames';
import { successorOf } from '../domain/agency/successor-of';
import { agencyOn } from '../domain/agency/topology';
import type { Topology } from '../domain/agency/topology';
import type { LocalDate } from '../domain/calendar/calendar';
import { atMinute, localDateOf } from '../domain/calendar/local-time';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { unplacedUnder } from '../domain/procedure/unplaced';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import type { Text } from '../domain/text';
import type { Desk } from './desk';

export interface ConcernedAgency {
  readonly code: AgencyCode;
  readonly name: Text;
  readonly changes: readonly AgencyChange[];
  readonly work: AgencyWork;
  /** Where its open work goes: itself, a corrected code, a successor; null where somebody must be assigned first. */
  readonly goesTo: AgencyCode | null;
}

export interface AgencyPreview {
  /** The version that would be replaced. */
  readonly version: number;
  /** The files say just what is published. */
  readonly unchanged: boolean;
  readonly renamed: Renames;
  /** Agencies of which something changes, and what is open there. */
  readonly agencies: readonly ConcernedAgency[];
  /** Why it could not be published so; null where it could. */
  readonly obstacle: Refusal | null;
}

/** A clock that says what time it is; more is not asked of it. */
export interface Reads extends Pick<Desk, 'db'> {
  readonly clock: Pick<Desk['clock'], 'now'>;
}

/** What would change and who is concerned, before anything is published. */
export async function previewAgencies(desk: Reads, given: GivenAgencies): Promise<Result<AgencyPreview>> {
  const stored = await storedAgencies(desk.db);
  if (!stored.ok) return stored;
  const { version, topology } = stored.value;
  const nothing = { version, renamed: {}, agencies: [] } as const;
  if (isSameTopology(topology, given.topology)) return ok({ ...nothing, unchanged: true, obstacle: null });
  const comparison = judgeAgencies(stored.value, given);
  if (!comparison.ok) return ok({ ...nothing, unchanged: false, obstacle: comparison.refusal });
  const { renamed } = comparison.value;
  const concerned = await concernedBy(desk, given, comparison.value);
  const obstacle = await obstacleTo(desk, stored.value, given, comparison.value, concerned);
  return ok({ version, unchanged: false, renamed, agencies: concerned, obstacle });
}

export interface AgencyPublished {
  readonly version: number;
  /** It was published before, with this very text: nothing new was written. */
  readonly already: boolean;
}

export interface PublishAgencies extends GivenAgencies {
  readonly legalBasis: string;
  readonly by: string;
  /** The version on which whoever publishes has looked; refused where another has been published since. */
  readonly onVersion?: number;
}

/**
 * Publishes the next version of the agencies, or corrects the present one, and writes down that open dossiers and posts
 * have to follow (`follow-agencies.ts`). This is the whole deed: a confirmation by a second person calls just this.
 * The same text again changes nothing.
 */
export async function publishAgencyVersion(desk: Reads, given: PublishAgencies): Promise<Result<AgencyPublished>> {
  const { db, clock } = desk;
  const publish = (trx: Kysely<Schema>) => publishWithin({ db: trx, clock }, given);
  return db.isTransaction ? publish(db) : db.transaction().execute(publish);
}

async function publishWithin(desk: Reads, given: PublishAgencies): Promise<Result<AgencyPublished>> {
  const { db, clock } = desk;
  await lockPublication(db, 'agencies');
  const stored = await storedAgencies(db);
  if (!stored.ok) return stored;
  const { version, topology } = stored.value;
  if (isSameTopology(topology, given.topology)) return ok({ version, already: true });
  if (given.onVersion !== undefined && given.onVersion !== version) return refuse(refusal('CHANGED_MEANWHILE'));
  const comparison = judgeAgencies(stored.value, given);
  if (!comparison.ok) return comparison;
  const concerned = await concernedBy(desk, given, comparison.value);
  const obstacle = await obstacleTo(desk, stored.value, given, comparison.value, concerned);
  if (obstacle) return refuse(obstacle);
  const { kind, from, legalBasis, by } = given;
  const isChange = kind === 'publish';
  const reason = describePublication({
    kind,
    from: isChange ? from : null,
    legalBasis,
    renamed: comparison.value.renamed,
  });
  const at = clock.now();
  const outcome = await publishAgencies(db, version + 1, given.topology, reason, { at, by });
  if (outcome !== 'published') return refuse(refusal('CHANGED_MEANWHILE'));
  await beginMove(db, version + 1, at, isChange ? Math.max(at, atMinute(from, 0)) : at);
  return ok({ version: version + 1, already: false });
}

export async function storedAgencies(db: Kysely<Schema>): Promise<Result<StoredAgencies>> {
  const [published, known, renames] = await Promise.all([findAgencies(db), findKnownAgencies(db), agencyRenames(db)]);
  if (!published || !known) return refuse(refusal('CATALOGUE_EMPTY'));
  return ok({ version: published.version, topology: published.topology as Topology, known, renames });
}

async function obstacleTo(
  { db, clock }: Reads,
  stored: StoredAgencies,
  given: GivenAgencies,
  { changes }: Comparison,
  concerned: readonly ConcernedAgency[],
): Promise<Refusal | null> {
  const today = localDateOf(clock.now());
  const works = new Map(concerned.map(({ code, work }) => [code, work]));
  const fault = strandedIn(changes, (code) => works.get(code)) ?? pastChanged(stored, given, today);
  return fault ?? brokenProcedures(await proceduresInForce(db, today), stored.topology, given, today) ?? null;
}

/** The day on which it holds: a correction holds at once, a change from its own day on. */
const dayOf = ({ kind, from }: GivenAgencies, today: LocalDate): LocalDate =>
  kind === 'publish' && from > today ? from : today;

const EXAMPLES = 3;

function brokenProcedures(
  inForce: Awaited<ReturnType<typeof proceduresInForce>>,
  before: Topology,
  given: GivenAgencies,
  today: LocalDate,
): Refusal | undefined {
  const date = dayOf(given, today);
  const broken = unplacedUnder(inForce, { before, after: given.topology, date });
  if (broken.length === 0) return undefined;
  const procedures = broken
    .slice(0, EXAMPLES)
    .map(({ procedure }) => procedure.code)
    .join(', ');
  const role = String(broken[0]!.finding.refusal.details['role'] ?? '–');
  return refusal('AGENCY_PROCEDURE_BROKEN', { count: broken.length, procedures, role }, 'files');
}

const NO_WORK: AgencyWork = { openTasks: 0, openDossiers: 0, postings: 0, clients: 0, subscriptions: 0, codesGiven: 0 };

/** Agencies of which people notice a change, with what is open there; those with most open tasks first. */
async function concernedBy(
  { db, clock }: Reads,
  given: GivenAgencies,
  { changes, renamed }: Comparison,
): Promise<readonly ConcernedAgency[]> {
  const at = clock.now();
  const noticed = changes.filter(({ kind }) => kind !== 'sources');
  const codes = [...new Set(noticed.map(({ code }) => code))];
  const work = await agencyWork(db, codes, at);
  const day = dayOf(given, localDateOf(at));
  const concerned = codes.map((code) => {
    const own = noticed.filter((change) => change.code === code);
    return {
      code,
      name: own[0]!.name,
      changes: own,
      work: work.get(code) ?? NO_WORK,
      goesTo: goesTo(given.topology, renamed, code, day),
    };
  });
  return concerned.sort((a, b) => b.work.openTasks - a.work.openTasks || (a.code < b.code ? -1 : 1));
}

function goesTo(after: Topology, renamed: Renames, code: AgencyCode, day: LocalDate): AgencyCode | null {
  const current = currentCode(after, renamed, code);
  if (agencyOn(after, current, day)) return current;
  const successor = successorOf(after, current, day);
  return successor.ok ? successor.value : null;
}

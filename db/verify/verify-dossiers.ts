import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { TamperFinding } from '../../domain/verification/finding';
import type { Schema } from '../schema';
import { checkDossier } from './check-dossier';
import type { Witnesses } from './check-dossier';
import { readEvidence } from './evidence';

/** Which dossiers: one, all, or those with an event since an official instant, or the ones recorded last. */
export type Scope =
  { readonly dossierId: string } | { readonly all: true } | { readonly since: Instant } | { readonly newest: number };

export interface Verified {
  readonly dossiers: number;
  readonly events: number;
  readonly findings: readonly TamperFinding[];
}

export type OnProgress = (dossiers: number) => void;

const PAGE = 100;

/** Verifies the logs in scope and all that depends on them, in the order of their ids. */
export async function verifyDossiers(
  db: Kysely<Schema>,
  scope: Scope,
  witnesses: Witnesses,
  onProgress: OnProgress = () => {},
): Promise<Verified> {
  const topologies = await topologyVersions(db);
  const findings: TamperFinding[] = [];
  let [dossiers, events] = [0, 0];
  for await (const ids of pagesOf(db, scope)) {
    for (const evidence of await readEvidence(db, ids)) {
      findings.push(...(await checkDossier(db, evidence, topologies, witnesses)));
      dossiers += 1;
      events += evidence.events.length;
    }
    onProgress(dossiers);
  }
  return { dossiers, events, findings };
}

async function topologyVersions(db: Kysely<Schema>): Promise<readonly number[]> {
  const rows = await db.selectFrom('agencies').select('topology_version').orderBy('topology_version', 'desc').execute();
  return rows.map((row) => row.topology_version);
}

async function* pagesOf(db: Kysely<Schema>, scope: Scope): AsyncGenerator<readonly string[]> {
  if ('dossierId' in scope) return yield [scope.dossierId];
  if ('newest' in scope) {
    const { rows } = await sql<{ dossier_id: string }>`
      select distinct dossier_id from (select dossier_id from outbox where kind = 'event'
                                        order by txid desc, position desc limit ${scope.newest * 5}) newest
       limit ${scope.newest}`.execute(db);
    if (rows.length > 0) yield rows.map((row) => row.dossier_id);
    return;
  }
  for (let after: string | null = null; ;) {
    const ids: readonly string[] = await nextIds(db, scope, after);
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1)!;
  }
}

async function nextIds(
  db: Kysely<Schema>,
  scope: { readonly all: true } | { readonly since: Instant },
  after: string | null,
): Promise<readonly string[]> {
  const isSince =
    'since' in scope
      ? sql`exists (select from events e where e.dossier_id = h.dossier_id and e.at >= ${scope.since})`
      : sql`true`;
  const { rows } = await sql<{ dossier_id: string }>`
    select h.dossier_id from heads h
     where ${isSince} and (${after}::uuid is null or h.dossier_id > ${after}::uuid)
     order by h.dossier_id limit ${PAGE}`.execute(db);
  return rows.map((row) => row.dossier_id);
}

import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { rememberCode } from '../db/code-series';
import { headOf, isRepeatedCommand, recordWithin } from '../db/record';
import { markAt } from '../db/reads/mark-at';
import { openingOf, rebuildDossier } from '../db/reads/rebuild-dossier';
import type { Schema } from '../db/schema';
import { restoreSubmission } from '../db/submit-once';
import type { LoggedEvent } from '../domain/dossier/recording';
import { recordingOf } from '../domain/dossier/recording-of';
import type { DossierState } from '../domain/dossier/state';
import { submissionOf } from '../gateway/submit-dossier';
import { signaturesFor } from './signatures-for';
import { keptQuery } from '../workflows/dossier.messages';
import type { Signing } from '../gateway/signing';
import type { Kept } from '../workflows/dossier.messages';

export interface Completion {
  /**
   * `whole`: the log has everything Temporal knows of; `completed`: it has it again; `differs`: it holds something
   * else, and it stands; `lost`: Temporal no longer has all that is missing; `unknown`: Temporal has no run that
   * could be asked.
   */
  readonly outcome: 'whole' | 'completed' | 'differs' | 'lost' | 'unknown';
  /** The last event of which the workflow knows; 0 where it is not known. */
  readonly seq: number;
  /** Events that came back. */
  readonly restored: readonly LoggedEvent[];
}

/**
 * What a run of a dossier's workflow has recorded, the newest by default; undefined where there is no such run any
 * more.
 */
export type AskRun = (dossierId: string, runId?: string) => Promise<Kept | undefined>;

export interface CompletionDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly askRun: AskRun;
  readonly signing: Signing;
}

/**
 * Gives a log that is behind (its database was put back) what the workflow's history still holds, in one transaction,
 * before anything new is decided upon it. However long the hole is, it is filled from the runs that recorded it.
 * Idempotent.
 */
export async function completeLog(to: CompletionDependencies, dossierId: string): Promise<Completion> {
  const kept = await to.askRun(dossierId);
  if (kept === undefined) return { outcome: 'unknown', seq: 0, restored: [] };
  const connection = await to.pool.connect();
  try {
    await connection.query('begin');
    const completion = await complete(to, connection, dossierId, kept);
    await connection.query(completion.outcome === 'completed' ? 'commit' : 'rollback');
    return completion;
  } catch (error) {
    await connection.query('rollback').catch(() => undefined);
    if (isRepeatedCommand(error)) return { outcome: 'differs', seq: kept.state.seq, restored: [] };
    throw error;
  } finally {
    connection.release();
  }
}

async function complete(
  { db, askRun, signing }: CompletionDependencies,
  connection: PoolClient,
  dossierId: string,
  kept: Kept,
): Promise<Completion> {
  const { seq } = kept.state;
  // Whoever records meanwhile waits here, and then finds what came back.
  await connection.query('select from lienthong.heads where dossier_id = $1 for update', [dossierId]);
  const { headSeq } = await headOf(connection, dossierId);
  if (headSeq >= seq) {
    const same = kept.mark === null || kept.mark === (await markAt(db, dossierId, seq));
    return { outcome: same ? 'whole' : 'differs', seq, restored: [] };
  }
  const found = await missingOf(askRun, dossierId, kept, headSeq);
  if (found === undefined || found.events.length === 0) return { outcome: 'lost', seq, restored: [] };
  const missing = found.events;
  const signatures = signaturesFor(signing, dossierId, missing, found.signatures);
  // Nobody who may vouches for what it holds: it is none of this dossier's.
  if (typeof signatures === 'string') return { outcome: 'differs', seq, restored: [] };
  const before = headSeq === 0 ? await openingOf(db, dossierId, missing[0]) : await rebuildDossier(db, dossierId);
  if (before === undefined) return { outcome: 'lost', seq, restored: [] };
  if (headSeq === 0) await restoreSubmission(connection, submissionOf(kept.input, missing[0]!, signatures[missing[0]!.commandId]));
  const recording = recordingOf(
    before,
    { state: kept.state, logged: missing },
    { epoch: kept.epoch, after: null, run: null, signatures },
  );
  const { status, mark } = await recordWithin(connection, recording);
  // What came back must lead to the very log that the workflow knew; else the log has gone another way, and it stands.
  if (status !== 'recorded' || (kept.mark !== null && kept.mark !== mark))
    return { outcome: 'differs', seq, restored: [] };
  for (const { payload, commandId } of missing)
    if (payload.type === 'DossierAccepted') await rememberCode(connection, payload.code, dossierId, commandId);
  return { outcome: 'completed', seq, restored: missing };
}

/** The events after `headSeq`, from as many runs as it takes; undefined where Temporal no longer has one of them. */
async function missingOf(
  askRun: AskRun,
  dossierId: string,
  latest: Kept,
  headSeq: number,
): Promise<Pick<Kept, 'events'> & { readonly signatures: NonNullable<Kept['signatures']> } | undefined> {
  let events = [...latest.events];
  let signatures = latest.signatures ?? {};
  for (let from = latest.continuedFrom; firstSeqOf(events, latest.state) > headSeq + 1 && from !== null;) {
    const earlier = await askRun(dossierId, from);
    if (earlier === undefined) return undefined;
    const first = firstSeqOf(events, latest.state);
    events = [...earlier.events.filter((event) => event.seq < first), ...events];
    signatures = { ...earlier.signatures, ...signatures };
    from = earlier.continuedFrom;
  }
  if (firstSeqOf(events, latest.state) > headSeq + 1) return undefined;
  return { events: events.filter((event) => event.seq > headSeq), signatures };
}

const firstSeqOf = (events: readonly LoggedEvent[], { seq }: DossierState): number => events[0]?.seq ?? seq + 1;

const ANSWER_MS = 20_000;

/** Asks Temporal: a run's history tells what it recorded when it is replayed, also when it has ended. */
export const askTemporal =
  (client: Client): AskRun =>
  async (dossierId, runId) => {
    try {
      const ask = () => client.workflow.getHandle(dossierId, runId).query(keptQuery);
      return (await client.withDeadline(Date.now() + ANSWER_MS, ask)) ?? undefined;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError) return undefined;
      throw error;
    }
  };

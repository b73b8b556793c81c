import type { Pool, PoolClient } from 'pg';
import { canonicalJson } from '../domain/canonical-json';
import type { Instant } from '../domain/calendar/calendar';
import type { Rung } from '../domain/dossier/recording';
import { nextHash } from './hash-chain';
import { textArray } from './text-array';

export interface FiredBatch {
  /** Levels entered into the ledger. */
  readonly fired: number;
  /** Watches that were due; as many as `batchSize` means that more may be waiting. */
  readonly watches: number;
  /** Messages written to the outbox, one per addressee agency. */
  readonly messages: number;
  /** Official milliseconds from each level's legal instant to this batch. Zero when nothing fired. */
  readonly lateness: { readonly p50: number; readonly p95: number; readonly max: number };
}

export interface FireOptions {
  readonly officialNow: Instant;
  /** Watches per transaction. Default 5,000: about half a second of work and of locks held. */
  readonly batchSize?: number;
}

interface DueWatch {
  readonly dossier_id: string;
  readonly subject: string;
  readonly generation: number;
  readonly agency: string;
  readonly due_at: Instant;
  readonly ladder: readonly Rung[];
  readonly next: number;
  /** Levels of this generation already in the ledger. */
  readonly told: readonly string[];
}

interface Entry {
  readonly watch: DueWatch;
  readonly rung: Rung;
  readonly body: string;
}

/**
 * Fires every level that is due at `officialNow`, up to `batchSize` watches, in one transaction with its messages
 * (design.md law 7). Several levels of one watch may be due at once; each is entered with its own legal instant.
 * A doubled scheduler skips the rows this one holds; a killed one leaves nothing behind. Call again while
 * `watches === batchSize`.
 */
export const fireDueWatches = async (pool: Pool, { officialNow, batchSize = 5_000 }: FireOptions): Promise<FiredBatch> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const batch = await fire(client, officialNow, batchSize);
    await client.query('commit');
    return batch;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
};

const fire = async (client: PoolClient, officialNow: Instant, batchSize: number): Promise<FiredBatch> => {
  const watches = await lockDue(client, officialNow, batchSize);
  const entries = watches.flatMap((watch) => dueEntries(watch, officialNow));
  const messages = await writeMessages(client, entries, officialNow);
  await advance(client, watches, officialNow);
  // Last, because its one row is where batches wait for each other.
  await extendLedger(client, entries, officialNow);
  return { fired: entries.length, watches: watches.length, messages, lateness: latenessOf(entries, officialNow) };
};

const lockDue = async (client: PoolClient, officialNow: Instant, batchSize: number): Promise<readonly DueWatch[]> => {
  const result = await client.query<DueWatch>(
    `select w.dossier_id, w.subject, w.generation, w.agency, w.due_at, w.ladder, w.next,
            array(select e.level from lienthong.escalations e
                   where e.dossier_id = w.dossier_id and e.subject = w.subject and e.generation = w.generation) as told
       from lienthong.watches w
      where w.fire_at <= $1
      order by w.fire_at, w.dossier_id, w.subject
      limit $2
        for update of w skip locked`,
    [officialNow, batchSize],
  );
  return result.rows;
};

const dueEntries = (watch: DueWatch, officialNow: Instant): Entry[] =>
  watch.ladder
    .slice(watch.next)
    .filter((rung) => rung.at <= officialNow && !watch.told.includes(rung.level))
    .map((rung) => ({ watch, rung, body: canonicalJson(entryOf(watch, rung, officialNow)) }));

const entryOf = (watch: DueWatch, rung: Rung, firedAt: Instant) => ({
  dossierId: watch.dossier_id,
  subject: watch.subject,
  generation: watch.generation,
  level: rung.level,
  agency: watch.agency,
  dueAt: watch.due_at,
  at: rung.at,
  firedAt,
  to: rung.to,
});

/** One list of forty, not forty messages: everything this batch has to say to one agency, in one message. */
const writeMessages = async (client: PoolClient, entries: readonly Entry[], firedAt: Instant): Promise<number> => {
  const lists = new Map<string, string[]>();
  for (const { rung, body } of entries) {
    for (const agency of new Set(rung.to.map((addressee) => addressee.agency))) {
      const list = lists.get(agency);
      if (list) list.push(body);
      else lists.set(agency, [body]);
    }
  }
  if (lists.size === 0) return 0;
  const addressees = [...lists.keys()].sort();
  // The entries are canonical already, and so is what surrounds them: keys in order, no space.
  const bodies = addressees.map((agency) => `{"addressee":${JSON.stringify(agency)},"entries":[${lists.get(agency)!.join(',')}],"firedAt":${firedAt}}`);
  await client.query(
    `insert into lienthong.outbox (partition, kind, addressee, body)
     select lienthong.partition_of(m.addressee), 'escalation', m.addressee, m.body
       from unnest($1::text[], $2::text[]) m(addressee, body)`,
    [addressees, bodies],
  );
  return addressees.length;
};

const advance = async (client: PoolClient, watches: readonly DueWatch[], officialNow: Instant): Promise<void> => {
  if (watches.length === 0) return;
  const next = watches.map((watch) => {
    const index = watch.ladder.findIndex((rung) => rung.at > officialNow);
    return index === -1 ? watch.ladder.length : index;
  });
  await client.query(
    `update lienthong.watches w set next = a.next, fire_at = a.fire_at
       from unnest($1::uuid[], $2::text[], $3::smallint[], $4::bigint[]) a(dossier_id, subject, next, fire_at)
      where w.dossier_id = a.dossier_id and w.subject = a.subject`,
    [
      watches.map((watch) => watch.dossier_id),
      watches.map((watch) => watch.subject),
      next,
      watches.map((watch, index) => watch.ladder[next[index]!]?.at ?? null),
    ],
  );
};

/**
 * The row locks above mean that nobody else can hold these watches, and `told` was read under them, so every entry is
 * new and the chain has no holes; the primary key would stop the whole batch if that were ever untrue.
 */
const extendLedger = async (client: PoolClient, entries: readonly Entry[], firedAt: Instant): Promise<void> => {
  if (entries.length === 0) return;
  const head = (await client.query<{ entry: number; hash: Buffer }>('select entry, hash from lienthong.escalation_head for update')).rows[0]!;
  let hash = head.hash;
  const hashes = entries.map(({ body }) => (hash = nextHash(hash, body)).toString('hex'));
  await client.query(
    `insert into lienthong.escalations
        (dossier_id, subject, generation, level, entry, agency, due_at, at, fired_at, addressed_to, body, hash)
     select e.dossier_id, e.subject, e.generation, e.level, $1::bigint + e.n, e.agency, e.due_at, e.at, $2::bigint,
            e.addressed_to::text[], e.body, decode(e.hash, 'hex')
       from unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[])
            with ordinality e(dossier_id, subject, generation, level, agency, due_at, at, addressed_to, body, hash, n)`,
    [
      head.entry,
      firedAt,
      entries.map(({ watch }) => watch.dossier_id),
      entries.map(({ watch }) => watch.subject),
      entries.map(({ watch }) => watch.generation),
      entries.map(({ rung }) => rung.level),
      entries.map(({ watch }) => watch.agency),
      entries.map(({ watch }) => watch.due_at),
      entries.map(({ rung }) => rung.at),
      // As text: an array of arrays of different lengths cannot be a parameter.
      entries.map(({ rung }) => textArray([...new Set(rung.to.map((addressee) => addressee.agency))].sort())),
      entries.map(({ body }) => body),
      hashes,
    ],
  );
  await client.query('update lienthong.escalation_head set entry = $1, hash = $2', [head.entry + entries.length, hash]);
};

const latenessOf = (entries: readonly Entry[], officialNow: Instant): FiredBatch['lateness'] => {
  const sorted = entries.map(({ rung }) => officialNow - rung.at).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
};

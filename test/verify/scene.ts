import { actIn, byCommand } from '../../domain/dossier/signed';
import type { Signature } from '../../domain/dossier/signed';
import { Signing } from '../../gateway/signing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createSnapshotActivities } from '../../activities/snapshots';
import { sealAccess } from '../../db/access-seals';
import { logAccess } from '../../db/access-log';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { fireDueWatches } from '../../db/fire-watches';
import { recordDossier } from '../../db/record';
import { reserveCode } from '../../db/reserve-code';
import { storeText } from '../../db/store-text';
import { markStarted, requestDigestOf, submitOnce } from '../../db/submit-once';
import { localDateOf } from '../../domain/calendar/local-time';
import type { Command } from '../../domain/dossier/command';
import { handle, timeHandled } from '../../domain/dossier/engine';
import type { Handled } from '../../domain/dossier/engine';
import { submissionId } from '../../domain/dossier/engine-ids';
import { initialState } from '../../domain/dossier/initial-state';
import { recordingOf } from '../../domain/dossier/recording-of';
import type { DossierRow, LoggedEvent } from '../../domain/dossier/recording';
import type { DossierState } from '../../domain/dossier/state';
import type { Result } from '../../domain/result';
import type { TamperFinding } from '../../domain/verification/finding';
import { anchorSigner } from '../../gateway/anchor-key';
import { anchorLogs } from '../../gateway/anchor-logs';
import { erasePerson } from '../../gateway/personal-data';
import { USUAL_RETENTION } from '../../domain/retention';
import { verifyInstallation } from '../../gateway/verify-installation';
import { COMMUNE_UNIT, THREE_LEVELS, granted } from '../engine/desk-work';
import { cloneDatabase, dropDatabase, officialAt } from '../engine/environment';
import { temporaryDataDir, testDatabaseUrl } from '../servers';

const BEGIN = officialAt('2022-03-14T08:00');
const HOUR = 3_600_000;
const WINDOW = {
  kind: 'officer',
  person: `receptionist@${COMMUNE_UNIT}`,
  agency: COMMUNE_UNIT,
  role: 'receptionist',
} as const;

/** What is anchored in a test has long had its time to leave the machine. */
const anHourAgo = (): number => Date.now() - HOUR;

/** An installation's database and data directory, as one test has them for itself. */
export interface Scene {
  readonly dataDir: string;
  readonly anchorFile: string;
  readonly databaseUrl: string;
  readonly recorder: Database;
  readonly auditor: Database;
  /** Ids of the dossiers, in the order in which they were handed in. */
  readonly dossiers: readonly string[];
  /** What the database's owner can do: statements as superuser, with all triggers off. */
  readonly tamper: (...statements: readonly string[]) => Promise<void>;
  readonly verify: (dossierId?: string) => Promise<readonly TamperFinding[]>;
  /** Lays an anchor now, whenever the last one was. */
  readonly anchor: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Original {
  /** A copy of its own for one test. */
  readonly copy: () => Promise<Scene>;
  readonly close: () => Promise<void>;
}

/** Three dossiers with people, notes, deadlines that passed, escalations, alarms and an access log; sealed and anchored. */
export async function prepareOriginal(): Promise<Original> {
  const name = `verify_${randomUUID().slice(0, 8)}`;
  const url = await cloneDatabase(name);
  const dataDir = temporaryDataDir(name);
  const database = openDatabase({ url, role: 'recorder', max: 4 });
  const dossiers: string[] = [];
  for (const n of [1, 2, 3]) dossiers.push(await tellStory(database, dataDir, n));
  await fireDueWatches(database.pool, { officialNow: BEGIN + 24 * 24 * HOUR });
  await addAlarms(database);
  const readings = Array.from({ length: 9 }, (_, n) => ({
    at: BEGIN + n,
    who: `reader-${n}`,
    action: 'read-personal-data' as const,
    dossier_id: dossiers[n % 3]!,
  }));
  for (const reading of readings) await logAccess(database.db, reading);
  await sealed(database);
  await anchorLogs(
    { db: database.db, signer: anchorSigner(dataDir), file: join(dataDir, 'anchors.jsonl') },
    anHourAgo(),
    0,
  );
  await database.close();
  return {
    copy: () => openCopy(name, dataDir, dossiers),
    close: async () => {
      await dropDatabase(name);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What is still being written anywhere on the server makes seals wait. */
async function sealed({ db }: Database): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await sealAccess(db)) > 0) return;
    await sleep(100);
  }
  throw new Error('the access log was not sealed');
}

async function openCopy(original: string, originalDir: string, dossiers: readonly string[]): Promise<Scene> {
  const name = `verify_${randomUUID().slice(0, 8)}`;
  await asSuperuser(testDatabaseUrl(), [`create database ${name} template ${original}`]);
  const url = new URL(testDatabaseUrl());
  url.pathname = `/${name}`;
  const dataDir = temporaryDataDir(name);
  cpSync(originalDir, dataDir, { recursive: true });
  const anchorFile = join(dataDir, 'anchors.jsonl');
  const [recorder, auditor] = (['recorder', 'auditor'] as const).map((role) =>
    openDatabase({ url: url.toString(), role, max: 3 }),
  ) as [Database, Database];
  return {
    dataDir,
    anchorFile,
    databaseUrl: url.toString(),
    recorder,
    auditor,
    dossiers,
    tamper: (...statements) =>
      asSuperuser(url.toString(), [
        'set session_replication_role = replica',
        'set search_path = lienthong',
        ...statements,
      ]),
    verify: async (dossierId) => {
      const scope = dossierId === undefined ? ({ all: true } as const) : { dossierId };
      return (await verifyInstallation({ db: auditor.db, scope, dataDir, anchorFile })).findings;
    },
    anchor: async () =>
      void (await anchorLogs({ db: recorder.db, signer: anchorSigner(dataDir), file: anchorFile }, anHourAgo(), 0)),
    close: async () => {
      await Promise.all([recorder.close(), auditor.close()]);
      await dropDatabase(name);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Handed in, accepted, forwarded with a note; then nobody does anything until dates pass. */
async function tellStory(database: Database, dataDir: string, n: number): Promise<string> {
  const { db, pool } = database;
  const key = `verify-${n}`;
  const at = BEGIN + n * HOUR;
  const asked = {
    procedureCode: THREE_LEVELS,
    procedureVersion: 1,
    receivingUnit: COMMUNE_UNIT,
    place: COMMUNE_UNIT.slice(0, -3),
    submittedAt: at,
  };
  const { dossierId, digests } = granted(
    await submitOnce(db, {
      idempotencyKey: key,
      unit: COMMUNE_UNIT,
      requestDigest: requestDigestOf(key, asked),
      input: { input: asked },
      people: [{ subject: 'applicant', name: `Lò Thị Mai ${n}`, idNumber: `0120950012${n}`, phone: '0912345678' }],
      at,
    }),
  );
  const snapshots = await createSnapshotActivities({ db }).loadSnapshots(asked);
  let state: DossierState = initialState({
    dossierId,
    ...snapshots,
    channel: 'counter',
    receivingUnit: asked.receivingUnit,
    place: asked.place,
    facts: {},
  });
  const opening = state;
  // The third one's log was lost and completed from its workflow: all of it in one recording.
  const atOnce = n === 3;
  const logged: LoggedEvent[] = [];
  const write = (before: DossierState, events: readonly LoggedEvent[]): Promise<unknown> =>
    recordDossier(
      pool,
      recordingOf(
        before,
        { state, logged: events },
        { epoch: 1, after: null, run: null, signatures: signedAs(dataDir, dossierId, events) },
      ),
    );
  const record = async (decided: Result<Handled>): Promise<void> => {
    const before = state;
    const handled = granted(decided);
    state = handled.state;
    if (atOnce) logged.push(...handled.logged);
    else await write(before, handled.logged);
  };
  const act = (commandId: string, later: number, command: Command): Promise<void> =>
    record(handle(state, { commandId, actor: WINDOW, stampedAt: at + later, command }));
  await act(submissionId(dossierId), 0, {
    act: 'submit',
    channel: 'counter',
    facts: {},
    documents: ['request'],
    applicantDigest: digests.applicant!,
  });
  await markStarted(db, dossierId);
  const series = { unit: COMMUNE_UNIT, date: localDateOf(at) };
  const code = await reserveCode(db, { ...series, dossierId, commandId: 'accept' });
  await act('accept', 60_000, { act: 'accept', code });
  const note = granted(
    await storeText(db, { dossierId, commandId: 'forward', field: 'note', text: 'Đủ điều kiện, chuyển xử lý' }),
  );
  await act('forward', 120_000, { act: 'complete', taskId: 'receive#1', note });
  await record(timeHandled(state, at + 24 * 24 * HOUR));
  if (atOnce) await write(opening, logged);
  return dossierId;
}

/** Who takes an act in vouches for it, and the worker for the passing of time. */
function signedAs(dataDir: string, dossierId: string, logged: readonly LoggedEvent[]): Record<string, Signature> {
  const [window, worker] = [new Signing(dataDir, 'cli'), new Signing(dataDir, 'worker')];
  return Object.fromEntries(
    byCommand(logged).map(([first]) => [
      first.commandId,
      (actIn(first) === 'tick' ? worker : window).signEvent(dossierId, first),
    ]),
  );
}

/** As an operator erases the whole of an ended dossier for a court. */
export async function eraseWhole({ recorder: { db }, dataDir }: Scene, dossierId: string): Promise<void> {
  const office = { db, as: 'operator', signing: new Signing(dataDir, 'cli'), entry: { at: 1, who: 'os:lan' } } as const;
  const dossier = { dossierId, stage: 'returned', submittedAt: 1, endedAt: 1, returnedAt: 1 } as DossierRow;
  const erasure = { ground: 'court', reference: '17/2026', dryRun: false } as const;
  granted(await erasePerson(office, dossier, erasure, USUAL_RETENTION));
}

async function addAlarms({ db }: Database): Promise<void> {
  await db
    .insertInto('alarms')
    .values({ kind: 'recording-fenced', dossier_id: null, detail: JSON.stringify({ epoch: 1 }) })
    .execute();
  await db
    .insertInto('alarms')
    .values({ kind: 'recording-fenced', dossier_id: null, detail: JSON.stringify({ epoch: 2 }) })
    .execute();
}

import { randomUUID } from 'node:crypto';
import { createSnapshotActivities } from '../activities/snapshots';
import { recordDossier } from '../db/record';
import { beginReconciliation, reconciledCounts } from '../db/reconciliations';
import { dossierIdOf, requestDigestOf, submitOnce } from '../db/submit-once';
import type { Actor } from '../domain/dossier/actor';
import type { Command } from '../domain/dossier/command';
import { submissionId } from '../domain/dossier/engine-ids';
import { handle } from '../domain/dossier/engine';
import { initialState } from '../domain/dossier/initial-state';
import { recordingOf } from '../domain/dossier/recording-of';
import type { DossierState } from '../domain/dossier/state';
import { startReconciling } from '../gateway/reconcile';
import type { StoredSubmission } from '../gateway/submit-dossier';
import type { Report } from '../workers/servers/progress';
import { withProgress } from '../workers/servers/progress';
import type { BenchArguments } from './bench-arguments';
import type { Stage } from './stage';

export interface RecoverResult {
  readonly dossiers: number;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** CPU seconds per thousand dossiers, by process. */
  readonly cpu: Readonly<Record<string, number>>;
}

const UNIT = 'H35.41.01.01';
const PLACE = 'H35.41.01';
const PROCEDURE = { procedureCode: '9.900010.H35', procedureVersion: 1 };
const LAID_AT_ONCE = 8;

/**
 * Open dossiers of which Temporal knows nothing, as after the loss of its database, each accepted and forwarded: how
 * long it takes until every one of them has its workflow again.
 */
export async function benchRecover(stage: Stage, { recover }: BenchArguments, report: Report): Promise<RecoverResult> {
  const { desk } = stage;
  await withProgress(report, `${recover} open dossiers`, () => layDossiers(stage, recover));
  const [before, began] = [await stage.cpu(), Date.now()];
  const reconciliation = await beginReconciliation(desk.db, 'asked', { by: 'bench' });
  await withProgress(report, 'recovering all of them', () => startReconciling(desk.client));
  const seconds = (Date.now() - began) / 1_000;
  const after = await stage.cpu();
  const cpu = Object.fromEntries(
    Object.entries(after).map(([part, ms]) => [part, (ms - before[part as keyof typeof before]) / recover]),
  );
  return { dossiers: recover, seconds, outcomes: await reconciledCounts(desk.db, reconciliation), cpu };
}

async function layDossiers({ desk }: Stage, count: number): Promise<void> {
  const at = desk.clock.now();
  const asked = { ...PROCEDURE, receivingUnit: UNIT, place: PLACE, submittedAt: at };
  const snapshots = await createSnapshotActivities({ db: desk.db }).loadSnapshots(asked);
  for (let from = 0; from < count; from += LAID_AT_ONCE) {
    const keys = Array.from({ length: Math.min(LAID_AT_ONCE, count - from) }, (_, i) => `bench-recover-${from + i}`);
    await Promise.all(keys.map((key, i) => layDossier({ desk }, key, from + i, asked, snapshots, at)));
  }
}

type Snapshots = Pick<DossierState, 'procedure' | 'calendar' | 'agencies'>;

async function layDossier(
  { desk }: Pick<Stage, 'desk'>,
  key: string,
  n: number,
  asked: typeof PROCEDURE & { submittedAt: number },
  snapshots: Snapshots,
  at: number,
): Promise<void> {
  const dossierId = dossierIdOf(key);
  const window: Actor = { kind: 'officer', person: `receptionist@${UNIT}`, agency: UNIT, role: 'receptionist' };
  const submit: Command = { act: 'submit', channel: 'counter', facts: {}, documents: ['request'], applicantDigest: '' };
  const input = {
    dossierId,
    submissionKey: key,
    ...PROCEDURE,
    receivingUnit: UNIT,
    place: PLACE,
    channel: 'counter',
    facts: {},
    submittedAt: asked.submittedAt,
    clock: 'installation',
    logFirst: true,
  } as const;
  const envelope = { commandId: submissionId(dossierId), actor: window, stampedAt: at, command: submit };
  await submitOnce(desk.db, {
    idempotencyKey: key,
    unit: UNIT,
    requestDigest: requestDigestOf(key, {}),
    input: { input, envelope } satisfies StoredSubmission,
    people: [],
    at,
  });
  const code = `${UNIT}-220315-${String(n + 1).padStart(5, '0')}`;
  const commands: readonly Command[] = [
    submit,
    { act: 'accept', code },
    { act: 'complete', taskId: 'receive#1', note: null },
  ];
  let before: DossierState = initialState({
    dossierId,
    ...snapshots,
    channel: 'counter',
    receivingUnit: UNIT,
    place: PLACE,
    facts: {},
  });
  const opening = before;
  const logged = [];
  for (const command of commands) {
    const handled = handle(before, {
      ...envelope,
      commandId: command === submit ? envelope.commandId : randomUUID(),
      command,
    });
    if (!handled.ok) throw new Error(`the bench was refused: ${handled.refusal.code}`);
    logged.push(...handled.value.logged);
    before = handled.value.state;
  }
  await recordDossier(
    desk.database.pool,
    recordingOf(opening, { state: before, logged }, { epoch: 1, after: null, run: null }),
  );
}

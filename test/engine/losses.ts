import { setTimeout as sleep } from 'node:timers/promises';
import { Client as PostgresClient } from 'pg';
import type { Database } from '../../db/database';
import { recordDossier } from '../../db/record';
import { eventsOf, signaturesOf } from '../../db/reads/history-of';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { openingOf, rebuildDossier } from '../../db/reads/rebuild-dossier';
import { tasksOf } from '../../db/reads/tasks-of';
import { replay } from '../../domain/dossier/engine';
import type { DossierState } from '../../domain/dossier/state';
import { recordingOf } from '../../domain/dossier/recording-of';
import type { Desk } from '../../gateway/desk';
import { TASK_QUEUES } from '../../temporal.config';
import { keptQuery, stateQuery } from '../../workflows/dossier.messages';
import { NOWHERE } from '../domain/dossier/nowhere';
import { expectSoundLog } from './desk-work';
import type { TestInstallation } from './environment';

/** Whose database is put back. */
export interface Losing {
  readonly databaseUrl: string;
  readonly desk: { readonly db: Database['db']; readonly database: Pick<Database, 'pool'> };
}

/** What lies in the database of one dossier beside its log, by the tables that a whole loss takes with it. */
const ROWS = ['outbox', 'events', 'heads', 'watches', 'tasks', 'dossiers', 'receipts'];
const BESIDE = ['submissions', 'personal_data', 'texts', 'dossier_codes'];

/**
 * The database as an older copy has it: the dossier's last acts are gone, each whole, and what was derived from them;
 * with its submission all that there is of it.
 */
export async function loseActs({ databaseUrl, desk }: Losing, dossierId: string, n: number): Promise<void> {
  const events = await eventsOf(desk.db, dossierId);
  const commands = [...new Set(events.map(({ commandId }) => commandId))];
  const kept = new Set(commands.slice(0, Math.max(0, commands.length - n)));
  const left = events.filter(({ commandId }) => kept.has(commandId));
  const signatures = await signaturesOf(desk.db, dossierId);
  const opening = (await openingOf(desk.db, dossierId, events[0]))!;
  const superuser = new PostgresClient({ connectionString: databaseUrl });
  await superuser.connect();
  try {
    await superuser.query(`set session_replication_role = replica`);
    for (const table of left.length === 0 ? [...ROWS, ...BESIDE] : ROWS)
      await superuser.query(`delete from lienthong.${table} where dossier_id = $1`, [dossierId]);
  } finally {
    await superuser.end();
  }
  if (left.length === 0) return;
  await recordDossier(
    desk.database.pool,
    recordingOf(opening, { state: replay(opening, left), logged: left }, { ...NOWHERE, signatures }),
  );
}

/** Remembers the workflow as it is; the answer puts it back to that, as an older copy of Temporal's store does. */
export async function loseWorkflow({ desk }: TestInstallation, dossierId: string): Promise<() => Promise<void>> {
  const handle = desk.client.workflow.getHandle(dossierId);
  const { input, state, mark, epoch } = (await handle.query(keptQuery))!;
  return async () => {
    await handle.terminate('put back');
    const args = [{ ...input, carried: { state, mark, epoch } }];
    await desk.client.workflow.start('dossier', {
      workflowId: dossierId,
      taskQueue: TASK_QUEUES.dossier,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args,
    });
  };
}

/** Log, workflow and what people read say the same, and the log is whole. */
export async function agree({ desk }: { readonly desk: Desk }, dossierId: string): Promise<void> {
  await expectSoundLog(desk, dossierId);
  const rebuilt = (await rebuildDossier(desk.db, dossierId))!;
  const state = (): Promise<DossierState | null> => desk.client.workflow.getHandle(dossierId).query(stateQuery);
  // A workflow that was behind follows by itself, soon.
  for (let tries = 0; tries < 40 && (await state())?.seq !== rebuilt.seq; tries++) await sleep(100);
  expect(await state()).toEqual(JSON.parse(JSON.stringify(rebuilt)));
  const opening = (await openingOf(desk.db, dossierId, (await eventsOf(desk.db, dossierId))[0]))!;
  const { dossier, tasks } = recordingOf(opening, { state: rebuilt, logged: [] }, NOWHERE);
  expect(await dossierByIdOrCode(desk.db, dossierId)).toEqual(dossier);
  const byId = (rows: readonly { readonly taskId: string }[]) =>
    Object.fromEntries(rows.map((row) => [row.taskId, row]));
  expect(byId(await tasksOf(desk.db, dossierId))).toEqual(byId(tasks));
}

/** Writes an event of the engine's into a log under an id of the earlier program's form, as that program did at a deadline. */
export async function passUnderOldId({ desk }: Losing, dossierId: string, commandId: string): Promise<void> {
  const state = (await rebuildDossier(desk.db, dossierId))!;
  const at = state.lastAt;
  const payload = { type: 'SyncReported', acknowledgedSeq: 0, failure: null } as const;
  const command = { stampedAt: at, act: 'tick', deadline: at };
  const event = { seq: state.seq + 1, type: payload.type, at, actor: { kind: 'engine' }, commandId, command, rules: 1, payload } as const;
  const after = replay(state, [event]);
  await recordDossier(desk.database.pool, recordingOf(state, { state: after, logged: [event] }, NOWHERE));
}

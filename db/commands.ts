import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { Schema } from './schema';

/** An act that was received and could not be put before its dossier at once. It is sent on until it is answered. */
export interface StoredCommand {
  readonly commandId: string;
  readonly dossierId: string;
  /** Under whose identity it is sent on, and who may ask what became of it. */
  readonly who: string;
  readonly agencies: readonly string[];
  readonly act: string;
  /** As it was built when it was received: stamp and actor stay (design.md law 2). */
  readonly prepared: unknown;
  readonly receivedAt: Instant;
}

export type CommandStatus = 'pending' | 'recorded' | 'refused';

export interface CommandOutcome {
  readonly commandId: string;
  readonly dossierId: string;
  readonly act: string;
  readonly status: CommandStatus;
  /** The answer or the refusal; null while pending. */
  readonly outcome: unknown;
  readonly receivedAt: Instant;
}

/** Keeps a command; the same id again for the same dossier keeps the first. */
export const storeCommand = async (db: Kysely<Schema>, command: StoredCommand, nextAttemptRealAt: number): Promise<void> => {
  const { commandId, dossierId, who, agencies, act, prepared, receivedAt } = command;
  await db
    .insertInto('commands')
    .values({ command_id: commandId, dossier_id: dossierId, who, agencies: [...agencies], act, prepared: JSON.stringify(prepared), received_at: receivedAt, outcome: null, next_attempt_real_at: nextAttemptRealAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** The caller's own command, the newest of that id. */
export const findCommand = async (db: Kysely<Schema>, commandId: string): Promise<CommandOutcome | undefined> => {
  const row = await db.selectFrom('commands').selectAll().where('command_id', '=', commandId).orderBy('received_at', 'desc').limit(1).executeTakeFirst();
  return row && { commandId: row.command_id, dossierId: row.dossier_id, act: row.act, status: row.status, outcome: row.outcome, receivedAt: row.received_at };
};

/**
 * Takes the commands whose turn has come, for this process alone until `again`: one that dies with them leaves them to the
 * others then. In the order in which they were received.
 */
export const takeDueCommands = async (db: Kysely<Schema>, realNow: number, again: number, limit: number): Promise<readonly StoredCommand[]> => {
  const { rows } = await sql<{ command_id: string; dossier_id: string; who: string; agencies: string[]; act: string; prepared: unknown; received_at: number }>`
    update commands set attempts = attempts + 1, next_attempt_real_at = ${again}::bigint
     where (dossier_id, command_id) in (select dossier_id, command_id from commands where status = 'pending' and next_attempt_real_at <= ${realNow}::bigint
                           order by received_at, command_id limit ${limit} for update skip locked)
    returning command_id, dossier_id, who, agencies, act, prepared, received_at`.execute(db);
  return rows
    .map((row) => ({ commandId: row.command_id, dossierId: row.dossier_id, who: row.who, agencies: row.agencies, act: row.act, prepared: row.prepared, receivedAt: row.received_at }))
    .sort((a, b) => a.receivedAt - b.receivedAt);
};

export const closeCommand = async (db: Kysely<Schema>, { dossierId, commandId }: Pick<StoredCommand, 'dossierId' | 'commandId'>, status: 'recorded' | 'refused', outcome: unknown): Promise<void> => {
  await db.updateTable('commands').set({ status, outcome: JSON.stringify(outcome) }).where('dossier_id', '=', dossierId).where('command_id', '=', commandId).execute();
};

import type { Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { LoggedEvent, Rung } from '../../domain/dossier/recording';
import type { Signature } from '../../domain/dossier/signed';
import type { Schema } from '../schema';

export type HistoryEntry =
  | { readonly kind: 'event'; readonly at: Instant; readonly event: LoggedEvent }
  | {
      readonly kind: 'escalation';
      /** The legal instant of the level. */
      readonly at: Instant;
      readonly firedAt: Instant;
      readonly subject: string;
      readonly generation: number;
      readonly level: string;
      readonly agency: AgencyCode;
      readonly dueAt: Instant;
      readonly to: Rung['to'];
    };

/** A dossier's whole legal history: its events and the levels that were escalated, merged by legal instant. */
export const historyOf = async (db: Kysely<Schema>, dossierId: string): Promise<readonly HistoryEntry[]> => {
  const events = await db.selectFrom('events').select('body').where('dossier_id', '=', dossierId).orderBy('seq').execute();
  const escalations = await db.selectFrom('escalations').select('body').where('dossier_id', '=', dossierId).orderBy('at').orderBy('entry').execute();
  const acts = events.map(({ body }): HistoryEntry => {
    const event = JSON.parse(body) as LoggedEvent;
    return { kind: 'event', at: event.at, event };
  });
  const levels = escalations.map(({ body }): HistoryEntry => {
    const { at, firedAt, subject, generation, level, agency, dueAt, to } = JSON.parse(body) as Extract<HistoryEntry, { kind: 'escalation' }>;
    return { kind: 'escalation', at, firedAt, subject, generation, level, agency, dueAt, to };
  });
  // The sort is stable: at one instant the acts come first, in their own order.
  return [...acts, ...levels].sort((a, b) => a.at - b.at);
};

/** The log alone, in order: what a verifier replays. */
export const eventsOf = async (db: Kysely<Schema>, dossierId: string, afterSeq = 0): Promise<readonly LoggedEvent[]> => {
  const rows = await db.selectFrom('events').select('body').where('dossier_id', '=', dossierId).where('seq', '>', afterSeq).orderBy('seq').execute();
  return rows.map((row) => JSON.parse(row.body) as LoggedEvent);
};

/** Who vouches for a dossier's commands, by command id. */
export const signaturesOf = async (
  db: Kysely<Schema>,
  dossierId: string,
  afterSeq = 0,
): Promise<Readonly<Record<string, Signature>>> => {
  const rows = await db
    .selectFrom('events')
    .select(['command_id', 'signed_by', 'signature'])
    .where('dossier_id', '=', dossierId)
    .where('seq', '>', afterSeq)
    .where('signature', 'is not', null)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.command_id, { key: row.signed_by!, value: row.signature! }]));
};

/** The newest events, the last one first. */
export const lastEventsOf = async (db: Kysely<Schema>, dossierId: string, count: number): Promise<readonly LoggedEvent[]> => {
  const rows = await db.selectFrom('events').select('body').where('dossier_id', '=', dossierId).orderBy('seq', 'desc').limit(count).execute();
  return rows.map((row) => JSON.parse(row.body) as LoggedEvent);
};

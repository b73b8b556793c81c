import type { Kysely } from 'kysely';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { Answer } from '../../domain/dossier/state';
import type { Schema } from '../schema';

/**
 * What the submission of a dossier was answered, read from its log, which begins with it; undefined while it is not recorded. A repeat gets it
 * even when the workflow has long been archived and forgotten by Temporal.
 */
export const submissionAnswer = async (db: Kysely<Schema>, dossierId: string): Promise<Answer | undefined> => {
  const firsts = await db
    .selectFrom('events')
    .select('body')
    .where('dossier_id', '=', dossierId)
    .where('command_id', '=', ({ selectFrom }) =>
      selectFrom('events as first').select('first.command_id').where('first.dossier_id', '=', dossierId).where('first.seq', '=', 1),
    )
    .orderBy('seq')
    .execute();
  const events = firsts.map(({ body }) => JSON.parse(body) as LoggedEvent);
  const last = events.at(-1);
  return last && { dossierId, code: null, seq: last.seq, at: last.at, events: events.map(({ type }) => type), stage: 'submitted', nationalStatus: 1, dueAt: null };
};

import type { Kysely } from 'kysely';
import { eventsOf } from '../../db/reads/history-of';
import { toDossierRow, toTaskRow } from '../../db/reads/dossier-row';
import { openingOf } from '../../db/reads/rebuild-dossier';
import { verifyChain } from '../../db/reads/verify-chain';
import type { Schema } from '../../db/schema';
import { replay } from '../../domain/dossier/engine';
import { recordingOf } from '../../domain/dossier/recording-of';
import type { DossierState } from '../../domain/dossier/state';
import { violation } from '../violation';
import type { Violation } from '../violation';
import { deadlineFaults } from './deadlines';
import { differingFields, sameValue } from './same-value';

export interface CheckedDossiers {
  readonly violations: readonly Violation[];
  /** What the log of each dossier says it is. */
  readonly states: ReadonlyMap<string, DossierState>;
}

interface Faults {
  readonly chains: object[];
  readonly models: object[];
  readonly deadlines: object[];
  readonly unreadable: object[];
}

/** Each dossier's log: its chain is whole, its deadlines passed once, and what people read is what it implies. */
export async function checkDossiers(db: Kysely<Schema>): Promise<CheckedDossiers> {
  const heads = await db.selectFrom('heads').select('dossier_id').execute();
  const logged = new Set(heads.map(({ dossier_id }) => dossier_id));
  const rows = await db.selectFrom('dossiers').select('dossier_id').execute();
  const states = new Map<string, DossierState>();
  const faults: Faults = { chains: [], models: [], deadlines: [], unreadable: [] };
  for (const id of logged) {
    try {
      await checkDossier(db, id, faults, states);
    } catch (error) {
      faults.unreadable.push({ dossier: id, error: String(error).slice(0, 300) });
    }
  }
  const rowsAlone = rows.map(({ dossier_id }) => dossier_id).filter((id) => !logged.has(id));
  return {
    states,
    violations: [
      ...violation('the chain of a log is broken', faults.chains),
      ...violation('a read model disagrees with the log', faults.models),
      ...violation('a deadline passed twice, or was passed over', faults.deadlines),
      ...violation('a dossier cannot be rebuilt from its log', faults.unreadable),
      ...violation('a row without a log', rowsAlone),
    ],
  };
}

async function checkDossier(
  db: Kysely<Schema>,
  id: string,
  faults: Faults,
  states: Map<string, DossierState>,
): Promise<void> {
  const verdict = await verifyChain(db, id);
  if (!verdict.intact) faults.chains.push({ dossier: id, ...verdict });
  const events = await eventsOf(db, id);
  const backwards = events.find((event, index) => event.at < (events[index - 1]?.at ?? 0));
  if (backwards) faults.chains.push({ dossier: id, timeRunsBackAt: backwards.seq });
  const opening = await openingOf(db, id, events[0]);
  if (opening === undefined) throw new Error('its log does not begin with a submission');
  const state = replay(opening, events);
  states.set(id, state);
  faults.deadlines.push(...deadlineFaults(opening, events).map((fault) => ({ dossier: id, ...fault })));
  faults.models.push(...(await modelFaults(db, id, opening, state)));
}

async function modelFaults(
  db: Kysely<Schema>,
  id: string,
  opening: DossierState,
  state: DossierState,
): Promise<object[]> {
  const expected = recordingOf(opening, { state, logged: [] }, { epoch: 1, after: null, run: null });
  const row = await db.selectFrom('dossiers').selectAll().where('dossier_id', '=', id).executeTakeFirst();
  const tasks = await db.selectFrom('tasks').selectAll().where('dossier_id', '=', id).execute();
  const watches = await db.selectFrom('watches').selectAll().where('dossier_id', '=', id).execute();
  const wanted = expected.watches
    .filter(({ ladder }) => ladder.length > 0)
    .map(({ subject, generation, dueAt }) => [subject, generation, dueAt]);
  const kept = watches.map(({ subject, generation, due_at }) => [subject, generation, due_at]);
  const pairs = [
    ['dossier', row && toDossierRow(row), expected.dossier],
    ['tasks', byId(tasks.map(toTaskRow)), byId(expected.tasks)],
    ['watches', kept.sort(), wanted.sort()],
  ] as const;
  return pairs
    .filter(([, is, must]) => !sameValue(is, must))
    .map(([what, is, must]) => ({ dossier: id, what, ...onlyDifferences(is ?? {}, must) }));
}

const byId = (tasks: readonly { readonly taskId: string }[]): object =>
  Object.fromEntries(tasks.map((task) => [task.taskId, task]));

/** What differs, and nothing else: a whole dossier would hide it. */
function onlyDifferences(is: object, must: object): object {
  const part = (of: object, fields: readonly string[]): object =>
    Object.fromEntries(fields.map((field) => [field, (of as Record<string, unknown>)[field]]));
  const fields = differingFields(is, must);
  return { is: part(is, fields), must: part(must, fields) };
}

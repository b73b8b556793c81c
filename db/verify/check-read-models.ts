import { canonicalJson } from '../../domain/canonical-json';
import type { DecidedAgain } from '../../domain/dossier/decide-again';
import type { Rung, WatchRow } from '../../domain/dossier/recording';
import { dossierRow, taskRow } from '../../domain/dossier/recording-of';
import { dossierColumns, taskColumns } from '../record';
import { place } from './place';
import type { Place } from './place';
import type { Evidence } from './evidence';

/** What people search, and who was told of what, against what the log implies. */
export const checkReadModels = (evidence: Evidence, again: DecidedAgain): readonly Place[] => [
  ...checkRow(evidence, again),
  ...checkTasks(evidence, again),
  ...checkWatches(evidence, again),
  ...checkEscalations(evidence, again),
];

function checkRow({ row, codeOfAnother }: Evidence, { state }: DecidedAgain): readonly Place[] {
  if (!row) return [place('dossier-row', state.seq, 'missing')];
  const columns = dossierColumns(dossierRow(state));
  const isOfAnother = columns.code !== null && columns.code === codeOfAnother;
  const expected = isOfAnother ? { ...columns, code: null } : columns;
  return differing(expected, row).map((column) => place('dossier-row', state.seq, column));
}

function checkTasks({ dossierId, tasks }: Evidence, { state }: DecidedAgain): readonly Place[] {
  const rows = new Map(tasks.map((row) => [row.task_id, row]));
  const expected = Object.values(state.tasks).map((task) => taskColumns(dossierId, taskRow(state, task)));
  const found = expected.flatMap((task) => {
    const row = rows.get(task.task_id);
    if (!row) return [place('task-row', state.seq, `${task.task_id} missing`)];
    return differing(task, row).map((column) => place('task-row', state.seq, `${task.task_id} ${column}`));
  });
  const surplus = tasks.filter(({ task_id }) => state.tasks[task_id] === undefined);
  return [...found, ...surplus.map(({ task_id }) => place('task-row', state.seq, `${task_id} is none of its tasks`))];
}

function checkWatches({ watches, escalations }: Evidence, again: DecidedAgain): readonly Place[] {
  const { state, watches: laid } = again;
  const rows = new Map(watches.map((row) => [row.subject, row]));
  const found = [...laid].flatMap(([subject, candidates]): readonly Place[] => {
    const row = rows.get(subject);
    const generation = Math.max(...candidates.map((each) => each.generation));
    if (!row) {
      const isOver = findLaid(again, subject, generation, ({ ladder }) => ladder.length === 0) !== undefined;
      return isOver ? [] : [place('watch-row', state.seq, `${subject} missing`)];
    }
    const meant = findLaid(again, subject, generation, (each) => each.ladder.length > 0 && isWatch(each, row));
    if (!meant) return [place('watch-row', state.seq, subject)];
    if (row.fire_at !== (sorted(meant.ladder)[row.next]?.at ?? null))
      return [place('watch-row', state.seq, `${subject} fire_at`)];
    const told = escalations.filter((each) => each.subject === subject && each.generation === generation);
    return sorted(meant.ladder)
      .slice(0, row.next)
      .filter(({ level }) => !told.some((each) => each.level === level))
      .map(({ level }) => place('escalation-missing', null, `${subject} ${level}`));
  });
  const surplus = watches.filter(({ subject }) => !laid.has(subject));
  return [
    ...found,
    ...surplus.map(({ subject }) => place('watch-row', state.seq, `${subject} is none of its deadlines`)),
  ];
}

/** The watch of that generation that is meant, as it was laid or as it may have been. */
const findLaid = (
  { watches, laidLater }: DecidedAgain,
  subject: string,
  generation: number,
  isMeant: (watch: WatchRow) => boolean,
): WatchRow | undefined =>
  (watches.get(subject) ?? []).find((each) => each.generation === generation && isMeant(each)) ??
  laidLater(subject, generation).find(isMeant);

type StoredWatch = Evidence['watches'][number];

const isWatch = (watch: WatchRow, row: StoredWatch): boolean =>
  watch.generation === row.generation &&
  watch.agency === row.agency &&
  watch.dueAt === row.due_at &&
  canonicalJson(sorted(watch.ladder)) === canonicalJson(row.ladder);

const sorted = (ladder: readonly Rung[]): readonly Rung[] => [...ladder].sort((a, b) => a.at - b.at);

function checkEscalations({ escalations }: Evidence, again: DecidedAgain): readonly Place[] {
  return escalations.flatMap((row) => {
    const entry = JSON.parse(row.body) as WatchRow & Rung & { readonly dossierId: string; readonly firedAt: number };
    const detail = `${row.subject} ${row.level}`;
    const columns = {
      dossier_id: entry.dossierId,
      subject: entry.subject,
      generation: entry.generation,
      level: entry.level,
      agency: entry.agency,
      due_at: entry.dueAt,
      at: entry.at,
      fired_at: entry.firedAt,
      addressed_to: [...new Set(entry.to.map(({ agency }) => agency))].sort(),
    };
    if (differing(columns, row).length > 0) return [place('escalation-columns', row.entry, detail)];
    const rung = canonicalJson({ level: entry.level, at: entry.at, to: entry.to });
    const founding = findLaid(
      again,
      entry.subject,
      entry.generation,
      ({ agency, dueAt, ladder }) =>
        agency === entry.agency && dueAt === entry.dueAt && ladder.some((each) => canonicalJson(each) === rung),
    );
    return founding ? [] : [place('escalation-unfounded', row.entry, detail)];
  });
}

/** The columns whose stored value is another one. */
const differing = (expected: object, row: object): string[] =>
  Object.entries(expected)
    .filter(
      ([column, value]) =>
        canonicalJson(value ?? null) !== canonicalJson((row as Record<string, unknown>)[column] ?? null),
    )
    .map(([column]) => column);

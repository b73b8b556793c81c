import { historyOf } from '../../db/reads/history-of';
import type { HistoryEntry } from '../../db/reads/history-of';
import { textsOf } from '../../db/reads/texts-of';
import type { Context, Shown } from '../context';
import { describeActor } from '../../gateway/describe-actor';
import { describeEvent, textOf } from '../../gateway/describe-event';
import { paintFor } from '../render/paint';
import { plain, table } from '../render/table';
import { stamp, when } from '../render/when';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';

type Texts = Readonly<Record<string, string>>;

/** `dossier history`: the log and the escalation ledger, merged. */
export async function dossierHistory(context: Context, _: object, reference = ''): Promise<Shown> {
  return withRecords(context, async ({ db }) => {
    const { dossierId, code } = await getDossier(db, reference);
    const [history, texts] = await Promise.all([historyOf(db, dossierId), textsOf(db, dossierId)]);
    return {
      json: { dossierId, code, history: history.map((entry) => entryJson(entry, texts)) },
      text: () => historyText(history, texts, context),
    };
  });
}

const entryJson = (entry: HistoryEntry, texts: Texts): object => {
  if (entry.kind === 'escalation') return { ...entry, at: stamp(entry.at), firedAt: stamp(entry.firedAt), dueAt: stamp(entry.dueAt) };
  const { seq, type, actor, commandId, rules, payload } = entry.event;
  const ref = textOf(payload);
  const says = describeEvent(payload);
  return { kind: 'event', at: stamp(entry.at), seq, type, actor, commandId, rules, says, text: ref ? (texts[ref.textId] ?? null) : null, payload };
};

/** One line an entry; free text below it. Exported for its tests. */
export function historyText(history: readonly HistoryEntry[], texts: Texts, { say, language, colour }: Pick<Context, 'say' | 'language' | 'colour'>): string {
  const paint = paintFor(colour);
  const rows = history.flatMap((entry): string[][] => {
    if (entry.kind === 'escalation') {
      const told = [...new Set(entry.to.map(({ agency, role }) => `${role} (${agency})`))].join(', ');
      return [[when(entry.at, language), '!', paint.red(`${entry.level}: ${entry.subject}`), `${say({ en: 'told', vi: 'đã báo' })} ${told}`]];
    }
    const { event } = entry;
    const ref = textOf(event.payload);
    const late = event.type === 'DeadlineMissed' || event.type === 'SupplementLapsed';
    const line = plain(say(describeEvent(event.payload)));
    const free = ref ? [['', '', `  “${plain(texts[ref.textId] ?? say({ en: 'erased', vi: 'đã xóa' }))}”`, '']] : [];
    return [[when(entry.at, language), String(event.seq), late ? paint.red(line) : line, paint.dim(plain(describeActor(event.actor, language)))], ...free];
  });
  return table(rows);
}

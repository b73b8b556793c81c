import { toldBy } from '../clients/answer';
import type { Entry } from '../clients/account';
import { violation } from '../violation';
import type { Violation } from '../violation';
import { eventsByAct, groupBy, keyIn, lookUp } from './log-event';
import type { LogEvent } from './log-event';

export interface Comparison {
  readonly entries: readonly Entry[];
  readonly events: readonly LogEvent[];
  /** Idempotency key of each dossier's submission. */
  readonly submissionKeys: ReadonlyMap<string, string>;
  /** Dossiers that recovery named as lost, wholly or from an event on: nothing is expected of them. */
  readonly lost?: ReadonlySet<string>;
}

/** What clients were told, against what the log says. */
export function compareToldWithLog({
  entries,
  events,
  submissionKeys,
  lost = new Set(),
}: Comparison): readonly Violation[] {
  const acts = eventsByAct(events);
  const found = (entry: Entry): readonly LogEvent[] => acts.get(lookUp(entry.dossier ?? '', keyInLog(entry))) ?? [];
  const counted = entries.filter(({ dossier }) => dossier === undefined || !lost.has(dossier));
  const confirmed = counted.filter(({ standing }) => standing === 'recorded');
  const doneTwice = [...acts].filter(([, own]) => own.filter(({ commandIndex }) => commandIndex === 0).length > 1);
  return [
    ...violation(
      'a confirmed act is not in the log',
      confirmed.filter((entry) => found(entry).length === 0).map(brief),
    ),
    ...violation(
      'a confirmed act stands in the log otherwise than it was told',
      confirmed.filter((entry) => differs(entry, found(entry))).map(brief),
    ),
    ...violation(
      'an act stands in the log twice',
      doneTwice.map(([name]) => name),
    ),
    ...violation(
      'events of one act are not together in the log',
      confirmed.filter((entry) => isTorn(found(entry))).map(brief),
    ),
    ...violation(
      'an act that was refused in the end is in the log',
      counted.filter((entry) => entry.standing === 'refused' && found(entry).length > 0).map(brief),
    ),
    ...violation('an event that nobody asked for', unasked(entries, events, submissionKeys)),
    ...violation('an act answered before another was sent stands behind it', outOfOrder(confirmed)),
    ...violation('two rival acts on one task both went through', bothRivals(counted, found)),
    ...violation('"nothing was done" was answered to a try that was recorded', falselyDenied(counted, found)),
    ...violation(
      'answers to one key contradict each other',
      entries.filter(({ contradictions }) => contradictions.length > 0).map(brief),
    ),
    ...violation('one legal code was told for two dossiers', codesToldTwice(entries)),
    ...violation('wedged: an act was answered with 5xx for 40 s', entries.filter(({ wedged }) => wedged).map(brief)),
  ];
}

/** A submission stands in the log under the dossier it makes. */
const keyInLog = ({ act, key, dossier }: Entry): string => (act === 'submit' ? (dossier ?? '') : key);

const brief = ({ key, act, dossier, standing, recorded, refusedWith, contradictions, tries }: Entry): object => ({
  key,
  act,
  dossier,
  standing,
  seq: recorded?.seq,
  refusedWith,
  ...(contradictions.length > 0 ? { contradictions } : {}),
  answers: tries.slice(-6).map(({ status, code, error }) => `${status === 0 ? error : status} ${code ?? ''}`.trim()),
});

function differs({ recorded }: Entry, found: readonly LogEvent[]): boolean {
  const last = found.at(-1);
  if (recorded === undefined || last === undefined) return false;
  const sameEvents = JSON.stringify(found.map(({ type }) => type)) === JSON.stringify(recorded.events);
  return last.seq !== recorded.seq || last.at !== Date.parse(recorded.at) || !sameEvents;
}

const isTorn = (found: readonly LogEvent[]): boolean =>
  found.length > 1 && (found.at(-1) as LogEvent).seq - (found[0] as LogEvent).seq !== found.length - 1;

function unasked(
  entries: readonly Entry[],
  events: readonly LogEvent[],
  submissionKeys: ReadonlyMap<string, string>,
): object[] {
  const asked = new Set(entries.filter(({ act }) => act !== 'submit').map(({ key }) => key));
  const submitted = new Set(entries.filter(({ act }) => act === 'submit').map(({ key }) => key));
  const isAsked = ({ byEngine, commandId, dossierId }: LogEvent): boolean => {
    if (byEngine) return true;
    const key = keyIn(commandId);
    return key === dossierId ? submitted.has(keyIn(submissionKeys.get(dossierId) ?? '')) : asked.has(key);
  };
  return events
    .filter((event) => !isAsked(event))
    .map(({ dossierId, seq, type, commandId }) => ({ dossierId, seq, type, commandId }));
}

/** Whoever was answered before another one asked comes first. */
function outOfOrder(confirmed: readonly Entry[]): object[] {
  const wrong: object[] = [];
  for (const [dossier, list] of groupBy(confirmed, ({ dossier }) => dossier ?? '')) {
    for (const first of list) {
      for (const later of list) {
        const sent = later.tries[0]?.began ?? 0;
        const before = first !== later && (first.confirmedAt ?? Infinity) < sent;
        if (before && (first.recorded?.seq ?? 0) >= (later.recorded?.seq ?? 0))
          wrong.push({ dossier, first: first.key, later: later.key });
      }
    }
  }
  return wrong;
}

function bothRivals(entries: readonly Entry[], found: (entry: Entry) => readonly LogEvent[]): object[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return entries
    .filter((entry) => {
      const other = entry.rivalOf === undefined ? undefined : byKey.get(entry.rivalOf);
      return other !== undefined && found(entry).length > 0 && found(other).length > 0;
    })
    .map(({ key, act, dossier }) => ({ key, act, dossier }));
}

/**
 * An act was written although every try that had been sent by then was answered "nothing was done". A try that got no
 * answer, or "unknown", may be the one that was recorded; then nobody was told anything untrue.
 */
function falselyDenied(entries: readonly Entry[], found: (entry: Entry) => readonly LogEvent[]): object[] {
  return entries
    .filter((entry) => {
      const written = found(entry)[0]?.writtenAt ?? null;
      if (written === null) return false;
      const sent = entry.tries.filter(({ began }) => began <= written);
      return sent.length > 0 && sent.every((each) => toldBy(each) === 'not-done');
    })
    .map(brief);
}

function codesToldTwice(entries: readonly Entry[]): object[] {
  const told = entries.flatMap(({ recorded }) =>
    recorded?.code ? [{ code: recorded.code, dossier: recorded.dossierId }] : [],
  );
  return [...groupBy(told, ({ code }) => code)]
    .map(([code, list]) => ({ code, dossiers: [...new Set(list.map(({ dossier }) => dossier))] }))
    .filter(({ dossiers }) => dossiers.length > 1);
}

import type { Instant } from '../calendar/calendar';
import { canonicalJson } from '../canonical-json';
import type { Command, Envelope } from './command';
import { handle, passUntil } from './engine';
import type { LoggedEvent, WatchRow } from './recording';
import type { DossierState } from './state';
import { watchesMoved } from './vigilance';

export interface DecidedAgain {
  /** After the last event. */
  readonly state: DossierState;
  /** Every watch that a decision laid, by its subject, the last one at the end. */
  readonly watches: ReadonlyMap<string, readonly WatchRow[]>;
  /**
   * The same watches as they look when several decisions were recorded at once: deadlines with the act behind them, or
   * a log that was completed from its workflow. They differ in the moment they were laid, and so in what was still
   * worth a warning then.
   */
  readonly laidLater: (subject: string, generation: number) => readonly WatchRow[];
}

export type AgainVerdict =
  | ({ readonly same: true } & DecidedAgain)
  | { readonly same: false; readonly seq: number; readonly why: 'differs' | 'refused'; readonly code: string | null };

/**
 * Decides the logged commands anew, one after the other, and compares: a log that was written by the core gives
 * itself again, to the byte (design.md laws 2 and 3). Names the first event that does not. `texts`
 * are the events as they are stored.
 */
export function decideAgain(
  opening: DossierState,
  events: readonly LoggedEvent[],
  texts: readonly string[] = events.map(canonicalJson),
): AgainVerdict {
  let state = opening;
  const states: DossierState[] = [];
  const watches = new Map<string, WatchRow[]>();
  for (let i = 0; i < events.length;) {
    const event = events[i]!;
    const envelope = envelopeOf(event);
    const isTick = event.actor.kind === 'engine' && envelope.command.act === 'tick';
    const decided = isTick ? passed(state, envelope) : handled(state, envelope);
    if (!decided.ok) return { same: false, seq: event.seq, why: 'refused', code: decided.code };
    const { logged, after } = decided;
    // An act that leaves nothing behind has no place in a log.
    if (logged.length === 0) return { same: false, seq: event.seq, why: 'differs', code: null };
    for (const [n, expected] of logged.entries()) {
      const found = events[i + n];
      if (found === undefined || !isSame(expected, found, texts[i + n]!))
        return { same: false, seq: found?.seq ?? event.seq + n, why: 'differs', code: null };
    }
    for (const watch of watchesMoved(state, after))
      watches.set(watch.subject, [...(watches.get(watch.subject) ?? []), watch]);
    states.push(after);
    state = after;
    i += logged.length;
  }
  const laidLater = (subject: string, generation: number): readonly WatchRow[] =>
    states
      .filter(({ generations }) => generations[subject] === generation)
      .flatMap((later) => watchesMoved(opening, later).filter((watch) => watch.subject === subject));
  return { same: true, state, watches, laidLater };
}

type Decided =
  | { readonly ok: true; readonly logged: readonly LoggedEvent[]; readonly after: DossierState }
  | { readonly ok: false; readonly code: string };

function passed(state: DossierState, { command }: Envelope): Decided {
  const { state: after, logged } = passUntil(state, (command as { deadline: Instant }).deadline);
  return { ok: true, logged, after };
}

function handled(state: DossierState, envelope: Envelope): Decided {
  const result = handle(state, envelope);
  if (!result.ok) return { ok: false, code: result.refusal.code };
  const { state: after, logged } = result.value;
  return { ok: true, logged, after };
}

/** The command as it was given, from what the log keeps of it. */
export function envelopeOf({ commandId, actor, command }: LoggedEvent): Envelope {
  const { stampedAt, ...rest } = command as Command & { readonly stampedAt: Instant };
  return { commandId, actor, stampedAt, command: rest as Command };
}

/** Ticks of earlier programs lack the sign of the engine's ids (engine-ids.ts). */
function isSame(expected: LoggedEvent, found: LoggedEvent, text: string): boolean {
  const asWritten =
    expected.commandId === `~${found.commandId}` ? { ...expected, commandId: found.commandId } : expected;
  return canonicalJson(asWritten) === text;
}

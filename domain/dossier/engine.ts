import type { Instant } from '../calendar/calendar';
import { refusal } from '../errors';
import { ok, refuse } from '../result';
import type { Result } from '../result';
import type { Actor } from './actor';
import type { Command, Envelope } from './command';
import { nextDeadline } from './deadlines';
import { decide } from './decide';
import { evolve } from './evolve';
import { tickId } from './engine-ids';
import { nationalStatus } from './national-status';
import type { LoggedEvent } from './recording';
import type { Answer, DossierState } from './state';

/** What an act leads to: the new state, the events to record, and the answer to give. */
export interface Handled {
  readonly state: DossierState;
  readonly logged: readonly LoggedEvent[];
  readonly answer: Answer;
  /** The same command was decided before; there is nothing to record. */
  readonly repeated: boolean;
}

const ENGINE: Actor = { kind: 'engine' };

/**
 * Decides one command by law 2: first every effective deadline up to its stamp, in order and each at its own legal
 * instant, then the command itself. Official time never runs backwards within a dossier.
 */
export function handle(state: DossierState, envelope: Envelope): Result<Handled> {
  const earlier = state.commands[envelope.commandId];
  if (earlier !== undefined) {
    return earlier.act === envelope.command.act
      ? ok({ state, logged: [], answer: earlier.answer, repeated: true })
      : refuse(refusal('COMMAND_ID_REUSED', { commandId: envelope.commandId, act: earlier.act }, 'commandId'));
  }
  const passed = passUntil(state, envelope.stampedAt);
  const at = Math.max(envelope.stampedAt, passed.state.lastAt);
  const decided = decide(passed.state, envelope.command, envelope.actor, at);
  if (!decided.ok) return decided;
  const own = log(passed.state, decided.value.events, at, envelope.actor, envelope.commandId, envelope);
  const logged = [...passed.logged, ...own];
  // Only its own events: what time brought before it does not depend on whether a timer or this act found it (law 2).
  const answer = answerOf(decided.value.state, own);
  // A tick that found nothing to do leaves no trace.
  const after = own.length === 0 ? decided.value.state : remember(decided.value.state, envelope, answer);
  return ok({ state: after, logged, answer, repeated: false });
}

/** Passes every effective deadline up to an instant. Idempotent: what has passed is no deadline any more. */
export function passUntil(state: DossierState, until: Instant): { readonly state: DossierState; readonly logged: readonly LoggedEvent[] } {
  let now = state;
  const logged: LoggedEvent[] = [];
  for (let due = nextDeadline(now); due !== null && due <= until; due = nextDeadline(now)) {
    const at = Math.max(due, now.lastAt);
    const command: Command = { act: 'tick', deadline: due };
    const decided = decide(now, command, ENGINE, at);
    if (!decided.ok || decided.value.events.length === 0) break;
    const commandId = freeTickId(now, due);
    logged.push(...log(now, decided.value.events, at, ENGINE, commandId, { commandId, actor: ENGINE, stampedAt: due, command }));
    now = decided.value.state;
  }
  return { state: now, logged };
}

/** The passing of time alone, as a decision: nobody asked, and the answer is nobody's. */
export function timeHandled(state: DossierState, until: Instant): Result<Handled> {
  const passed = passUntil(state, until);
  return ok({ ...passed, answer: answerOf(passed.state, passed.logged), repeated: false });
}

/** Time must pass whatever stands in the log: an id that is taken all the same gives way to another. */
function freeTickId({ commands, seq }: DossierState, due: Instant): string {
  let id: string = tickId(seq + 1, due);
  while (commands[id] !== undefined) id += '+';
  return id;
}

const log = (before: DossierState, events: readonly LoggedEvent['payload'][], at: Instant, actor: Actor, commandId: string, command: Envelope): LoggedEvent[] =>
  events.map((payload, i) => ({
    seq: before.seq + 1 + i,
    type: payload.type,
    at,
    actor,
    commandId,
    command: { stampedAt: command.stampedAt, ...command.command },
    rules: before.rules,
    payload,
  }));

const answerOf = (state: DossierState, logged: readonly LoggedEvent[]): Answer => ({
  dossierId: state.dossierId,
  code: state.code,
  seq: state.seq,
  at: state.lastAt,
  events: logged.map((event) => event.type),
  stage: state.stage,
  nationalStatus: nationalStatus(state),
  dueAt: presentDue(state),
});

/** The present appointment, or null while none is running. */
export function presentDue(state: DossierState): Instant | null {
  return state.appointments[state.phase]?.due ?? null;
}

const remember = (state: DossierState, envelope: Envelope, answer: Answer): DossierState => ({
  ...state,
  commands: { ...state.commands, [envelope.commandId]: { act: envelope.command.act, answer } },
});

/** Rebuilds a state by applying logged events to where they begin; used by recovery, the verifier and the tests. */
export function replay(initial: DossierState, events: readonly LoggedEvent[]): DossierState {
  let state = initial;
  let first = 0;
  events.forEach((event, i) => {
    state = evolve(state, event.payload, event.at);
    if (events[i + 1]?.commandId === event.commandId) return;
    const { act } = event.command as Command;
    if (act !== 'tick') {
      state = { ...state, commands: { ...state.commands, [event.commandId]: { act, answer: answerOf(state, events.slice(first, i + 1)) } } };
    }
    first = i + 1;
  });
  return state;
}

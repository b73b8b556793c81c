import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { headOf, recordDossier } from '../db/record';
import type { RecordOutcome as Written } from '../db/record';
import { openingOf } from '../db/reads/rebuild-dossier';
import { eventsOf } from '../db/reads/history-of';
import type { Schema } from '../db/schema';
import { canonicalJson } from '../domain/canonical-json';
import type { Instant } from '../domain/calendar/calendar';
import { envelopeOf } from '../domain/dossier/decide-again';
import { handle, passUntil, replay } from '../domain/dossier/engine';
import type { LoggedEvent, Recording } from '../domain/dossier/recording';
import type { DossierState } from '../domain/dossier/state';
import { adoptionOf } from '../domain/dossier/rules';
import { actIn, byCommand, isEnginesOwn } from '../domain/dossier/signed';
import type { SignatureFault, Signing } from '../gateway/signing';

/** `unvouched`: nobody who may vouches for the command; nothing was written. */
export type RecordOutcome = Written | (Omit<Written, 'status'> & Unvouched);

interface Unvouched {
  readonly status: 'unvouched';
  readonly fault: SignatureFault | 'not-the-engines';
}

export interface RecordActivities {
  record(recording: Recording): Promise<RecordOutcome>;
}

export interface RecordDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly signing: Signing;
  readonly clock: { read(): { readonly official: Instant; readonly speed: number } };
  /** One line per recording: codes and command ids, never text or names. */
  readonly log?: { info(fields: object, message: string): void };
}

/**
 * Recording a decision: one transaction, idempotent by (dossier, sequence). What the log holds is never changed.
 * Nothing is written for which nobody vouches: whoever reaches Temporal without a key reaches no log.
 */
export const createRecordActivities = (to: RecordDependencies): RecordActivities => ({
  async record(recording) {
    const outcome = await recordVouched(to, recording);
    const { dossierId, dossier, events } = recording;
    const commandIds = [...new Set(events.map((event) => event.commandId))];
    const types = events.map((event) => event.type);
    to.log?.info(
      { dossierId, code: dossier.code, commandIds, events: types, headSeq: outcome.headSeq },
      outcome.status,
    );
    return outcome;
  },
});

async function recordVouched(to: RecordDependencies, recording: Recording): Promise<RecordOutcome> {
  const { pool, signing } = to;
  const { dossierId, events } = recording;
  const commands = byCommand(events).map(([first]) => first);
  for (const first of commands) {
    if (isEnginesOwn(first)) continue;
    const fault = signing.faultOf(dossierId, first, recording.signatures?.[first.commandId]);
    if (fault !== null) return { status: 'unvouched', fault, ...(await headOf(pool, dossierId)) };
  }
  const engines = commands.filter(isEnginesOwn);
  if (engines.length === 0) return recordDossier(pool, recording);
  const passed = await decidedSo(to, recording);
  if (passed !== 'so')
    return { status: passed, ...REASON[passed], ...(await headOf(pool, dossierId)) } as RecordOutcome;
  const own = Object.fromEntries(engines.map((first) => [first.commandId, signing.signEvent(dossierId, first)]));
  return recordDossier(pool, { ...recording, signatures: { ...recording.signatures, ...own } });
}

const REASON = { gap: {}, unvouched: { fault: 'not-the-engines' } } as const;

/** Clocks of two machines may differ so much, in real milliseconds. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Whether the engine has decided what a recording says it decided: what time brought, or the rules of this program. The
 * worker decides that anew from the log before it vouches for it, because nobody else can: the engine has no sender.
 */
async function decidedSo(
  { db, clock }: RecordDependencies,
  recording: Recording,
): Promise<'so' | 'gap' | 'unvouched'> {
  const { dossierId, events } = recording;
  const before = (await eventsOf(db, dossierId)).slice(0, events[0]!.seq - 1);
  if (before.length < events[0]!.seq - 1) return 'gap';
  const opening = await openingOf(db, dossierId, before[0]);
  if (opening === undefined) return 'unvouched';
  const [passing, until] = passingIn(events);
  const { official, speed } = clock.read();
  if (until > official + CLOCKS_DIFFER_MS * speed) return 'unvouched';
  const state = replay(opening, before);
  const { state: present, logged } = passUntil(state, until);
  const act = events.find((event) => actIn(event) !== 'tick');
  if (act !== undefined && actIn(act) === 'adopt-rules') return isAdoption(state, present, act, events) ? 'so' : 'unvouched';
  return canonicalJson(logged) === canonicalJson(passing) ? 'so' : 'unvouched';
}

/** Whether a dossier goes over to this program's rules, as this program would have it, and does nothing else. */
function isAdoption(state: DossierState, present: DossierState, act: LoggedEvent, events: readonly LoggedEvent[]): boolean {
  const envelope = envelopeOf(act);
  const expected = adoptionOf(present, envelope.stampedAt);
  if (canonicalJson(expected) !== canonicalJson(envelope)) return false;
  const handled = handle(state, envelope);
  return handled.ok && canonicalJson(handled.value.logged) === canonicalJson(events);
}

/**
 * What time brought, and until when it was passed: up to the stamp of the act that found it, or up to the last of it.
 */
function passingIn(events: readonly LoggedEvent[]): readonly [readonly LoggedEvent[], Instant] {
  const act = events.findIndex((event) => actIn(event) !== 'tick');
  const passing = act < 0 ? events : events.slice(0, act);
  const { stampedAt } = (events[act] ?? events.at(-1)!).command as { readonly stampedAt: Instant };
  return [passing, stampedAt];
}

import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { DossierView } from '../../contracts/http/dossier';
import { eventsOf } from '../../db/reads/history-of';
import type { Schema } from '../../db/schema';
import { textsOf } from '../../db/store-text';
import type { Instant } from '../../domain/calendar/calendar';
import { amountOf, feesBefore, missingDocuments } from '../../domain/dossier/acceptance';
import type { TextRef } from '../../domain/dossier/event';
import { isOrWillBeLate, latestNewDate, nearFrom } from '../../domain/dossier/new-date';
import { isGuarded } from '../../domain/dossier/guarded';
import { underPresentRules } from '../../domain/dossier/rules';
import type { DossierState } from '../../domain/dossier/state';
import { timestamp } from './time';

type View = z.output<typeof DossierView>;
type Guards = Pick<View, 'wanting' | 'exceptions' | 'newDate' | 'refusal'>;

/** For an agency whose part is over: nothing of it is theirs to do. */
export const NO_GUARDS: Guards = { wanting: { documents: [], fees: [] }, exceptions: [], newDate: null, refusal: null };

/** What the law holds up or bounds of a dossier, and what was let off or refused, as it is told before anybody acts. */
export async function guardsView(db: Kysely<Schema>, state: DossierState, now: Instant): Promise<Guards> {
  const events = state.acceptedAt === null ? [] : await eventsOf(db, state.dossierId);
  const exceptions = events.flatMap(({ payload }) => (payload.type === 'DossierAccepted' ? (payload.exceptions ?? []) : []));
  const { refusal } = state;
  const texts = exceptions.length > 0 || refusal?.reason ? await textsOf(db, state.dossierId) : new Map<string, string>();
  const textOf = (ref: TextRef | null): string | null => (ref && texts.get(ref.textId)) ?? null;
  return {
    wanting: wantingOf(state),
    exceptions: exceptions.map((e) => ({
      document: 'document' in e ? e.document : null,
      fee: 'fee' in e ? e.fee : null,
      reason: textOf(e.reason),
    })),
    newDate: newDateOf(state, now),
    refusal: refusal ? { ground: refusal.ground, reason: textOf(refusal.reason), appeal: refusal.appeal, taskId: refusal.taskId } : null,
  };
}

function wantingOf(state: DossierState): Guards['wanting'] {
  const { procedure } = state;
  if (state.stage !== 'submitted' || !isGuarded(underPresentRules(state))) return { documents: [], fees: [] };
  return {
    documents: missingDocuments(procedure, state).map(({ document, name }) => ({ document, name })),
    fees: feesBefore(procedure, state).map((fee) => ({ fee: fee.fee, name: fee.name, amount: amountOf(fee, state.channel) })),
  };
}

function newDateOf(state: DossierState, now: Instant): Guards['newDate'] {
  const appointment = state.appointments[state.phase];
  const moved = state.procedure.apology.oncePer === 'phase' ? appointment?.movedTo : state.appointments.find((a) => a.movedTo !== null);
  const isRunning = appointment && appointment.metAt === null && state.endedAt === null && state.stopped === null;
  if (!isRunning || moved || !isGuarded(underPresentRules(state))) return null;
  return {
    open: isOrWillBeLate(state, appointment, now),
    from: timestamp(nearFrom(state, appointment)),
    latest: timestamp(latestNewDate(state, appointment, now)),
  };
}

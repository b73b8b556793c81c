import {
  allHandlersFinished,
  condition,
  continueAsNew,
  currentUpdateInfo,
  proxyLocalActivities,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { SnapshotActivities } from '../activities/snapshots';
import type { Instant } from '../domain/calendar/calendar';
import type { Envelope } from '../domain/dossier/command';
import { nextDeadline } from '../domain/dossier/deadlines';
import { handle, passUntil } from '../domain/dossier/engine';
import type { Handled } from '../domain/dossier/engine';
import { initialState } from '../domain/dossier/initial-state';
import { recordingOf } from '../domain/dossier/recording-of';
import type { Answer, DossierState } from '../domain/dossier/state';
import type { Result } from '../domain/result';
import { TIMEOUTS } from '../temporal.config';
import { actUpdate, stateQuery } from './dossier.messages';
import type { DossierInput } from './dossier.messages';
import { failureOf } from './failure';
import { RecordingLane } from './lane';
import { officialNow, realDistance } from './official-time';
import { Showcase } from './showcase';

const { loadSnapshots } = proxyLocalActivities<SnapshotActivities>({
  startToCloseTimeout: TIMEOUTS.read.startToClose,
  retry: { initialInterval: TIMEOUTS.read.firstRetry, maximumInterval: TIMEOUTS.read.longestRetry, nonRetryableErrorTypes: ['REFUSED'] },
});

/**
 * The life of one dossier: it takes acts, has them recorded, and wakes when the law wants something to happen. Every
 * rule is the core's; this is only what makes it durable.
 */
export async function dossier(input: DossierInput): Promise<void> {
  const lane = new RecordingLane();
  const showcase = new Showcase(input.carried === undefined);
  const epoch = input.carried?.epoch ?? 1;
  let state: DossierState | null = input.carried?.state ?? null;
  // What the validator found, for the handler that follows it at once. Each gets a copy of its own of the envelope, so
  // that only the Update's id says that they are of one.
  let tried: { on: DossierState; update: string | undefined; result: Result<Handled> } | null = null;
  let refusedAtStart = false;

  const tryOut = (on: DossierState, envelope: Envelope): Result<Handled> => handle(on, envelope);

  const adopt = (before: DossierState, handled: Pick<Handled, 'state' | 'logged'>): Promise<void> => {
    state = handled.state;
    showcase.show(state);
    return handled.logged.length === 0 ? lane.settled() : lane.write(recordingOf(before, handled, epoch));
  };

  setHandler(stateQuery, () => state, { description: 'The live state (operators only)' });
  setHandler(
    actUpdate,
    async (envelope): Promise<Answer> => {
      if (state === null) await condition(() => state !== null);
      const before = state!;
      // From here to `adopt` nothing waits: the next validator already sees the new state (design.md law 5).
      const result = tried !== null && tried.on === before && tried.update === currentUpdateInfo()?.id ? tried.result : tryOut(before, envelope);
      if (!result.ok) {
        refusedAtStart = before.seq === 0;
        throw failureOf(result.refusal);
      }
      await adopt(before, result.value);
      return result.value.answer;
    },
    {
      description: 'An official act on the dossier; answered when recorded',
      validator: (envelope) => {
        if (state === null) return;
        tried = { on: state, update: currentUpdateInfo()?.id, result: tryOut(state, envelope) };
        if (!tried.result.ok) throw failureOf(tried.result.refusal);
      },
    },
  );

  if (state === null) {
    const { procedure, calendar, agencies } = await loadSnapshots(input);
    const { dossierId, channel, receivingUnit, place, facts } = input;
    state = initialState({ dossierId, procedure, calendar, agencies, channel, receivingUnit, place, facts });
    upsertMemo({ procedure: procedure.name.vi });
  }
  showcase.show(state);

  const over = (): boolean => refusedAtStart || state!.archivedAt !== null;
  const full = (): boolean =>
    input.continueAfter === undefined ? workflowInfo().continueAsNewSuggested : workflowInfo().historyLength >= input.continueAfter;

  while (!over() && !full()) {
    const armed = nextDeadline(state);
    if (armed === null) {
      await condition(() => over() || full() || nextDeadline(state!) !== null);
      continue;
    }
    const reading = await officialNow(input.clock, lane);
    // Re-armed only for something earlier; a deadline that moved later lets the old timer ring once and looks again.
    const earlier = (): boolean => earlierThan(nextDeadline(state!), armed);
    if (armed > reading.official && (await condition(() => over() || full() || earlier(), realDistance(reading, armed), { summary: showcase.timer(state) }))) continue;
    const now = await officialNow(input.clock, lane);
    const before = state;
    const passed = passUntil(before, now.official);
    if (passed.logged.length > 0) await adopt(before, passed);
  }

  await condition(() => allHandlersFinished() && lane.idle);
  if (!over()) await continueAsNew<typeof dossier>({ ...input, carried: { state, epoch } });
}

const earlierThan = (next: Instant | null, armed: Instant): boolean => next !== null && next < armed;

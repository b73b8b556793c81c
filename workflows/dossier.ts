import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  currentUpdateInfo,
  patched,
  proxyLocalActivities,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { SnapshotActivities } from '../activities/snapshots';
import type { Instant } from '../domain/calendar/calendar';
import { nextDeadline } from '../domain/dossier/deadlines';
import { handle, passUntil, timeHandled } from '../domain/dossier/engine';
import type { Handled } from '../domain/dossier/engine';
import { RULES, initialState } from '../domain/dossier/initial-state';
import { underPresentRules } from '../domain/dossier/rules';
import type { Answer, DossierState } from '../domain/dossier/state';
import type { Result } from '../domain/result';
import { TIMEOUTS } from '../temporal.config';
import { SUPERSEDED, actUpdate, compareUpdate, keptQuery, stateQuery } from './dossier.messages';
import type { Carried, DossierInput, Kept } from './dossier.messages';
import { failureOf } from './failure';
import { RecordingLane } from './lane';
import type { Beginning } from './lane';
import { LANE_PORTS, checkBeginning } from './lane-ports';
import { adoptFirst, agrees, performAct } from './perform-act';
import { officialNow, realDistance } from './official-time';
import { Showcase } from './showcase';

const { loadSnapshots } = proxyLocalActivities<SnapshotActivities>({
  startToCloseTimeout: TIMEOUTS.read.startToClose,
  retry: {
    initialInterval: TIMEOUTS.read.firstRetry,
    maximumInterval: TIMEOUTS.read.longestRetry,
    nonRetryableErrorTypes: ['REFUSED'],
  },
});

/**
 * The life of one dossier: it takes acts, has them recorded, and wakes when the law wants something to happen. Every
 * rule is the core's; this is only what makes it durable.
 */
export async function dossier(input: DossierInput): Promise<void> {
  const showcase = new Showcase(input.carried === undefined);
  const open = (beginning: Beginning): RecordingLane =>
    new RecordingLane(beginning, input.logFirst ?? false, (state) => showcase.show(state), LANE_PORTS);
  // A run of an earlier program believed what it was started with.
  const believed = input.carried === undefined || patched('begins-by-log') ? null : input.carried;
  let lane = believed === null ? null : open({ ...believed, mark: believed.mark ?? null });
  // What the validator found, for the handler that follows it at once. Each gets a copy of its own of the envelope, so
  // that only the Update's id says that they are of one.
  let tried: { on: DossierState; update: string | undefined; result: Result<Handled> } | null = null;
  let refusedAtStart = false;

  setHandler(stateQuery, () => lane?.recorded ?? null, { description: 'The live state (operators only)' });
  setHandler(keptQuery, () => (lane === null ? null : keptBy(input, lane)), {
    description: 'What this run has recorded (operators only)',
  });
  setHandler(
    compareUpdate,
    async () => {
      await condition(() => lane !== null);
      await lane!.compare();
      return lane!.recorded.seq;
    },
    { description: 'Compares run and log, and brings them together' },
  );
  setHandler(
    actUpdate,
    async (envelope, sentTip): Promise<Answer> => {
      // Acts that an earlier program sent say nothing of it.
      const tip = sentTip ?? null;
      if (lane === null) await condition(() => lane !== null);
      const adopted = adoptFirst(lane!, envelope, () => patched(RULES_PATCH));
      // From here to the decision nothing waits: the next validator already sees what this one decided (design.md law
      // 5).
      const known = !adopted && tried !== null && tried.on === lane!.ahead && tried.update === currentUpdateInfo()?.id;
      const result = await performAct(lane!, envelope, tip, known ? tried!.result : undefined);
      if (result.ok) return result.value.answer;
      // One that nobody vouched for may come again, signed.
      refusedAtStart = lane!.recorded.seq === 0 && result.refusal.code !== 'ACT_NOT_VOUCHED_FOR';
      throw failureOf(result.refusal);
    },
    {
      description: 'An official act on the dossier; answered when recorded',
      validator: (envelope, sentTip) => {
        if (lane === null) return;
        const on = lane.ahead;
        const result = handle(underPresentRules(on), envelope);
        tried = { on, update: currentUpdateInfo()?.id, result };
        // Only a refusal on what the log holds is certain, and only it may leave no trace in history.
        if (!result.ok && lane.idle && agrees(sentTip ?? null, lane)) throw failureOf(result.refusal);
      },
    },
  );

  lane ??= open(await (input.carried === undefined ? beginningOf(input) : beginningInLog(input.carried)));
  const course = lane;
  showcase.show(course.shown);

  const over = (): boolean => refusedAtStart || course.superseded || course.shown.archivedAt !== null;
  const full = (): boolean =>
    input.continueAfter === undefined
      ? workflowInfo().continueAsNewSuggested
      : workflowInfo().historyLength >= input.continueAfter;

  while (!over() && !full()) {
    const armed = nextDeadline(course.shown);
    if (armed === null) {
      await condition(() => over() || full() || nextDeadline(course.shown) !== null);
      continue;
    }
    const reading = await officialNow(input.clock, course);
    // Re-armed only for something earlier; a deadline that moved later lets the old timer ring once and looks again.
    const earlier = (): boolean => earlierThan(nextDeadline(course.shown), armed);
    const timer = { summary: showcase.timer(course.shown) };
    if (
      armed > reading.official &&
      (await condition(() => over() || full() || earlier(), realDistance(reading, armed), timer))
    )
      continue;
    const now = await officialNow(input.clock, course);
    if (passUntil(course.ahead, now.official).logged.length > 0) {
      const passed = await course.decide((on) => timeHandled(on, now.official));
      // The recorder's clock does not say so yet: it is asked again, and not without a pause.
      if (!passed.ok) await condition(() => over() || full(), CLOCKS_MEET_MS);
    }
    // It has been passed already, and the log does not have it yet.
    else if (isDue(course, now.official)) await untilMoved(course, () => over() || full());
  }

  await condition(() => allHandlersFinished() && course.idle);
  if (course.superseded)
    throw ApplicationFailure.nonRetryable('a newer run of this dossier has taken over', SUPERSEDED);
  if (over()) return;
  const { recorded: state, mark } = course;
  await continueAsNew<typeof dossier>({ ...input, logFirst: true, carried: { state, epoch: course.epoch, mark } });
}

/** From which on dossiers begin under rules 2, and open ones adopt them with the next act that reaches them. */
const RULES_PATCH = 'rules-2';

/** Real milliseconds after which the recorder is asked again that had not seen a deadline pass. */
const CLOCKS_MEET_MS = 10_000;

/** An empty dossier, on the versions now in force. */
async function beginningOf(input: DossierInput): Promise<Beginning> {
  const { procedure, calendar, agencies } = await loadSnapshots(input);
  const { dossierId, channel, receivingUnit, place, facts } = input;
  upsertMemo({ procedure: procedure.name.vi });
  const opening = { dossierId, procedure, calendar, agencies, channel, receivingUnit, place, facts };
  // What an earlier program began goes on under the rules it began with, until it adopts the present ones.
  const state = initialState(opening, patched(RULES_PATCH) ? RULES : 1);
  return { state, mark: null, epoch: 1 };
}

/**
 * What a run goes on from is the log's, whatever it was started with: whoever can start a workflow could have put
 * another state into its input.
 */
async function beginningInLog({ state, epoch, mark = null }: Carried): Promise<Beginning> {
  const inLog = await checkBeginning({ state, mark });
  return { epoch, ...(inLog ?? { state, mark }) };
}

function keptBy(
  { carried, ...input }: DossierInput,
  { recorded: state, mark, epoch, events, signatures }: RecordingLane,
): Kept | null {
  if (state.seq === 0) return null;
  const continuedFrom = workflowInfo().continuedFromExecutionRunId ?? carried?.replaces ?? null;
  return { input, state, mark, epoch, events, signatures, continuedFrom };
}

const isDue = ({ shown }: RecordingLane, at: Instant): boolean => {
  const next = nextDeadline(shown);
  return next !== null && next <= at;
};

function untilMoved(course: RecordingLane, otherwise: () => boolean): Promise<void> {
  const before = course.shown;
  return condition(() => course.shown !== before || otherwise());
}

const earlierThan = (next: Instant | null, armed: Instant): boolean => next !== null && next < armed;

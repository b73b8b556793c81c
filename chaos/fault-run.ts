import { setTimeout as sleep } from 'node:timers/promises';
import type { RunArguments } from './chaos-arguments';
import { checkInstallation } from './check/check';
import type { CheckReport } from './check/check';
import { repeatConfirmed } from './clients/repeat';
import { injectFaults, untilUp } from './faults/inject';
import type { Injected } from './faults/inject';
import { ALL_KINDS, needOf } from './faults/kinds';
import type { FaultKind } from './faults/kinds';
import { planFaults } from './faults/plan';
import type { PlannedFault } from './faults/plan';
import { whyNoLimitedDisk } from './installation/place';
import type { Outcome } from './report';
import { Stage } from './stage';
import type { StageOptions } from './stage';
import { violation } from './violation';

/** Confirmed acts that are asked for once more in the end, and for how long. */
const REPEATED = 300;
const REPEAT_MS = 180_000;

/** One run of faults: an installation of its own, people at work, faults by the seed, and the check. */
export async function runFaults(options: StageOptions): Promise<Outcome> {
  const { args } = options;
  const { kinds, left } = kindsFor(args);
  const faults = kinds.length === 0 ? 0 : args.faults;
  const plan = planFaults({ seed: args.seed, faults, kinds, equally: args.only !== undefined });
  const stage = await Stage.open({ ...options, limitedDisk: plan.some(({ kind }) => needOf(kind) === 'disk') });
  try {
    stage.say(`up: ${args.clients} clients, seed ${args.seed}, kinds ${kinds.join(', ')}`);
    const injected = await injectWhileWorking(stage, plan);
    stage.say(`clients have stopped: ${stage.account.confirmed} acts confirmed; checking`);
    const checked = await checkInstallation({
      installation: stage.installation,
      entries: () => stage.account.entries(),
      taken: stage.receiver.taken,
      whenSettled: () => repeatConfirmed(stage.patientFor(REPEAT_MS), REPEATED),
    });
    return outcomeOf(stage, injected, left, checked);
  } finally {
    await stage.close();
  }
}

/** The time is used up to its end, also where the plan is over before. */
async function injectWhileWorking(stage: Stage, plan: readonly PlannedFault[]): Promise<readonly Injected[]> {
  const { installation, receiver, account, options } = stage;
  const until = Date.now() + options.args.minutes * 60_000;
  const target = { installation, receiver, account, journal: options.journal, until };
  return stage.workDuring(async (stopping) => {
    void installation.endHangs(() => stopping.stopped);
    const injected = await injectFaults(target, plan);
    await sleep(Math.max(0, until - Date.now()));
    await untilUp(target, Date.now());
    return injected;
  });
}

interface Drawable {
  readonly kinds: readonly FaultKind[];
  readonly left: readonly string[];
}

/** What may be drawn here, and what is left out for which reason. */
function kindsFor({ only, outside }: RunArguments): Drawable {
  const noDisk = whyNoLimitedDisk();
  const left: string[] = [];
  const kinds = (only ?? ALL_KINDS).filter((kind) => {
    const need = needOf(kind);
    const why = need === 'disk' ? noDisk : need === 'wires' && !outside ? 'needs --outside' : undefined;
    if (why !== undefined) left.push(`${kind}: ${why}`);
    return why === undefined;
  });
  return { kinds, left };
}

function outcomeOf(
  { account, options }: Stage,
  faults: readonly Injected[],
  left: readonly string[],
  checked: CheckReport,
): Outcome {
  const notUp = faults.filter(({ up }) => !up).map(({ n, kind, note }) => ({ n, kind, note }));
  const broken = faults.flatMap(({ n, kind, broken: what }) => (what === undefined ? [] : [{ n, kind, what }]));
  return {
    seed: options.args.seed,
    minutes: options.args.minutes,
    faults,
    left,
    asked: account.entries().length,
    confirmed: account.confirmed,
    answers: account.answers(),
    checked,
    violations: [
      ...violation('not up again four minutes after a fault', notUp),
      ...violation('something went on that must be refused', broken),
      ...checked.violations,
    ],
  };
}

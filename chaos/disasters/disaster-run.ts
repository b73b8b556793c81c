import { checkInstallation } from '../check/check';
import { repeatConfirmed } from '../clients/repeat';
import { whyNoLimitedDisk } from '../installation/place';
import type { Outcome } from '../report';
import { everyDossierLives, NOTHING_LOST, recoverAll } from './afterwards';
import { fullDisk } from './full-disk';
import type { DisasterName } from './names';
import { forkedApology, olderStore, wipeTemporal } from './older-store';
import { Stage } from '../stage';
import type { StageOptions } from '../stage';
import type { Violation } from '../violation';
import { stalePid, tornFiles } from './state-files';

export interface DisasterOptions extends StageOptions {
  readonly name: DisasterName;
  /** By how many acts a store is put back. */
  readonly by: number;
}

const PLAYS: Readonly<Record<DisasterName, (stage: Stage, by: number) => Promise<readonly Violation[]>>> = {
  'wipe-temporal': wipeTemporal,
  'temporal-older': (stage, by) => olderStore(stage, 'temporal', by),
  'temporal-older-forks': forkedApology,
  'postgres-older': (stage, by) => olderStore(stage, 'postgres', by),
  'torn-files': tornFiles,
  'stale-pid': stalePid,
  'disk-full': fullDisk,
};

/** After these the two stores may differ, so that recovery has something to say. */
const NEEDS_RECOVERY: readonly DisasterName[] = [
  'wipe-temporal',
  'temporal-older',
  'temporal-older-forks',
  'postgres-older',
];

const REPEATED = 100;
const REPEAT_MS = 120_000;

/** Plays one disaster on an installation of its own, lets it repair itself, and checks what must hold afterwards. */
export async function runDisaster(options: DisasterOptions): Promise<Outcome> {
  const { name, by, args } = options;
  const noDisk = name === 'disk-full' ? whyNoLimitedDisk() : undefined;
  if (noDisk !== undefined) throw new Error(`disk-full cannot be played here: ${noDisk}`);
  const stage = await Stage.open({ ...options, limitedDisk: name === 'disk-full' });
  try {
    const played = await PLAYS[name](stage, by);
    const repaired = NEEDS_RECOVERY.includes(name) ? await recoverAll(stage) : NOTHING_LOST;
    const { lost } = repaired;
    const alive = await everyDossierLives(stage, lost);
    const checked = await checkInstallation({
      installation: stage.installation,
      entries: () => stage.account.entries(),
      taken: stage.receiver.taken,
      lost,
      restored: name === 'postgres-older',
      whenSettled: () => repeatConfirmed(stage.patientFor(REPEAT_MS), REPEATED),
    });
    return {
      seed: args.seed,
      minutes: 0,
      faults: [],
      left: [],
      asked: stage.account.entries().length,
      confirmed: stage.account.confirmed,
      answers: stage.account.answers(),
      checked,
      violations: [...played, ...repaired.violations, ...alive, ...checked.violations],
    };
  } finally {
    await stage.close();
  }
}

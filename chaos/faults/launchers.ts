import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosInstallation } from '../installation/installation';
import { within } from '../installation/launch';
import type { Launch } from '../installation/launch';
import { signal } from '../installation/processes';
import type { Struck } from './strike';

const REFUSED_MS = 30_000;
const RACE_MS = 45_000;

/** A second `npm start` beside the running one must be refused. */
export async function secondLauncher({ keeper }: ChaosInstallation): Promise<Struck> {
  const rival = keeper.launch();
  if (await within(rival.ended, REFUSED_MS)) return { note: `refused: ${rival.lastLine().slice(0, 160)}` };
  endGroup(rival, 'SIGTERM');
  return { note: 'not refused', broken: 'a second launcher went on beside the first' };
}

/** Three at once after the first was killed: one may live, the others must be refused. */
export async function launchersRace(installation: ChaosInstallation): Promise<Struck> {
  const { keeper } = installation;
  keeper.hold();
  signal(installation.parts().launcher, 'SIGKILL');
  await keeper.ended(10_000);
  await sleep(500);
  const rivals = [keeper.launch(), keeper.launch(), keeper.launch()];
  await Promise.race([sleep(RACE_MS), Promise.all(rivals.map(({ ended }) => ended))]);
  const living = rivals.filter((rival) => !rival.hasEnded());
  for (const rival of living.slice(1)) endGroup(rival, 'SIGKILL');
  keeper.adopt(living[0]);
  const note = `${living.length} of 3 live`;
  return living.length > 1 ? { note, broken: `${living.length} launchers lived at once` } : { note };
}

/** npm and the launcher it runs. */
function endGroup({ child }: Launch, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // It has gone by itself.
  }
}

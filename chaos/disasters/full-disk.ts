import { setTimeout as sleep } from 'node:timers/promises';
import { strike } from '../faults/strike';
import { violation } from '../violation';
import type { Stage } from './stage';

const FULL_MS = 40_000;
const BEFORE_MS = 15_000;
const AFTER_MS = 40_000;

/** The disk of both stores is full for a while: nobody is told anything untrue, and all goes on once there is room. */
export async function fullDisk(stage: Stage): Promise<void> {
  const { installation, receiver } = stage;
  const working = stage.workFor(BEFORE_MS + FULL_MS + AFTER_MS);
  await sleep(BEFORE_MS);
  const fault = { n: 1, kind: 'fill-disk', quietMs: 0, lengthMs: FULL_MS, choice: 0, together: [] } as const;
  const full = strike({ installation, receiver }, fault);
  await sleep(FULL_MS / 4);
  const doctor = await installation.command('doctor');
  if (doctor.ok)
    stage.violations.push(
      ...violation('doctor says that all is well while the disk is full', [doctor.output.slice(-300)]),
    );
  stage.say(`the disk was ${(await full).note}`);
  await working;
}

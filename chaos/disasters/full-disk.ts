import { setTimeout as sleep } from 'node:timers/promises';
import { strike } from '../faults/strike';
import { violation } from '../violation';
import type { Stage } from '../stage';
import type { Violation } from '../violation';

const FULL_MS = 40_000;
const BEFORE_MS = 15_000;
const AFTER_MS = 40_000;

/** The disk of both stores is full for a while: nobody is told anything untrue, and all goes on once there is room. */
export const fullDisk = (stage: Stage): Promise<readonly Violation[]> =>
  stage.workDuring(async () => {
    const { installation, receiver } = stage;
    await sleep(BEFORE_MS);
    const fault = { n: 1, kind: 'fill-disk', quietMs: 0, lengthMs: FULL_MS, choice: 0, together: [] } as const;
    const full = strike({ installation, receiver }, fault);
    await sleep(FULL_MS / 4);
    const doctor = await installation.command('doctor');
    stage.say(`the disk was ${(await full).note}`);
    await sleep(AFTER_MS);
    const blind = doctor.ok ? [doctor.output.slice(-300)] : [];
    return violation('doctor says that all is well while the disk is full', blind);
  });

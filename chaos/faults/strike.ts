import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receiver } from '../clients/receiver';
import { hasEnded } from '../installation/installation';
import type { ChaosInstallation } from '../installation/installation';
import { everyPid } from '../installation/parts';
import type { PartName, Parts } from '../installation/parts';
import { signal } from '../installation/processes';
import type { TcpProxy } from '../installation/tcp-proxy';
import { runCommand } from '../../workers/servers/run-command';
import type { FaultKind } from './kinds';
import { launchersRace, secondLauncher } from './launchers';
import type { PlannedFault } from './plan';

/** What a fault can lay hands on. */
export interface Target {
  readonly installation: ChaosInstallation;
  readonly receiver: Receiver;
}

/** What became of it: a note for the journal, or with `broken` what must not have happened. */
export interface Struck {
  readonly note: string;
  readonly broken?: string;
}

type Strike = (target: Target, fault: PlannedFault) => Promise<Struck>;

const TERM_MS = 30_000;
/** A slow line: each piece of data so much later. */
const DELAY_MS = [20, 200] as const;

/** Does what the plan says, and comes back when it is over: what was stopped goes on, what was cut is mended. */
export const strike: Strike = (target, fault) => STRIKES[fault.kind](target, fault);

const note = (text: unknown): Struck => ({ note: String(text) });

const kill =
  (which: (parts: Parts, choice: number) => readonly (number | undefined)[]): Strike =>
  async ({ installation }, { choice }) => {
    const pids = which(installation.parts(), choice);
    return note(`killed ${pids.filter((pid) => signal(pid, 'SIGKILL')).length} of ${pids.length}`);
  };

const one = (list: readonly number[], choice: number): readonly (number | undefined)[] => [
  list[Math.floor(choice * list.length)],
];

/** Asks to leave; what does not go is killed, as service managers do. */
const term =
  (name: PartName): Strike =>
  async ({ installation }) => {
    const pid = installation.parts()[name];
    if (!signal(pid, 'SIGTERM')) return note('was not there');
    const began = Date.now();
    while (Date.now() - began < TERM_MS && signalled(pid)) await sleep(200);
    return note(
      signal(pid, 'SIGKILL') ? `still there after ${TERM_MS / 1_000} s; killed` : `gone after ${Date.now() - began} ms`,
    );
  };

const signalled = (pid: number | undefined): boolean => pid !== undefined && existsSync(`/proc/${pid}`);

/** Stops processes and lets them go on. */
const pause =
  (which: (parts: Parts, choice: number) => readonly (number | undefined)[]): Strike =>
  async ({ installation }, fault) => {
    const pids = which(installation.parts(), fault.choice).filter((pid) => signal(pid, 'SIGSTOP'));
    await sleep(fault.lengthMs);
    for (const pid of pids) signal(pid, 'SIGCONT');
    return note(`stopped ${pids.length} for ${fault.lengthMs} ms`);
  };

type LineName = 'api' | 'postgres' | 'temporal';

const onLine =
  (name: LineName, harm: (line: TcpProxy, fault: PlannedFault) => void): Strike =>
  async ({ installation }, fault) => {
    const line = await lineOf(installation, name);
    if (line === undefined) return note('there is no such line here');
    harm(line, fault);
    await sleep(fault.lengthMs);
    line.mend();
    return note(`for ${fault.lengthMs} ms`);
  };

const lineOf = async ({ apiLine, servers }: ChaosInstallation, name: LineName): Promise<TcpProxy | undefined> =>
  name === 'api' ? apiLine : name === 'postgres' ? servers?.postgresLine : servers?.temporalLine;

const cut = (name: LineName): Strike => onLine(name, (line) => line.cut());
const silence = (name: LineName): Strike => onLine(name, (line) => line.silence());
const slow = (name: LineName): Strike =>
  onLine(name, (line, { choice }) => line.slow(DELAY_MS[0] + Math.round(choice * (DELAY_MS[1] - DELAY_MS[0]))));

/** A second process of the same kind beside the installation's own. */
const second =
  (entry: string): Strike =>
  async ({ installation }, { lengthMs, choice }) => {
    const child = installation.extra(entry);
    await sleep(lengthMs);
    const lived = child.exitCode === null && child.signalCode === null;
    signal(child.pid, choice < 0.5 ? 'SIGKILL' : 'SIGTERM');
    if (!(await hasEnded(child, TERM_MS))) signal(child.pid, 'SIGKILL');
    return note(lived ? `worked beside the first for ${lengthMs} ms` : `ended by itself with ${child.exitCode}`);
  };

const fillDisk: Strike = async ({ installation: { place } }, { lengthMs }) => {
  const ballast = join(place.home, 'ballast');
  try {
    for (const size of ['1M', '4k']) await runCommand('dd', ['if=/dev/zero', `of=${ballast}.${size}`, `bs=${size}`]);
    await sleep(lengthMs);
  } finally {
    for (const size of ['1M', '4k']) rmSync(`${ballast}.${size}`, { force: true });
  }
  return note(`full for ${lengthMs} ms`);
};

const killWhileStarting: Strike = async (target, fault) => {
  const { installation } = target;
  signal(installation.parts().launcher, 'SIGKILL');
  await sleep(1_200 + fault.choice * 7_000);
  const which = (['launcher', 'temporal', 'postmaster'] as const)[Math.floor(fault.choice * 1_000) % 3]!;
  return note(`then the new ${which}: ${signal(installation.parts()[which], 'SIGKILL')}`);
};

/** Two or three at the same moment; each with its own part of the chance. */
const several: Strike = async (target, fault) => {
  const struck = await Promise.all(fault.together.map((kind) => strike(target, { ...fault, kind, together: [] })));
  const broken = struck.flatMap((each) => each.broken ?? []).join('; ');
  return { note: fault.together.join(' + '), ...(broken === '' ? {} : { broken }) };
};

const STRIKES: Readonly<Record<FaultKind, Strike>> = {
  'kill-launcher': kill(({ launcher }) => [launcher]),
  'kill-worker': kill(({ worker }) => [worker]),
  'kill-api': kill(({ api }) => [api]),
  'kill-relay': kill(({ relay }) => [relay]),
  'kill-temporal': kill(({ temporal }) => [temporal]),
  'kill-postmaster': kill(({ postmaster }) => [postmaster]),
  'kill-pg-backend': kill(({ backends }, choice) => one(backends, choice)),
  'kill-pg-auxiliary': kill(({ auxiliary }, choice) => one(auxiliary, choice)),
  'kill-everything': kill(everyPid),
  'kill-while-starting': killWhileStarting,
  'term-launcher': term('launcher'),
  'term-worker': term('worker'),
  'term-api': term('api'),
  'term-relay': term('relay'),
  'term-temporal': term('temporal'),
  'term-postmaster': term('postmaster'),
  'term-pg-backend': async ({ installation }, { choice }) =>
    note(signal(one(installation.parts().backends, choice)[0], 'SIGTERM') ? 'told to leave' : 'there was none'),
  'pause-launcher': pause(({ launcher }) => [launcher]),
  'pause-worker': pause(({ worker }) => [worker]),
  'pause-api': pause(({ api }) => [api]),
  'pause-relay': pause(({ relay }) => [relay]),
  'pause-temporal': pause(({ temporal }) => [temporal]),
  'pause-postgres': pause(({ postmaster, backends, auxiliary }) => [postmaster, ...backends, ...auxiliary]),
  'pause-pg-backend': pause(({ backends }, choice) => one(backends, choice)),
  'second-launcher': ({ installation }) => secondLauncher(installation),
  'launchers-race': ({ installation }) => launchersRace(installation),
  'second-worker': second('workers/worker.ts'),
  'second-relay': second('workers/relay.ts'),
  'receiver-down': async ({ receiver }, { lengthMs }) => {
    receiver.goDown(lengthMs);
    await sleep(lengthMs);
    return note(`for ${lengthMs} ms`);
  },
  'fill-disk': fillDisk,
  'cut-api': cut('api'),
  'slow-api': slow('api'),
  'cut-postgres': cut('postgres'),
  'slow-postgres': slow('postgres'),
  'silence-postgres': silence('postgres'),
  'cut-temporal': cut('temporal'),
  'slow-temporal': slow('temporal'),
  'silence-temporal': silence('temporal'),
  'several-at-once': several,
};

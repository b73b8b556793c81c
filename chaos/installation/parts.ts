import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GUARDED, UNGUARDED } from '../../workers/servers/temporal-binary';
import type { Place } from './place';
import { hasVariable, livingProcesses } from './processes';
import type { Seen } from './processes';

/** Process numbers of one installation's parts, as far as they live. */
export interface Parts {
  readonly launcher?: number;
  readonly worker?: number;
  readonly relay?: number;
  readonly api?: number;
  readonly temporal?: number;
  readonly postmaster?: number;
  /** Children of the postmaster that serve a connection. */
  readonly backends: readonly number[];
  /** Its other children: checkpointer, writers. */
  readonly auxiliary: readonly number[];
}

export const PART_NAMES = ['launcher', 'worker', 'relay', 'api', 'temporal', 'postmaster'] as const;

export type PartName = (typeof PART_NAMES)[number];

/** Where the stores of an installation are looked for: in its own data directory, or beside it. */
export interface StorePlace {
  readonly dataDir: string;
}

/**
 * Finds the parts by their command lines and environment, whoever started them and however often: a launcher may
 * replace a dead part by a new one. Nobody else's process is ever named. `strangers` are second workers and relays
 * that a fault started.
 */
export function findParts(place: Place, stores: StorePlace, strangers: ReadonlySet<number> = new Set()): Parts {
  const all = livingProcesses();
  const launchers = all.filter(
    ({ words, pid }) => isEntry(words, 'workers/start.ts') && hasVariable(pid, 'LIENTHONG_HOME', place.home),
  );
  const ours = all.filter(
    ({ pid, command }) => /\/(worker|relay|main)\.ts/.test(command) && !strangers.has(pid) && belongs(place, pid),
  );
  const postmaster = all.find(({ words }) => words[1] === '-D' && words[2] === clusterOf(stores.dataDir));
  const children = postmaster === undefined ? [] : all.filter(({ parent }) => parent === postmaster.pid);
  return {
    launcher: (launchers.find(({ pid }) => pid === lockedBy(place)) ?? launchers[0])?.pid,
    worker: partOf(ours, 'workers/worker.ts'),
    relay: partOf(ours, 'workers/relay.ts'),
    api: partOf(ours, 'api/main.ts'),
    temporal: all.find(
      ({ command }) =>
        [GUARDED, UNGUARDED].some((program) => command.includes(program)) &&
        command.includes(join(stores.dataDir, 'temporal.db')),
    )?.pid,
    postmaster: postmaster?.pid,
    backends: children.filter(isBackend).map(({ pid }) => pid),
    auxiliary: children.filter((child) => !isBackend(child)).map(({ pid }) => pid),
  };
}

const belongs = (place: Place, pid: number): boolean => hasVariable(pid, 'LIENTHONG_DATA', place.dataDir);

const partOf = (processes: readonly Seen[], entry: string): number | undefined =>
  processes.find(({ words }) => words.some((word) => word.endsWith(entry)))?.pid;

/** Node itself running that program, not the shell or npm in front of it. */
const isEntry = (words: readonly string[], entry: string): boolean =>
  /(^|\/)node$/.test(words[0] ?? '') && (words[1] ?? '').endsWith('bootstrap.mjs') && words[2] === entry;

const isBackend = ({ command }: Seen): boolean => / lienthong | postgres postgres /.test(command);

const lockedBy = ({ dataDir }: Place): number => Number(/\d+/.exec(read(join(dataDir, 'start.pid')))?.[0] ?? 0);

export const clusterOf = (dataDir: string): string => {
  const pointer = join(dataDir, 'postgres.place');
  return existsSync(pointer) ? read(pointer).trim() : join(dataDir, 'postgres');
};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

export const missingParts = (parts: Parts): readonly PartName[] =>
  PART_NAMES.filter((name) => parts[name] === undefined);

export const everyPid = (parts: Parts): readonly number[] => [
  ...PART_NAMES.flatMap((name) => parts[name] ?? []),
  ...parts.backends,
  ...parts.auxiliary,
];

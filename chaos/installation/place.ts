import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { choosePort } from '../../workers/servers/ports';
import { OWNER_FILE, reapAbandoned, removeThrowAway } from '../../workers/servers/reap-abandoned';
import type { Report } from '../../workers/servers/progress';

/** Where a throw-away installation lies and by which ports it is reached. */
export interface Place {
  /** The checkout whose `npm start` is run. */
  readonly checkout: string;
  readonly home: string;
  readonly dataDir: string;
  /** The installation's own port, which clients reach through a proxy. */
  readonly apiPort: number;
  /** Whether the home is a file system of its own, of limited size. */
  readonly limited: boolean;
  remove(): Promise<void>;
}

const PREFIX = 'lienthong-chaos-';
/** Room for what a long run writes; filled, it is in memory. */
const DISK_MB = 2_500;

/** Makes a place of its own; a limited one where the plan fills the disk. Throws where that needs root. */
export async function makePlace(report: Report, limited: boolean): Promise<Place> {
  await removeMounts();
  await reapAbandoned(tmpdir(), PREFIX, report);
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL runs as another user where root starts it.
  chmodSync(directory, 0o711);
  writeFileSync(join(directory, OWNER_FILE), String(process.pid));
  const home = join(directory, 'home');
  mkdirSync(home);
  if (limited) mountLimited(home);
  return {
    checkout: resolve(__dirname, '..', '..'),
    home,
    dataDir: join(home, 'production'),
    apiPort: await choosePort(),
    limited,
    remove: async () => {
      if (limited) spawnSync('umount', ['--lazy', home]);
      await removeThrowAway(directory);
    },
  };
}

/** Why a disk of limited size cannot be had here; undefined where it can. */
export const whyNoLimitedDisk = (): string | undefined =>
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'only root on Linux can mount a disk of limited size'
    : undefined;

function mountLimited(directory: string): void {
  const why = whyNoLimitedDisk();
  if (why !== undefined) throw new Error(why);
  const ran = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0755`, 'lienthong-chaos', directory], {
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`no disk of limited size: ${ran.stderr.trim()}`);
}

/** File systems that killed runs left mounted, with the servers that still have their data on them. */
async function removeMounts(): Promise<void> {
  if (!existsSync('/proc/mounts')) return;
  for (const line of readFileSync('/proc/mounts', 'utf8').split('\n')) {
    const [device, directory] = line.split(' ');
    if (device !== 'lienthong-chaos' || directory === undefined) continue;
    const owner = Number(readOr(join(directory, '..', OWNER_FILE)));
    if (existsSync(`/proc/${owner}`)) continue;
    // The mount point itself cannot be removed yet.
    await removeThrowAway(directory).catch(() => undefined);
    spawnSync('umount', ['--lazy', directory]);
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './cache-dir';
import { Hopeless } from './hopeless';
import { withProgress, type Report } from './progress';
import { runCommand } from './run-command';
import { sdkDownload } from './sdk-download';

/** The source of the server that asks for certificates: a Go module of its own around the public packages of Temporal. */
const SOURCE = join(__dirname, '..', '..', 'temporal-server');
/** In the command line of every server we start. */
export const GUARDED = 'lienthong-temporal';
export const UNGUARDED = 'start-dev';

export interface TemporalBinary {
  readonly path: string;
  readonly how: string;
  /** Whether it asks for certificates. The development server does not, and whoever reaches it may do everything. */
  readonly guarded: boolean;
}

export interface TemporalBinaryOptions {
  /** Where the guarded server cannot be had: whether the development server may take its place. */
  readonly unguarded: boolean;
  readonly report: Report;
}

/** The server: cached, or built with Go; else the unguarded one where that is allowed; else an error that names the ways out. */
export async function temporalBinary({ unguarded, report }: TemporalBinaryOptions): Promise<TemporalBinary> {
  const path = join(cacheDir(), 'bin', `${GUARDED}-${sourceDigest()}`);
  if (existsSync(path) && (await runs(path, ['version']))) return { path, how: `cached in ${path}`, guarded: true };
  const notBuilt = await buildWithGo(path, report);
  if (notBuilt === undefined) return { path, how: 'built with Go', guarded: true };
  const waysOut = [
    '  - TEMPORAL_ADDRESS=host:port, if one runs already (docs/operations.md says how to reach it with TLS)',
    `  - install Go 1.25 or newer: the build failed (${notBuilt})`,
    `  - build it elsewhere from "temporal-server/" with "go build", and copy it to ${path}`,
  ];
  if (!unguarded) throw new Hopeless(['there is no Temporal server that asks for certificates. Ways out:', ...waysOut].join('\n'));
  const development = await developmentServer(report);
  if (development === undefined) throw new Hopeless(['there is no Temporal server. Ways out:', ...waysOut].join('\n'));
  report('WARNING: Temporal runs WITHOUT certificates: every user of this machine can read and write dossiers. For demonstrations only.');
  return { ...development, guarded: false };
}

/** Names the cached program, so that a changed source is built anew. */
function sourceDigest(): string {
  const digest = createHash('sha256');
  for (const name of readdirSync(SOURCE).filter((each) => /\.go$|^go\.(mod|sum)$/.test(each)).sort()) {
    digest.update(name).update(readFileSync(join(SOURCE, name)));
  }
  return digest.digest('hex').slice(0, 12);
}

const runs = async (path: string, args: readonly string[]): Promise<boolean> => (await runCommand(path, args, { timeoutMs: 20_000 })).ok;

/** Builds the program into the cache, whole or not at all; undefined when it worked, else why not. */
async function buildWithGo(path: string, report: Report): Promise<string | undefined> {
  const bin = join(cacheDir(), 'bin');
  mkdirSync(bin, { recursive: true });
  const unfinished = mkdtempSync(join(bin, 'building-'));
  try {
    const { ok, output } = await withProgress(report, 'building Temporal with Go, which takes some minutes the first time', (note) => {
      let [fetched, compiled] = [0, 0];
      return runCommand('go', ['build', '-v', '-ldflags=-s -w', '-o', join(unfinished, GUARDED), '.'], {
        cwd: SOURCE,
        env: { ...process.env, GOFLAGS: '-buildvcs=false', GOWORK: 'off' },
        onLine: (line) => {
          if (line.startsWith('go: downloading')) fetched += 1;
          else compiled += 1;
          note(`${fetched} modules fetched, ${compiled} packages compiled`);
        },
      });
    });
    if (!ok) return output.trim().split('\n').at(-1);
    renameSync(join(unfinished, GUARDED), path);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** The release whose server is the one that temporal-server/ is built from. */
const DEVELOPMENT_VERSION = '1.5.1';
/** The oldest that knows every flag used here; 1.3 carries server 1.27. */
const OLDEST = { cli: [1, 3], server: [1, 27] } as const;

/** The `temporal` program of Temporal itself: on PATH, cached, or downloaded by the SDK. */
async function developmentServer(report: Report): Promise<{ readonly path: string; readonly how: string } | undefined> {
  const onPath = await versionOf('temporal');
  if (onPath !== undefined && isRecent(onPath)) return { path: 'temporal', how: `on PATH (${onPath})` };
  const path = join(cacheDir(), 'bin', `temporal-${DEVELOPMENT_VERSION}`);
  if (existsSync(path) && (await versionOf(path)) !== undefined) return { path, how: `cached in ${path}` };
  const notDownloaded = await sdkDownload({ kind: 'cli', version: `v${DEVELOPMENT_VERSION}`, target: path, report });
  return notDownloaded === undefined ? { path, how: 'downloaded' } : undefined;
}

async function versionOf(path: string): Promise<string | undefined> {
  const { ok, output } = await runCommand(path, ['--version'], { timeoutMs: 20_000 });
  return ok ? output.trim() : undefined;
}

/** A program built from source calls itself 0.0.0-DEV: then its server's version decides. */
function isRecent(version: string): boolean {
  const cli = numbers(version, /version (\d+)\.(\d+)/);
  const server = numbers(version, /Server (\d+)\.(\d+)/);
  return atLeast(cli, OLDEST.cli) || (version.includes('DEV') && atLeast(server, OLDEST.server));
}

const numbers = (text: string, pattern: RegExp): readonly number[] => (pattern.exec(text) ?? []).slice(1).map(Number);

const atLeast = ([major = 0, minor = 0]: readonly number[], [wantMajor, wantMinor]: readonly [number, number]): boolean =>
  major > wantMajor || (major === wantMajor && minor >= wantMinor);

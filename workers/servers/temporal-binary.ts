import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from './cache-dir';
import { Hopeless } from './hopeless';
import { withProgress, type Report } from './progress';
import { runCommand } from './run-command';
import { sdkDownload } from './sdk-download';

/** The release whose server (1.29.1) the tests run on; newer ones cannot be built with `go install`. */
const VERSION = '1.5.1';
const GO_PACKAGE = `github.com/temporalio/cli/cmd/temporal@v${VERSION}`;
/** The oldest that knows every flag used here; 1.3 carries server 1.27. */
const OLDEST = { cli: [1, 3], server: [1, 27] } as const;

export interface TemporalBinary {
  readonly path: string;
  readonly how: string;
}

/** The `temporal` program: on PATH, cached, downloaded by the SDK, built with Go; an error that names the ways out. */
export async function temporalBinary(report: Report): Promise<TemporalBinary> {
  const onPath = await versionOf('temporal');
  if (onPath !== undefined && isRecent(onPath)) return { path: 'temporal', how: `on PATH (${onPath})` };
  if (onPath !== undefined) report(`the Temporal on PATH is older than 1.3 (${onPath}): another one is used`);
  const path = join(cacheDir(), 'bin', `temporal-${VERSION}`);
  if (existsSync(path) && (await versionOf(path)) !== undefined) return { path, how: `cached in ${path}` };
  const notDownloaded = await sdkDownload({ kind: 'cli', version: `v${VERSION}`, target: path, report });
  if (notDownloaded === undefined) return { path, how: 'downloaded' };
  report(`Temporal could not be downloaded (${notDownloaded}); building it with Go, which takes some minutes`);
  const notBuilt = await buildWithGo(path, report);
  if (notBuilt === undefined) return { path, how: 'built with Go' };
  throw new Hopeless(
    [
      'there is no Temporal server. Ways out:',
      '  - TEMPORAL_ADDRESS=host:port, if one runs already',
      '  - put the program "temporal" (1.3 or newer) on PATH, see https://docs.temporal.io/cli',
      `  - copy it to ${path}`,
      `  - let this machine reach the internet: the download failed (${notDownloaded})`,
      `  - install Go 1.24 or newer: the build failed (${notBuilt})`,
    ].join('\n'),
  );
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

/** Builds the program into the cache, whole or not at all; undefined when it worked, else why not. */
async function buildWithGo(path: string, report: Report): Promise<string | undefined> {
  const bin = join(cacheDir(), 'bin');
  mkdirSync(bin, { recursive: true });
  const unfinished = mkdtempSync(join(bin, 'building-'));
  try {
    const { ok, output } = await withProgress(report, 'building Temporal with Go', (note) => {
      let [fetched, compiled] = [0, 0];
      return runCommand('go', ['install', '-v', GO_PACKAGE], {
        env: { ...process.env, GOBIN: unfinished, GOFLAGS: '' },
        onLine: (line) => {
          if (line.startsWith('go: downloading')) fetched += 1;
          else compiled += 1;
          note(`${fetched} modules fetched, ${compiled} packages compiled`);
        },
      });
    });
    if (!ok) return output.trim().split('\n').at(-1);
    renameSync(join(unfinished, 'temporal'), path);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

import { spawn } from 'node:child_process';
import { finished } from 'node:stream/promises';

export type ScanOutcome = 'clean' | 'infected' | 'failed';

/** One file on its way through the scanner. */
export interface ScanRun {
  /** Resolves when the scanner takes more, or never will. */
  write(chunk: Uint8Array): Promise<void>;
  /** After the last chunk. */
  finish(): Promise<ScanOutcome>;
  /** The upload was broken off or refused; nothing is waited for. Safe after `finish`. */
  cancel(): void;
}

export type Scan = () => ScanRun;

const CLEAN = 0;
const INFECTED = 1;
/** A scanner that neither reads nor answers for so long is taken for dead. */
const PATIENCE_MS = 120_000;

/**
 * Runs a command of the shell for each file, which gets the file on standard input: exit code 0 clean, 1 infected, anything
 * else not scanned (`clamdscan --no-summary -` does this). One that stops reading half-way is not believed to say clean.
 */
export const commandScan = (command: string, patienceMs = PATIENCE_MS): Scan => () => {
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const { stdin } = child;
  const exit = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  const readAll = finished(stdin).then(() => true, () => false);
  const cancel = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      // The group: the shell's own children too.
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Ended by itself in between.
    }
  };
  const patiently = async <T>(waited: Promise<T>): Promise<T> => {
    const timer = setTimeout(cancel, patienceMs);
    try {
      return await waited;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async write(chunk) {
      if (!stdin.writable || stdin.write(chunk)) return;
      await patiently(Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), readAll, exit]));
    },
    async finish() {
      stdin.end();
      const [code, whole] = await patiently(Promise.all([exit, readAll]));
      if (code === INFECTED) return 'infected';
      return code === CLEAN && whole ? 'clean' : 'failed';
    },
    cancel,
  };
};

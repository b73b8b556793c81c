import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './servers/processes';

/**
 * One launcher per data directory: a second would take over the first one's servers and stop them with its own Ctrl-C.
 * Answers how to give it back, or throws naming the process that holds it. A killed launcher's lock is taken over.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'start.pid');
  for (;;) {
    try {
      const fd = openSync(file, 'wx');
      writeSync(fd, `${process.pid}\n`);
      closeSync(fd);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(file, 'utf8'));
      if (Number.isInteger(holder) && holder > 0 && holder !== process.pid && isAlive(holder)) {
        throw new Error(`this installation is running already (process ${holder}, ${dataDir}); use it, or stop that process with Ctrl-C or "kill ${holder}"`);
      }
      rmSync(file, { force: true });
    }
  }
}

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { missingParts } from '../installation/parts';
import { signal } from '../installation/processes';
import { violation } from '../violation';
import type { Stage } from '../stage';
import type { Violation } from '../violation';

const POPULATE_MS = 15_000;
const START_MS = 90_000;
const STATE_FILES = [
  'installation.json',
  'servers.json',
  'start.pid',
  'tracking-key',
  'payload-keys',
  'postgres.password',
];

/** Each state file is torn by a crash: the start comes up all the same, or ends and names the file. */
export async function tornFiles(stage: Stage): Promise<readonly Violation[]> {
  const { installation } = stage;
  await stage.workFor(POPULATE_MS);
  await installation.stop();
  const unnamed: object[] = [];
  for (const name of STATE_FILES) {
    const file = join(installation.place.dataDir, name);
    const kept = existsSync(file) ? readFileSync(file) : undefined;
    if (kept === undefined && name !== 'start.pid') continue;
    writeFileSync(file, '');
    const { up, text } = await tryToStart(stage);
    stage.say(`${name} emptied: ${up ? 'comes up' : text.split('\n').at(-1)}`);
    if (up) await installation.stop();
    else if (!text.includes(name)) unnamed.push({ name, said: text.slice(-400) });
    // What the start wrote anew of itself stays; keys do not come back by themselves.
    if (!up && kept !== undefined) writeFileSync(file, kept, { mode: 0o600 });
    if (!up && kept === undefined) rmSync(file, { force: true });
  }
  await installation.start();
  return violation('a torn state file stops the start without being named', unnamed);
}

/** After a restart of the machine the lock names a stranger: the start comes up, and nobody is told to kill them. */
export async function stalePid(stage: Stage): Promise<readonly Violation[]> {
  const { installation } = stage;
  await stage.workFor(POPULATE_MS);
  await installation.stop();
  const stranger = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  writeFileSync(join(installation.place.dataDir, 'start.pid'), `${stranger.pid}\n`);
  const { up, text } = await tryToStart(stage);
  signal(stranger.pid, 'SIGKILL');
  if (up) return [];
  rmSync(join(installation.place.dataDir, 'start.pid'), { force: true });
  await installation.start();
  return violation("a stale start.pid that names a stranger's process stops the start", [text.slice(-400)]);
}

/** One `npm start` that nobody restarts. */
async function tryToStart({ installation }: Stage): Promise<{ readonly up: boolean; readonly text: string }> {
  const launched = installation.keeper.launch();
  for (const until = Date.now() + START_MS; Date.now() < until && !launched.hasEnded(); await sleep(300)) {
    if (missingParts(installation.parts()).length === 0 && (await installation.answers())) {
      installation.keeper.adopt(launched);
      return { up: true, text: launched.text() };
    }
  }
  if (!launched.hasEnded()) signal(installation.parts().launcher, 'SIGKILL');
  await launched.ended;
  return { up: false, text: launched.text().trim() };
}

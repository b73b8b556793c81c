import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatInstant } from '../domain/calendar/local-time';
import { endOnFatal } from '../gateway/fatal';
import { dataDirOf } from '../gateway/installation';
import type { Installation } from '../gateway/installation';
import { bringUp } from './bring-up';
import type { Running } from './bring-up';
import { closeToOthers } from './close-to-others';
import { compareBeforeOpening } from './compare-before-opening';
import { lockDataDir } from './data-lock';
import { demoOf } from './demo/demo';
import type { Demo } from './demo/demo';
import { runDemo } from './demo/run-demo';
import { introduceSamplePeople } from './demo/sample-people';
import { ensureAdministrator } from './first-administrator';
import type { OpenDesk } from '../gateway/open-desk';
import { standClock } from './legal-clock';
import { Interrupted } from './servers/interrupted';
import { parseStartArguments } from './start-arguments';
import type { StartArguments } from './start-arguments';

interface Launch extends StartArguments {
  readonly mode: Installation['mode'];
  readonly dataDir: string;
  readonly demonstration: Demo | undefined;
}

/** `npm start`: everything that runs, in the foreground, until Ctrl-C. */
async function main(): Promise<number> {
  const options = parseStartArguments(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const mode: Installation['mode'] = options.demo === undefined ? 'production' : `demo-${options.demo}`;
  const dataDir = options.ephemeral ? mkdtempSync(join(tmpdir(), 'lienthong-')) : dataDirOf(process.env, mode);
  const demonstration = options.demo === undefined ? undefined : demoOf(options.demo);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

  const unlock = lockDataDir(dataDir);
  closeToOthers(dataDir);
  console.log(`lienthong · ${mode} · ${dataDir}`);
  try {
    await launch({ ...options, mode, dataDir, demonstration }, stopping);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    unlock();
    if (options.ephemeral) rmSync(dataDir, { recursive: true, force: true });
  }
  const kept = 'Stopped. The same command goes on where this left off.';
  console.log(options.ephemeral ? 'Stopped; nothing was kept.' : kept);
  return 0;
}

const report = (line: string): void => console.log(`  ${line}`);

/** From bringing up to stopping again. Throws the reason why it could not come up or go on. */
async function launch(options: Launch, stopping: AbortController): Promise<void> {
  const { dataDir, mode, ephemeral, demonstration, speed } = options;
  const { signal } = stopping;
  const clock = demonstration && { begin: demonstration.begin, speed: speed ?? demonstration.speed };
  signal.addEventListener('abort', () => console.log('\nStopping …'));
  const beforeWindowsOpen = (desk: OpenDesk): Promise<void> => compareBeforeOpening(desk, dataDir, report);
  const running = await bringUp({ dataDir, mode, ephemeral, report, signal, beforeWindowsOpen, ...(clock ? { clock } : {}) });
  const { supervisor } = running;
  const where = ephemeral ? ` --data ${dataDir}` : '';
  let lost: Error | undefined;
  void supervisor.hopeless.then((reason) => {
    lost = reason;
    stopping.abort();
  });
  try {
    await supervisor.insist(() => introduce(running, demonstration));
    if (demonstration) await runDemo({ demo: demonstration, running, signal, report });
    else console.log(`\nReady. Try:  npx lienthong doctor${where}    (Ctrl-C stops everything)`);
    while (!signal.aborted) await sleep(60_000, undefined, { signal }).catch(() => undefined);
  } catch (error) {
    // Whatever fails because we are stopping is told by that alone.
    if (!signal.aborted) throw error;
  } finally {
    if (demonstration) await standStill(running.desk);
    await running.stop();
  }
  if (lost) throw lost;
}

/** Who may work here, and where they find what. */
async function introduce({ installation, desk }: Running, demonstration: Demo | undefined): Promise<void> {
  report(`Web UI: ${installation.uiUrl ?? '–'}`);
  report(`official time ${formatInstant(desk.clock.now())}`);
  if (demonstration) for (const line of await introduceSamplePeople(desk.db, demonstration)) report(line);
  else {
    const file = await ensureAdministrator(desk.db, installation.dataDir, desk.clock.now());
    if (file !== null) report(`first administrator: name and password in ${file}`);
  }
}

/** The demonstration's clock stands from here on; while PostgreSQL is gone it has stood since the last beat. */
async function standStill(desk: OpenDesk): Promise<void> {
  const stood = standClock(desk.db, 0).catch(() => undefined);
  await Promise.race([stood, sleep(2_000)]);
}

// A terminal that was closed, or a reader that has gone, is no reason to stop otherwise than in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const fatal = endOnFatal('lienthong', { trace: process.env['LIENTHONG_DEBUG'] !== undefined });

main().then((code) => process.exit(code), fatal);

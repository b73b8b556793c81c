import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatInstant } from '../domain/calendar/local-time';
import { dataDirOf } from '../gateway/installation';
import type { Installation } from '../gateway/installation';
import { bringUp } from './bring-up';
import { lockDataDir } from './data-lock';
import { demoOf } from './demo/demo';
import { runDemo } from './demo/run-demo';
import { introduceSamplePeople } from './demo/sample-people';
import { ensureAdministrator } from './first-administrator';
import type { OpenDesk } from '../gateway/open-desk';
import { standClock } from './legal-clock';
import { parseStartArguments } from './start-arguments';

/** `npm start`: everything that runs, in the foreground, until Ctrl-C. */
async function main(): Promise<number> {
  const options = parseStartArguments(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const mode: Installation['mode'] = options.demo === undefined ? 'production' : `demo-${options.demo}`;
  const dataDir = options.ephemeral ? mkdtempSync(join(tmpdir(), 'lienthong-')) : dataDirOf(process.env, mode);
  const report = (line: string): void => console.log(`  ${line}`);
  const demo = options.demo === undefined ? undefined : demoOf(options.demo);

  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const { signal } = stopping;

  const unlock = lockDataDir(dataDir);
  console.log(`lienthong · ${mode} · ${dataDir}`);
  const running = await bringUp({ dataDir, mode, ephemeral: options.ephemeral, report, ...(demo ? { clock: { begin: demo.begin, speed: options.speed ?? demo.speed } } : {}) });
  report(`Web UI: ${running.installation.uiUrl ?? '–'}`);
  report(`official time ${formatInstant(running.desk.clock.now())}`);
  if (demo) for (const line of await introduceSamplePeople(running.desk.db, demo)) report(line);
  else {
    const file = await ensureAdministrator(running.desk.db, dataDir, running.desk.clock.now());
    if (file !== null) report(`first administrator: name and password in ${file}`);
  }

  let death: string | null = null;
  const watch = setInterval(() => {
    death ??= running.dead();
    if (death !== null) stop();
  }, 200);
  try {
    if (demo) await runDemo({ demo, running, signal, report });
    else console.log(`\nReady. Try:  npx lienthong doctor${options.ephemeral ? ` --data ${dataDir}` : ''}    (Ctrl-C stops everything)`);
    while (!signal.aborted) await sleep(500, undefined, { signal }).catch(() => undefined);
  } catch (error) {
    // Whatever fails because a part died, or because we are stopping, is told by that alone.
    if (!signal.aborted && death === null) {
      await sleep(500);
      death ??= running.dead();
      if (death === null) throw error;
    }
  } finally {
    clearInterval(watch);
    console.log(death === null ? '\nStopping …' : `\n${death} has died. Nothing recorded is lost; stopping the rest …`);
    if (demo) await standStill(running.desk);
    await running.stop(death !== null);
    unlock();
    if (options.ephemeral) rmSync(dataDir, { recursive: true, force: true });
  }
  console.log(options.ephemeral ? 'Stopped; nothing was kept.' : death === null ? 'Stopped. The same command goes on where this left off.' : 'Start again with the same command: it goes on where this stopped.');
  return death === null ? 0 : 1;
}

/** The demonstration's clock stands from here on; while PostgreSQL is gone it has stood since the last beat. */
async function standStill(desk: OpenDesk): Promise<void> {
  const stood = standClock(desk.db, 0).catch(() => undefined);
  await Promise.race([stood, sleep(2_000)]);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`lienthong: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['LIENTHONG_DEBUG']) console.error(error);
    process.exit(1);
  },
);

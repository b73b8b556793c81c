/**
 * What `npm test` runs: the servers, the checks, jest; then stops what it started, says what could not run and why, and
 * closes with one line of counts. Arguments go to jest: `npm test -- domain` runs what has "domain" in its path. `npm test --
 * --contract` runs nothing but the contract run, `npm test -- --chaos` nothing but the short run of faults.
 */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { OWNER_FILE, reapAbandoned, removeThrowAway } from '../workers/servers/reap-abandoned';
import { workflowBundle } from '../workers/bundle';
import { runChecks, type Check } from './running/checks';
import { prepareChaosRun } from './running/chaos-run';
import { prepareContractRun } from './running/contract-run';
import { HOUSE_CHECKS } from './running/house-checks';
import { NO_TESTS, listTestFiles, runJest } from './running/jest-run';
import { provideTestServers } from './running/test-servers';

const ROOT = resolve(__dirname, '..');
const TEMPORARY = 'lienthong-test-';

/** What must be there before the first test that needs servers, in this order. One that throws fails the run. */
const prepare: readonly (() => Promise<unknown>)[] = [() => workflowBundle(say)];

const CONTRACT_ALONE = '--contract';
const CHAOS_ALONE = '--chaos';

/** What counts as a test beside jest's; not run when the arguments pick some tests only. */
const checks: readonly Check[] = HOUSE_CHECKS;

const say = (line: string): void => console.log(line);

async function main(args: readonly string[]): Promise<number> {
  const began = Date.now();
  await reapAbandoned(tmpdir(), TEMPORARY, say);
  const directory = mkdtempSync(join(tmpdir(), TEMPORARY));
  chmodSync(directory, 0o711);
  writeFileSync(join(directory, OWNER_FILE), String(process.pid));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort(signal));
  let stop = async (): Promise<void> => undefined;
  try {
    const [everything, contractAlone, chaosAlone] = [args.length === 0, args[0] === CONTRACT_ALONE, args[0] === CHAOS_ALONE];
    const files = contractAlone || chaosAlone ? [] : await listTestFiles(ROOT, args);
    const needed = contractAlone || files.some((file) => !isPure(file));
    const servers = await provideTestServers({ dataDir: directory, needed, report: say });
    stop = servers.stop;
    if (needed) for (const step of prepare) await step();
    const env = { ...servers.env, LIENTHONG_TEST_DIRECTORY: directory };
    const contract = everything || contractAlone ? await prepareContractRun({ env, directory, interrupted: interrupted.signal, report: say }) : { checks: [], missing: [] };
    const chaos = everything || chaosAlone ? prepareChaosRun({ directory, interrupted: interrupted.signal }) : { checks: [], missing: [] };
    const checked = await runChecks(interrupted.signal.aborted ? [] : [...(everything ? checks : []), ...contract.checks, ...chaos.checks], say);
    const tested = contractAlone || chaosAlone ? NO_TESTS : await runJest({ root: ROOT, args, env, resultFile: join(directory, 'jest.json'), interrupted: interrupted.signal });
    await stop();
    for (const { name, reason } of [...contract.missing, ...chaos.missing]) say(`could not run for lack of ${name}: 1 (${reason})`);
    for (const { name, reason } of servers.missing) say(`could not run for lack of ${name}: ${tested.skippedFor(name)} (${reason})`);
    if (tested.skipped > 0) say(`skipped by themselves: ${tested.skipped} (${tested.skippedTitles.join('; ')})`);
    const [passed, failed] = [checked.passed + tested.passed, checked.failed + tested.failed];
    say(`${interrupted.signal.aborted ? 'interrupted after' : 'in'} ${Math.round((Date.now() - began) / 1000)} s`);
    say(`${passed} passed, ${failed} failed`);
    if (interrupted.signal.aborted) return 128 + constants.signals[interrupted.signal.reason as NodeJS.Signals];
    return failed > 0 || passed === 0 ? 1 : 0;
  } finally {
    await stop();
    await removeThrowAway(directory);
  }
}

/** The core and the judgement of faults need no server, and their tests shall not wait for one. */
const isPure = (file: string): boolean => ['domain', 'chaos'].some((room) => file.startsWith(join(ROOT, 'test', room) + sep));

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    console.log('0 passed, 1 failed');
    process.exit(1);
  },
);

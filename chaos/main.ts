import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseChaosArguments } from './chaos-arguments';
import type { ChaosArguments } from './chaos-arguments';
import { runDisaster } from './disasters/disaster-run';
import { runFaults } from './fault-run';
import { Journal } from './journal';
import { REGRESSIONS } from './regressions';
import { markdownReport, textReport } from './report';
import type { Outcome } from './report';

/** `npm run chaos`: progress and the report on standard output; exit code 1 where anything was violated. */
async function main(): Promise<number> {
  const args = parseChaosArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    console.error(args);
    return 2;
  }
  if (process.platform !== 'linux') {
    console.error('npm run chaos finds the processes of its installation in /proc: run it on Linux');
    return 2;
  }
  const out = outDirectory(args);
  if (out === undefined) {
    console.error(`"--out ${args.out}" is not empty: name another directory`);
    return 2;
  }
  if (args.mode === 'regressions') return runRegressions(args, out);
  const outcome = await runOne(args, out);
  return outcome.violations.length === 0 ? 0 : 1;
}

async function runRegressions(args: ChaosArguments, out: string): Promise<number> {
  const failed: string[] = [];
  for (const [index, { name, run }] of REGRESSIONS.entries()) {
    console.log(`\n${name}`);
    const outcome = await runOne({ ...args, mode: 'faults', ...run }, join(out, String(index + 1)));
    if (outcome.violations.length > 0) failed.push(name);
  }
  for (const name of failed) console.log(`FAIL ${name}`);
  console.log(`${failed.length} of ${REGRESSIONS.length} regressions are back`);
  return failed.length === 0 ? 0 : 1;
}

async function runOne(args: ChaosArguments, out: string): Promise<Outcome> {
  const journal = new Journal(out, (line) => console.log(`  ${line}`));
  journal.say(`everything that is seen is written to ${out}`);
  const options = { journal, keep: args.keep, onStarted: stopOnSignals };
  try {
    const outcome = await (args.disaster === undefined
      ? runFaults({ args, ...options })
      : runDisaster({ args, name: args.disaster, by: args.by, ...options }));
    const report =
      args.report === 'markdown' ? `${markdownReport(outcome)}\n\n${textReport(outcome)}` : textReport(outcome);
    writeFileSync(join(out, 'report.txt'), `${report}\n`);
    console.log(`\n${report}`);
    return outcome;
  } finally {
    await journal.close();
  }
}

/** Ctrl-C stops the installation, too, which runs in sessions of its own. */
function stopOnSignals(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => {
      // Whatever is under way fails now; that is no news.
      process.on('uncaughtException', () => undefined);
      process.on('unhandledRejection', () => undefined);
      console.log('stopping the installation …');
      void close().finally(() => process.exit(130));
    });
  }
}

/** Undefined where something lies in it already. */
function outDirectory({ out }: ChaosArguments): string | undefined {
  if (out === undefined) return mkdtempSync(join(tmpdir(), 'lienthong-chaos-report-'));
  const directory = resolve(out);
  if (existsSync(directory) && readdirSync(directory).length > 0) return undefined;
  mkdirSync(directory, { recursive: true });
  return directory;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`lienthong chaos: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['LIENTHONG_DEBUG']) console.error(error);
    process.exit(1);
  },
);

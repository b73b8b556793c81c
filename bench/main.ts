import type { Report } from '../workers/servers/progress';
import { actsAnswer, actsTable } from './acts-report';
import { benchActs } from './acts-bench';
import { parseBenchArguments } from './bench-arguments';
import type { BenchArguments } from './bench-arguments';
import { benchEscalation } from './escalation-bench';
import { escalationAnswer, escalationTable } from './escalation-report';
import { benchHttp } from './http-bench';
import { httpAnswer, httpTable } from './http-report';
import { benchRecover } from './recover-bench';
import { recoverTable } from './recover-report';
import { openStage } from './stage';
import type { Stage } from './stage';

/** `npm run bench`: figures on standard output, progress on standard error. */
async function main(): Promise<number> {
  const args = parseBenchArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    console.error(args);
    return 2;
  }
  const report: Report = (line) => process.stderr.write(`  ${line}\n`);
  const stage = await openStage(report, args.profile);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= stage.close());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Whatever is under way fails now, in its own time and place, or never; that is no news.
      process.on('uncaughtException', () => undefined);
      void close().finally(() => process.exit(130));
    });
  }
  try {
    const [table, answer] = await measure(stage, args, report);
    console.log(table);
    if (args.json) console.log(JSON.stringify(answer));
    return 0;
  } catch (error) {
    // Stopped on request: the signal's own way out ends the process.
    if (closing !== undefined) await new Promise(() => undefined);
    throw error;
  } finally {
    await close();
  }
}

async function measure(stage: Stage, args: BenchArguments, report: Report): Promise<readonly [table: string, answer: Record<string, unknown>]> {
  if (args.mode === 'acts') {
    const result = await benchActs(stage, args, report);
    return [actsTable(args, result), actsAnswer(args, result)];
  }
  if (args.mode === 'http') {
    const result = await benchHttp(stage, args, report);
    return [httpTable(args, result), httpAnswer(args, result)];
  }
  if (args.mode === 'recover') {
    const result = await benchRecover(stage, args, report);
    return [recoverTable(result), { ...result }];
  }
  const result = await benchEscalation(stage, args, report);
  return [escalationTable(args, result), escalationAnswer(args, result)];
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`lienthong bench: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['LIENTHONG_DEBUG']) console.error(error);
    process.exit(1);
  },
);

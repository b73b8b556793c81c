import type { Report } from '../workers/servers/progress';
import { actsAnswer, actsTable } from './acts-report';
import { benchActs } from './acts-bench';
import { parseBenchArguments } from './bench-arguments';
import { benchEscalation } from './escalation-bench';
import { escalationAnswer, escalationTable } from './escalation-report';
import { openStage } from './stage';

/** `npm run bench`: figures on standard output, progress on standard error. */
async function main(): Promise<number> {
  const args = parseBenchArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    console.error(args);
    return 2;
  }
  const report: Report = (line) => process.stderr.write(`  ${line}\n`);
  const stage = await openStage(report, args.profile);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void stage.close().finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    const [table, answer] =
      args.mode === 'acts'
        ? await benchActs(stage, args, report).then((result) => [actsTable(args, result), actsAnswer(args, result)] as const)
        : await benchEscalation(stage, args, report).then((result) => [escalationTable(args, result), escalationAnswer(args, result)] as const);
    console.log(table);
    if (args.json) console.log(JSON.stringify(answer));
  } finally {
    if (!stopping) await stage.close();
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`lienthong bench: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['LIENTHONG_DEBUG']) console.error(error);
    process.exit(1);
  },
);

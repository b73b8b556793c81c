import { Option } from 'commander';
import type { Command } from 'commander';
import type { Perform } from '../perform';
import { count, examples, wholeNumber } from './shared';

export function addOversight(program: Command, perform: Perform): void {
  program
    .command('inbox')
    .description("an agency's open work, what is due first on top")
    .requiredOption('--agency <code>', 'identifier code, e.g. H35.202')
    .addOption(new Option('--status <status>', 'only tasks in this status').choices(['sent', 'open', 'taken', 'suspended']))
    .option('--limit <number>', 'tasks at most', count, 100)
    .addHelpText('after', examples('inbox --agency H35.202.01', 'inbox --agency H35.202.01 --status sent --json'))
    .action(perform(() => (require('../actions/inbox') as typeof import('../actions/inbox')).showInbox));

  program
    .command('overdue')
    .description('appointments and tasks that are late now, the latest first')
    .option('--agency <code>', "only this agency's")
    .option('--limit <number>', 'lines at most', count, 1_000)
    .addHelpText('after', examples('overdue', 'overdue --agency H35.202.01 --json'))
    .action(perform(() => (require('../actions/overdue') as typeof import('../actions/overdue')).showOverdue));

  program
    .command('statistics')
    .description('totals: received, open, returned, early, on time, late, escalated')
    .addHelpText('after', examples('statistics', 'statistics --json'))
    .action(perform(() => (require('../actions/statistics') as typeof import('../actions/statistics')).showStatistics));

  program
    .command('retention')
    .description('how long each kind of data is kept (LIENTHONG_RETENTION), what would go now, and what went')
    .addHelpText('after', examples('retention', 'retention --json'))
    .action(perform(() => (require('../actions/retention') as typeof import('../actions/retention')).showRetention));

  program
    .command('recover')
    .description('compare every log with its workflow and bring them together; interrupted, the same command goes on. Exit code 1: some need a person')
    .addOption(new Option('--all', 'every dossier that is not archived, and what only one of the two stores knows').conflicts('report'))
    .option('--report <number>', 'what an earlier comparison found, by dossier, last event and person', wholeNumber)
    .addHelpText('after', examples('recover --all', 'recover --report 3 --json'))
    .action(perform(() => (require('../actions/recover') as typeof import('../actions/recover')).recover));

  program
    .command('verify')
    .description('whether logs, people, texts, searchable rows, ledger, access log and anchors are as they were written; exit code 1 and each place when not')
    .argument('[dossier]', 'legal code or id of one dossier')
    .option('--all', 'everything, and whether a log is missing')
    .option('--since <date>', 'dossiers with an event since this date or instant, official time')
    .option('--anchors <file>', "the auditor's copy of the anchors; default the installation's own file")
    .option('--files', 'also open every attached file and hold it against its log')
    .addHelpText('after', examples('verify --all', 'verify --all --files', 'verify H35.202.01-261123-0001', 'verify --since 2026-11-01 --json', 'verify --all --anchors /media/auditor/anchors.jsonl'))
    .action(perform(() => (require('../actions/verify') as typeof import('../actions/verify')).verify));

  program
    .command('export')
    .description('one dossier with its proof, as a JSON file that checker/check.mjs checks without this installation')
    .argument('<dossier>', 'legal code or id')
    .option('--out <file>', 'where to; default standard output')
    .option('--with-people', 'with the names and texts that its digests stand for')
    .addHelpText('after', examples('export H35.202.01-261123-0001 --out proof.json', 'export H35.202.01-261123-0001 --with-people --out proof.json'))
    .action(perform(() => (require('../actions/export') as typeof import('../actions/export')).exportDossier));

  program
    .command('doctor')
    .description('what is wrong with this installation and how to mend it; exit code 1 when something is')
    .option('--whole', 'compare every open dossier with its workflow, not a sample')
    .addHelpText('after', examples('doctor', 'doctor --whole', 'doctor --data .lienthong/demo-2022 --json'))
    .action(perform(() => (require('../actions/doctor') as typeof import('../actions/doctor')).doctor));
}

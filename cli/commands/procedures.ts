import type { Command } from 'commander';
import type { Perform } from '../perform';
import { examples, wholeNumber } from './shared';

export function addProcedures(program: Command, perform: Perform): void {
  const procedures = program.command('procedures').description('administrative procedures: what is in force, how it runs, and publishing');

  procedures
    .command('list')
    .description('procedures in force')
    .option('--date <date>', 'on this date, YYYY-MM-DD; default today')
    .option('--unit <code>', 'only those offered at this one-stop unit')
    .addHelpText('after', examples('procedures list', 'procedures list --date 2022-04-26', 'procedures list --unit H35.202.01 --json'))
    .action(perform(() => (require('../actions/procedures-list') as typeof import('../actions/procedures-list')).proceduresList));

  procedures
    .command('show')
    .description('one procedure: its route as a tree, limits, documents, fees, sources, what is assumed')
    .argument('<code>', 'procedure code, e.g. 1.012790')
    .option('--version <number>', 'this version; default the one in force today, else the newest', wholeNumber)
    .addHelpText('after', examples('procedures show 1.012790', 'procedures show 1.012790 --version 1 --lang vi'))
    .action(perform(() => (require('../actions/procedures-show') as typeof import('../actions/procedures-show')).proceduresShow));

  procedures
    .command('check')
    .description('check a procedure file; every problem with its file and line. Works without an installation. Exit code 3 when it may not be published')
    .argument('<file>', 'YAML or JSON; docs/procedure-format.md describes it')
    .addHelpText('after', examples('procedures check catalogue/procedures/1.012790-land-transfer.v2.yaml', 'procedures check my-procedure.yaml --json'))
    .action(perform(() => (require('../actions/procedures-check') as typeof import('../actions/procedures-check')).proceduresCheck));

  procedures
    .command('publish')
    .description('check a procedure file and publish it; a published version never changes, and the one before it ends on effectiveFrom')
    .argument('<file>', 'YAML or JSON; docs/procedure-format.md describes it')
    .addHelpText('after', examples('procedures publish my-procedure.yaml', 'procedures publish my-procedure.yaml --json'))
    .action(perform(() => (require('../actions/procedures-publish') as typeof import('../actions/procedures-publish')).proceduresPublish));
}

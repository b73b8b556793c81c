import type { Command } from 'commander';
import type { Perform } from '../perform';
import { examples } from './shared';

export function addAgencies(program: Command, perform: Perform): void {
  const agencies = program.command('agencies').description('agencies of the province, with the dates between which they exist; works without an installation');

  agencies
    .command('tree')
    .description('who belongs to whom')
    .option('--date <date>', 'the topology of this date, YYYY-MM-DD; default today')
    .option('--code <code>', 'only this agency and what belongs to it')
    .addHelpText('after', examples('agencies tree', 'agencies tree --date 2022-04-26 --code H35', 'agencies tree --json'))
    .action(perform(() => (require('../actions/agencies-tree') as typeof import('../actions/agencies-tree')).agenciesTree));

  agencies
    .command('find')
    .description('agencies in whose name or code every word begins a word; diacritics may be left out')
    .argument('<words...>', 'words, e.g. doan ket mot cua')
    .option('--date <date>', 'on this date, YYYY-MM-DD; default today')
    .addHelpText('after', examples('agencies find doan ket', 'agencies find "một cửa" --date 2022-04-26'))
    .action(perform(() => (require('../actions/agencies-find') as typeof import('../actions/agencies-find')).agenciesFind));

  agencies
    .command('show')
    .description('one agency: roles, posts, whom late work is escalated to, sources, what is assumed')
    .argument('<code>', 'identifier code, e.g. H35.202')
    .option('--date <date>', 'on this date, YYYY-MM-DD; default today')
    .addHelpText('after', examples('agencies show H35.202', 'agencies show H35 --json'))
    .action(perform(() => (require('../actions/agencies-show') as typeof import('../actions/agencies-show')).agenciesShow));
}

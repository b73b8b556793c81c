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

  agencies
    .command('reorganise')
    .description('move open dossiers of agencies that no longer exist to their successors; no clock restarts')
    .option('--assign <old=new...>', 'whom the provincial chairman assigned, where a body has several successors or none')
    .requiredOption('--legal-basis <text>', 'the decision it is done by, shown with every dossier it moves')
    .addHelpText('after', examples('agencies reorganise --legal-basis "Nghị quyết 1670/NQ-UBTVQH15"', 'agencies reorganise --assign H35.46=H35.210 --legal-basis "Điều 32 NĐ 140/2025"'))
    .action(perform(() => (require('../actions/agencies-reorganise') as typeof import('../actions/agencies-reorganise')).agenciesReorganise));
}

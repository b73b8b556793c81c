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
    .command('check')
    .description('every mistake in files of agencies, with its line; works without an installation')
    .argument('<files...>', 'all files of the province together, or their folder')
    .addHelpText('after', examples('agencies check catalogue/agencies', 'agencies check province.yaml communes.yaml --json'))
    .action(perform(() => (require('../actions/agencies-check') as typeof import('../actions/agencies-check')).agenciesCheck));

  agencies
    .command('preview')
    .description('what would change against what is published, and who is concerned: open tasks and dossiers, posts, clients')
    .argument('<files...>', 'all files of the province together, or their folder')
    .option('--from <date>', 'as if published from this date on, YYYY-MM-DD; default today')
    .option('--correct', 'as a correction of what was wrong all along')
    .option('--same <old=new...>', 'the same agency under another code, where that is not plain from its name')
    .addHelpText('after', examples('agencies preview catalogue/agencies --correct', 'agencies preview catalogue/agencies --from 2027-01-01 --json'))
    .action(perform(() => (require('../actions/agencies-preview') as typeof import('../actions/agencies-preview')).agenciesPreview));

  agencies
    .command('publish')
    .description('publish the next version of the agencies; the past stays as it was, and open dossiers follow on the day')
    .argument('<files...>', 'all files of the province together, or their folder')
    .requiredOption('--from <date>', 'from when on it holds, YYYY-MM-DD, today or later')
    .requiredOption('--legal-basis <text>', 'the decision, shown with every dossier it moves')
    .addHelpText('after', examples('agencies publish catalogue/agencies --from 2027-01-01 --legal-basis "Nghị quyết 12/NQ-HĐND"'))
    .action(perform(() => (require('../actions/agencies-publish') as typeof import('../actions/agencies-publish')).agenciesPublish));

  agencies
    .command('correct')
    .description('correct a wrong code, name or superior; posts and open dossiers follow at once, codes of dossiers stay')
    .argument('<files...>', 'all files of the province together, or their folder')
    .option('--same <old=new...>', 'the same agency under another code, where that is not plain from its name')
    .requiredOption('--legal-basis <text>', 'the decision, shown with every dossier it moves')
    .addHelpText('after', examples('agencies correct catalogue/agencies --legal-basis "Công văn 12/VP"', 'agencies correct catalogue/agencies --same H35.202.01=H35.202.91 --legal-basis "Công văn 12/VP"'))
    .action(perform(() => (require('../actions/agencies-publish') as typeof import('../actions/agencies-publish')).agenciesCorrect));

  agencies
    .command('finish')
    .description('go on with a version that open dossiers have not followed to the end (workers do so by themselves)')
    .addHelpText('after', examples('agencies finish'))
    .action(perform(() => (require('../actions/agencies-finish') as typeof import('../actions/agencies-finish')).agenciesFinish));

  agencies
    .command('versions')
    .description('which versions of the agencies were published, by whom, on which basis, and how far dossiers have followed')
    .addHelpText('after', examples('agencies versions', 'agencies versions --json'))
    .action(perform(() => (require('../actions/agencies-versions') as typeof import('../actions/agencies-versions')).agenciesVersions));

  agencies
    .command('reorganise')
    .description('move open dossiers of agencies that no longer exist to their successors; no clock restarts')
    .option('--assign <old=new...>', 'whom the provincial chairman assigned, where a body has several successors or none')
    .requiredOption('--legal-basis <text>', 'the decision it is done by, shown with every dossier it moves')
    .addHelpText('after', examples('agencies reorganise --legal-basis "Nghị quyết 1670/NQ-UBTVQH15"', 'agencies reorganise --assign H35.46=H35.210 --legal-basis "Điều 32 NĐ 140/2025"'))
    .action(perform(() => (require('../actions/agencies-reorganise') as typeof import('../actions/agencies-reorganise')).agenciesReorganise));
}

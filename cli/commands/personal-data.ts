import { Option } from 'commander';
import type { Command } from 'commander';
import { GROUNDS, SUBJECTS } from '../../domain/personal-data';
import type { Perform } from '../perform';
import { examples } from './shared';

const ground = (usual?: string): Option => {
  const option = new Option('--ground <ground>', 'why: asked for, found wrong, decided by a court, kept long enough');
  option.choices(GROUNDS);
  return usual === undefined ? option.makeOptionMandatory() : option.default(usual);
};
const REFERENCE = 'number of the letter or decision; stays in the log for ever, so without a name';

export function addPersonalData(program: Command, perform: Perform): void {
  const data = program
    .command('personal-data')
    .description('what is kept about a citizen: hand it over, correct it, erase it (law 91/2025)');

  data
    .command('export')
    .description('everything that is kept about somebody, to be handed over to them; as JSON')
    .option('--dossier <reference>', 'of one dossier, by its code or id')
    .option('--id-number <number>', 'of every dossier in which this identity number stands, or stood')
    .requiredOption('--reference <number>', REFERENCE)
    .addHelpText(
      'after',
      examples(
        'personal-data export --id-number 014199000001 --reference 15/2026',
        'personal-data export --dossier H35.202.01-261130-0004 --reference 15/2026',
      ),
    )
    .action(
      perform(
        () =>
          (require('../actions/personal-data-export') as typeof import('../actions/personal-data-export'))
            .personalDataExport,
      ),
    );

  data
    .command('correct')
    .description(
      'put the right value in the place of a wrong one; a trace explains why the digest in the log is another',
    )
    .argument('<dossier>', 'code or id')
    .addOption(new Option('--subject <subject>', 'whose data').choices(SUBJECTS).default('applicant'))
    .option('--name <name>', 'right name')
    .option('--id-number <number>', 'right identity number; "" takes it away')
    .option('--phone <number>', 'right telephone number; "" takes it away')
    .option('--email <address>', 'right e-mail address; "" takes it away')
    .option('--address <address>', 'right address; "" takes it away')
    .option('--forget', 'forget at once what was wrong; default: kept for its time, see "retention"')
    .addOption(ground('wrong'))
    .requiredOption('--reference <number>', REFERENCE)
    .addHelpText(
      'after',
      examples('personal-data correct H35.202.01-261130-0004 --name "Lò Văn Páo" --reference 16/2026'),
    )
    .action(
      perform(
        () =>
          (require('../actions/personal-data-correct') as typeof import('../actions/personal-data-correct'))
            .personalDataCorrect,
      ),
    );

  data
    .command('erase')
    .description('erase what may be erased of an ended dossier, and say what stays and why')
    .argument('<dossier>', 'code or id')
    .addOption(ground())
    .requiredOption('--reference <number>', REFERENCE)
    .option('--dry-run', 'say what would go, and change nothing')
    .addHelpText(
      'after',
      examples('personal-data erase H35.202.01-261130-0004 --ground request --reference 17/2026 --dry-run'),
    )
    .action(
      perform(
        () =>
          (require('../actions/personal-data-erase') as typeof import('../actions/personal-data-erase'))
            .personalDataErase,
      ),
    );
}

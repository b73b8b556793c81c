import { Option } from 'commander';
import type { Command } from 'commander';
import { OFFICER_ROLES } from '../../domain/agency/agency';
import type { Perform } from '../perform';
import { examples } from './shared';

export function addPeople(program: Command, perform: Perform): void {
  const people = program.command('people').description('the register of officers and the posts they hold');

  people
    .command('add')
    .description('register a person, or correct their name')
    .argument('<id>', 'how acts name the person, e.g. lan.nt')
    .requiredOption('--name <name>', 'full name')
    .addHelpText('after', examples('people add lan.nt --name "Nguyễn Thị Lan"'))
    .action(perform(() => (require('../actions/people-add') as typeof import('../actions/people-add')).peopleAdd));

  people
    .command('post')
    .description('give a registered person a post: their own, seconded to it, or standing in for somebody')
    .argument('<id>', 'the person')
    .requiredOption('--agency <code>', 'identifier code of the agency')
    .addOption(new Option('--role <role>', 'the post').choices(OFFICER_ROLES).makeOptionMandatory())
    .addOption(new Option('--kind <kind>', 'how it is held').choices(['regular', 'secondment', 'stand-in']).default('regular'))
    .option('--of <id>', 'whom a stand-in stands in for')
    .option('--from <when>', 'date or instant from which it holds; default now')
    .option('--to <when>', 'first date or instant at which it no longer holds; default open-ended')
    .addHelpText(
      'after',
      examples(
        'people post lan.nt --agency H35.202.01 --role receptionist',
        'people post lan.nt --agency H35.202.01 --role leader --kind stand-in --of minh.tv --from 2026-12-01 --to 2026-12-15',
      ),
    )
    .action(perform(() => (require('../actions/people-post') as typeof import('../actions/people-post')).peoplePost));

  people
    .command('reset-second-factor')
    .description('take away the second factors of somebody who has lost them, when no administrator can')
    .argument('<id>', 'the person')
    .addHelpText('after', examples('people reset-second-factor admin'))
    .action(
      perform(
        () =>
          (require('../actions/people-reset-second-factor') as typeof import('../actions/people-reset-second-factor'))
            .peopleResetSecondFactor,
      ),
    );

  people
    .command('list')
    .description('people with the posts they hold, or will hold')
    .option('--agency <code>', 'only those posted here')
    .addHelpText('after', examples('people list', 'people list --agency H35.202.01 --json'))
    .action(perform(() => (require('../actions/people-list') as typeof import('../actions/people-list')).peopleList));
}

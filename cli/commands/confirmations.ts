import type { Command } from 'commander';
import type { Perform } from '../perform';
import { count, examples } from './shared';

export function addConfirmations(program: Command, perform: Perform): void {
  const confirmations = program.command('confirmations').description('what one person proposed and another one has to confirm');
  const load = () => require('../actions/confirmations') as typeof import('../actions/confirmations');

  confirmations
    .command('list')
    .description('what waits for a second person, and what it would do')
    .option('--decided', 'instead what was decided last, by whom')
    .option('--limit <number>', 'requests at most', count, 100)
    .addHelpText('after', examples('confirmations list', 'confirmations list --decided --json'))
    .action(perform(() => load().confirmationsList));

  confirmations
    .command('confirm')
    .description('do what was proposed, as the operator: only while fewer than two people could decide it; everybody with a say is told')
    .argument('<id>', 'the request, as "confirmations list" shows it')
    .addHelpText('after', examples('confirmations confirm 6f1c1f0e-7d0a-4a53-9a53-0d3a6a1f9b11'))
    .action(perform(() => load().confirmationsConfirm));

  confirmations
    .command('refuse')
    .description('refuse what was proposed; whoever proposed it is told')
    .argument('<id>', 'the request, as "confirmations list" shows it')
    .requiredOption('--because <reason>', 'why it is not done')
    .addHelpText('after', examples('confirmations refuse 6f1c1f0e-7d0a-4a53-9a53-0d3a6a1f9b11 --because "nobody asked for it"'))
    .action(perform(() => load().confirmationsRefuse));
}

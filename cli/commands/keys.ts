import { Argument, type Command } from 'commander';
import { PARTS } from '../../domain/dossier/signed';
import type { Perform } from '../perform';
import { examples } from './shared';

export function addKeys(program: Command, perform: Perform): void {
  const keys = program.command('keys').description('keys by which the parts of the installation vouch for acts');

  keys
    .command('list')
    .description('every public key that the installation has trusted, and what became of it')
    .addHelpText('after', examples('keys list', 'keys list --json'))
    .action(perform(() => (require('../actions/keys') as typeof import('../actions/keys')).keysList));

  keys
    .command('rotate')
    .description('give a part a new key; what its old one signed stays vouched for. The part heeds it within a second')
    .addArgument(new Argument('<part>', 'whose key').choices(PARTS))
    .addHelpText('after', examples('keys rotate api'))
    .action(perform(() => (require('../actions/keys') as typeof import('../actions/keys')).keysRotate));

  keys
    .command('distrust')
    .description(
      'record nothing more that a stolen key has signed; rotate its part first. What anchors held before stays vouched for',
    )
    .argument('<key>', 'id of the key, as "keys list" shows it')
    .option('--since <date>', 'since when it may be in other hands: a date or instant, real time; default now')
    .addHelpText(
      'after',
      examples(
        'keys distrust api-0f3c9a71d2e4b586',
        'keys distrust api-0f3c9a71d2e4b586 --since 2026-11-28T17:30+07:00',
      ),
    )
    .action(perform(() => (require('../actions/keys') as typeof import('../actions/keys')).keysDistrust));
}

import type { Command } from 'commander';
import type { Perform } from '../perform';
import { count, examples } from './shared';

export function addAlarms(program: Command, perform: Perform): void {
  const alarms = program.command('alarms').description('what must not happen and did; a person looks at each');

  alarms
    .command('list')
    .description('open alarms, each with the way out of it')
    .option('--closed', 'instead those that were closed, by whom and why')
    .option('--limit <number>', 'alarms at most', count, 100)
    .addHelpText('after', examples('alarms list', 'alarms list --closed --json'))
    .action(perform(() => (require('../actions/alarms-list') as typeof import('../actions/alarms-list')).alarmsList));

  alarms
    .command('close')
    .description('close an alarm that was looked at; who closed it, when and why is kept')
    .argument('<number>', 'number of the alarm, as "alarms list" shows it', count)
    .requiredOption('--because <reason>', 'what was found and done')
    .addHelpText('after', examples('alarms close 3 --because "recovered H35.202.01-261130-0004 from its log"'))
    .action(
      perform(() => (require('../actions/alarms-close') as typeof import('../actions/alarms-close')).alarmsClose),
    );
}

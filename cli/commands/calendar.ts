import { Command, Option } from 'commander';
import type { Perform } from '../perform';
import { RULES, collect, examples, wholeNumber } from './shared';

const RULE_HELP = `
Rules of the start of the clock (data of each procedure):
  cutoff-15:00   received at or after 15:00 counts from the next working day (Decree 61/2018 Art. 18)
  cutoff-17:00   received at or after 17:00 counts from 08:00 of the next working day (Decree 297/2025 Art. 3.5)
  last-hour      received in the last hour of office time counts from the next working day (Decree 297/2025 Art. 6.3)
  session-start  received outside hours counts from the start of the next session`;

export function addCalendar(program: Command, perform: Perform): void {
  const calendar = program.command('calendar').description('working days, limits, and amendments of the calendar');

  calendar
    .command('due')
    .description('when a limit expires, and which time counted; works without an installation')
    .requiredOption('--received <instant>', 'instant of receipt, RFC 3339 with its offset')
    .requiredOption('--limit <limit>', '"3 working days", "15 calendar days", "8 working hours"; "0 working days" is the same day')
    .addOption(new Option('--rule <rule>', 'where the clock starts').choices(RULES).makeOptionMandatory())
    .addOption(new Option('--day-end <end>', 'when a limit in days expires on its last day').choices(['close-of-office', 'midnight']).default('close-of-office'))
    .addHelpText('after', RULE_HELP)
    .addHelpText(
      'after',
      examples(
        'calendar due --received 2026-02-13T14:59+07:00 --limit "3 working days" --rule cutoff-15:00 --json',
        'calendar due --received 2026-08-21T10:00+07:00 --limit "1 working day" --rule session-start --day-end midnight --lang vi',
      ),
    )
    .action(perform(() => (require('../actions/calendar-due') as typeof import('../actions/calendar-due')).calendarDue));

  calendar
    .command('show')
    .description('days off and make-up days, official or projected, with their sources')
    .option('--year <year>', 'only this year', wholeNumber)
    .addHelpText('after', examples('calendar show --year 2026', 'calendar show --json'))
    .action(perform(() => (require('../actions/calendar-show') as typeof import('../actions/calendar-show')).calendarShow));

  calendar
    .command('amend')
    .description('publish the next version of the calendar; every open dossier is counted again, each exactly once')
    .option('--add-day-off <date=reason>', 'a day without work (repeat for more)', collect)
    .option('--add-make-up-day <date=reason>', 'a Saturday or Sunday worked instead', collect)
    .option('--remove-day-off <date>', 'take a day off back', collect)
    .option('--remove-make-up-day <date>', 'take a make-up day back', collect)
    .requiredOption('--reason <text>', 'the notice, its number and date; shown with every dossier it moves')
    .option('--preview', 'only list which open dossiers would move and by how much')
    .addHelpText(
      'after',
      examples(
        'calendar amend --add-day-off "2026-12-31=Hoán đổi ngày làm việc" --add-make-up-day "2026-12-26=Làm bù 31/12" --reason "Thông báo 123/TB, 01/12/2026" --preview',
        'calendar amend --remove-day-off 2027-02-11 --reason "Thông báo 130/TB, 10/12/2026"',
      ),
    )
    .action(perform(() => (require('../actions/calendar-amend') as typeof import('../actions/calendar-amend')).calendarAmend));

  calendar
    .command('finish')
    .description('go on with an amendment that was interrupted: the newest one, for every dossier that has not heard of it')
    .addHelpText('after', examples('calendar finish'))
    .action(perform(() => (require('../actions/calendar-finish') as typeof import('../actions/calendar-finish')).calendarFinish));
}

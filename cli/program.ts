import { Command, Option } from 'commander';
import { addAgencies } from './commands/agencies';
import { addAlarms } from './commands/alarms';
import { addCalendar } from './commands/calendar';
import { addDossier } from './commands/dossier';
import { addKeys } from './commands/keys';
import { addOversight } from './commands/oversight';
import { addConfirmations } from './commands/confirmations';
import { addPeople } from './commands/people';
import { addPersonalData } from './commands/personal-data';
import { addProcedures } from './commands/procedures';
import type { Surroundings } from './context';
import { performer } from './perform';
import type { Finish } from './perform';

const ABOUT = `Exit codes: 0 done, 1 failed (a server, a file; doctor: faults found), 2 wrong command line, 3 refused, 4 not found.
Results go to standard output, everything else to standard error. With --json exactly one JSON document is printed; a refusal is
{"refused": {"code", "field", "message", "messageVi", "details"}}. Instants are RFC 3339 at +07:00.`;

/** The whole command line. Defining it loads nothing but commander; what a command does is loaded when it is called. */
export function createProgram(surroundings: Surroundings, finish: Finish): Command {
  const program = new Command('lienthong')
    .description('One-stop processing of dossiers between agencies, for officers, supervisors and operators')
    .option('--json', 'print one JSON document instead of text')
    .addOption(new Option('--lang <language>', 'language of sentences').choices(['en', 'vi']).default('en'))
    .option('--data <directory>', 'data directory of the installation; default: LIENTHONG_DATA, or the one started last')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true, helpWidth: 110 })
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
    .showHelpAfterError('(see --help for what is accepted, with examples)')
    .exitOverride()
    .addHelpText('after', `\n${ABOUT}`);
  const perform = performer(surroundings, finish);
  const groups = [addProcedures, addAgencies, addCalendar, addDossier, addOversight, addAlarms, addKeys, addPeople, addConfirmations];
  for (const add of [...groups, addPersonalData]) add(program, perform);
  return program;
}

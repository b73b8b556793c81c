import { Option } from 'commander';
import type { Command } from 'commander';
import type { Perform } from '../perform';
import { collect, examples, wholeNumber } from './shared';

const ACTORS = `
Who acts (--as): a person of the register, a post such as specialist@H35.202.03, "applicant", or partner:NAME. The event is marked with the
operating-system user who gave the command.`;

export function addDossier(program: Command, perform: Perform): void {
  const dossier = program.command('dossier').description('one dossier, by its legal code or its id');

  dossier
    .command('submit')
    .description('hand in a dossier; prints its id. The same key is the same dossier, however often it is sent')
    .requiredOption('--procedure <code>', 'procedure code, e.g. 1.012790')
    .requiredOption('--at <unit>', 'code of the one-stop unit that receives it')
    .option('--place <code>', "committee of the applicant's place; default the only one the unit serves")
    .addOption(new Option('--channel <channel>', 'how it comes in').choices(['counter', 'online', 'post']).default('counter'))
    .option('--fact <name=value>', 'an answer of the form; numbers, true and false are read as such (repeat)', collect)
    .option('--document <id>', 'a document handed in (repeat)', collect)
    .option('--all-documents', 'everything the procedure asks for in this case')
    .option('--applicant-name <name>', 'whom it is about; kept apart from the log, erasable')
    .option('--applicant-id <number>', 'their identity number')
    .option('--phone <number>', 'their telephone number')
    .option('--key <key>', 'idempotency key; default a fresh one')
    .option('--as <actor>', 'who submits; default receptionist@UNIT, or "applicant" online')
    .addHelpText('after', ACTORS)
    .addHelpText(
      'after',
      examples(
        'dossier submit --procedure 2.000908 --at H35.202.01 --all-documents --applicant-name "Lò Văn Páo" --json',
        'dossier submit --procedure 1.012790 --at H35.202.01 --channel online --fact annualRentAsset=false --all-documents --key web-2026-000123',
      ),
    )
    .action(perform(() => (require('../actions/dossier-submit') as typeof import('../actions/dossier-submit')).dossierSubmit));

  dossier
    .command('act')
    .description('one official act; answered when it is recorded')
    .argument('<dossier>', 'legal code or id')
    .argument('<act>', 'accept, request-supplement, take-up, complete, reply … ("dossier show" lists what is possible next)')
    .requiredOption('--as <actor>', 'who acts')
    .option('--id <id>', 'id of this act; the same id is the same act. Default a fresh one')
    .option('--task <id>', 'the task meant, e.g. examine#1; default the only one that fits')
    .option('--task-version <number>', 'version of the task that was seen; a stale one is refused', wholeNumber)
    .option('--outcome <outcome>', 'how a step is decided')
    .option('--fact <name=value>', 'a fact the step establishes (repeat)', collect)
    .option('--item <text>', 'one thing a supplement must bring (repeat)', collect)
    .option('--exception <paper=reason>', 'a paper that is not there, and why it is accepted all the same (repeat)', collect)
    .option('--waive <fee=reason>', 'a fee due before that is let off, and why (repeat)', collect)
    .option('--field <name=value>', 'any other field of the act (repeat)', collect)
    .option('--data-json <json>', 'all fields as one JSON object; the other options add to it')
    .option('--reason <text>', 'the reason, as the applicant may read it')
    .addOption(new Option('--note <text>', 'a note for the file').conflicts('noteFile'))
    .option('--note-file <file>', 'the note from a file in UTF-8; "-" is standard input')
    .addHelpText('after', ACTORS)
    .addHelpText(
      'after',
      examples(
        'dossier act 4f2c…-… accept --as receptionist@H35.202.01',
        'dossier act 4f2c…-… accept --as receptionist@H35.202.01 --exception "certificate=lost in the flood; the register has it"',
        'dossier act H35.202.01-261123-0001 complete --as specialist@H35.05 --task examine#1 --outcome done --note "Đủ điều kiện"',
        'dossier act H35.202.01-261123-0001 request-supplement --as lan.nt --item "Sơ đồ thửa đất" --id phone-call-17 --json',
        'dossier act H35.202.01-261123-0001 settle-obligation --as partner:tax --field by=payment --field reference=BL-2026-17',
      ),
    )
    .action(perform(() => (require('../actions/dossier-act') as typeof import('../actions/dossier-act')).dossierAct));

  dossier
    .command('show')
    .description('where it stands in plain words: status, who holds it, due, clock, open tasks, what may be done next')
    .argument('<dossier>', 'legal code or id')
    .addHelpText('after', examples('dossier show H35.202.01-261123-0001', 'dossier show H35.202.01-261123-0001 --lang vi'))
    .action(perform(() => (require('../actions/dossier-show') as typeof import('../actions/dossier-show')).dossierShow));

  dossier
    .command('timeline')
    .description('its route by agency over time: pauses hatched, lateness marked, a line for now')
    .argument('<dossier>', 'legal code or id')
    .option('--width <columns>', 'width of the drawing; default that of the terminal', wholeNumber)
    .addHelpText('after', examples('dossier timeline H35.202.01-261123-0001', 'dossier timeline H35.202.01-261123-0001 --json'))
    .action(perform(() => (require('../actions/dossier-timeline') as typeof import('../actions/dossier-timeline')).dossierTimeline));

  dossier
    .command('history')
    .description('every event and escalation, in plain words, with who and when')
    .argument('<dossier>', 'legal code or id')
    .addHelpText('after', examples('dossier history H35.202.01-261123-0001', 'dossier history H35.202.01-261123-0001 --json'))
    .action(perform(() => (require('../actions/dossier-history') as typeof import('../actions/dossier-history')).dossierHistory));

  dossier
    .command('explain')
    .description('which time counted and which did not, each with its rule, adding up to the due date')
    .argument('<dossier>', 'legal code or id')
    .addHelpText('after', examples('dossier explain H35.202.01-261123-0001', 'dossier explain H35.202.01-261123-0001 --json'))
    .action(perform(() => (require('../actions/dossier-explain') as typeof import('../actions/dossier-explain')).dossierExplain));

  dossier
    .command('recover')
    .description('start its workflow again from the log, where Temporal has lost it, or it is wedged beyond mending')
    .argument('<dossier>', 'legal code or id')
    .option('--replace-running', 'also replace a workflow that runs; what it decided and did not record is lost')
    .addHelpText('after', examples('dossier recover H35.202.01-261123-0001', 'dossier recover H35.202.01-261123-0001 --replace-running'))
    .action(perform(() => (require('../actions/dossier-recover') as typeof import('../actions/dossier-recover')).dossierRecover));
}

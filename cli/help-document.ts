import type { Command } from 'commander';
import { createProgram } from './program';

const INTRODUCTION = `# The command line

\`npx lienthong …\` does everything an officer, a supervisor or an operator needs. This page is made of the commands' own help
texts (\`npx tsx cli/help-document.ts > docs/cli.md\`); a test compares the two.

- **Which installation**: \`--data DIRECTORY\`, else \`LIENTHONG_DATA\`, else the one that was started last below \`LIENTHONG_HOME\`
  (\`.lienthong\` in the working directory). \`calendar due|show\`, \`agencies …\` and \`procedures list|show|check\` also work
  without any: they then read the catalogue of the repository.
- **Whose name**: acts are done in the name given with \`--as\` and marked with the operating-system user who gave the
  command, as the system knows it, whatever \`$USER\` says: \`os:lan\`; of root \`os:root (unproven)\`, for that could be
  anybody. What is read and done is written into the access log under that name, before it is shown.
- **Refusals** name the field, the rule and the way out, and change nothing. With \`--json\` they are
  \`{"refused": {"code", "field", "message", "messageVi", "details"}}\` on standard output, beside the sentence on standard error.
  A failure (a server that does not answer) is \`{"failed": {"message", "messageVi"}}\`.
- \`LIENTHONG_DEBUG=1\` shows where an unexpected failure came from; \`NO_COLOR=1\` takes the colours away.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed: a server or a file; \`doctor\` or \`verify\` found something wrong |
| 2 | wrong command line |
| 3 | refused by the law or by a check of the data |
| 4 | not found: no such dossier, procedure, agency or task |
| 5 | proposed: it is done when a second person confirms it ([second person](second-person.md)) |
`;

/** A command line that is asked for its help alone. */
export const NOWHERE = {
  env: {},
  out: () => undefined,
  err: () => undefined,
  stdin: async () => Buffer.alloc(0),
  columns: 100,
  colour: false,
  operator: 'nobody',
};

/** Every command by its whole name. */
export const everyCommand = (): { name: string; command: Command }[] =>
  leavesOf(createProgram(NOWHERE, () => undefined), '');

/** docs/cli.md: the help text of every command. */
export function helpDocument(): string {
  const helps = everyCommand().map(({ name, command }) => `## ${name}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`);
  return [INTRODUCTION, ...helps].join('\n');
}

const leavesOf = (command: Command, path: string): { name: string; command: Command }[] =>
  command.commands.length === 0
    ? [{ name: path, command }]
    : command.commands.flatMap((child) => leavesOf(child, `${path} ${child.name()}`.trim()));

/** With what stands after it, such as examples; options that all commands share are described once, above. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part) }).configureHelp({ showGlobalOptions: false, helpWidth: 110 });
  command.outputHelp();
  return text.trim().replace(/^ +$/gm, '');
}

if (require.main === module) process.stdout.write(helpDocument());

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { NOWHERE } from '../../cli/help-document';
import { createProgram } from '../../cli/program';
import { DOCUMENTS, ROOT, document } from './sources';

const program = createProgram(NOWHERE, () => undefined);

/** Command lines in code blocks and in running text. */
const commandLines = (text: string): string[] => [...text.matchAll(/npx lienthong ([a-z][^`\n]*)/g)].map(([, line]) => line!.replace(/\s+#.*$/, '').trim());

/** What a command line says wrongly, or null. */
function faultOf(line: string): string | null {
  const words = line.match(/"[^"]*"|\S+/g) ?? [];
  let command: Command = program;
  const options = [...program.options];
  while (words.length > 0 && command.commands.length > 0) {
    const next = command.commands.find((child) => child.name() === words[0]);
    if (next === undefined) return `"${words[0]}" is no command of "${command.name()}"`;
    command = next;
    options.push(...command.options);
    words.shift();
  }
  const known = new Set(options.map((option) => option.long));
  const unknown = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]!).find((word) => !known.has(word));
  return unknown === undefined ? null : `"${unknown}" is no option of "${command.name()}"`;
}

describe.each(DOCUMENTS)('%s', (path) => {
  const text = document(path);

  it('gives only commands and options that exist', () => {
    expect(commandLines(text).map((line) => ({ line, fault: faultOf(line) })).filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it('links to files and headings that exist', () => {
    const broken = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target]) => target!).filter((target) => !leadsSomewhere(path, target));
    expect(broken).toEqual([]);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', heading] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(join(ROOT, path))) return false;
  return heading === undefined || [...document(path).matchAll(/^#+ (.+)$/gm)].some(([, title]) => anchorOf(title!) === heading);
}

/** As GitHub makes it. */
const anchorOf = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, '').trim().replaceAll(' ', '-');

describe('documents are short enough to be read', () => {
  it.each([
    ['README.md', 130],
    ['docs/architecture.md', 200],
  ])('%s has at most %i lines', (path, most) => {
    expect(document(path).trimEnd().split('\n').length).toBeLessThanOrEqual(most);
  });
});

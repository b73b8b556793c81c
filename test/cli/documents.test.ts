import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { helpDocument } from '../../cli/help-document';

it('docs/cli.md says what the help texts say (npx tsx cli/help-document.ts > docs/cli.md)', () => {
  expect(readFileSync(resolve(__dirname, '../../docs/cli.md'), 'utf8')).toBe(helpDocument());
});

it('every command has examples', () => {
  for (const section of helpDocument().split('\n## ').slice(1)) expect(section).toContain('Examples:');
});

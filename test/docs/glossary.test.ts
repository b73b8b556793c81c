import { document, programSources } from './sources';

const rows = document('docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| tiếng Việt') && !line.startsWith('| | '))
  .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

const namesOf = (row: readonly string[]): string[] => [...(row.at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

describe('docs/glossary.md', () => {
  it('names in every row what it is called in the code, and is complete in both languages', () => {
    for (const row of rows) {
      expect(namesOf(row).length).toBeGreaterThan(0);
      expect(row.filter((cell) => cell === '')).toEqual([]);
    }
    expect(rows.length).toBeGreaterThan(100);
  });

  it('uses names that exist in the sources', () => {
    const text = programSources().map((source) => source.text).join('\n');
    const absent = [...new Set(rows.flatMap(namesOf))].filter((name) => !wordIn(text, name));
    expect(absent).toEqual([]);
  });
});

/** As a word of its own: hyphens and colons belong to the names of roles and rules. */
const wordIn = (text: string, name: string): boolean => new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(text);

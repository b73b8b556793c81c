import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TEST_SERVERS } from '../servers';
import { ROOT, document, programSources, sourcesIn } from './sources';

const operations = document('docs/operations.md');

/** First cells of the table of variables; one may name several. */
const documented = operations
  .slice(operations.indexOf('## Environment'), operations.indexOf('## Is it well?'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name!));

/** Of npm itself, and not for people to set. */
const NOT_OURS = ['npm_execpath'];

describe('docs/operations.md', () => {
  it('documents every variable of the environment that is read, and no other', () => {
    const read = [...programSources(), ...sourcesIn(['test'], ['.ts']).filter(({ path }) => !path.startsWith(join('test', 'docs')))]
      .flatMap(({ text }) => [...text.matchAll(/\benv(?:\.([A-Za-z0-9_]+)\b(?!\()|\[['"]([A-Za-z0-9_]+)['"]\])|['"](LIENTHONG_[A-Z0-9_]+)['"]/g)].map(([, dotted, quoted, named]) => dotted ?? quoted ?? named!))
      .filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name) || NOT_OURS.includes(name));
    const servers = Object.values(TEST_SERVERS).map(({ variable }) => variable as string);
    const expected = new Set([...read, ...servers].filter((name) => !NOT_OURS.includes(name)));
    expect([...new Set(documented)].sort()).toEqual([...expected].sort());
  });

  it('documents each variable once', () => {
    expect(documented).toHaveLength(new Set(documented).size);
  });
});

describe('paths named in the documents', () => {
  it.each(['README.md', 'docs/architecture.md', 'docs/operations.md'])('%s names files that exist', (path) => {
    const named = [...document(path).matchAll(/`((?:domain|workflows|activities|workers|gateway|db|cli|contracts|catalogue|test|bench|docs|scripts|bin)\/[\w./-]*)`/g)].map(([, file]) => file!);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { portalSources } from '../../workers/portal';

test('the portal is built anew when anything it is made of changes: its own files, and what it imports of the core', () => {
  const root = join(__dirname, '..', '..');
  const sources = portalSources().map((file) => relative(root, file));
  expect(sources).toEqual(expect.arrayContaining(['portal/main.tsx', 'portal/index.html', 'portal/vite.config.ts', 'domain/procedure/route.ts']));
  expect(sources.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

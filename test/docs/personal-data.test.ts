import { personalDataDocument } from '../../scripts/personal-data-doc';
import { document } from './sources';

test('docs/personal-data.md is what the registers say; "npx tsx scripts/personal-data-doc.ts" writes it', () => {
  expect(document('docs/personal-data.md')).toBe(personalDataDocument());
});

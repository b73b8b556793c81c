import { ERRORS } from '../../domain/errors';
import { errorsDocument } from '../../scripts/errors-doc';
import { document } from './sources';

describe('docs/errors.md', () => {
  it('is what the catalogue of refusals says; "npx tsx scripts/errors-doc.ts" writes it', () => {
    expect(document('docs/errors.md')).toBe(errorsDocument());
  });

  it('has every code once', () => {
    const listed = [...document('docs/errors.md').matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code]) => code);
    expect([...listed].sort()).toEqual(Object.keys(ERRORS).sort());
  });
});

import { currentCode, presentCodes, withEarlierCodes } from '../../../domain/agency/renames';
import { describePublication, renamesIn } from '../../../domain/agency/publication';
import type { Topology } from '../../../domain/agency/topology';
import { smallProvince } from './small-province';

const [OLD, NEW, THIRD] = ['H35.01', 'H35.91', 'H35.92'];

/** What the steps together replaced, and the agencies in which the last code stands. */
function after(...codes: readonly string[]) {
  const reasons = codes.slice(1).map((code, i) => {
    return describePublication({ kind: 'correct', from: null, legalBasis: 'CV', renamed: { [codes[i]!]: code } });
  });
  const [first] = smallProvince.agencies;
  const topology: Topology = { agencies: [{ ...first!, code: codes.at(-1)! }] };
  return { renames: renamesIn(reasons), topology };
}

test.each([
  [[OLD, NEW]],
  [[OLD, NEW, OLD]],
  [[OLD, NEW, OLD, NEW]],
  [[OLD, NEW, THIRD, NEW]],
  [[OLD, NEW, THIRD, OLD]],
  [[OLD, NEW, OLD, THIRD]],
  [[OLD, NEW, THIRD, OLD, NEW]],
])('a code that goes and comes back is one agency: %j', (codes) => {
  const { renames, topology } = after(...codes);
  const now = codes.at(-1)!;
  const others = [...new Set(codes)].filter((code) => code !== now);
  for (const code of codes) expect(currentCode(topology, renames, code)).toBe(now);
  expect(presentCodes(topology, renames)).toEqual(Object.fromEntries(others.map((code) => [code, now])));
  expect([...withEarlierCodes(renames, [now])].sort()).toEqual([...new Set(codes)].sort());
});

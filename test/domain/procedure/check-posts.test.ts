import { editedTopology } from '../../agency-catalogue';
import { readCatalogue } from '../../../workers/load-catalogue';
import { checkProcedure } from '../../../domain/procedure/check';
import { messageOf } from '../../../domain/errors';
import type { Step } from '../../../domain/procedure/procedure';

const { procedures } = readCatalogue();
const topology = editedTopology();
const funeral = procedures.find((p) => p.code === '1.001731' && p.version === 2)!;

test('a step for an officer whom no such agency has is refused before it is published, naming the posts there are', () => {
  const route = funeral.route.map((block) => ('step' in block && block.kind === 'return' ? ({ ...block, officer: 'accountant' } as Step) : block));
  const [found, ...others] = checkProcedure({ ...funeral, route }, { topology });
  expect(others).toEqual([]);
  expect(found!.path.at(-1)).toBe('officer');
  expect(messageOf(found!.refusal)).toMatch(/"accountant".*"receiving-unit".*they have: .*receptionist/);
});

import { given } from './given';
import { threeLevels } from './procedures';

const assigned = () =>
  given(threeLevels).does('submit').does('accept').does('complete', { task: 'receive' }).by('leader@commune-committee').does('assign', { task: 'examine', person: 'hoa' });

describe('work that is assigned to somebody', () => {
  it('is not decided, sent back or given back by a colleague', () => {
    for (const act of ['complete', 'send-back', 'release'] as const) {
      expect(assigned().by('specialist@commune-committee').refused(act, { task: 'examine' })).toBe('TASK_TAKEN');
    }
  });

  it('may be taken back by their head', () => {
    expect(assigned().by('leader@commune-committee').does('release', { task: 'examine' }).events).toEqual(['TaskReleased']);
  });
});

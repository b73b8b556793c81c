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

  it('is anybody\'s of that desk again when they left, and a colleague\'s where one goes on with it', () => {
    const left = { task: 'examine', person: 'hoa', because: 'post-ended' };
    const back = assigned().by('engine').does('return-to-desk', left);
    expect(back.events).toEqual(['TaskReturnedToDesk']);
    expect(back.state.tasks['examine#1']).toMatchObject({ assignee: null, status: 'open' });
    back.by('specialist@commune-committee').does('complete', { task: 'examine' });
    const handed = assigned().by('engine').does('return-to-desk', { ...left, to: 'mai' });
    expect(handed.state.tasks['examine#1']).toMatchObject({ assignee: 'mai' });
  });

  it('is not taken from somebody else by what was said of another', () => {
    const other = { task: 'examine', person: 'mai', because: 'post-ended' };
    expect(assigned().by('engine').refused('return-to-desk', other)).toBe('TASK_NOT_WITH');
    expect(assigned().by('leader@commune-committee').refused('return-to-desk', { ...other, person: 'hoa' }))
      .toBe('ACT_NOT_BY_ACTOR');
  });
});

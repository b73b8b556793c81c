import { given } from './given';
import { procedure, step, threeLevels } from './procedures';

/** The route itself says what follows a refusal: a letter, then the return of the result. */
const answering = procedure([
  step('examine', 'commune-committee', { kind: 'sign', officer: 'leader', outcomes: ['approved', 'refused'] }),
  {
    choice: 'decided',
    cases: [{ when: { outcome: 'examine', is: 'refused' }, route: [step('write-refusal', 'commune-committee')] }],
    otherwise: [step('issue', 'commune-committee')],
  },
]);

describe('what was decided', () => {
  const refused = () => given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused' }).does('return-result');

  it('is an approval where a refusal in error was mended', () => {
    const dossier = refused().at('2026-04-01T09:00').does('correct', { step: 'examine' });
    dossier.does('complete', { task: 'examine' }).does('complete', { task: 'verify' }).does('complete', { task: 'sign' });
    expect(dossier.state.decision).toMatchObject({ outcome: 'approved', refused: false });
  });

  it('stays a refusal where it is refused again', () => {
    const dossier = refused().at('2026-04-01T09:00').does('correct', { step: 'examine' }).does('complete', { task: 'examine', outcome: 'refused' });
    expect(dossier.state.decision).toMatchObject({ outcome: 'refused', refused: true });
  });

  it('is a refusal also where the route goes on to write it down', () => {
    const dossier = given(answering).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused' });
    expect(dossier.open).toEqual(['write-refusal#1']);
    expect(dossier.does('complete', { task: 'write-refusal' }).state.decision).toMatchObject({ outcome: 'refused', refused: true });
    const letter = dossier.does('correct', { step: 'write-refusal' }).does('complete', { task: 'write-refusal' });
    expect(letter.state.decision).toMatchObject({ refused: true });
  });

  it('is an approval where the route goes on to issue it', () => {
    const dossier = given(answering).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('complete', { task: 'issue' });
    expect(dossier.state.decision).toMatchObject({ outcome: 'approved', refused: false });
  });
});

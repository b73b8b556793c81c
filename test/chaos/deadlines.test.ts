import { deadlineFaults } from '../../chaos/check/deadlines';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { given } from '../domain/dossier/given';
import { threeLevels } from '../domain/dossier/procedures';

const late = () =>
  given(threeLevels).accepted('2026-03-02T08:30').at('2026-04-01T08:00').does('complete', { task: 'examine' });
const isMissed = ({ type }: LoggedEvent): boolean => type === 'DeadlineMissed';

describe('deadlines of a log', () => {
  it('are well where each passed once, before the act that is later than it', () => {
    const dossier = late();
    expect(dossier.logged.some(isMissed)).toBe(true);
    expect(deadlineFaults(dossier.opened, dossier.logged)).toEqual([]);
  });

  it('are not where one passed twice', () => {
    const dossier = late();
    const twice = dossier.logged.flatMap((event) => (isMissed(event) ? [event, event] : [event]));
    const faults = deadlineFaults(dossier.opened, twice);
    expect(faults).toHaveLength(dossier.logged.filter(isMissed).length);
    expect(faults.every((fault) => 'passedTwice' in fault)).toBe(true);
  });

  it('are not where an act was decided over one', () => {
    const dossier = late();
    const without = dossier.logged.filter((event) => !isMissed(event));
    expect(deadlineFaults(dossier.opened, without)).toEqual([
      expect.objectContaining({ passedOver: expect.any(Number) }),
    ]);
  });
});

import { given, shown } from './given';
import { threeLevels } from './procedures';

describe('what a supplement held up', () => {
  it('shows as a supplement until an officer has confirmed it', () => {
    const examined = given(threeLevels).accepted('2026-03-02T08:30').by('specialist@commune-committee').does('request-supplement').does('provide-supplement');
    expect(examined.status).toBe(5);
    expect(examined.by('specialist@commune-committee').does('confirm-supplement').status).toBe(4);
    const received = given(threeLevels).at('2026-03-02T08:00').does('submit').does('request-supplement').does('provide-supplement');
    expect(received.status).toBe(5);
    expect(received.does('confirm-supplement').status).toBe(1);
  });

  it('is acknowledged within its limit again, and alarmed only then', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-02T09:00').does('request-supplement');
    dossier.at('2026-03-10T09:00').does('provide-supplement').at('2026-03-11T08:00').does('confirm-supplement');
    expect(dossier.task('examine').status).toBe('sent');
    expect(shown(dossier.task('examine').acknowledgeBy)).toBe('2026-03-11T09:52:30');
    expect(dossier.passes('2026-03-11T09:52').all).not.toContain('DeadlineMissed');
    expect(dossier.passes('2026-03-11T10:00').events).toEqual(['DeadlineMissed']);
  });
});

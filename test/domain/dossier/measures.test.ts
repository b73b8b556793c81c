import { legalTimeliness, portalTimeliness } from '../../../domain/dossier/timeliness';
import { at, given } from './given';
import type { Story } from './given';
import { landTransfer, threeLevels } from './procedures';

const measured = (story: Story, now: string) => [legalTimeliness(story.state, at(now)), portalTimeliness(story.state, at(now))];
const decided = (when: string, before = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('complete', { task: 'verify' })) =>
  before.at(when).does('complete', { task: 'sign' });

describe('on time, by the law and as the portal computes it', () => {
  it.each([
    ['2026-03-06T17:00', ['early', 'early']],
    ['2026-03-09T08:00', ['on-time', 'on-time']],
    ['2026-03-09T16:59', ['on-time', 'on-time']],
    // At close of office the law's day is over; the portal only sees the date.
    ['2026-03-09T17:00', ['late', 'on-time']],
    ['2026-03-10T08:00', ['late', 'late']],
  ])('decided %s of a limit until 9 March', (when, expected) => {
    expect(measured(decided(when), '2026-06-01T08:00')).toEqual(expected);
  });

  it('measures against the last valid appointment', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('complete', { task: 'verify' }).at('2026-03-04T08:30').does('apologise', { newDue: at('2026-03-12T17:00') });
    expect(measured(decided('2026-03-11T09:00', dossier), '2026-06-01T08:00')).toEqual(['early', 'early']);
  });

  it('counts a day until midnight as that day', () => {
    const midnight = { ...threeLevels, timeLimit: { ...threeLevels.timeLimit, expires: 'midnight' } as const };
    const dossier = given(midnight).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('complete', { task: 'verify' });
    expect(measured(decided('2026-03-09T20:00', dossier), '2026-06-01T08:00')).toEqual(['on-time', 'on-time']);
  });

  it('takes a paused one as in time, a withdrawn one as on time, one without a date as in time', () => {
    const late = given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-11T08:00').does('complete', { task: 'examine' });
    expect(measured(late, '2026-06-01T08:00')).toEqual(['late', 'on-time']);
    expect(measured(given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-12T08:00').does('withdraw'), '2026-06-01T08:00')).toEqual(['late', 'on-time']);
    expect(measured(given(threeLevels).does('submit'), '2026-06-01T08:00')).toEqual([null, 'on-time']);
  });
});

describe('the national status of every moment', () => {
  it('is derived', () => {
    const statuses: number[] = [];
    const note = (story: Story) => void statuses.push(story.status);
    const dossier = given(landTransfer).at('2026-03-02T08:30').does('submit');
    note(dossier);
    note(dossier.does('request-supplement'));
    note(dossier.does('provide-supplement'));
    note(dossier.does('confirm-supplement').does('accept'));
    note(dossier.does('complete', { task: 'receive' }));
    note(dossier.by('specialist@land-office').does('request-supplement'));
    note(dossier.does('provide-supplement').by('specialist@land-office').does('confirm-supplement').does('complete', { task: 'examine' }));
    note(dossier.by('partner').does('issue-notice', { task: 'tax' }));
    note(dossier.does('settle-obligation'));
    note(dossier.does('complete', { task: 'register' }));
    note(dossier.does('return-result'));
    expect(statuses).toEqual([1, 5, 5, 2, 4, 5, 4, 6, 4, 9, 10]);
  });

  it('knows the other endings', () => {
    expect(given(threeLevels).does('submit').does('refuse-intake').status).toBe(3);
    expect(given(threeLevels).does('submit').does('withdraw').status).toBe(7);
    expect(given(threeLevels).accepted('2026-03-02T08:30').does('stop').status).toBe(8);
  });
});

import { attributeLateness } from '../../../domain/dossier/attribution';
import type { Attributed } from '../../../domain/dossier/attribution';
import { at, given, ROLES } from './given';
import type { Story } from './given';
import { awaiting, landTransfer, parallel, procedure, step, threeLevels, workingDays } from './procedures';

const who = (to: Attributed): string => (to.kind === 'agency' ? to.taskId : to.kind === 'partner' ? `partner ${to.step}` : to.kind);
const late = (story: Story, now: string): string[] => attributeLateness(story.state, at(now)).map(({ date, to }) => `${date} ${who(to)}`);

describe('each late day', () => {
  it('is nobody\'s while the dossier is in time, not accepted, or the clock stands', () => {
    expect(late(given(threeLevels).at('2026-03-02T08:00').does('submit'), '2026-06-01T08:00')).toEqual([]);
    expect(late(given(threeLevels).accepted('2026-03-02T08:30'), '2026-03-09T17:00')).toEqual([]);
    expect(late(given(awaiting).accepted('2026-03-02T08:30'), '2026-06-01T08:00')).toEqual([]);
  });

  it('goes to the first that ran over its own limit, as far as it did, then to the next', () => {
    // examine is due on the 3rd and done on the 6th: three days over; verify takes its two days and two more; due is the 9th.
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-06T17:00').does('complete', { task: 'examine' });
    dossier.at('2026-03-12T17:00').does('complete', { task: 'verify' }).at('2026-03-13T17:00').does('complete', { task: 'sign' });
    expect(late(dossier, '2026-06-01T08:00')).toEqual(['2026-03-10 examine#1', '2026-03-11 examine#1', '2026-03-12 examine#1', '2026-03-13 verify#1']);
    expect(attributeLateness(dossier.state, at('2026-06-01T08:00'))[0]!.to).toEqual({ kind: 'agency', agency: ROLES['commune-committee'], step: 'examine', taskId: 'examine#1' });
  });

  it('goes to the holder of the day where nobody ran over', () => {
    const loose = procedure([step('examine', 'commune-committee'), step('verify', 'district-committee')]);
    const dossier = given(loose).accepted('2026-03-02T08:30').at('2026-03-10T17:00').does('complete', { task: 'examine' });
    expect(late(dossier, '2026-03-12T09:00')).toEqual(['2026-03-10 examine#1', '2026-03-11 verify#1', '2026-03-12 verify#1']);
  });

  it('skips days off', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    expect(late(dossier, '2026-03-16T09:00').map((day) => day.slice(0, 10))).toEqual(['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-16']);
  });

  it('goes to the applicant whose supplement one branch waited for', () => {
    const dossier = given(parallel('all')).accepted('2026-03-02T08:30').does('complete', { task: 'residence' }).does('complete', { task: 'fire-safety' }).does('complete', { task: 'public-order' }).does('complete', { task: 'licence' });
    dossier.at('2026-03-03T07:30').by('specialist@social-insurance').does('request-supplement');
    dossier.at('2026-03-10T17:00').does('provide-supplement').by('specialist@social-insurance').does('confirm-supplement');
    dossier.at('2026-03-12T16:00').does('complete', { task: 'card' }).does('complete', { task: 'sign' });
    expect(late(dossier, '2026-06-01T08:00')).toEqual(['2026-03-10 applicant', '2026-03-11 applicant', '2026-03-12 applicant']);
  });

  it('goes to the partner who did not confirm in time', () => {
    const beside = procedure([
      {
        parallel: 'beside',
        join: 'all',
        branches: [
          { branch: 'outside', route: [step('confirm', 'receiving-unit', { kind: 'await-outside', officer: 'receptionist', waitAtMost: workingDays(2) })] },
          { branch: 'work', route: [step('examine', 'land-office', { limit: workingDays(20) })] },
        ],
      },
    ]);
    const dossier = given(beside).accepted('2026-03-02T08:30').at('2026-03-11T16:00').does('complete', { task: 'confirm' }).does('complete', { task: 'examine' });
    expect(late(dossier, '2026-06-01T08:00')).toEqual(['2026-03-10 partner confirm', '2026-03-11 partner confirm']);
  });

  it.each([
    ['sender', 'examine#1'],
    ['tax-office', 'tax#1'],
  ])('goes to whoever erred in a slip that came back: the %s', (erred, guilty) => {
    // Sent on the 5th at 10:00, back on the 9th at 10:00: due on the 11th instead of the 9th, done on the 12th.
    const dossier = given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-05T10:00').does('complete', { task: 'examine' });
    dossier.at('2026-03-09T10:00').by('partner').does('return-slip', { task: 'tax', erred }).at('2026-03-12T10:00').does('complete', { task: 'examine' });
    expect(late(dossier, '2026-06-01T08:00')).toEqual([`2026-03-12 ${guilty}`]);
  });

  it('goes to the tax office where its own limit was over before the slip came back', () => {
    const dossier = given(landTransfer).accepted('2026-03-02T08:30').does('complete', { task: 'examine' });
    expect(dossier.task('tax').dueAt).toBe(at('2026-03-05T17:00'));
    dossier.at('2026-03-12T08:30').by('partner').does('return-slip', { task: 'tax', erred: 'tax-office' });
    dossier.at('2026-03-25T10:00').does('complete', { task: 'examine' });
    expect(late(dossier, '2026-06-01T08:00').every((day) => day.endsWith('tax#1'))).toBe(true);
  });
});

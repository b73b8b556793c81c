import { explainDossier } from '../../../domain/dossier/explain';
import { at, calendar, given, shown } from './given';
import type { Story } from './given';
import { awaiting, landTransfer, procedure, step, threeLevels, hours } from './procedures';

const told = (story: Story, phase = story.state.phase): string[] =>
  explainDossier(story.state, phase).flatMap(({ intervals }) => intervals.map((i) => `${shown(i.from)} ${shown(i.to)} ${i.rule}${i.counted ? ' +' : ''}`));

describe('the explanation of a due date', () => {
  it('lists what counted and what did not, from the receipt to the due instant', () => {
    expect(told(given(threeLevels).accepted('2026-02-13T10:00'))).toEqual([
      '2026-02-13T10:00 2026-02-14T00:00 day-zero',
      '2026-02-14T00:00 2026-02-16T00:00 weekend',
      '2026-02-16T00:00 2026-02-21T00:00 public-holiday',
      '2026-02-21T00:00 2026-02-23T00:00 weekend',
      '2026-02-23T00:00 2026-02-27T17:00 working-day +',
    ]);
    const [explanation] = explainDossier(given(threeLevels).accepted('2026-02-13T10:00').state);
    expect(explanation).toMatchObject({ addsUp: true, calendarVersion: calendar.version, due: at('2026-02-27T17:00'), original: at('2026-02-27T17:00') });
    expect(explanation!.intervals.filter((i) => i.counted).map((i) => [shown(i.from), i.countedDays])).toEqual([['2026-02-23T00:00', 5]]);
  });

  it('names a stop by what was waited for, and one that still runs', () => {
    const dossier = given(awaiting).accepted('2026-03-02T08:30');
    expect(explainDossier(dossier.state)).toMatchObject([{ addsUp: true, stopped: { rule: 'outside-confirmation' } }]);
    dossier.at('2026-03-04T08:30').does('complete', { task: 'confirm' });
    expect(told(dossier)).toContain('2026-03-02T08:30 2026-03-04T08:30 paused:outside-confirmation');
    expect(explainDossier(dossier.state)).toMatchObject([{ addsUp: true, stopped: null, due: at('2026-03-09T17:00') }]);
  });

  it('says that a supplement began it anew', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-04T09:00').by('specialist@commune-committee').does('request-supplement');
    dossier.at('2026-03-10T14:00').does('provide-supplement').at('2026-03-11T10:00').does('confirm-supplement');
    expect(told(dossier).slice(0, 3)).toEqual([
      '2026-03-02T08:30 2026-03-04T09:00 restarted',
      '2026-03-04T09:00 2026-03-10T14:00 paused:supplement',
      '2026-03-10T14:00 2026-03-11T00:00 day-zero',
    ]);
    expect(explainDossier(dossier.state)).toMatchObject([{ addsUp: true, original: at('2026-03-09T17:00'), due: at('2026-03-17T17:00') }]);
  });

  it('says what a re-appointment promised beyond the limit', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-04T08:30').does('apologise', { newDue: at('2026-03-11T17:00') });
    expect(told(dossier).at(-1)).toBe('2026-03-10T00:00 2026-03-11T17:00 re-appointment');
    expect(explainDossier(dossier.state)).toMatchObject([{ addsUp: true, movedTo: at('2026-03-11T17:00') }]);
  });

  it('explains each phase by itself, the time at the tax office in neither', () => {
    const dossier = given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-05T10:00').does('complete', { task: 'examine' }).at('2026-03-16T09:00').does('settle-obligation');
    expect(explainDossier(dossier.state).map(({ phase, due, addsUp }) => [phase, shown(due), addsUp])).toEqual([
      [0, '2026-03-09T17:00', true],
      [1, '2026-03-19T17:00', true],
    ]);
    expect(told(dossier, 1)[0]).toBe('2026-03-16T09:00 2026-03-17T00:00 day-zero');
  });

  it('counts a phase that was met by the calendar of its time', () => {
    const dossier = given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-05T10:00').does('complete', { task: 'examine' }).does('settle-obligation');
    dossier.does('amend-calendar', { from: calendar.version, to: calendar.version + 1, change: { addDaysOff: { '2026-03-06': 'Nghỉ' }, removeDaysOff: ['2026-04-27'], reason: 'Thông báo' } });
    expect(explainDossier(dossier.state)).toMatchObject([
      { addsUp: true, calendarVersion: calendar.version, due: at('2026-03-09T17:00') },
      { addsUp: true, calendarVersion: calendar.version + 1, due: at('2026-03-11T17:00') },
    ]);
  });

  it('counts hours in nominal minutes', () => {
    const dossier = given(procedure([step('examine', 'commune-committee')], { timeLimit: { clockStart: 'session-start', limit: hours(4) } })).accepted('2026-03-02T16:00');
    const [explanation] = explainDossier(dossier.state);
    expect(explanation).toMatchObject({ addsUp: true });
    expect(explanation!.intervals.reduce((sum, i) => sum + (i.countedMinutes ?? 0), 0)).toBeCloseTo(240, 9);
  });

  it('has nothing to say before acceptance', () => {
    expect(explainDossier(given(threeLevels).does('submit').state)).toEqual([]);
  });
});

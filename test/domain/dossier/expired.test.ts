import { attributeLateness } from '../../../domain/dossier/attribution';
import { explainDossier } from '../../../domain/dossier/explain';
import { legalTimeliness, portalTimeliness } from '../../../domain/dossier/timeliness';
import { at, calendar, given } from './given';
import { landTransfer, procedure, step, threeLevels, workingDays } from './procedures';

describe('an appointment that has passed', () => {
  /** Due on the 9th, the slip sent on the 10th at 09:00, back on the 12th at 10:00. */
  const returned = () => given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-10T09:00').does('complete', { task: 'examine' }).at('2026-03-12T10:00').by('partner').does('return-slip', { task: 'tax' });

  it('gets no new time from a clock that stops afterwards: nothing remained', () => {
    const dossier = returned();
    expect(dossier.due).toBe('2026-03-09T17:00');
    expect(explainDossier(dossier.state)).toMatchObject([{ addsUp: true, due: at('2026-03-09T17:00') }]);
  });

  it('leaves the days on which the clock stood to nobody', () => {
    const dossier = returned().at('2026-03-13T10:00').does('complete', { task: 'examine' });
    expect(legalTimeliness(dossier.state, at('2026-03-13T10:00'))).toBe('late');
    expect(attributeLateness(dossier.state, at('2026-06-01T08:00')).map(({ date }) => date)).toEqual(['2026-03-10', '2026-03-12', '2026-03-13']);
  });

  it('stays as it is when the calendar is amended elsewhere', () => {
    const change = { addDaysOff: { '2026-03-20': 'Nghỉ đột xuất' }, reason: 'Thông báo 12' };
    const dossier = returned().does('amend-calendar', { from: calendar.version, to: calendar.version + 1, change });
    expect(dossier.due).toBe('2026-03-09T17:00');
  });
});

describe('a dossier that lapsed while its supplement was awaited', () => {
  it('is in time for the portal, which shows it among the stopped', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').by('specialist@commune-committee').does('request-supplement').passes('2026-04-20T09:00');
    expect(dossier.status).toBe(8);
    expect(portalTimeliness(dossier.state, at('2026-04-20T09:00'))).toBe('on-time');
  });
});

describe('a re-appointment', () => {
  it('is told apart from a restarted limit that happens to end at the same instant', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-06T16:00').does('apologise', { newDue: at('2026-03-16T17:00') });
    dossier.by('specialist@commune-committee').does('request-supplement').at('2026-03-09T09:00').does('provide-supplement').by('specialist@commune-committee').does('confirm-supplement');
    expect(dossier.due).toBe('2026-03-16T17:00');
    expect(explainDossier(dossier.state)[0]!.movedTo).toBeNull();
    const change = { addDaysOff: { '2026-03-12': 'Nghỉ đột xuất' }, reason: 'Thông báo 12' };
    expect(dossier.does('amend-calendar', { from: calendar.version, to: calendar.version + 1, change }).due).toBe('2026-03-17T17:00');
  });
});

describe('a late apology', () => {
  it('is allowed when the result is there already, but moves no date any more', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-20T09:00').does('complete', { task: 'examine', outcome: 'refused' });
    expect(dossier.does('apologise').last.at(-1)!.payload).toMatchObject({ type: 'ApologyIssued', inTime: false });
    expect(dossier.refused('apologise', { newDue: at('2026-03-30T17:00') })).toBe('APPOINTMENT_NOT_RUNNING');
    expect(dossier.does('return-result').refused('apologise')).toBeNull();
  });
});

describe('a consultation whose silence decides at the very instant the appointment ends', () => {
  it('decides late, and the miss is on record', () => {
    const ask = { agencies: ['police'], replyWithin: workingDays(2), silence: 'consent', countsFrom: 'sent' } as const;
    const asking = procedure([step('consult', 'dept-construction', { kind: 'consult', consult: ask })], { timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(2) } });
    const dossier = given(asking).accepted('2026-03-02T08:30').passes('2026-03-04T17:00');
    expect(dossier).toMatchObject({ status: 9 });
    expect(legalTimeliness(dossier.state, at('2026-03-05T08:00'))).toBe('late');
    expect(dossier.appointment.missedAt).toBe(at('2026-03-04T17:00'));
  });
});

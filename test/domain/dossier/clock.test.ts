import { legalTimeliness } from '../../../domain/dossier/timeliness';
import { at, calendar, given, shown } from './given';
import { awaiting, awaitingLast, posting, threeLevels, consulting, landTransfer } from './procedures';

describe('what does not count', () => {
  it('is the time in which only an outside confirmation is awaited', () => {
    const dossier = given(awaiting).accepted('2026-03-02T08:30');
    expect(dossier.state.stopped).toMatchObject({ rule: 'outside-confirmation' });
    dossier.at('2026-03-04T08:30').does('complete', { task: 'confirm' });
    expect(dossier.events).toEqual(['StepCompleted', 'StepAssigned', 'HandOverSent', 'ClockResumed']);
    expect(dossier.due).toBe('2026-03-09T17:00');
  });

  it('is nothing while an agency works beside it', () => {
    const dossier = given(posting).accepted('2026-03-02T08:30');
    expect(dossier.state.stopped).toBeNull();
    dossier.does('complete', { task: 'examine' }).at('2026-03-17T09:00').does('complete', { task: 'post' });
    expect(dossier.state.stopped).toMatchObject({ rule: 'outside-confirmation' });
  });

  it('gives no time before the clock had begun', () => {
    const dossier = given(awaiting).accepted('2026-03-02T15:30').at('2026-03-02T16:30').does('complete', { task: 'confirm' });
    expect(dossier.due).toBe('2026-03-06T17:00');
  });

  it('is given back when the confirmation ends the work, so that nobody is late for it', () => {
    const dossier = given(awaitingLast()).accepted('2026-03-02T08:30').at('2026-03-13T08:30').does('complete', { task: 'confirm' });
    expect(dossier.events).toEqual(['StepCompleted', 'ClockResumed', 'DossierResolved', 'StepAssigned']);
    expect(dossier.state.stopped).toBeNull();
    expect(legalTimeliness(dossier.state, at('2026-03-13T08:30'))).toBe('early');
    const refused = given(awaitingLast()).accepted('2026-03-02T08:30').at('2026-03-13T08:30').does('complete', { task: 'confirm', outcome: 'refused' });
    expect(legalTimeliness(refused.state, at('2026-03-13T08:30'))).toBe('early');
  });

  it('makes nobody late who stopped or lapsed while the clock stood', () => {
    const asked = () => given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-03T09:00').by('specialist@commune-committee').does('request-supplement');
    expect(legalTimeliness(asked().at('2026-03-20T09:00').does('withdraw').state, at('2026-03-20T09:00'))).toBe('early');
    expect(legalTimeliness(asked().passes('2026-04-20T09:00').state, at('2026-04-20T09:00'))).toBe('early');
  });
});

describe('apology and re-appointment', () => {
  const late = () => given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-06T16:00');

  it('moves the date once, to an hour in which the office works', () => {
    const dossier = late().does('apologise', { newDue: at('2026-03-11T17:00') });
    expect(dossier.last.at(-1)!.payload).toMatchObject({ type: 'ApologyIssued', inTime: true });
    expect(dossier.due).toBe('2026-03-11T17:00');
    expect(shown(dossier.appointment.original)).toBe('2026-03-09T17:00');
    expect(dossier.refused('apologise', { newDue: at('2026-03-12T17:00') })).toBe('APPOINTMENT_ALREADY_MOVED');
    expect(dossier.refused('apologise')).toBeNull();
    expect(dossier.passes('2026-03-11T17:00').events).toContain('DeadlineMissed');
  });

  it.each(['2026-03-09T17:00', '2026-03-14T10:00', '2026-03-11T12:00', '2026-03-11T18:00'])('refuses %s', (newDue) => {
    expect(late().refused('apologise', { newDue: at(newDue) })).toBe('NEW_DATE_INVALID');
  });

  it('is late on the last day, and always allowed', () => {
    expect(late().at('2026-03-09T08:00').does('apologise').last.at(-1)!.payload).toMatchObject({ inTime: false });
    expect(late().at('2026-04-09T08:00').does('apologise').last.at(-1)!.payload).toMatchObject({ inTime: false });
  });

  it('is owed at expiry where the procedure says so', () => {
    const procedure = { ...threeLevels, apology: { owed: 'at-expiry', oncePer: 'dossier' } as const };
    const dossier = given(procedure).accepted('2026-03-02T08:30').at('2026-03-09T16:00').does('apologise');
    expect(dossier.last.at(-1)!.payload).toMatchObject({ inTime: true });
  });

  it('is possible once per phase where the procedure says so, else once per dossier', () => {
    const through = (oncePer: 'phase' | 'dossier') =>
      given({ ...landTransfer, apology: { owed: 'one-day-before', oncePer } }).accepted('2026-03-02T08:30').at('2026-03-05T08:30').does('apologise', { newDue: at('2026-03-11T17:00') }).does('complete', { task: 'examine' }).does('settle-obligation').at('2026-03-10T08:00');
    expect(through('phase').refused('apologise', { newDue: at('2026-03-13T17:00') })).toBeNull();
    expect(through('dossier').refused('apologise', { newDue: at('2026-03-20T17:00') })).toBe('APPOINTMENT_ALREADY_MOVED');
  });

  it('moves no date while the clock stands, nor after the end', () => {
    expect(given(awaiting).accepted('2026-03-02T08:30').refused('apologise', { newDue: at('2026-03-20T17:00') })).toBe('APPOINTMENT_NOT_RUNNING');
    const mended = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused' }).does('correct', { step: 'verify' });
    expect(mended.refused('apologise', { newDue: at('2026-03-20T17:00') })).toBe('APPOINTMENT_NOT_RUNNING');
  });

  it('still is the one allowed after a supplement has restarted the limit', () => {
    const dossier = late().does('apologise', { newDue: at('2026-03-11T17:00') }).by('specialist@commune-committee').does('request-supplement');
    dossier.at('2026-03-10T09:00').does('provide-supplement').by('specialist@commune-committee').does('confirm-supplement');
    expect(dossier.due).toBe('2026-03-17T17:00');
    expect(dossier.refused('apologise', { newDue: at('2026-03-20T17:00') })).toBe('APPOINTMENT_ALREADY_MOVED');
  });
});

describe('an amended calendar', () => {
  const holiday = { act: 'amend-calendar', from: calendar.version, to: calendar.version + 1, change: { addDaysOff: { '2026-03-05': 'Nghỉ đột xuất' }, reason: 'Thông báo 12' } };
  const { act: _, ...fields } = holiday;
  const amended = (dossier = given(threeLevels).accepted('2026-03-02T08:30')) => dossier.does('amend-calendar', fields);

  it('moves what it touches once, and says why', () => {
    const dossier = amended();
    expect(dossier).toMatchObject({ events: ['CalendarAmended'], due: '2026-03-10T17:00' });
    expect(dossier.last[0]!.payload).toMatchObject({ change: { reason: 'Thông báo 12' } });
    expect(dossier.refused('amend-calendar', fields)).toBe('CALENDAR_VERSION_UNEXPECTED');
  });

  it('leaves a date that was promised as a date', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-04T08:30').does('apologise', { newDue: at('2026-03-12T17:00') });
    expect(amended(dossier).due).toBe('2026-03-12T17:00');
  });

  it('moves a limit that a supplement restarted, although the date had been moved before', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-04T08:30').does('apologise', { newDue: at('2026-03-12T17:00') }).by('specialist@commune-committee').does('request-supplement');
    dossier.does('provide-supplement').by('specialist@commune-committee').does('confirm-supplement');
    expect(dossier.due).toBe('2026-03-11T17:00');
    expect(amended(dossier).due).toBe('2026-03-12T17:00');
  });

  it('counts stops anew', () => {
    const dossier = given(awaiting).accepted('2026-03-02T08:30').at('2026-03-06T08:30').does('complete', { task: 'confirm' });
    expect(dossier.due).toBe('2026-03-11T17:00');
    expect(amended(dossier).due).toBe('2026-03-11T17:00');
  });

  it('moves a reply date from the acknowledged delivery it began with', () => {
    const dossier = given(consulting()).accepted('2026-03-02T08:30').at('2026-03-04T09:00').does('acknowledge', { task: 'consult/police' });
    expect(shown(dossier.task('consult/police').dueAt)).toBe('2026-03-06T17:00');
    amended(dossier);
    expect(shown(dossier.task('consult/police').dueAt)).toBe('2026-03-09T17:00');
  });

  it('moves the limit of an awaited confirmation by its own length', () => {
    const dossier = given(awaiting).accepted('2026-03-02T08:30');
    expect(shown(dossier.task('confirm').dueAt)).toBe('2026-03-09T17:00');
    expect(shown(amended(dossier).task('confirm').dueAt)).toBe('2026-03-10T17:00');
  });

  it('takes back a miss that the new calendar denies', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').passes('2026-03-09T18:00');
    expect(dossier.appointment.missedAt).not.toBeNull();
    expect(amended(dossier).appointment.missedAt).toBeNull();
    expect(dossier.passes('2026-03-10T18:00').events).toEqual(['DeadlineMissed']);
  });

  it('is refused where it is no change', () => {
    expect(given(threeLevels).accepted('2026-03-02T08:30').refused('amend-calendar', { ...fields, change: { reason: 'nothing' } })).toBe('CALENDAR_UNCHANGED');
  });
});


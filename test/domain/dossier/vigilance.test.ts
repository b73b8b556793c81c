import { recordingOf } from '../../../domain/dossier/recording-of';
import type { WatchRow } from '../../../domain/dossier/recording';
import { given, ROLES, shown } from './given';
import type { Story } from './given';
import { awaiting, threeLevels, workingDays } from './procedures';
import { NOWHERE } from './nowhere';

const watches = (story: Story): readonly WatchRow[] => recordingOf(story.opened, { state: story.state, logged: story.logged }, NOWHERE).watches;
const watch = (story: Story, subject: string): WatchRow => watches(story).find((w) => w.subject === subject)!;
const ladder = (row: WatchRow) => row.ladder.map(({ level, at, to }) => `${shown(at)} ${level} ${to.map((t) => `${t.role}@${t.agency}`).join(' ')}`);

describe('whom to warn, and when', () => {
  it('climbs from the officer to the head, the chair and procedure control', () => {
    expect(ladder(watch(given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }), 'task:verify#1'))).toEqual([
      '2026-03-03T17:00 warning specialist@H35.20',
      '2026-03-04T17:00 overdue specialist@H35.20 unit-head@H35.20',
      '2026-03-05T17:00 escalation-1 agency-head@H35.20',
      '2026-03-06T17:00 escalation-2 committee-chair@H35 procedure-control@H35.01',
    ]);
  });

  it('wants the apology at least one day before the appointment ends', () => {
    expect(ladder(watch(given(threeLevels).accepted('2026-03-02T08:30'), 'appointment:0'))).toEqual([
      '2026-03-05T17:00 apology-wanted agency-head@H35.01.01',
      '2026-03-06T17:00 warning receptionist@H35.01.01',
      '2026-03-09T17:00 overdue receptionist@H35.01.01 unit-head@H35.01.01',
      '2026-03-10T17:00 escalation-1 agency-head@H35.01.01',
      '2026-03-11T17:00 escalation-2 committee-chair@H35 procedure-control@H35.01',
    ]);
  });

  it('warns half-way through a limit shorter than two days', () => {
    // From Monday 08:30 to Tuesday 17:00 are fourteen open hours; seven have passed by Tuesday 08:00.
    expect(ladder(watch(given(threeLevels).accepted('2026-03-02T08:30'), 'task:examine#1'))[0]).toBe('2026-03-03T08:00 warning specialist@H35.30');
  });

  it('lays every watch anew with a higher generation when it moves, and takes it away when it ends', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    const before = watch(dossier, 'appointment:0');
    dossier.by('specialist@commune-committee').does('request-supplement');
    const stopped = watch(dossier, 'appointment:0');
    expect(stopped.generation).toBeGreaterThan(before.generation);
    expect(stopped.ladder).toEqual([]);
    expect(watch(dossier, 'task:examine#1').ladder).toEqual([]);
    dossier.at('2026-03-04T08:00').does('provide-supplement');
    expect(shown(watch(dossier, 'supplement:1').dueAt)).toBe('2026-03-05T08:00');
    dossier.by('specialist@commune-committee').does('confirm-supplement');
    expect(shown(watch(dossier, 'appointment:0').dueAt)).toBe('2026-03-11T17:00');
    expect(watch(dossier, 'supplement:1').ladder).toEqual([]);
    dossier.does('withdraw');
    expect(watches(dossier).every((w) => w.ladder.length === 0)).toBe(true);
  });

  it('follows a task to the agency it is re-routed to', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').does('re-route', { task: 'examine' });
    expect(watch(dossier, 'task:examine#1').agency).toBe(ROLES.police);
  });

  it('watches an outside confirmation by the longest it may take', () => {
    expect(shown(watch(given(awaiting).accepted('2026-03-02T08:30'), 'task:confirm#1').dueAt)).toBe('2026-03-09T17:00');
  });

  it('takes the procedure\'s own ladder where it brings one', () => {
    const own = { ...threeLevels, vigilance: { warnBefore: workingDays(2), ladder: [{ after: workingDays(3), to: 'procedure-control' as const }] } };
    expect(ladder(watch(given(own).accepted('2026-03-02T08:30'), 'appointment:0')).filter((l) => !l.includes('apology'))).toEqual([
      '2026-03-05T17:00 warning receptionist@H35.01.01',
      '2026-03-09T17:00 overdue receptionist@H35.01.01',
      '2026-03-12T17:00 escalation-1 procedure-control@H35.01',
    ]);
  });
});

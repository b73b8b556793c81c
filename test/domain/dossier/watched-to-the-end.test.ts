import { recordingOf } from '../../../domain/dossier/recording-of';
import type { WatchRow } from '../../../domain/dossier/recording';
import { calendar, given, shown } from './given';
import type { Story } from './given';
import { consulting, procedure, step, threeLevels, workingDays } from './procedures';
import { NOWHERE } from './nowhere';

const watches = (story: Story): readonly WatchRow[] => recordingOf(story.opened, { state: story.state, logged: story.logged }, NOWHERE).watches;
const watch = (story: Story, subject: string): WatchRow => watches(story).find((w) => w.subject === subject)!;
const levels = (row: WatchRow): string[] => row.ladder.map(({ level, at }) => `${shown(at)} ${level}`);

describe('whom is told, and until when', () => {
  it('nobody hears any more of a silent agency once its consultation is over', () => {
    const dossier = given(consulting({ countsFrom: 'sent' })).accepted('2026-03-02T08:30').passes('2026-03-05T08:00');
    const silent = dossier.state.generations['task:consult#1/H35.06']!;
    dossier.does('complete', { task: 'consult' });
    expect(dossier.state.generations['task:consult#1/H35.06']).toBeGreaterThan(silent);
    expect(watch(dossier, 'task:consult#1/H35.06').ladder).toEqual([]);
    expect(dossier.task('consult/dept-culture')).toMatchObject({ status: 'silent', closedAt: dossier.state.lastAt });
  });

  it('an apology is wanted at expiry where the limit is too short for one a day before', () => {
    const short = procedure([step('examine', 'commune-committee')], { timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(1) } });
    expect(levels(watch(given(short).accepted('2026-03-02T08:30'), 'appointment:0'))).toContain('2026-03-03T17:00 apology-wanted');
  });

  it('nobody is warned of what is overdue already', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-06T09:00').does('re-route', { task: 'examine' });
    expect(levels(watch(dossier, 'task:examine#1'))[0]).toBe('2026-03-03T17:00 overdue');
  });
});

describe('an amended calendar', () => {
  const amend = { from: calendar.version, to: calendar.version + 1, change: { addDaysOff: { '2026-03-05': 'Nghỉ đột xuất' }, reason: 'Thông báo 12' } };

  it('moves what must be acknowledged by a day that became a holiday', () => {
    const dossier = given(threeLevels).at('2026-03-04T16:00').does('submit').does('accept').does('complete', { task: 'receive' });
    expect(shown(dossier.task('examine').acknowledgeBy)).toBe('2026-03-05T08:22:30');
    dossier.does('amend-calendar', amend);
    expect(shown(dossier.task('examine').acknowledgeBy)).toBe('2026-03-06T08:22:30');
  });

  it('moves what must be confirmed by a day that became a holiday', () => {
    const dossier = given(threeLevels).at('2026-03-04T10:00').does('submit').does('request-supplement').does('provide-supplement').does('amend-calendar', amend);
    expect(shown(dossier.state.supplements[0]!.confirmBy)).toBe('2026-03-06T10:00');
  });
});

describe('after a reorganisation', () => {
  it('later levels go to the chain of today, also where the work itself stays', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    const { agencies } = dossier.state;
    const holder = dossier.task('examine').agency;
    const chain = { ...agencies.agencies[holder]!.chain, 'agency-head': 'H35.99' };
    const reordered = { ...agencies, agencies: { ...agencies.agencies, [holder]: { ...agencies.agencies[holder]!, chain } } };
    dossier.does('reorganise', { agencies: reordered, successors: {}, legalBasis: 'Nghị quyết 1670' });
    expect(dossier.state.generations['task:examine#1']).toBe(2);
    expect(watch(dossier, 'task:examine#1').ladder.flatMap((rung) => rung.to.map((to) => to.agency))).toContain('H35.99');
  });

  it('nothing is told again where nothing changed', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    dossier.does('reorganise', { agencies: dossier.state.agencies, successors: {}, legalBasis: 'Nghị quyết 1670' });
    expect(dossier.state.generations['task:examine#1']).toBe(1);
  });

  it('a supplement sent in is confirmed by the agency that has taken over', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').by('specialist@commune-committee').does('request-supplement').does('provide-supplement');
    const { agencies } = dossier.state;
    dossier.does('reorganise', { agencies, successors: { 'H35.30': 'H35.20' }, legalBasis: 'Nghị quyết 1670' });
    const row = watch(dossier, 'supplement:1');
    expect(row).toMatchObject({ agency: 'H35.20', generation: dossier.state.generations['supplement:1'] });
    expect(dossier.state.generations['supplement:1']).toBe(2);
    expect(row.ladder[0]!.to).toEqual([{ agency: 'H35.20', role: 'specialist' }]);
  });
});

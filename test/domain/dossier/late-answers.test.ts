import { attributeLateness } from '../../../domain/dossier/attribution';
import { at, given } from './given';
import { consulting } from './procedures';

const silent = () => given(consulting({ countsFrom: 'sent' })).accepted('2026-03-02T08:30').passes('2026-03-05T08:00');

describe('a consulted agency that lets its reply date pass', () => {
  it('is heard late without effect: the answer is filed, and the lead decides', () => {
    const dossier = silent();
    const before = dossier.state;
    dossier.does('reply', { task: 'consult/police' });
    expect(dossier.last.map((e) => e.payload)).toMatchObject([{ type: 'ConsultationReplied', late: true }]);
    expect(dossier.state).toEqual({ ...before, seq: before.seq + 1, lastAt: dossier.last[0]!.at, commands: dossier.state.commands });
    dossier.does('reply', { task: 'consult/dept-culture' }).does('reply', { task: 'consult/dept-construction' });
    expect(dossier.open).toEqual(['consult#1']);
    expect(dossier.does('complete', { task: 'consult', outcome: 'agreed' }).open).toEqual(['sign#1']);
  });

  it('answers for no day after the lead has decided without it', () => {
    // Limit until 16 March; silent from the 4th to the 6th: two days over. The rest is the signer's.
    const dossier = silent().at('2026-03-06T17:00').does('complete', { task: 'consult' }).at('2026-03-26T17:00').does('complete', { task: 'sign' });
    const days = attributeLateness(dossier.state, at('2026-03-26T17:00')).map(({ date, to }) => `${date} ${to.kind === 'agency' ? to.taskId : to.kind}`);
    expect(days.slice(0, 2).every((day) => day.includes('consult#1/'))).toBe(true);
    expect(days.slice(2).map((day) => day.slice(11))).toEqual(Array(6).fill('sign#1'));
  });

  it('asks the applicant for nothing: that is the lead agency\'s to do', () => {
    const dossier = given(consulting()).accepted('2026-03-02T08:30');
    expect(dossier.refused('request-supplement', { task: 'consult/police' })).toBe('TASK_WRONG_KIND');
  });

  it('is succeeded by the agency that takes its place, whose late answer is filed', () => {
    const dossier = silent();
    const { agencies } = dossier.state;
    dossier.does('reorganise', { agencies, successors: { 'H35.06': 'H35.05' }, legalBasis: 'merged' });
    expect(dossier.task('consult#1/H35.06').agency).toBe('H35.05');
  });
});

import { agencies, given, info, ROLES } from './given';
import { threeLevels } from './procedures';

/** 1 July 2025: the districts are gone, the commune was merged, and the window has become a centre. */
const since2025 = {
  agencies: {
    asOf: '2025-07-01',
    roles: { ...ROLES, 'district-committee': 'H35.130', 'commune-committee': 'H35.130', 'receiving-unit': 'H35.01.02' },
    agencies: { ...Object.fromEntries(['H35', 'H35.130', 'H35.01.02'].map((code) => [code, info(code)])) },
  },
  successors: { 'H35.20': 'H35.130', 'H35.30': 'H35.130', 'H35.01.01': 'H35.01.02' },
  legalBasis: 'Nghị định 140/2025/NĐ-CP, Điều 32',
};

const inFlight = () => given(threeLevels, { agencies: { ...agencies, asOf: '2025-06-02' } }).accepted('2025-06-25T08:30').at('2025-06-26T10:00').does('complete', { task: 'examine' }).does('take-up', { task: 'verify' });

describe('the reorganisation of 1 July 2025', () => {
  it('moves open work to the successors without restarting a clock', () => {
    const dossier = inFlight();
    const { due } = dossier;
    const before = dossier.task('verify');
    dossier.at('2025-07-01T00:00').does('reorganise', since2025);
    expect(dossier.last.at(-1)!.payload).toMatchObject({ type: 'AgenciesReorganised', moved: [{ taskId: 'verify#1', from: 'H35.20', to: 'H35.130' }] });
    expect(dossier.task('verify')).toMatchObject({ agency: 'H35.130', assignee: null, status: 'open', dueAt: before.dueAt, countsFrom: before.countsFrom });
    expect(dossier.due).toBe(due);
    expect(dossier.state).toMatchObject({ receivingUnit: 'H35.01.02', place: 'H35.130' });
  });

  it('lets the successor go on and the new window return the result', () => {
    const dossier = inFlight().at('2025-07-01T00:00').does('reorganise', since2025).at('2025-07-01T09:00').does('complete', { task: 'verify' }).does('complete', { task: 'sign' });
    expect(dossier.task('return').agency).toBe('H35.01.02');
    expect(dossier.by('receptionist@H35.01.02').refused('return-result')).toBeNull();
    expect(dossier.by('receptionist').refused('return-result')).toBe('ACT_NOT_BY_ACTOR');
  });

  it('names the agency that has no successor', () => {
    const { 'H35.20': _, ...successors } = since2025.successors;
    expect(inFlight().refused('reorganise', { ...since2025, successors })).toBe('AGENCY_WITHOUT_SUCCESSOR');
  });

  it('keeps the names of agencies that no longer exist', () => {
    const dossier = inFlight().does('reorganise', since2025);
    expect(dossier.state.agencies.agencies['H35.20']).toBeDefined();
  });
});

describe('a corrected code', () => {
  const renamed = { 'H35.20': 'H35.21' };
  const corrected = {
    agencies: {
      asOf: '2025-06-26',
      roles: { ...ROLES, 'district-committee': 'H35.21' },
      agencies: { ...agencies.agencies, 'H35.21': info('H35.21') },
    },
    successors: renamed,
    renamed,
    legalBasis: 'Công văn 12/VP',
  };
  /** `verify` is done at H35.20, and `sign` waits. */
  const verified = () => inFlight().does('complete', { task: 'verify' });

  it('is that of closed work, too: who did it recalls it, and it goes back there', () => {
    const dossier = verified().at('2025-06-26T11:00').does('reorganise', corrected);
    expect(dossier.task('verify')).toMatchObject({ agency: 'H35.21', status: 'done' });
    expect(dossier.by('specialist@H35.20').refused('recall', { task: 'sign' })).toBe('ACT_NOT_BY_ACTOR');
    dossier.by('specialist@H35.21').does('recall', { task: 'sign' });
    expect(dossier.state.tasks['verify#2']).toMatchObject({ agency: 'H35.21', closedAt: null });
  });

  it('leaves closed work as an earlier program did where the log says nothing of it', () => {
    const { renamed: _, ...earlier } = corrected;
    const dossier = verified().at('2025-06-26T11:00').does('reorganise', earlier);
    expect(dossier.task('verify')).toMatchObject({ agency: 'H35.20' });
    expect(dossier.last.at(-1)!.payload).not.toHaveProperty('renamed');
  });

  it('leaves a re-routed task the way back to whoever did it', () => {
    const to = { to: 'H35.30', info: info('H35.30'), reason: null };
    const rerouted = inFlight().by('leader@H35.20').does('re-route', { task: 'verify', ...to });
    rerouted.by('specialist@H35.30').does('complete', { task: 'verify' }).does('reorganise', corrected);
    expect(rerouted.task('verify')).toMatchObject({ agency: 'H35.30', rerouted: true });
    const { renamed: _, ...succession } = corrected;
    expect(rerouted.does('reorganise', succession).task('verify')).not.toHaveProperty('rerouted');
  });
});

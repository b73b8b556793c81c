import { OFFICER_ROLES } from '../../../domain/agency/agency';
import type { Act } from '../../../domain/dossier/command';
import { PERMISSIONS, whyNot } from '../../../domain/dossier/permissions';
import { STAGES } from '../../../domain/dossier/state';
import { actor, at, given, ROLES } from './given';
import { threeLevels } from './procedures';

/** Domain.md §2 written out once more, by hand: act → stages, then who (R receiving unit, H holder, P previous holder, * anywhere). */
const LAW: Record<Act, readonly [stages: string, who: string]> = {
  submit: ['submitted', 'applicant R:receptionist R:leader'],
  accept: ['submitted', 'R:receptionist R:leader'],
  'refuse-intake': ['submitted', 'R:receptionist R:leader'],
  'pay-fee': ['submitted processing resolved', 'applicant partner R:receptionist R:leader R:accountant'],
  'request-supplement': ['submitted processing', 'R:receptionist R:leader H:specialist'],
  'provide-supplement': ['submitted processing', 'applicant R:receptionist R:leader'],
  'confirm-supplement': ['submitted processing', 'R:receptionist R:leader H:specialist H:division-head H:leader'],
  'undo-lapse': ['lapsed', '*:procedure-control'],
  'attach-document': [
    'submitted processing resolved',
    'applicant partner R:receptionist R:leader H:receptionist H:specialist H:division-head H:leader H:clerk H:accountant',
  ],
  'withdraw-document': [
    'submitted processing resolved',
    'applicant R:receptionist R:leader H:receptionist H:specialist H:division-head H:leader H:clerk H:accountant',
  ],
  acknowledge: ['submitted processing resolved', 'H:receptionist H:specialist H:division-head H:leader H:clerk H:accountant'],
  assign: ['submitted processing resolved', 'H:division-head H:leader'],
  'take-up': ['submitted processing resolved', 'H:specialist'],
  release: ['submitted processing resolved', 'H:specialist H:division-head H:leader'],
  complete: ['processing', 'H:specialist'],
  reply: ['processing resolved returned stopped withdrawn', 'H:specialist H:division-head H:leader'],
  'send-back': ['processing', 'H:specialist H:division-head H:leader'],
  recall: ['processing', 'P:receptionist P:specialist P:division-head P:leader P:clerk'],
  're-route': ['processing', '*:procedure-control H:leader'],
  'issue-notice': ['processing', 'partner H:specialist'],
  'return-slip': ['processing', 'partner H:specialist'],
  'settle-obligation': ['processing', 'partner H:specialist R:receptionist R:leader'],
  apologise: ['processing resolved returned', 'H:division-head H:leader R:leader *:procedure-control'],
  stop: ['processing', 'applicant R:receptionist R:leader'],
  withdraw: ['submitted processing', 'applicant R:receptionist R:leader'],
  'return-result': ['resolved', 'R:receptionist R:leader'],
  correct: ['resolved returned', '*:procedure-control R:leader'],
  archive: ['returned refused-intake withdrawn stopped lapsed', 'R:clerk R:receptionist R:leader'],
  'amend-calendar': ['submitted processing resolved', '*:procedure-control engine'],
  reorganise: ['submitted refused-intake processing resolved returned withdrawn stopped lapsed', '*:procedure-control engine'],
  'return-to-desk': ['submitted processing resolved', 'engine'],
  'adopt-rules': ['submitted processing resolved', 'engine'],
  'report-sync': ['submitted refused-intake processing resolved returned withdrawn stopped lapsed', 'partner engine'],
  tick: ['submitted processing resolved', 'engine'],
};

const { state } = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine' });
// Held by the district, which had it from the commune; received by the provincial centre.
const task = state.tasks['verify#1']!;
const PLACES = { R: 'receiving-unit', H: 'district-committee', P: 'commune-committee', elsewhere: 'land-office' } as const;

const SYSTEMS = ['tax', 'payment', 'national-portal'];

/** Of partners: whether any of them may; which one is a matter of the procedure (partners.test.ts). */
const allowed = (act: Act, who: string, stage: (typeof STAGES)[number]): boolean =>
  who === 'partner'
    ? SYSTEMS.some((system) => isAllowed(act, `partner:${system}`, stage))
    : isAllowed(act, who, stage);

const isAllowed = (act: Act, who: string, stage: (typeof STAGES)[number]) => {
  const [place, role] = who.split(':') as [keyof typeof PLACES, string?];
  const somebody = role === undefined || who.startsWith('partner:') ? actor(who) : actor(`${role}@${PLACES[place]}`);
  const there = somebody.kind === 'officer' ? { ...somebody, agency: ROLES[PLACES[place]] } : somebody;
  return whyNot({ ...state, stage }, act, there, task, at('2026-03-02T10:00')) === null;
};

const everybody = ['applicant', 'partner', 'engine', ...(['R', 'H', 'P', 'elsewhere'] as const).flatMap((place) => OFFICER_ROLES.map((role) => `${place}:${role}`))];

describe('who may do what, in which stage', () => {
  it.each(Object.keys(PERMISSIONS) as Act[])('%s', (act) => {
    const [stages, who] = LAW[act];
    const anywhere = who.split(' ').filter((w) => w.startsWith('*:')).map((w) => w.slice(2));
    const permitted = (w: string): boolean => who.split(' ').includes(w) || anywhere.includes(w.split(':')[1] ?? '');
    for (const stage of STAGES) {
      const found = everybody.filter((w) => allowed(act, w, stage));
      expect({ stage, found }).toEqual({ stage, found: stages.split(' ').includes(stage) ? everybody.filter(permitted) : [] });
    }
  });

  it('tells whose task it is, or who may', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    expect(dossier.by('specialist@land-office').refused('complete', { task: 'examine' })).toBe('ACT_BY_OTHER_AGENCY');
    expect(dossier.by('clerk@commune-committee').refused('complete', { task: 'examine' })).toBe('ACT_NOT_BY_ACTOR');
    expect(dossier.by('applicant').refused('complete', { task: 'examine' })).toBe('ACT_NOT_BY_ACTOR');
  });
});

describe('standing in', () => {
  const standIn = { ...actor('specialist@commune-committee'), basis: { kind: 'stand-in', of: 'an', from: at('2026-03-02T08:00'), to: at('2026-03-03T08:00') } } as ReturnType<typeof actor>;

  it.each([
    ['2026-03-02T09:00', null],
    ['2026-03-03T07:59', null],
    ['2026-03-03T08:00', 'STAND_IN_EXPIRED'],
  ])('at %s: %s', (time, code) => {
    expect(given(threeLevels).accepted('2026-03-02T08:30').at(time).by(standIn).refused('take-up', { task: 'examine' })).toBe(code);
  });

  it('does not begin early', () => {
    const later = { ...standIn, basis: { kind: 'secondment', from: at('2026-03-05T08:00'), to: at('2026-06-05T08:00') } } as ReturnType<typeof actor>;
    expect(given(threeLevels).accepted('2026-03-02T08:30').by(later).refused('take-up', { task: 'examine' })).toBe('STAND_IN_EXPIRED');
  });
});

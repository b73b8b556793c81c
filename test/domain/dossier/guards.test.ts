import { attributeLateness } from '../../../domain/dossier/attribution';
import { nextDeadline } from '../../../domain/dossier/deadlines';
import { decideAgain } from '../../../domain/dossier/decide-again';
import { adoptionOf, underPresentRules } from '../../../domain/dossier/rules';
import type { OfficerRole } from '../../../domain/agency/agency';
import { ROLES, WORDS, at, given, info, shown } from './given';
import type { Story } from './given';
import { consulting, parallel, procedure, step, threeLevels, workingDays } from './procedures';

const name = (en: string) => ({ vi: `${en} (vi)`, en });
const wanting = procedure([step('examine', 'commune-committee', { limit: workingDays(1), outcomes: ['fit', 'refused'] })], {
  documents: [
    { document: 'form', name: name('Form'), required: true },
    { document: 'plan', name: name('Plan'), required: true, when: { fact: 'large', is: true } },
    { document: 'photo', name: name('Photo'), required: false },
  ],
  facts: [{ fact: 'large', label: name('Large'), type: 'boolean', required: true }],
});
const large = { facts: { large: true } };
const handedIn = (documents: readonly string[], opening: object = large): Story => given(wanting, opening).does('submit', { documents });
const file = (document: string, origin: string) => ({ attachmentId: `${document}-${origin}`, document, mediaType: 'application/pdf', size: 1, sha256: `${document}${origin}`, origin });
const details = (story: Story, ...act: Parameters<Story['tries']>): unknown => {
  const result = story.tries(...act);
  return result.ok ? null : result.refusal.details;
};

describe('required papers', () => {
  it('are there before the acceptance; what is not is named, with what is wanted of this case only', () => {
    expect(handedIn([]).refused('accept')).toBe('DOCUMENTS_MISSING');
    expect(details(handedIn([]), 'accept')).toMatchObject({ documents: 'form (Form); plan (Plan)', documentsVi: 'form (Form (vi)); plan (Plan (vi))' });
    expect(handedIn(['form'], { facts: { large: false } }).refused('accept')).toBeNull();
    expect(handedIn(['form', 'plan']).refused('accept')).toBeNull();
  });

  it('may be attached as the applicant’s; an office’s own paper, or one withdrawn, is none', () => {
    const attached = (origin: string): Story => handedIn(['form']).by('receptionist').does('attach-document', file('plan', origin));
    expect(attached('applicant').refused('accept')).toBeNull();
    expect(attached('officer').refused('accept')).toBe('DOCUMENTS_MISSING');
    expect(attached('applicant').by('receptionist').does('withdraw-document', { attachmentId: 'plan-applicant' }).refused('accept')).toBe('DOCUMENTS_MISSING');
  });

  it.each(['plan', 'Plan', ' plan (VI) '])('may come by a confirmed supplement that asked for "%s"', (item) => {
    const asked = handedIn(['form']).does('request-supplement', { items: ['something else', item] }).does('provide-supplement');
    expect(asked.by('receptionist').does('confirm-supplement').refused('accept')).toBeNull();
    const other = handedIn(['form']).does('request-supplement', { items: ['something else'] }).does('provide-supplement');
    expect(other.by('receptionist').does('confirm-supplement').refused('accept')).toBe('DOCUMENTS_MISSING');
  });

  it('may be let off by name, each with its reason, which stands in the event', () => {
    const exceptions = [{ document: 'plan', reason: WORDS }];
    const accepted = handedIn(['form']).does('accept', { exceptions });
    expect(accepted.last.at(-1)!.payload).toMatchObject({ type: 'DossierAccepted', exceptions });
    expect(handedIn([]).refused('accept', { exceptions })).toBe('DOCUMENTS_MISSING');
  });

  it.each([
    ['what is there', ['form', 'plan'], ['plan']],
    ['what is not wanted', ['form'], ['plan', 'photo']],
    ['what is unknown', ['form'], ['plan', 'poem']],
    ['one paper twice', ['form'], ['plan', 'plan']],
  ])('refuse an exception for %s', (_, documents, excepted) => {
    expect(handedIn(documents).refused('accept', { exceptions: excepted.map((document) => ({ document, reason: WORDS })) })).toBe('EXCEPTION_UNFIT');
  });

  it('are those of the version in force at the acceptance', () => {
    const stricter = { ...wanting, version: 2, documents: [...wanting.documents, { document: 'map', name: name('Map'), required: true }] };
    expect(details(handedIn(['form', 'plan']), 'accept', { procedure: stricter })).toMatchObject({ documents: 'map (Map)' });
  });
});

describe('a fee due before', () => {
  const fees = [
    { fee: 'permit', name: name('Permit'), amount: 75_000, amountOnline: 50_000, when: 'before' },
    { fee: 'seal', name: name('Seal'), amount: 5_000, when: 'after' },
    { fee: 'free', name: name('Free'), amount: 9_000, when: 'exempt' },
  ] as const;
  const owing = (some: readonly (typeof fees)[number][] = fees, channel = 'counter'): Story => given({ ...threeLevels, fees: some }).does('submit', { channel });

  it('is paid before the acceptance; the refusal names it and its sum', () => {
    expect(details(owing(), 'accept')).toEqual({ fees: 'permit (Permit)', feesVi: 'permit (Permit (vi))', amount: 75_000 });
    expect(details(owing([fees[0], { ...fees[1], when: 'before' } as never]), 'accept')).toMatchObject({ fees: 'permit (Permit); seal (Seal)', amount: 80_000 });
    expect(details(owing(fees, 'online'), 'accept')).toMatchObject({ amount: 50_000 });
    expect(owing().does('pay-fee').refused('accept')).toBeNull();
  });

  it('holds nothing up where it is due after, exempt, or comes to nothing', () => {
    expect(owing([fees[1]]).refused('accept')).toBeNull();
    expect(owing([fees[2]]).refused('accept')).toBeNull();
    expect(given({ ...threeLevels, fees: [{ ...fees[0], amountOnline: 0 }] }).does('submit', { channel: 'online' }).refused('accept')).toBeNull();
  });

  it('may be let off with its reason; what is due after stays owed', () => {
    const exceptions = [{ fee: 'permit', reason: WORDS }];
    expect(owing().does('accept', { exceptions }).state.money).toMatchObject({ fee: 'owed', waived: ['permit'] });
    const all = owing([fees[0]]).does('accept', { exceptions });
    expect(all.state.money).toMatchObject({ fee: 'none', waived: ['permit'] });
    expect(all.refused('pay-fee')).toBe('ACT_NOT_IN_STAGE');
    expect(owing().refused('accept', { exceptions: [{ fee: 'seal', reason: WORDS }] })).toBe('EXCEPTION_UNFIT');
  });
});

describe('a new date', () => {
  const long = procedure([step('examine', 'commune-committee', { limit: workingDays(10) })], { timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(15) } });
  const story = (apology: object = {}): Story => given({ ...long, apology: { ...long.apology, ...apology } }).accepted('2026-03-02T08:30');

  it('is refused to a dossier three weeks before its own, and says from when on', () => {
    expect(details(story(), 'apologise', { newDue: at('2026-03-24T17:00') })).toMatchObject({ due: '2026-03-23T17:00+07:00', from: '2026-03-18T00:00+07:00' });
    expect(story().refused('apologise')).toBeNull();
  });

  it('is given to one that is near its own, late, or can no longer make it', () => {
    const newDue = at('2026-03-30T17:00');
    expect(story().at('2026-03-17T16:59').refused('apologise', { newDue })).toBe('NEW_DATE_TOO_EARLY');
    expect(story().at('2026-03-18T08:00').refused('apologise', { newDue })).toBeNull();
    expect(story().at('2026-03-25T08:00').refused('apologise', { newDue })).toBeNull();
    const held = given({ ...long, route: [long.route[0]!, step('first', 'land-office', { limit: workingDays(3) }), ...long.route.slice(1)] }).accepted('2026-03-02T08:30');
    expect(held.at('2026-03-06T08:00').refused('apologise', { newDue })).toBe('NEW_DATE_TOO_EARLY');
    held.at('2026-03-10T10:00').does('complete', { task: 'first' });
    expect(held.refused('apologise', { newDue })).toBeNull();
  });

  it('lies within the procedure’s own limit once more, or what the procedure says', () => {
    const near = story().at('2026-03-20T08:00');
    expect(near.refused('apologise', { newDue: at('2026-04-13T17:00') })).toBeNull();
    expect(details(near, 'apologise', { newDue: at('2026-04-14T08:00') })).toMatchObject({ latest: '2026-04-13T17:00+07:00', limit: '15 working days' });
    const bounded = story({ atMost: { amount: 10, unit: 'calendar-days' } }).at('2026-03-20T08:00');
    expect(bounded.refused('apologise', { newDue: at('2026-04-02T17:00') })).toBeNull();
    expect(bounded.refused('apologise', { newDue: at('2026-04-03T08:00') })).toBe('NEW_DATE_TOO_FAR');
    expect(bounded.refused('apologise', { newDue: at('2027-04-12T17:00') })).toBe('NEW_DATE_TOO_FAR');
  });

  it('counts from now where the date has passed long since, and gives a day to what is done the same day', () => {
    expect(story().at('2026-06-01T08:00').refused('apologise', { newDue: at('2026-06-22T17:00') })).toBeNull();
    const sameDay = given({ ...threeLevels, timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(0) } }).accepted('2026-03-02T08:30');
    expect(sameDay.refused('apologise', { newDue: at('2026-03-03T17:00') })).toBeNull();
    expect(sameDay.refused('apologise', { newDue: at('2026-03-04T17:00') })).toBe('NEW_DATE_TOO_FAR');
  });
});

describe('a refusal', () => {
  const law = expect.stringContaining('02/2011/QH13') as unknown as string;

  it('of the intake has its ground, its reason and the way of appeal, of the law or as the act says', () => {
    const submitted = (): Story => given(threeLevels).does('submit');
    expect(submitted().refused('refuse-intake', { reason: null })).toBe('REASON_MISSING');
    const { state, last } = submitted().does('refuse-intake');
    const appeal = { law: { vi: law, en: law }, body: { vi: 'Cơ quan H35.01.01', en: 'Agency H35.01.01' }, days: 90 };
    expect(state.refusal).toEqual({ ground: 'outside-competence', reason: WORDS, appeal, taskId: null });
    expect(last.at(-1)!.payload).toMatchObject({ appeal });
    expect(submitted().does('refuse-intake', { appeal: { body: 'Sở Tư pháp', days: 120 } }).state.refusal).toMatchObject({ appeal: { body: { en: 'Sở Tư pháp' }, days: 120 } });
    expect(submitted().refused('refuse-intake', { appeal: { days: 30 } })).toBe('APPEAL_TOO_SHORT');
  });

  it('as a decision has them too, the procedure’s own where it has one', () => {
    const appeal = { law: name('Land Law'), body: name('The court'), days: 15 };
    const decided = (given_: object = {}, more: object = {}): Story => given({ ...threeLevels, ...more }).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused', ...given_ });
    expect(given(threeLevels).accepted('2026-03-02T08:30').refused('complete', { task: 'examine', outcome: 'refused', note: null })).toBe('REASON_MISSING');
    expect(decided().state.refusal).toMatchObject({ ground: 'TEST', reason: WORDS, appeal: { days: 90, body: { en: 'Agency H35.30' } }, taskId: 'examine#1' });
    expect(decided({ ground: 'Article 9' }, { appeal }).state.refusal).toEqual({ ground: 'Article 9', reason: WORDS, appeal, taskId: 'examine#1' });
    expect(decided().logged.find(({ type }) => type === 'DossierResolved')!.payload).toMatchObject({ refusal: { ground: 'TEST' } });
  });

  it('leaves no paper behind when a correction grants what it refused', () => {
    const corrected = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused' }).does('correct', { step: 'sign' });
    expect(corrected.state.refusal).toBeDefined();
    expect(corrected.does('complete', { task: 'sign' }).state.refusal).toBeUndefined();
  });
});

describe('re-routing', () => {
  const posts = (...roles: OfficerRole[]) => ({ ...info('H35.202.01'), posts: roles });

  it('goes only to an agency that has the post, and names those that have it', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30');
    const to = { task: 'examine', to: 'H35.202.01' };
    expect(details(dossier, 're-route', { ...to, info: posts('receptionist', 'leader') })).toMatchObject({ agency: 'H35.202.01', post: 'specialist', posts: 'receptionist, leader', having: expect.stringContaining('H35.30') as unknown });
    expect(dossier.refused('re-route', { ...to, info: { ...posts(), posts: undefined } })).toBe('AGENCY_LACKS_POST');
    expect(dossier.refused('re-route', { ...to, info: posts('specialist') })).toBeNull();
  });
});

describe('a wrong transfer', () => {
  const forked = (): Story => given(parallel('all')).accepted('2026-03-02T08:30').at('2026-03-02T14:00');
  const back = (dossier: Story, task = 'residence'): Story => dossier.does('send-back', { task });
  const again = (dossier: Story, task: string, to: string): Story => dossier.by('receptionist').does('re-route', { task, to, info: info(to) });

  it('within a parallel branch goes back to who sent it, with its reason; the others go on', () => {
    expect(forked().refused('send-back', { task: 'residence', reason: null })).toBe('REASON_MISSING');
    const dossier = forked();
    const before = dossier.task('residence');
    back(dossier);
    expect(dossier.events).toEqual(['TransferReturned']);
    expect(dossier.task('residence')).toMatchObject({ taskId: before.taskId, agency: ROLES['receiving-unit'], officerRole: 'receptionist', dueAt: before.dueAt, status: 'sent', returned: { by: ROLES.police, role: 'specialist' } });
    expect(dossier.open).toEqual(['residence#1', 'card#1', 'fire-safety#1', 'public-order#1']);
    expect(dossier.due).toBe('2026-03-09T17:00');
    expect(dossier.refused('send-back', { task: 'fire-safety' })).toBeNull();
  });

  it('is sent on by its sender and by nobody else’s desk, and decided by none before', () => {
    const dossier = back(forked());
    expect(dossier.by('receptionist').refused('complete', { task: 'residence' })).toBe('TASK_RETURNED');
    expect(dossier.by('receptionist').refused('send-back', { task: 'residence' })).toBe('TASK_RETURNED');
    expect(dossier.by('specialist@police').refused('re-route', { task: 'residence', to: ROLES['land-office'], info: info(ROLES['land-office']) })).toBe('ACT_NOT_BY_ACTOR');
    again(dossier, 'residence', ROLES['land-office']);
    expect(dossier.task('residence')).toMatchObject({ agency: ROLES['land-office'], officerRole: 'specialist', status: 'sent' });
    expect(dossier.task('residence').returned).toBeUndefined();
    dossier.does('complete', { task: 'residence' });
    expect(dossier.open).not.toContain('residence#1');
  });

  it('may be wrong twice, and the block comes together all the same', () => {
    const dossier = back(again(back(forked()), 'residence', ROLES['land-office']));
    again(dossier, 'residence', ROLES.police).does('complete', { task: 'residence' }).does('complete', { task: 'card' });
    dossier.does('complete', { task: 'fire-safety' }).does('complete', { task: 'public-order' }).does('complete', { task: 'licence' });
    expect(dossier.open).toEqual(['sign#1']);
  });

  it('of a consulted agency goes to who asked; its silence is no consent, and the right one has its own reply date', () => {
    const dossier = given(consulting({ agencies: ['police', 'dept-culture'], silence: 'consent' })).accepted('2026-03-02T08:30').at('2026-03-02T14:00');
    dossier.does('acknowledge', { task: 'consult/police' }).does('acknowledge', { task: 'consult/dept-culture' }).does('reply', { task: 'consult/dept-culture' });
    dossier.at('2026-03-03T08:00').does('send-back', { task: 'consult/police' });
    const asked = 'consult#1/A01.35';
    expect(dossier.task(asked)).toMatchObject({ agency: ROLES['dept-construction'], officerRole: 'specialist', dueAt: null });
    dossier.by('specialist@dept-construction').does('acknowledge', { task: asked });
    dossier.passes('2026-03-05T08:00');
    expect(dossier.all).not.toContain('SilenceTakenAsConsent');
    dossier.by('specialist@dept-construction').does('re-route', { task: asked, to: ROLES['land-office'], info: info(ROLES['land-office']) });
    dossier.does('acknowledge', { task: asked });
    expect(shown(dossier.task(asked).dueAt)).toBe('2026-03-09T17:00');
    expect(dossier.does('reply', { task: asked }).open).toEqual(['sign#1']);
  });

  it('of a consulted agency may be let be by the lead, who decides without it', () => {
    const dossier = given(consulting({ agencies: ['police'] })).accepted('2026-03-02T08:30').does('send-back', { task: 'consult/police' });
    expect(dossier.refused('complete', { task: 'consult' })).toBeNull();
  });

  it('counts from the new sending where a reply date does', () => {
    const dossier = given(consulting({ countsFrom: 'sent' })).accepted('2026-03-02T08:30').does('send-back', { task: 'consult/police' });
    dossier.at('2026-03-04T08:00').by('specialist@dept-construction').does('re-route', { task: 'consult#1/A01.35', to: ROLES['land-office'], info: info(ROLES['land-office']) });
    expect(shown(dossier.task('consult#1/A01.35').dueAt)).toBe('2026-03-06T17:00');
    expect(nextDeadline(dossier.state)).not.toBeNull();
  });

  it('puts what it took beyond the task’s limit to its sender, and the rest to who has it', () => {
    const slow = procedure([
      { parallel: 'both', join: 'all', branches: [{ branch: 'one', route: [step('residence', 'police', { limit: workingDays(1) })] }, { branch: 'two', route: [step('card', 'social-insurance', { limit: workingDays(1) })] }] },
    ], { timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(2) } });
    const dossier = given(slow).accepted('2026-03-02T08:30').does('complete', { task: 'card' }).at('2026-03-03T08:30').does('send-back', { task: 'residence' });
    again(dossier, 'residence', ROLES['land-office']).at('2026-03-06T16:00').does('complete', { task: 'residence' });
    const late = attributeLateness(dossier.state, at('2026-03-31T08:00')).map(({ date, to }) => [date, to.kind === 'agency' ? to.agency : to.kind]);
    expect(late).toEqual([['2026-03-05', ROLES['receiving-unit']], ['2026-03-06', ROLES['land-office']]]);
  });

  it('was impossible under rules 1, and is where nobody else sent it', () => {
    expect(given(parallel('all'), {}, 1).accepted('2026-03-02T08:30').refused('send-back', { task: 'card' })).toBe('SEND_BACK_IMPOSSIBLE');
    expect(given(threeLevels).does('submit').does('accept').refused('send-back', { task: 'receive' })).toBe('SEND_BACK_IMPOSSIBLE');
  });
});

describe('a dossier of rules 1', () => {
  const old = (): Story => given(wanting, large, 1).does('submit', { documents: [] });

  it('goes on as before until it adopts rules 2, once, by an event', () => {
    expect(old().refused('accept')).toBeNull();
    const dossier = old();
    const { commandId, actor, stampedAt, command } = adoptionOf(dossier.state, at('2026-03-02T09:00'))!;
    expect([commandId, actor, stampedAt, command]).toEqual(['~rules:2', { kind: 'engine' }, at('2026-03-02T09:00'), { act: 'adopt-rules', rules: 2 }]);
    dossier.does('adopt-rules', { rules: 2, id: commandId });
    expect(dossier.last.map(({ type, rules }) => [type, rules])).toEqual([['RulesAdopted', 1]]);
    expect(adoptionOf(dossier.state, stampedAt)).toBeNull();
    expect(dossier.refused('accept')).toBe('DOCUMENTS_MISSING');
    expect(dossier.replayed()).toEqual(dossier.state);
    expect(decideAgain(dossier.opened, dossier.logged)).toMatchObject({ same: true });
  });

  it('does not adopt them after its end, nor while an earlier program has carried it from run to run', () => {
    expect(adoptionOf(old().does('withdraw').state, at('2026-03-03T09:00'))).toBeNull();
    const { documents: _, ...carried } = old().state;
    expect(adoptionOf(carried, at('2026-03-03T09:00'))).toBeNull();
    expect(underPresentRules(carried).rules).toBe(1);
    expect(underPresentRules(old().state).rules).toBe(2);
  });

  it('keeps what it was given: papers, a date far away, a refusal without its paper', () => {
    const accepted = old().does('accept').does('complete', { task: 'receive' });
    expect(accepted.does('apologise', { newDue: at('2026-12-01T17:00') }).due).toBe('2026-12-01T17:00');
    accepted.does('complete', { task: 'examine', outcome: 'refused', note: null });
    expect(accepted.state.refusal).toBeUndefined();
    expect(accepted.does('adopt-rules', { rules: 2 }).does('return-result').state.stage).toBe('returned');
  });
});


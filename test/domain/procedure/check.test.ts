import { checkProcedure } from '../../../domain/procedure/check';
import { messageOf } from '../../../domain/errors';
import type { Block, Branch, Condition, Fact, Procedure } from '../../../domain/procedure/procedure';
import { aProcedure, limit, RECEIVE, RETURN, step, TOPOLOGY } from './a-procedure';

const found = (procedure: Procedure): string[] =>
  checkProcedure(procedure, { topology: TOPOLOGY }).map(({ refusal }) => `${refusal.code} ${refusal.field}`);

const parallel = (branches: readonly Branch[], more: object = {}): Block => ({ parallel: 'block', join: 'all', branches, ...more });
const branch = (name: string, ...route: Block[]): Branch => ({ branch: name, route });
const choice = (when: Condition, route: readonly Block[], otherwise: readonly Block[] = []): Block => ({ choice: 'choice', cases: [{ when, route }], otherwise });
const decide = step('decide', 'sign', '1 working day', { outcomes: ['approved', 'rework', 'refused'] });
const rework: Condition = { outcome: 'decide', is: 'rework' };
const wanted: Fact = { fact: 'wanted', label: { vi: 'x', en: 'x' }, type: 'boolean', required: true };
const text = { vi: 'x', en: 'x' };

it('finds nothing in a sound procedure', () => {
  expect(found(aProcedure())).toEqual([]);
});

describe('a route begins with reception and ends with the return', () => {
  it.each<[string, Block[], string[]]>([
    ['without reception', [decide, RETURN], ['PROCEDURE_FIRST_STEP route[0]']],
    ['reception at another agency', [{ ...RECEIVE, agency: 'commune-committee' }, decide, RETURN], ['PROCEDURE_FIRST_STEP route[0]', 'PROCEDURE_POST_MISSING route[0].officer']],
    ['reception twice', [RECEIVE, { ...RECEIVE, step: 'again' }, RETURN], ['PROCEDURE_KIND_ONCE route[1].kind']],
    ['without a return', [RECEIVE, decide], ['PROCEDURE_LAST_STEP route[1]']],
    ['something after the return', [RECEIVE, RETURN, decide], ['PROCEDURE_LAST_STEP route[2]']],
    ['a return inside a branch', [RECEIVE, parallel([branch('a', { ...RETURN, step: 'early' }), branch('b', decide)]), RETURN], ['PROCEDURE_KIND_ONCE route[1].branches[0].route[0].kind']],
  ])('%s', (_title, route, expected) => {
    expect(found(aProcedure([], { route }))).toEqual(expected);
  });
});

describe('names are well formed and occur once', () => {
  it.each<[string, Procedure, string[]]>([
    ['a step twice', aProcedure([decide, decide]), ['PROCEDURE_NAME_TWICE route[2].step']],
    ['a step like a block', aProcedure([parallel([branch('a', step('block')), branch('b', decide)])]), ['PROCEDURE_NAME_TWICE route[1].branches[0].route[0].step']],
    ['a branch twice in a block', aProcedure([parallel([branch('a', step('x')), branch('a', decide)])]), ['PROCEDURE_NAME_TWICE route[1].branches[1].branch']],
    ['capitals in a step', aProcedure([step('Decide')]), ['PROCEDURE_NAME_FORM route[1].step']],
    ['a name that every object has', aProcedure([step('constructor')]), ['PROCEDURE_NAME_FORM route[1].step']],
    ['a document twice', aProcedure(undefined, { documents: [0, 1].map(() => ({ document: 'form', name: text, required: true })) }), ['PROCEDURE_NAME_TWICE documents[1].document']],
    ['an outcome twice', aProcedure([step('x', 'examine', undefined, { outcomes: ['done', 'done'] })]), ['PROCEDURE_NAME_TWICE route[1].outcomes[1]']],
  ])('%s', (_title, procedure, expected) => {
    expect(found(procedure)).toEqual(expected);
  });

  it('lets two blocks have branches of the same name', () => {
    const two = [parallel([branch('a', step('x')), branch('b', step('y'))]), { ...parallel([branch('a', step('z')), branch('b', decide)]), parallel: 'second' } as Block];
    expect(found(aProcedure(two))).toEqual([]);
  });
});

describe('every path ends', () => {
  it('lets a choice on an outcome lead back', () => {
    expect(found(aProcedure([step('draft'), decide, choice(rework, [{ goBackTo: 'draft' }])]))).toEqual([]);
  });

  it('lets a branch go back within itself and out of its block', () => {
    const within = choice(rework, [step('mend'), { goBackTo: 'draft' }], [choice2({ outcome: 'decide', is: 'refused' }, [{ goBackTo: 'before' }])]);
    expect(found(aProcedure([step('before'), parallel([branch('a', step('draft'), decide, within), branch('b', step('x'))])]))).toEqual([]);
  });
  const choice2 = (when: Condition, route: readonly Block[]): Block => ({ choice: 'inner', cases: [{ when, route }], otherwise: [] });

  it.each<[string, Block[], string[]]>([
    ['going back outside a choice', [decide, { goBackTo: 'decide' }], ['PROCEDURE_NEVER_ENDS route[2]', 'PROCEDURE_UNREACHABLE route[3]']],
    ['a choice whose every case goes back', [decide, choice(rework, [{ goBackTo: 'decide' }], [{ goBackTo: 'decide' }])], ['PROCEDURE_NEVER_ENDS route[2]', 'PROCEDURE_UNREACHABLE route[3]']],
    ['a branch that never joins', [parallel([branch('a', decide, { goBackTo: 'decide' }), branch('b', step('x'))])], ['PROCEDURE_NEVER_ENDS route[1].branches[0].route[1]']],
    ['something behind a way back', [decide, choice(rework, [{ goBackTo: 'decide' }, step('never')])], ['PROCEDURE_UNREACHABLE route[2].cases[0].route[1]']],
    ['to a step that does not exist', [decide, choice(rework, [{ goBackTo: 'nowhere' }])], ['PROCEDURE_GO_BACK_UNKNOWN route[2].cases[0].route[0].goBackTo']],
    ['to a step that comes later', [decide, choice(rework, [{ goBackTo: 'late' }]), step('late')], ['PROCEDURE_GO_BACK_UNKNOWN route[2].cases[0].route[0].goBackTo']],
    ['into a sibling branch', [decide, parallel([branch('a', step('x')), branch('b', choice(rework, [{ goBackTo: 'x' }]))])], ['PROCEDURE_GO_BACK_UNKNOWN route[2].branches[1].route[0].cases[0].route[0].goBackTo']],
    ['into a block that is closed', [parallel([branch('a', step('x')), branch('b', decide)]), choice(rework, [{ goBackTo: 'x' }])], ['PROCEDURE_GO_BACK_INTO_BLOCK route[2].cases[0].route[0].goBackTo']],
    ['where nothing can decide otherwise', [decide, step('file'), choice(rework, [{ goBackTo: 'file' }])], ['PROCEDURE_LOOP_UNDECIDED route[3].cases[0].route[0].goBackTo']],
  ])('%s', (_title, middle, expected) => {
    expect(found(aProcedure(middle))).toEqual(expected);
  });

  it('does not go back to a phase whose appointment has been met', () => {
    const route = [step('assess'), step('pay', 'financial-obligation'), decide, choice(rework, [{ goBackTo: 'assess' }])];
    expect(found(aProcedure(route, phased(2)))).toEqual(['PROCEDURE_GO_BACK_ACROSS_PHASE route[4].cases[0].route[0].goBackTo']);
  });
});

const phased = (count: number): Partial<Procedure> => ({
  timeLimit: { clockStart: 'cutoff-15:00', phases: Array.from({ length: count }, (_, i) => ({ phase: `phase-${i}`, name: text, limit: limit('5 working days') })) },
});

describe('conditions ask what can be answered', () => {
  const facts: Fact[] = [wanted, { ...wanted, fact: 'area', type: 'number' }, { ...wanted, fact: 'use', type: 'choice', options: ['trade', 'event'] }];
  const asking = (when: Condition): string[] => found(aProcedure([decide, choice(when, [step('extra')])], { facts }));

  it.each<Condition>([
    { fact: 'wanted', is: true },
    { fact: 'area', atLeast: 100 },
    { every: [{ fact: 'use', is: 'event' }, { not: { outcome: 'decide', is: 'approved' } }] },
    { some: [{ outcome: 'receive', is: 'done' }] },
  ])('%j', (when) => {
    expect(asking(when)).toEqual([]);
  });

  it.each<[Condition, string]>([
    [{ fact: 'unknown', is: true }, 'PROCEDURE_FACT_UNKNOWN route[2].cases[0].when.fact'],
    [{ fact: 'wanted', is: 'true' }, 'PROCEDURE_FACT_TYPE route[2].cases[0].when.is'],
    [{ fact: 'wanted', atLeast: 1 }, 'PROCEDURE_FACT_TYPE route[2].cases[0].when.atLeast'],
    [{ not: { fact: 'use', is: 'party' } }, 'PROCEDURE_FACT_TYPE route[2].cases[0].when.not.is'],
    [{ some: [{ fact: 'wanted', is: true }, { outcome: 'extra', is: 'done' }] }, 'PROCEDURE_OUTCOME_STEP route[2].cases[0].when.some[1].outcome'],
    [{ outcome: 'decide', is: 'perhaps' }, 'PROCEDURE_OUTCOME_UNKNOWN route[2].cases[0].when.is'],
    [{ outcome: 'toString', is: 'x' }, 'PROCEDURE_OUTCOME_STEP route[2].cases[0].when.outcome'],
  ])('%j → %s', (when, expected) => {
    expect(asking(when)).toEqual([expected]);
  });

  it('knows no outcome at acceptance, when limits are promised and papers asked for', () => {
    const timeLimit = { clockStart: 'cutoff-15:00', limit: limit('10 working days'), variants: [{ when: rework, limit: limit('12 working days') }] } as const;
    expect(found(aProcedure([decide], { timeLimit }))).toEqual(['PROCEDURE_OUTCOME_STEP timeLimit.variants[0].when.outcome']);
  });

  it('wants at least two options of a choice and none of the others', () => {
    expect(found(aProcedure(undefined, { facts: [{ ...wanted, options: ['yes'] }, { ...wanted, fact: 'use', type: 'choice' }] }))).toEqual([
      'PROCEDURE_FACT_OPTIONS facts[0]',
      'PROCEDURE_FACT_OPTIONS facts[1]',
    ]);
  });

  it('gives names only to options that there are', () => {
    const purpose = { ...wanted, fact: 'use', type: 'choice', options: ['trade', 'event'] } as const;
    const called = { vi: 'Buôn bán', en: 'Trade' };
    expect(found(aProcedure(undefined, { facts: [{ ...purpose, optionNames: { trade: called } }] }))).toEqual([]);
    expect(found(aProcedure(undefined, { facts: [{ ...purpose, optionNames: { trades: called } }] }))).toEqual(['PROCEDURE_OPTION_UNKNOWN facts[0].optionNames.trades']);
  });
});

describe('kinds of step', () => {
  const consult = { agencies: ['tax-office', 'dept-construction'], replyWithin: limit('3 working days'), silence: 'escalate' } as const;
  const asking = (more: object): Block => step('ask', 'consult', undefined, { consult: { ...consult, ...more } });

  it.each<[string, Block[], string[]]>([
    ['a consultation that asks nobody', [step('ask', 'consult')], ['PROCEDURE_CONSULT_MISSING route[1]']],
    ['a signature that asks others', [step('ask', 'sign', undefined, { consult })], ['PROCEDURE_KEY_MISPLACED route[1].consult']],
    ['an examination that waits outside', [step('x', 'examine', undefined, { waitAtMost: limit('3 working days') })], ['PROCEDURE_KEY_MISPLACED route[1].waitAtMost']],
    ['a quorum of two of two', [asking({ need: { quorum: 2 } })], []],
    ['a quorum of three of two', [asking({ need: { quorum: 3 } })], ['PROCEDURE_QUORUM route[1].consult.need.quorum']],
    ['a quorum of none', [parallel([branch('a', step('x')), branch('b', decide)], { join: { quorum: 0 } })], ['PROCEDURE_QUORUM route[1].join.quorum']],
    ['the same agency asked twice', [asking({ agencies: ['tax-office', 'tax-office'] })], ['PROCEDURE_NAME_TWICE route[1].consult.agencies[1]']],
    ['a refusal by the clerk who posts', [step('x', 'post-publicly', undefined, { outcomes: ['done', 'refused'] })], ['PROCEDURE_REFUSED_MISPLACED route[1].outcomes[1]']],
    ['a refusal as the ordinary outcome', [step('x', 'sign', undefined, { outcomes: ['refused', 'approved'] })], ['PROCEDURE_REFUSED_MISPLACED route[1].outcomes[0]']],
  ])('%s', (_title, middle, expected) => {
    expect(found(aProcedure(middle))).toEqual(expected);
  });
});

describe('phases are separated by financial obligations', () => {
  const pay = step('pay', 'financial-obligation');
  it.each<[string, Procedure, string[]]>([
    ['two phases, one obligation', aProcedure([pay], phased(2)), []],
    ['two phases, no obligation', aProcedure(undefined, phased(2)), ['PROCEDURE_PHASES timeLimit.phases']],
    ['one limit, one obligation', aProcedure([pay]), ['PROCEDURE_PHASES timeLimit.limit']],
    ['an obligation in a branch', aProcedure([parallel([branch('a', pay), branch('b', decide)])]), ['PROCEDURE_OBLIGATION_NESTED route[1].branches[0].route[0]']],
    ['neither limit nor phases', aProcedure(undefined, { timeLimit: { clockStart: 'last-hour' } }), ['PROCEDURE_LIMIT_OR_PHASES timeLimit']],
    ['both', aProcedure([pay], { timeLimit: { ...phased(2).timeLimit!, limit: limit('3 working days') } }), ['PROCEDURE_LIMIT_OR_PHASES timeLimit']],
  ])('%s', (_title, procedure, expected) => {
    expect(found(procedure)).toEqual(expected);
  });
});

describe('terms are sane', () => {
  const none = { amount: 0, unit: 'working-days' } as const;
  const supplement = aProcedure().supplement;
  it.each<[string, Partial<Procedure>, string[]]>([
    ['version 0', { version: 0 }, ['PROCEDURE_VERSION_INVALID version']],
    ['version 1.5', { version: 1.5 }, ['PROCEDURE_VERSION_INVALID version']],
    ['a day that does not exist', { effectiveFrom: '2026-02-30' }, ['PROCEDURE_DATE_INVALID effectiveFrom']],
    ['a year out of range', { effectiveTo: '2101-01-01' }, ['PROCEDURE_DATE_INVALID effectiveTo']],
    ['ends on the day it begins', { effectiveTo: '2026-07-01' }, ['PROCEDURE_DATES_DISORDERED effectiveTo']],
    ['a negative fee', { fees: [{ fee: 'fee', name: text, amount: -1, when: 'before' }] }, ['PROCEDURE_NUMBER_INVALID fees[0].amount']],
    ['half a dong', { fees: [{ fee: 'fee', name: text, amount: 1, amountOnline: 0.5, when: 'before' }] }, ['PROCEDURE_NUMBER_INVALID fees[0].amountOnline']],
    ['minus one copy', { documents: [{ document: 'form', name: text, required: true, copies: -1 }] }, ['PROCEDURE_NUMBER_INVALID documents[0].copies']],
    ['no time to acknowledge', { acknowledgeWithin: none }, ['PROCEDURE_LIMIT_AMOUNT acknowledgeWithin']],
    ['no time for the applicant', { supplement: { ...supplement, examination: { ...supplement.examination, respondWithin: none } } }, ['PROCEDURE_LIMIT_AMOUNT supplement.examination.respondWithin']],
    ['supplements without end', { supplement: { ...supplement, reception: { ...supplement.reception, times: 99 } } }, ['PROCEDURE_NUMBER_INVALID supplement.reception.times']],
    ['a limit that is no number', { acknowledgeWithin: { amount: NaN, unit: 'working-hours' } }, ['PROCEDURE_LIMIT_AMOUNT acknowledgeWithin']],
    [
      'a ladder that does not ascend',
      { vigilance: { warnBefore: limit('1 working day'), ladder: [{ after: limit('2 working days'), to: 'unit-head' }, { after: limit('16 working hours'), to: 'agency-head' }] } },
      ['PROCEDURE_LADDER_DISORDERED vigilance.ladder[1].after'],
    ],
  ])('%s', (_title, more, expected) => {
    // Before the topology begins nobody offers anything; that is another test.
    expect(found(aProcedure(undefined, more)).filter((line) => !line.startsWith('PROCEDURE_OFFERED_NOWHERE'))).toEqual(expected);
  });

  it('lets a dossier be settled the same day', () => {
    expect(found(aProcedure([step('decide', 'sign', '0 working days')], { timeLimit: { clockStart: 'cutoff-15:00', limit: none } }))).toEqual([]);
  });
});

describe('every agency role resolves wherever the procedure is offered', () => {
  const at = (role: string): Procedure => aProcedure([step('x', 'examine', undefined, { agency: role })]);
  const only = (procedure: Procedure, date?: string) => checkProcedure(procedure, { topology: TOPOLOGY, ...(date ? { date } : {}) })[0]?.refusal;

  it('counts the units where it does not, and gives an example', () => {
    expect(only(at('commune-land'))).toMatchObject({ code: 'PROCEDURE_ROLE_UNRESOLVED', field: 'route[1].agency', details: { failed: 1, tried: 2, examples: 'H35.11.01 → H35.11' } });
  });

  it('names the nearest role that somebody plays', () => {
    expect(only(at('tax-ofice'))?.details).toMatchObject({ failed: 2, tried: 2, nearest: 'tax-office' });
  });

  it('asks for consulted agencies too', () => {
    const consult = { agencies: ['tax-office', 'nobody'], replyWithin: limit('1 working day'), silence: 'consent' } as const;
    expect(only(aProcedure([step('ask', 'consult', undefined, { consult })]))).toMatchObject({ field: 'route[1].consult.agencies[1]' });
  });

  it('asks for the agencies of the given date', () => {
    expect(only(at('tax-office'), '2025-06-30')).toMatchObject({ code: 'PROCEDURE_OFFERED_NOWHERE', field: 'offeredAt' });
  });

  it('says so where no unit offers it', () => {
    expect(only(aProcedure(undefined, { offeredAt: { role: 'one-stop-unit', tiers: ['district'] } }))).toMatchObject({ code: 'PROCEDURE_OFFERED_NOWHERE' });
  });
});

it('refuses a route of more than 500 blocks, and one nested more than 20 deep', () => {
  expect(found(aProcedure(Array.from({ length: 500 }, (_, i) => step(`s-${i}`))))).toEqual(['PROCEDURE_ROUTE_SIZE route']);
  let inner: Block = decide;
  for (let i = 0; i < 20; i++) inner = { choice: `c-${i}`, cases: [], otherwise: [inner] };
  expect(found(aProcedure([inner]))[0]).toMatch(/^PROCEDURE_ROUTE_DEPTH /);
});

it('finds a calendar that does not reach the first day in force', () => {
  const calendar = { from: '2022-01-01', to: '2025-12-31' } as never;
  expect(checkProcedure(aProcedure(), { topology: TOPOLOGY, calendar }).map(({ refusal }) => refusal.code)).toEqual(['DATE_OUT_OF_RANGE']);
});

it('collects everything that is wrong, and says it in both languages without a gap', () => {
  const route: Block[] = [step('Wrong', 'consult', '99 working days', { agency: 'nobody' }), { goBackTo: 'x' }];
  const findings = checkProcedure(aProcedure([], { route, version: -1 }), { topology: TOPOLOGY });
  expect(findings.length).toBeGreaterThan(6);
  for (const { refusal } of findings) {
    for (const language of ['vi', 'en'] as const) expect(messageOf(refusal, language)).not.toMatch(/\{\w+\}/);
  }
});

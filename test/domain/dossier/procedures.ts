import type { Limit } from '../../../domain/calendar/calendar';
import type { Block, Consultation, Join, Parallel, Procedure, Step } from '../../../domain/procedure/procedure';

/** Small procedures, each with one trait of the real ones; what a test does not name is the same in all. */
const text = (en: string) => ({ vi: en, en });
const provenance = { source: ['TEST'], confidence: 'L' } as const;

export const workingDays = (amount: number): Limit => ({ amount, unit: 'working-days' });
export const hours = (amount: number): Limit => ({ amount, unit: 'working-hours' });

export const step = (id: string, agency: string, given: Partial<Step> = {}): Step => ({
  step: id,
  kind: 'examine',
  name: text(id),
  agency,
  officer: 'specialist',
  ...given,
});

export const receive = step('receive', 'receiving-unit', { kind: 'receive', officer: 'receptionist', limit: hours(4) });
export const handBack = step('return', 'receiving-unit', { kind: 'return', officer: 'receptionist' });

export const procedure = (route: readonly Block[], given: Partial<Procedure> = {}): Procedure => ({
  code: '1.000001',
  version: 1,
  name: text('A procedure'),
  sector: text('A sector'),
  tier: 'province',
  serviceLevel: 'full-online',
  effectiveFrom: '2022-01-01',
  offeredAt: { role: 'one-stop-unit', tiers: ['province', 'commune'] },
  documents: [{ document: 'form', name: text('Form'), required: true }],
  fees: [],
  timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(5) },
  supplement: {
    reception: { noticeWithin: hours(8), respondWithin: workingDays(15) },
    examination: { noticeWithin: workingDays(3), respondWithin: workingDays(15) },
  },
  apology: { owed: 'one-day-before', oncePer: 'dossier' },
  acknowledgeWithin: hours(2),
  route: [receive, ...route, handBack],
  result: text('A result'),
  legalBasis: ['TEST'],
  provenance,
  ...given,
});

const sign = (agency: string): Step =>
  step('sign', agency, { kind: 'sign', officer: 'leader', limit: workingDays(1), outcomes: ['approved', 'refused'] });

/** Commune, then district, then province: the dossier of 2022. */
export const threeLevels = procedure(
  [
    step('examine', 'commune-committee', { limit: workingDays(1), outcomes: ['fit', 'refused'] }),
    step('verify', 'district-committee', { limit: workingDays(2) }),
    sign('province-committee'),
  ],
  { fees: [{ fee: 'fee', name: text('Fee'), amount: 20_000, when: 'after' }] },
);

/** Two appointments with the tax office in between (land rule 2025). */
export const landTransfer = procedure(
  [
    step('examine', 'land-office', { limit: workingDays(4) }),
    step('tax', 'tax-office', { kind: 'financial-obligation', limit: workingDays(3) }),
    step('register', 'land-office', { limit: workingDays(2) }),
  ],
  {
    code: '1.000002',
    timeLimit: {
      clockStart: 'cutoff-15:00',
      phases: [
        { phase: 'one', name: text('Until the slip'), limit: workingDays(5) },
        { phase: 'two', name: text('From the payment'), limit: workingDays(3) },
      ],
    },
    apology: { owed: 'one-day-before', oncePer: 'phase' },
  },
);

/** The slip goes out only after two agencies have worked side by side. */
export const landAfterBlock = procedure(
  [
    { parallel: 'both', branches: [{ branch: 'land', route: [step('survey', 'land-office')] }, { branch: 'commune', route: [step('origin', 'commune-committee')] }], join: 'all' },
    step('tax', 'tax-office', { kind: 'financial-obligation', limit: workingDays(3) }),
    step('register', 'land-office', { limit: workingDays(2) }),
  ],
  { code: '1.000003', timeLimit: landTransfer.timeLimit },
);

export const consulting = (given: Partial<Consultation> = {}): Procedure =>
  procedure(
    [
      step('consult', 'dept-construction', {
        kind: 'consult',
        limit: workingDays(4),
        outcomes: ['agreed', 'disagreed'],
        consult: { agencies: ['police', 'dept-culture', 'dept-construction'], replyWithin: workingDays(2), silence: 'escalate', ...given },
      }),
      sign('province-committee'),
    ],
    { code: '1.000004', timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(10) } },
  );

/** Three agencies at once; the third has two of its own beside each other. */
export const parallel = (join: Join, given: Partial<Parallel> = {}): Procedure =>
  procedure(
    [
      {
        parallel: 'group',
        join,
        branches: [
          { branch: 'police', route: [step('residence', 'police', { limit: workingDays(2), outcomes: ['done', 'refused'] })] },
          { branch: 'insurance', route: [step('card', 'social-insurance', { limit: workingDays(2), outcomes: ['done', 'refused'] })] },
          {
            branch: 'culture',
            route: [
              {
                parallel: 'inner',
                join: 'all',
                branches: [
                  { branch: 'fire', route: [step('fire-safety', 'police', { outcomes: ['done', 'refused'] })] },
                  { branch: 'order', route: [step('public-order', 'dept-culture', { outcomes: ['done', 'refused'] })] },
                ],
              },
              step('licence', 'dept-culture', { outcomes: ['done', 'refused'] }),
            ],
          },
        ],
        ...given,
      },
      sign('province-committee'),
    ],
    { code: '1.000005' },
  );

/** Loops: within a branch, out of the block to a step before it; and a branch only some applicants need. */
export const looping = procedure(
  [
    step('check', 'commune-committee'),
    {
      parallel: 'group',
      join: 'all',
      branches: [
        {
          branch: 'left',
          route: [
            step('draft', 'dept-construction'),
            step('review', 'dept-construction', { officer: 'division-head', outcomes: ['fit', 'again', 'from-start'] }),
            {
              choice: 'reviewed',
              cases: [
                { when: { outcome: 'review', is: 'again' }, route: [{ goBackTo: 'draft' }] },
                { when: { outcome: 'review', is: 'from-start' }, route: [{ goBackTo: 'check' }] },
              ],
              otherwise: [],
            },
          ],
        },
        { branch: 'right', when: { fact: 'large', is: true }, route: [step('environment', 'dept-culture')] },
      ],
    },
    {
      choice: 'size',
      cases: [{ when: { fact: 'floors', atLeast: 5 }, route: [sign('province-committee')] }],
      otherwise: [step('sign-locally', 'commune-committee', { kind: 'sign', officer: 'leader', outcomes: ['approved', 'refused'] })],
    },
  ],
  {
    code: '1.000006',
    facts: [
      { fact: 'large', label: text('Large'), type: 'boolean', required: true },
      { fact: 'floors', label: text('Floors'), type: 'number', required: false },
      { fact: 'kind', label: text('Kind'), type: 'choice', options: ['house', 'shop'], required: false },
    ],
  },
);

/** Relatives confirm outside, which does not count; their agency may refuse on it. */
export const awaiting = procedure(
  [
    step('confirm', 'receiving-unit', { kind: 'await-outside', officer: 'receptionist', waitAtMost: workingDays(5), limit: workingDays(1) }),
    step('examine', 'commune-committee', { limit: workingDays(1), outcomes: ['fit', 'refused'] }),
  ],
  { code: '1.000007', timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(3) } },
);

/** The confirmation comes last: what follows it is the return of the result, or the tax. */
export const awaitingLast = (next: readonly Block[] = []): Procedure =>
  procedure(
    [step('confirm', 'receiving-unit', { kind: 'await-outside', officer: 'receptionist', waitAtMost: workingDays(5), outcomes: ['done', 'refused'] }), ...next],
    { code: '1.000008', timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(3) } },
  );

/** Posted publicly for fifteen days while the office examines; a confirmation is awaited beside both. */
export const posting = procedure(
  [
    {
      parallel: 'beside',
      join: 'all',
      branches: [
        { branch: 'posting', route: [step('post', 'commune-committee', { kind: 'post-publicly', limit: { amount: 15, unit: 'calendar-days' } })] },
        { branch: 'work', route: [step('examine', 'land-office', { limit: workingDays(10) })] },
        { branch: 'neighbours', route: [step('confirm', 'receiving-unit', { kind: 'await-outside', officer: 'receptionist', waitAtMost: workingDays(5) }), step('note', 'commune-committee')] },
      ],
    },
    step('sign', 'province-committee', { kind: 'sign', officer: 'leader' }),
  ],
  { code: '1.000009', timeLimit: { clockStart: 'cutoff-15:00', limit: workingDays(20) } },
);

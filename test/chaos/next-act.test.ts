import { onItsWay, possibleActs } from '../../chaos/clients/next-act';
import type { DossierView, TaskView } from '../../chaos/clients/next-act';
import { learnProcedure } from '../../chaos/clients/procedures';

const task = (given: Partial<TaskView>): TaskView => ({
  taskId: 'examine#1',
  step: 'examine',
  kind: 'examine',
  agency: 'H35.1',
  officerRole: 'specialist',
  status: 'open',
  version: 1,
  closedAt: null,
  ...given,
});
const view = (stage: string, tasks: readonly TaskView[] = []): DossierView => ({
  dossierId: 'd1',
  stage,
  receivingUnit: 'H35.1.01',
  tasks,
});
const OUTCOMES = new Map([['examine', 'done']]);
const acts = (seen: DossierView): readonly string[] =>
  possibleActs(seen, OUTCOMES).map(({ act, as }) => `${act} by ${as}`);

describe('what may be done next', () => {
  it.each([
    ['submitted', [], ['accept by receptionist@H35.1.01']],
    ['returned', [], ['archive by receptionist@H35.1.01']],
    ['processing', [task({ status: 'sent' })], ['acknowledge by specialist@H35.1']],
    ['processing', [task({})], ['complete by specialist@H35.1', 'take-up by specialist@H35.1']],
    ['processing', [task({ status: 'taken' })], ['complete by specialist@H35.1', 'release by specialist@H35.1']],
    ['processing', [task({ closedAt: '2026-12-01T08:00:00+07:00' })], []],
    ['resolved', [task({ kind: 'return' })], ['return-result by receptionist@H35.1.01']],
  ] as const)('%s', (stage, tasks, expected) => {
    expect(acts(view(stage, tasks))).toEqual(expected);
  });

  it('leaves out what does not carry the dossier on', () => {
    expect(onItsWay(possibleActs(view('processing', [task({})]), OUTCOMES)).map(({ act }) => act)).toEqual([
      'complete',
    ]);
  });

  it('decides as the procedure permits', () => {
    const route = { block: [{ step: 'sign', outcomes: ['approved', 'refused'] }, { step: 'note' }] };
    const { outcomes } = learnProcedure('P', { route, documents: [], facts: [] });
    expect([...outcomes]).toEqual([
      ['sign', 'approved'],
      ['note', undefined],
    ]);
  });
});

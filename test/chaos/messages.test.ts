import { checkEscalations } from '../../chaos/check/escalations';
import { checkMessages } from '../../chaos/check/messages';
import type { Message } from '../../chaos/check/messages';
import type { Taken } from '../../chaos/clients/receiver';
import { logged } from './histories';

const message = (seq: number): Message => ({ position: 10 + seq, kind: 'event', dossierId: 'd1', seq });
const taken = (seq: number, given: Partial<Taken> = {}): Taken => ({
  id: `d1/${seq}`,
  signed: true,
  source: '/lienthong/dossiers',
  subject: 'd1',
  sequence: seq,
  digest: 'x',
  ...given,
});
const EVENTS = [logged({ seq: 1 }), logged({ seq: 2 })];
const OUTBOX = [message(1), message(2)];

const found = (outbox: readonly Message[], arrived: readonly Taken[]): readonly string[] =>
  checkMessages({ events: EVENTS, outbox, known: outbox, taken: arrived }).map(({ what }) => what);

describe('messages', () => {
  it('are well when each event has one, which arrived in order, perhaps twice', () => {
    expect(found(OUTBOX, [taken(1), taken(1), taken(2), taken(1)])).toEqual([]);
  });

  it.each([
    ['an event without exactly one message', [message(1)], [taken(1)]],
    ['a message that never arrived', OUTBOX, [taken(1)]],
    ['a message that nobody wrote', OUTBOX, [taken(1), taken(2), taken(3)]],
    ['a message with a wrong signature', OUTBOX, [taken(1), taken(2, { signed: false })]],
    ['a message repeated with other content', OUTBOX, [taken(1), taken(1, { digest: 'y' }), taken(2)]],
    ['messages of one dossier arrived out of order', OUTBOX, [taken(2), taken(1)]],
  ])('%s', (what, outbox, arrived) => {
    expect(found(outbox, arrived)).toContain(what);
  });
});

describe('escalations', () => {
  const level = { dossierId: 'd1', subject: 'task', generation: 1, level: 'overdue', addressedTo: ['A', 'B'] };
  const to = (addressee: string) => ({ addressee, entries: [level] });

  it('are well when each level is told once to each addressee', () => {
    expect(checkEscalations([level], [to('A'), to('B')])).toEqual([]);
  });

  it('finds a level that was told twice, not at all, or out of nowhere', () => {
    const what = checkEscalations([level], [to('A'), to('A'), to('C')]).map((each) => each.what);
    expect(what).toEqual([
      'a level was told twice to one agency',
      'a level of the ledger was not told',
      'a level was told that is not in the ledger',
    ]);
  });
});

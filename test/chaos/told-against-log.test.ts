import type { Entry } from '../../chaos/clients/account';
import type { LogEvent } from '../../chaos/check/log-event';
import { compareToldWithLog } from '../../chaos/check/told-against-log';
import { confirmed, heard, logged, recorded } from './histories';

const found = (
  entries: readonly Entry[],
  events: readonly LogEvent[],
  keys: readonly (readonly [string, string])[] = [],
): readonly string[] => compareToldWithLog({ entries, events, submissionKeys: new Map(keys) }).map(({ what }) => what);

describe('what was told against the log', () => {
  it('finds nothing where they agree', () => {
    expect(found([confirmed()], [logged()])).toEqual([]);
  });

  it('finds a confirmed act that is not there', () => {
    expect(found([confirmed()], [])).toContain('a confirmed act is not in the log');
  });

  it('expects nothing of a dossier that recovery named as lost', () => {
    const entries = [confirmed()];
    expect(compareToldWithLog({ entries, events: [], submissionKeys: new Map(), lost: new Set(['d1']) })).toEqual([]);
  });

  it('finds one that stands there otherwise', () => {
    expect(found([confirmed({ seq: 3 })], [logged()])).toContain(
      'a confirmed act stands in the log otherwise than it was told',
    );
  });

  it('finds one that was done twice', () => {
    expect(found([confirmed()], [logged(), logged({ seq: 3 })])).toContain('an act stands in the log twice');
  });

  it('finds an act whose events were torn apart', () => {
    const entry = confirmed({ recorded: recorded({ seq: 4, events: ['DossierAccepted', 'TaskOpened'] }) });
    const events = [
      logged(),
      logged({ seq: 3, commandId: 'tick:3:1', byEngine: true }),
      logged({ seq: 4, type: 'TaskOpened', commandIndex: 1 }),
    ];
    expect(found([entry], events)).toContain('events of one act are not together in the log');
  });

  it('finds a refused act that was done after all, and none where it was not', () => {
    const refused = confirmed({ standing: 'refused', recorded: undefined, refusedWith: 'TASK_NOT_OPEN' });
    expect(found([refused], [logged()])).toContain('an act that was refused in the end is in the log');
    expect(found([refused], [])).toEqual([]);
  });

  it('finds what nobody asked for, and lets time pass', () => {
    expect(found([confirmed()], [logged(), logged({ seq: 3, commandId: 'stranger' })])).toContain(
      'an event that nobody asked for',
    );
    expect(found([confirmed()], [logged(), logged({ seq: 3, commandId: 'tick:3:1', byEngine: true })])).toEqual([]);
  });

  it('knows a submission by its key, confirmed or not', () => {
    const asked = confirmed({
      key: 's1',
      act: 'submit',
      dossier: undefined,
      standing: 'unknown',
      recorded: undefined,
      confirmedAt: undefined,
    });
    const event = logged({ seq: 1, type: 'DossierSubmitted', commandId: 'submit:d1' });
    expect(found([asked], [event], [['d1', 'client/chaos-0/s1']])).toEqual([]);
    expect(found([asked], [event], [['d1', 'client/chaos-0/s2']])).toContain('an event that nobody asked for');
  });

  it('finds an act that stands behind one that was sent after its answer', () => {
    const first = confirmed({ key: 'a1', seq: 3, confirmedAt: 110 });
    const later = confirmed({ key: 'a2', seq: 2, tries: [heard({ began: 120 })], confirmedAt: 130 });
    expect(found([first, later], [logged({ seq: 3 }), logged({ commandId: 'a2' })])).toContain(
      'an act answered before another was sent stands behind it',
    );
  });

  it('finds two rivals that both went through', () => {
    const events = [logged(), logged({ seq: 3, commandId: 'a1-rival' })];
    expect(found([confirmed(), confirmed({ key: 'a1-rival', rivalOf: 'a1', seq: 3 })], events)).toContain(
      'two rival acts on one task both went through',
    );
  });

  it('finds one code for two dossiers', () => {
    const entries = [
      confirmed({ recorded: recorded({ code: 'H35-1' }) }),
      confirmed({ key: 'b', dossier: 'd2', recorded: recorded({ dossierId: 'd2', code: 'H35-1' }) }),
    ];
    expect(found(entries, [logged(), logged({ dossierId: 'd2', commandId: 'b' })])).toContain(
      'one legal code was told for two dossiers',
    );
  });

  it('finds a wedged act and answers that contradict each other', () => {
    const wedged = confirmed({ standing: 'unknown', wedged: true, recorded: undefined });
    expect(found([wedged], [])).toContain('wedged: an act was answered with 5xx for 40 s');
    expect(found([confirmed({ contradictions: ['recorded, then refused'] })], [logged()])).toContain(
      'answers to one key contradict each other',
    );
  });
});

describe('"nothing was done"', () => {
  const denied = heard({ began: 100, ended: 104, status: 503, code: 'UNAVAILABLE' });
  const done = heard({ began: 200, ended: 210 });
  const NAME = '"nothing was done" was answered to a try that was recorded';

  it('is a lie where the act was written before it was asked for again', () => {
    expect(found([confirmed({ tries: [denied, done] })], [logged({ writtenAt: 150 })])).toContain(NAME);
  });

  it('is true where the next try was the one that was written', () => {
    expect(found([confirmed({ tries: [denied, done] })], [logged({ writtenAt: 205 })])).toEqual([]);
  });

  it('is not held against the server where an earlier try was told unknown', () => {
    const unknown = heard({ began: 50, ended: 90, status: 503, code: 'OUTCOME_UNKNOWN' });
    expect(found([confirmed({ tries: [unknown, denied, done] })], [logged({ writtenAt: 150 })])).toEqual([]);
  });
});

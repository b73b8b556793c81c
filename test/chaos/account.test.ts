import { Account } from '../../chaos/clients/account';
import { nameOfAnswer, toldBy } from '../../chaos/clients/answer';
import { heard, recorded } from './histories';

const DOSSIER = 'd1';

function accountOf(key = 'a1'): Account {
  const account = new Account();
  account.ask({ key, act: 'accept', dossier: DOSSIER });
  return account;
}

const only = (account: Account) => account.entries()[0]!;

describe('what an answer tells', () => {
  it.each([
    [200, undefined, 'recorded'],
    [201, undefined, 'recorded'],
    [202, undefined, 'pending'],
    [409, 'TASK_NOT_OPEN', 'refused'],
    [422, 'OUTCOME_UNKNOWN', 'refused'],
    [429, 'TOO_MANY_REQUESTS', 'aside'],
    [401, undefined, 'aside'],
    [503, 'UNAVAILABLE', 'not-done'],
    [503, 'OUTCOME_UNKNOWN', 'unknown'],
    [500, 'INTERNAL', 'unknown'],
    [504, undefined, 'unknown'],
    [0, undefined, 'unknown'],
  ] as const)('%i %s: %s', (status, code, told) => {
    expect(toldBy({ status, code })).toBe(told);
  });

  it('is named by status and code, or by why there was none', () => {
    expect(nameOfAnswer(heard({ status: 503, code: 'UNAVAILABLE' }))).toBe('503 UNAVAILABLE');
    expect(nameOfAnswer(heard({ status: 0, error: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  });
});

describe('the account of a client', () => {
  it('holds an act as unknown until the same key is answered', () => {
    const account = accountOf();
    account.hear('a1', heard({ status: 0, error: 'ECONNRESET' }), null);
    expect(only(account).standing).toBe('unknown');
    account.hear('a1', heard({ status: 202 }), null);
    expect(only(account).standing).toBe('pending');
    account.hear('a1', heard({ status: 200, ended: 77 }), recorded({ seq: 4 }));
    expect(only(account)).toMatchObject({ standing: 'recorded', confirmedAt: 77, recorded: { seq: 4 } });
  });

  it('lets a late failure of a twin take nothing back', () => {
    const account = accountOf();
    account.hear('a1', heard({ status: 200 }), recorded({ seq: 4 }));
    account.hear('a1', heard({ status: 503, code: 'UNAVAILABLE' }), null);
    expect(only(account).standing).toBe('recorded');
  });

  it('notes where one key is answered in two ways', () => {
    const account = accountOf();
    account.hear('a1', heard({ status: 200 }), recorded({ seq: 4 }));
    account.hear('a1', heard({ status: 200 }), recorded({ seq: 5 }));
    account.hear('a1', heard({ status: 409, code: 'TASK_NOT_OPEN' }), null);
    expect(only(account).contradictions).toHaveLength(2);
  });

  it('learns the dossier of a submission from its confirmation', () => {
    const account = new Account();
    account.ask({ key: 's1', act: 'submit' });
    account.hear('s1', heard({ status: 201 }), recorded({ dossierId: 'new', seq: 1 }));
    expect(only(account).dossier).toBe('new');
  });

  it('counts the answers by name', () => {
    const account = accountOf();
    account.hear('a1', heard({ status: 503, code: 'UNAVAILABLE' }), null);
    account.count(heard({ status: 503, code: 'UNAVAILABLE' }));
    expect(account.answers().get('503 UNAVAILABLE')).toBe(2);
  });
});
